#include "fhirpath/pattern.h"

#include <re2/re2.h>

#include <map>

namespace caseway::fhirpath {

namespace {

re2::RE2::Options options() {
  re2::RE2::Options options;
  options.set_dot_nl(true);
  options.set_log_errors(false);
  options.set_max_mem(16 << 20);
  return options;
}

// RE2 of this age writes (?P<name>...) for (?<name>...).
std::string with_named_groups(std::string_view expression) {
  std::string out;
  bool in_class = false;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    out += expression[i];
    if (expression[i] == '\\' && i + 1 < expression.size()) {
      out += expression[++i];
    } else if (expression[i] == '[' || expression[i] == ']') {
      in_class = expression[i] == '[';
    } else if (const std::string_view rest = expression.substr(i);
               !in_class && rest.starts_with("(?<") && !rest.starts_with("(?<=") && !rest.starts_with("(?<!")) {
      out += "?P";
      ++i;
    }
  }
  return out;
}

// RE2 writes groups as \1; FHIRPath, as Java and JavaScript, as $1 and ${name}. What names no group stays as it is.
std::string rewritten(std::string_view with, const std::map<std::string, int>& names) {
  std::string out;
  for (std::size_t i = 0; i < with.size(); ++i) {
    const bool more = i + 1 < with.size();
    if (with.substr(i).starts_with("${")) {
      const std::size_t end = with.find('}', i);
      const auto group = end == with.npos ? names.end() : names.find(std::string(with.substr(i + 2, end - i - 2)));
      if (group != names.end() && group->second < 10) {
        out.append(1, '\\').append(std::to_string(group->second));
        i = end;
        continue;
      }
    }
    if (with[i] == '$' && more && with[i + 1] >= '0' && with[i + 1] <= '9') {
      out += '\\';
      continue;
    }
    if (with[i] == '\\' && more) ++i;
    if (with[i] == '\\') out += '\\';
    out += with[i];
  }
  return out;
}

}  // namespace

struct Pattern::Compiled {
  explicit Compiled(std::string_view expression) : regex(with_named_groups(expression), options()) {}
  re2::RE2 regex;
};

Pattern::Pattern(std::string_view expression) : compiled_(std::make_unique<Compiled>(expression)) {
  if (!compiled_->regex.ok()) why_not_ = compiled_->regex.error();
}
Pattern::~Pattern() = default;

bool Pattern::found_in(std::string_view text) const { return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled_->regex); }

bool Pattern::matches_all_of(std::string_view text) const {
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), compiled_->regex);
}

std::string Pattern::replaced(std::string_view text, std::string_view with) const {
  std::string out(text);
  re2::RE2::GlobalReplace(&out, compiled_->regex, rewritten(with, compiled_->regex.NamedCapturingGroups()));
  return out;
}

}  // namespace caseway::fhirpath
