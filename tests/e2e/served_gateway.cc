#include "e2e/served_gateway.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>

namespace caseway::e2e {

namespace fs = std::filesystem;

namespace {

// A configuration that uses the shipped partners and policies, and documents' workers as shipped.
fs::path configure(const std::string& name, const std::string& http, bool with_faults) {
  const fs::path folder = fs::path(CASEWAY_BUILD_DIR) / "tests" / "e2e" / name;
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy(fs::path(CASEWAY_SOURCE_DIR) / "config", folder, fs::copy_options::recursive);
  std::string folders = "\"" CASEWAY_BUILD_DIR "/plugins\"";
  if (with_faults) {
    fs::create_directories(folder / "faults");
    fs::copy(fs::path(CASEWAY_BUILD_DIR) / "tests/host/plugins/crashes", folder / "faults" / "crashes");
    folders += ", \"" + (folder / "faults").string() + "\"";
  }
  std::ofstream(folder / "caseway.yaml") << "plugin_folders: [" << folders << "]\nhttp:\n  port: 0\n" << http << "workers:\n  count: 2\n";
  return folder;
}

}  // namespace

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Child::Child(const std::vector<std::string>& words, const fs::path& error_file) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::vector<char*> argv;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const std::string errors = error_file.string();
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    const int file = ::open(errors.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(file, STDERR_FILENO);
    ::execvp(argv[0], argv.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  output_ = ends[0];
}

Child::~Child() {
  if (!ended_) {
    ::kill(pid_, SIGKILL);
    wait();
  }
  ::close(output_);
}

std::string Child::wait_for(const std::string& before) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  std::string line;
  for (char c = 0;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    pollfd waiting{output_, POLLIN, 0};
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0 || ::read(output_, &c, 1) != 1) return "";
    if (c != '\n') {
      line += c;
      continue;
    }
    if (const auto at = line.find(before); at != std::string::npos) return line.substr(at + before.size());
    line.clear();
  }
}

void Child::signal(int number) const { ::kill(pid_, number); }

int Child::wait() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  ended_ = true;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

ServedGateway::ServedGateway(const std::string& name, const std::string& http, bool with_faults)
    : folder_(configure(name, http, with_faults)),
      child_({CASEWAY_PROGRAM, "serve", "--config", (folder_ / "caseway.yaml").string(), "--port", "0"}, folder_ / "log"),
      port_(0) {
  const std::string rest = child_.wait_for("listening on ");
  if (const auto colon = rest.rfind(':'); colon != std::string::npos) port_ = static_cast<std::uint16_t>(std::stoi(rest.substr(colon + 1)));
}

std::string ServedGateway::log() const { return text_of(folder_ / "log"); }

}  // namespace caseway::e2e
