// The real program, serving: `caseway serve` as a child process with a configuration of its own, its log in a file.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace caseway::e2e {

// A child with its standard output readable line by line and its standard error in a file. Killed by the destructor if it still runs.
class Child {
 public:
  Child(const std::vector<std::string>& words, const std::filesystem::path& error_file);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  // The rest of the line after `before`, once a line holds it; "" when the child ends or 20 s pass first.
  std::string wait_for(const std::string& before);
  pid_t id() const { return pid_; }
  void signal(int number) const;
  int wait();  // for its end: the exit code, or minus the signal

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  bool ended_ = false;
};

// A fresh folder with caseway.yaml and partners, and a gateway on it.
class ServedGateway {
 public:
  // `http` is more YAML for the http block, each line indented by two, or behind it; `with_faults` adds a plugin that crashes.
  explicit ServedGateway(const std::string& name, const std::string& http = "", bool with_faults = false);
  std::uint16_t port() const { return port_; }  // 0: it did not start
  std::string log() const;
  Child& child() { return child_; }
  pid_t child_id() const { return child_.id(); }

 private:
  std::filesystem::path folder_;
  Child child_;
  std::uint16_t port_;
};

std::string text_of(const std::filesystem::path& file);

}  // namespace caseway::e2e
