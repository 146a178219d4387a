// Regular expressions of matches(), matchesFull() and replaceMatches(): RE2, so time is linear in the text and no text can hang it.
//
//   syntax  https://github.com/google/re2/wiki/Syntax ; no look-around and no back-references, which the specification does not promise either. Named
//           groups are (?<name>...), as the specification's own example writes them
//   mode    single line: "." matches a line break (https://hl7.org/fhirpath/#matchesregex--string--boolean)
//   threads a Pattern is shared freely
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "caseway/export.h"

namespace caseway::fhirpath {

class CASEWAY_API Pattern {
 public:
  explicit Pattern(std::string_view expression);
  ~Pattern();
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;

  const std::string& why_not() const { return why_not_; }  // "" when it can be used
  bool found_in(std::string_view text) const;
  bool matches_all_of(std::string_view text) const;
  // Every match replaced; $1, $0 and ${name} in `with` are groups, \ takes the next character as it is.
  std::string replaced(std::string_view text, std::string_view with) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
  std::string why_not_;
};

}  // namespace caseway::fhirpath
