#include "host/worker_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "host/sandbox.h"
#include "host/wire.h"

namespace caseway::host {
namespace {

constexpr int kWorkerSocket = 3;
constexpr std::size_t kMaxGreetingBytes = 1u << 20;
constexpr auto kTimeToStart = std::chrono::seconds(20);  // also on a busy machine, whatever one request may take
constexpr auto kTimeToDie = std::chrono::milliseconds(200);

[[noreturn]] void fail(const std::string& what, int error) { throw std::runtime_error(what + ": " + std::strerror(error)); }

// A worker's environment: what the loader, the locale and a sanitizer need. Keys and settings of the gateway are none of its business.
std::vector<std::string> worker_environment() {
  std::vector<std::string> kept;
  for (const char* name : {"LD_LIBRARY_PATH", "LANG", "LC_ALL", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"})
    if (const char* value = std::getenv(name)) kept.push_back(std::string(name) + "=" + value);
  return kept;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// What the new process has open and how it takes signals. posix_spawn does this without running any of our code between fork and exec, so it is
// safe while other threads hold locks.
class SpawnPlan {
 public:
  explicit SpawnPlan(int socket) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, STDERR_FILENO, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, socket, kWorkerSocket);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, kWorkerSocket + 1);
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    // A process group of its own: Ctrl-C in the gateway's terminal must not end a worker whose answer the gateway still waits for.
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  pid_t run(const std::string& program, std::vector<std::string> arguments) {
    auto environment = worker_environment();
    pid_t pid = 0;
    const int error = ::posix_spawn(&pid, program.c_str(), &actions_, &attributes_, pointers(arguments).data(), pointers(environment).data());
    if (error != 0) fail("the worker " + program + " does not start", error);
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

std::string words_of(int status) {
  if (WIFEXITED(status)) return "exit code " + std::to_string(WEXITSTATUS(status));
  const char* name = ::sigabbrev_np(WTERMSIG(status));
  return std::string("signal ") + (name == nullptr ? std::to_string(WTERMSIG(status)) : "SIG" + std::string(name));
}

}  // namespace

std::unique_ptr<WorkerProcess> WorkerProcess::start(const WorkerOptions& options, const std::set<std::string>& without) {
  std::array<int, 2> pair{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) fail("no socket for a worker", errno);
  // Above the numbers that the new process uses, so that no step of the plan overwrites it.
  const int theirs = ::fcntl(pair[1], F_DUPFD_CLOEXEC, 16);
  const int error = errno;
  ::close(pair[1]);
  if (theirs < 0) {
    ::close(pair[0]);
    fail("no socket for a worker", error);
  }
  std::vector<std::string> arguments{options.program, "worker", "--fd", std::to_string(kWorkerSocket), "--plugins"};
  arguments.insert(arguments.end(), options.plugin_folders.begin(), options.plugin_folders.end());
  pid_t pid = 0;
  try {
    pid = SpawnPlan(theirs).run(options.program, std::move(arguments));
  } catch (...) {
    ::close(theirs);
    ::close(pair[0]);
    throw;
  }
  ::close(theirs);
  std::unique_ptr<WorkerProcess> worker(new WorkerProcess(pid, pair[0]));
  worker->greet(options, without);
  return worker;
}

void WorkerProcess::greet(const WorkerOptions& options, const std::set<std::string>& without) {
  const auto deadline = std::chrono::steady_clock::now() + kTimeToStart;
  WireWriter start;
  start.number(static_cast<std::uint64_t>(::getpid()));
  start.number(options.max_memory_bytes);
  start.number(without.size());
  for (const auto& folder : without) start.text(folder);
  Frame frame;
  std::string loading;
  auto passed = channel_.send(FrameKind::start, start.take(), deadline);
  while (passed == Passed::yes && (passed = channel_.receive(frame, kMaxGreetingBytes, deadline)) == Passed::yes && frame.kind == FrameKind::loading)
    loading = frame.body;
  if (passed != Passed::yes && !loading.empty()) throw EndedByPlugin(loading, end().how);
  if (passed != Passed::yes || frame.kind != FrameKind::ready) throw std::runtime_error("a worker did not get ready (" + end().how + ")");
  WireReader ready(frame.body);
  confined_ = ready.number(1) == 1;
  for (auto n = ready.count(8); n > 0; --n) dialects_.emplace_back(ready.text());
  for (auto n = ready.count(8); n > 0; --n) refused_.emplace_back(ready.text());
  if (!ready.done()) throw std::runtime_error("a worker's greeting is damaged; is " + options.program + " of this version?");
}

WorkerProcess::Ending WorkerProcess::end() {
  // A worker that died by itself tells how; one that lives on gets a moment to finish dying and is then ended.
  ended_ = true;
  int status = 0;
  pid_t reaped = 0;
  for (const auto until = std::chrono::steady_clock::now() + kTimeToDie; reaped == 0 && std::chrono::steady_clock::now() < until;) {
    reaped = ::waitpid(pid_, &status, WNOHANG);
    if (reaped == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (reaped == 0) {
    ::kill(pid_, SIGKILL);
    do reaped = ::waitpid(pid_, &status, 0);
    while (reaped < 0 && errno == EINTR);
  }
  Ending ending{End::crashed, reaped == pid_ ? words_of(status) : "it is gone"};
  if (reaped == pid_ && WIFEXITED(status) && WEXITSTATUS(status) == kExitOutOfMemory) ending.end = End::out_of_memory;
  if (reaped == pid_ && WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) ending.end = End::out_of_time;
  return ending;
}

WorkerProcess::~WorkerProcess() {
  if (ended_) return;
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace caseway::host
