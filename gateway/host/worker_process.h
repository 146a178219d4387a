// One worker process, from the gateway's side. Not thread-safe: whoever holds it uses it alone.
#pragma once

#include <sys/types.h>

#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/channel.h"
#include "host/translator.h"

namespace caseway::host {

class WorkerProcess {
 public:
  // Starts a process and waits until its plugins are loaded, without those of `without` (plugin folders). Throws std::runtime_error with a reason
  // for people, or EndedByPlugin. The worker dies with the *thread* that started it (PR_SET_PDEATHSIG), so that thread must live as long as the
  // worker may.
  static std::unique_ptr<WorkerProcess> start(const WorkerOptions& options, const std::set<std::string>& without);
  // The process ended, or did not come back, while it loaded a plugin.
  struct EndedByPlugin : std::runtime_error {
    EndedByPlugin(const std::string& plugin, const std::string& how)
        : std::runtime_error("plugin refused: " + plugin + ": it ended the worker that loaded it (" + how + ")"), folder(plugin) {}
    std::string folder;
  };
  ~WorkerProcess();  // ends the process if it still runs
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  const Channel& channel() const { return channel_; }
  pid_t id() const { return pid_; }
  const std::vector<std::string>& dialects() const { return dialects_; }
  const std::vector<std::string>& refused() const { return refused_; }  // plugins that this worker would not load, and why
  bool confined() const { return confined_; }                           // whether the kernel took the system call filter

  // What became of a worker that closed its socket or was ended.
  enum class End { crashed, out_of_time, out_of_memory };
  struct Ending {
    End end = End::crashed;
    std::string how;  // "signal SIGSEGV", "exit code 3"
  };
  Ending end();  // ends the process if it still runs, and waits for it

  unsigned documents = 0;  // handled so far; whoever uses the worker counts

 private:
  WorkerProcess(pid_t pid, int socket) : pid_(pid), channel_(socket) {}
  void greet(const WorkerOptions& options, const std::set<std::string>& without);

  pid_t pid_;
  bool ended_ = false;
  Channel channel_;
  std::vector<std::string> dialects_;
  std::vector<std::string> refused_;
  bool confined_ = false;
};

}  // namespace caseway::host
