// The words after a command: options from a table, the rest in order. Poco::Util parses and prints them; unknown ones get a suggestion.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::cli {

// Wrong use of the command line: exit code 2, what() is one sentence.
struct UsageError : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

struct OptionSpec {
  std::string_view name;      // "output"
  std::string_view letter;    // "o", or ""
  std::string_view argument;  // "FILE"; "" for a switch
  std::string_view help;
};

// What a command is called with, for --help.
struct Usage {
  std::string_view synopsis;  // "caseway translate [--from X] --to Y [-o OUT] FILE..."
  std::string_view about;     // one paragraph
  std::vector<OptionSpec> options;
};

// `-` alone is an operand (stdin), `--` ends the options.
class Arguments {
 public:
  Arguments(const Usage& usage, const std::vector<std::string>& words);
  bool has(const std::string& option) const { return values_.contains(option); }
  std::string get(const std::string& option, const std::string& otherwise = {}) const;  // given several times: the last
  const std::vector<std::string>& all(const std::string& option) const;                 // in the order given
  const std::vector<std::string>& operands() const { return operands_; }

 private:
  std::map<std::string, std::vector<std::string>> values_;
  std::vector<std::string> operands_;
};

// The value of an option that has one of these, "" when it was not given; else a UsageError that lists them and names the nearest.
std::string one_of(const Arguments& arguments, const std::string& option, const std::vector<std::string_view>& choices);

std::string help_text(const Usage& usage);

// For commands that take options only: a UsageError about the first operand there is. `command` is "caseway partners".
void refuse_operands(const Arguments& arguments, std::string_view command);

}  // namespace caseway::cli
