// What a worker process gives up before it sees a byte that somebody sent. Everything here concerns the calling process; call it before threads.
#pragma once

#include <sys/types.h>

namespace caseway::host {

// The exit code of a worker that asked for more memory than it may have.
constexpr int kExitOutOfMemory = 71;

struct Confinement {
  pid_t parent = 0;                         // the worker dies with it
  unsigned long long max_memory_bytes = 0;  // of address space; not under a sanitizer, whose shadow memory needs more than any limit
};

// First: dies with its parent (false: the parent is gone already), no new privileges, no new processes or threads, memory and open files limited;
// running out of memory ends the process with kExitOutOfMemory.
bool confine_process(const Confinement& confinement);

// Then, when the plugins are loaded and before the first document: nothing printed by a plugin reaches the log, no core file and no debugger sees
// a document, and the system refuses new sockets, opened files, other programs. A sanitizer build keeps its reports and its file access.
// False when the kernel has no such filter; the rest holds.
bool confine_code();

// Before each request: so much processor time from now on, then SIGXCPU ends the process.
void allow_cpu(unsigned seconds);

}  // namespace caseway::host
