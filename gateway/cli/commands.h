// The commands of the program, one file each. Every command takes the words after its name and returns the exit code:
// 0 ok, 1 the data has errors, 2 usage or configuration, 3 a payload is parked until somebody decides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace caseway::cli {

constexpr int kOk = 0;
constexpr int kDataErrors = 1;
constexpr int kUsage = 2;
constexpr int kParked = 3;

using Words = std::vector<std::string>;

struct Command {
  std::string_view name;
  std::string_view about;  // for `caseway --help`; a command without it is internal
  int (*run)(const Words& words);
};

int translate(const Words& words);
int validate(const Words& words);
int fhirpath(const Words& words);
int report(const Words& words);
int update(const Words& words);
int mapping(const Words& words);
int parked(const Words& words);
int plugins(const Words& words);
int partners(const Words& words);
int serve(const Words& words);
int worker(const Words& words);

}  // namespace caseway::cli
