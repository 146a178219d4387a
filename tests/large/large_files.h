// The real program on files of any size, its peak resident size told by the kernel. CASEWAY_LARGE_MB says how large.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace caseway::large {

namespace fs = std::filesystem;

constexpr long kMostKib = 40L * 1024;  // resident, of the whole process
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitizer = true;  // memory is not what it is without, and everything takes its time
#else
constexpr bool kSanitizer = false;
#endif

inline std::uintmax_t wanted_bytes() {
  const char* const megabytes = std::getenv("CASEWAY_LARGE_MB");
  return std::stoull(megabytes != nullptr ? megabytes : kSanitizer ? "4" : "36") * 1'000'000;
}

class LargeFiles : public testing::Test {
 protected:
  LargeFiles() : folder_(fs::path(CASEWAY_BUILD_DIR) / "tests" / "large-files") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~LargeFiles() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::size_t write(const std::string& name, const std::string& head, const std::function<std::string(std::size_t)>& entry,
                    const std::string& between, const std::string& tail) const {
    std::ofstream out(path(name), std::ios::binary);
    out << head;
    std::size_t entries = 0;
    for (; static_cast<std::uintmax_t>(out.tellp()) < wanted_bytes(); ++entries) out << (entries == 0 ? "" : between) << entry(entries);
    out << tail;
    return entries;
  }
  struct Ran {
    int exit_code = -1;
    long peak_kib = 0;
  };
  Ran translate(const std::string& from, const std::string& to, const std::string& result, const std::string& dialect = "auto",
                const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{
        CASEWAY_PROGRAM, "translate", "--config", CASEWAY_SOURCE_DIR "/config/caseway.yaml", "--from", dialect, "--to", to, "-o",
        path(result),    path(from)};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> argv;
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    const std::string log = path("log");
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::dup2(::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    int status = 0;
    rusage used{};
    ::wait4(pid, &status, 0, &used);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, used.ru_maxrss};
  }
  std::string log() const {
    std::ifstream in(path("log"), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t count(const std::string& name, const std::string& word) const {
    std::ifstream in(path(name), std::ios::binary);
    std::size_t found = 0;
    for (std::string line; std::getline(in, line);) found += line.find(word) != std::string::npos ? 1 : 0;
    return found;
  }
  static void expect_little(const Ran& ran) {
    EXPECT_EQ(ran.exit_code, 0);
    EXPECT_TRUE(kSanitizer || ran.peak_kib <= kMostKib) << ran.peak_kib << " KiB";
    RecordProperty("peak_kib", static_cast<int>(ran.peak_kib));
  }

  fs::path folder_;
};

}  // namespace caseway::large
