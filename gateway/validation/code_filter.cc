#include "validation/code_filter.h"

#include <algorithm>
#include <array>

namespace caseway::validation {
namespace {

using Op = CodeFilter::Op;

struct OpName {
  std::string_view name;
  Op op;
};
constexpr std::array<OpName, 9> kOps = {{{"=", Op::equals},
                                         {"is-a", Op::is_a},
                                         {"descendent-of", Op::descendent_of},
                                         {"is-not-a", Op::is_not_a},
                                         {"regex", Op::regex},
                                         {"in", Op::in},
                                         {"not-in", Op::not_in},
                                         {"generalizes", Op::generalizes},
                                         {"exists", Op::exists}}};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// Whether a list "a, b, c" names the value.
bool lists(std::string_view list, std::string_view value) {
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t comma = std::min(list.find(',', at), list.size());
    if (trimmed(list.substr(at, comma - at)) == value) return true;
    at = comma + 1;
  }
  return false;
}

}  // namespace

CodeFilter::CodeFilter(Element filter) : property(filter.child_value("property")), value(filter.child_value("value")) {
  const std::string_view name = filter.child_value("op");
  for (const OpName& known : kOps) {
    if (known.name == name) op = known.op;
  }
  if (op == Op::regex) pattern = std::make_shared<const fhirpath::Pattern>(value);
}

Answer CodeFilter::holds_for(const std::vector<std::string_view>& values) const {
  const auto any = [&](auto&& fits) { return answer(std::any_of(values.begin(), values.end(), fits)); };
  switch (op) {
    case Op::equals:
      return any([&](std::string_view v) { return v == value; });
    case Op::in:
      return any([&](std::string_view v) { return lists(value, v); });
    case Op::not_in:
      return negate(any([&](std::string_view v) { return lists(value, v); }));
    case Op::exists:
      return answer(values.empty() == (value == "false"));
    case Op::regex:
      if (!pattern->why_not().empty()) return Answer::unknown;
      return any([&](std::string_view v) { return pattern->matches_all_of(v); });
    default:
      return Answer::unknown;
  }
}

}  // namespace caseway::validation
