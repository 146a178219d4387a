#include "fhirpath/pattern.h"

#include <re2/re2.h>

namespace caseway::fhirpath {

namespace {

re2::RE2::Options options() {
  re2::RE2::Options options;
  options.set_dot_nl(true);
  options.set_log_errors(false);
  options.set_max_mem(16 << 20);
  return options;
}

// RE2 writes groups as \1; FHIRPath, as Java and JavaScript, as $1.
std::string rewritten(std::string_view with) {
  std::string out;
  for (std::size_t i = 0; i < with.size(); ++i) {
    const bool more = i + 1 < with.size();
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
  explicit Compiled(std::string_view expression) : regex(re2::StringPiece(expression.data(), expression.size()), options()) {}
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
  re2::RE2::GlobalReplace(&out, compiled_->regex, rewritten(with));
  return out;
}

}  // namespace caseway::fhirpath
