// The program at a terminal: what a test of it needs.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace caseway::command_line {

namespace fs = std::filesystem;

struct Ran {
  int code = -1;
  std::string said;  // stdout and stderr
};

// Runs the program with shell-quoted words in an empty folder of its own.
class CommandLine : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    std::replace(name.begin(), name.end(), '/', '-');
    folder_ = fs::temp_directory_path() / ("caseway-" + name);
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  Ran caseway(const std::string& words, const std::string& input = "/dev/null") {
    const auto line = "cd '" + folder_.string() + "' && '" CASEWAY_PROGRAM "' " + words + " 2>&1 <'" + input + "'";
    Ran ran;
    FILE* pipe = popen(line.c_str(), "r");
    std::array<char, 4096> block;
    for (std::size_t n; (n = fread(block.data(), 1, block.size(), pipe)) > 0;) ran.said.append(block.data(), n);
    const int status = pclose(pipe);
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
  }
  void file(const std::string& name, const std::string& bytes) { std::ofstream(folder_ / name, std::ios::binary) << bytes; }
  std::string text(const std::string& name) {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t files() { return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator())); }

  // Translating this file must fail with exit code 1, exactly one issue (its id) and no result file.
  void refuses(const std::string& name, const std::string& bytes, const std::string& id, const std::string& options = "--to fhir-json") {
    file(name, bytes);
    const auto ran = caseway("translate " + options + " -o result.out " + name);
    EXPECT_EQ(ran.code, 1) << ran.said;
    EXPECT_THAT(ran.said, testing::HasSubstr(id)) << name;
    EXPECT_FALSE(fs::exists(folder_ / "result.out")) << name;
    EXPECT_EQ(files(), 1u) << "something half-written is left beside " << name;
    fs::remove(folder_ / name);
  }

  fs::path folder_;
};

}  // namespace caseway::command_line
