#include "host/sandbox.h"

#include <fcntl.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <new>

namespace caseway::host {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitizer = true;
#else
constexpr bool kSanitizer = false;
#endif

constexpr rlim_t kOpenFiles = 256;  // each loaded plugin holds one

void limit(__rlimit_resource what, rlim_t value) {
  rlimit both{value, value};
  ::setrlimit(what, &both);
}

[[noreturn]] void out_of_memory() { ::_exit(kExitOutOfMemory); }

// What a codec needs no more. Refused with EPERM: a wrong use shows as an ordinary error in the plugin instead of a dead worker.
constexpr std::array kRefused = {SCMP_SYS(socket),
                                 SCMP_SYS(socketpair),
                                 SCMP_SYS(connect),
                                 SCMP_SYS(bind),
                                 SCMP_SYS(listen),
                                 SCMP_SYS(accept),
                                 SCMP_SYS(accept4),
                                 SCMP_SYS(open),
                                 SCMP_SYS(openat),
                                 SCMP_SYS(openat2),
                                 SCMP_SYS(creat),
                                 SCMP_SYS(execve),
                                 SCMP_SYS(execveat),
                                 SCMP_SYS(fork),
                                 SCMP_SYS(vfork),
                                 SCMP_SYS(clone),
                                 SCMP_SYS(clone3),
                                 SCMP_SYS(kill),
                                 SCMP_SYS(ptrace),
                                 SCMP_SYS(unlink),
                                 SCMP_SYS(unlinkat),
                                 SCMP_SYS(rename),
                                 SCMP_SYS(renameat),
                                 SCMP_SYS(renameat2),
                                 SCMP_SYS(mount),
                                 SCMP_SYS(bpf),
                                 SCMP_SYS(symlink),
                                 SCMP_SYS(symlinkat),
                                 SCMP_SYS(process_vm_readv),
                                 SCMP_SYS(process_vm_writev),
                                 SCMP_SYS(io_uring_setup)};

bool refuse_system_calls() {
  scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
  if (filter == nullptr) return false;
  bool good = true;
  for (const int call : kRefused) good = ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) == 0 && good;
  good = good && ::seccomp_load(filter) == 0;
  ::seccomp_release(filter);
  return good;
}

}  // namespace

bool confine_process(const Confinement& confinement) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != confinement.parent) return false;  // it died before we asked to be told
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, kOpenFiles);
  if (!kSanitizer) {
    limit(RLIMIT_NPROC, 0);
    limit(RLIMIT_AS, confinement.max_memory_bytes);
  }
  std::set_new_handler(out_of_memory);
  return true;
}

bool confine_code() {
  if (kSanitizer) return true;
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing >= 0) {
    ::dup2(nothing, STDOUT_FILENO);
    ::dup2(nothing, STDERR_FILENO);
    ::close(nothing);
  }
  // A core pattern that is a pipe ignores RLIMIT_CORE.
  ::prctl(PR_SET_DUMPABLE, 0);
  return refuse_system_calls();
}

void allow_cpu(unsigned seconds) {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  rlimit both{};
  ::getrlimit(RLIMIT_CPU, &both);
  const auto spent = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 1;
  both.rlim_cur = spent + seconds;
  ::setrlimit(RLIMIT_CPU, &both);
}

}  // namespace caseway::host
