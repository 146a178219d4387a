#include "policy/path.h"

#include <algorithm>
#include <stdexcept>

#include "fhir/model.h"
#include "formats/config_node.h"

namespace caseway::policy {
namespace {

[[noreturn]] void refuse(const std::string& sentence) { throw std::invalid_argument(sentence); }

std::string unknown_element(TypeId owner, std::string_view name) {
  std::vector<std::string_view> known;
  const fhir::TypeInfo& info = fhir::type(owner);
  for (std::uint32_t def = info.first; def < std::uint32_t{info.first} + info.count; ++def) {
    const fhir::ElementInfo& element = fhir::element(static_cast<DefId>(def));
    known.push_back(element.choice == 0 ? element.name : fhir::choice_name(element.choice));
  }
  const std::string_view near = formats::nearest(name, known);
  return std::string(info.name) + " has no element `" + std::string(name) + "`" + (near.empty() ? "" : "; did you mean `" + std::string(near) + "`?");
}

class Compiler {
 public:
  Compiler(std::string_view text, TypeId from) : rest_(text), types_{from} {}

  Path path() {
    Path out;
    while (!rest_.empty()) {
      if (rest_ == "*") {
        out.free_text = true;
        return out;
      }
      out.steps.push_back(step());
      if (!rest_.empty() && rest_.front() != '.') refuse("`" + std::string(rest_) + "` does not belong there; steps are joined with a dot");
      if (rest_ == ".") refuse("the path ends with a dot");
      if (!rest_.empty()) rest_.remove_prefix(1);
    }
    if (out.steps.empty()) refuse("the path is empty");
    return out;
  }

 private:
  Step step() {
    const std::string_view name = take_name();
    Step out;
    std::vector<TypeId> next;
    for (TypeId type : types_) {
      const DefRange range = fhir::find_range(type, name);
      if (range.last < range.first || range.first == kNoDef) continue;
      out.defs.push_back(range);
      for (std::uint32_t def = range.first; def <= range.last; ++def) {
        const fhir::ElementInfo& info = fhir::element(static_cast<DefId>(def));
        if (!info.any_resource) next.push_back(info.type);
      }
    }
    if (out.defs.empty())
      refuse(types_.empty() ? "`" + std::string(name) + "` would be in another resource; give that resource a rule of its own"
                            : unknown_element(types_.front(), name));
    types_ = std::move(next);
    while (!rest_.empty() && rest_.front() == '[') out.tests.push_back(test(name));
    return out;
  }

  std::string_view take_name() {
    std::size_t length = rest_.find_first_of(".[");
    if (length == std::string_view::npos) length = rest_.size();
    if (rest_.substr(length, 3) == "[x]") length += 3;
    const std::string_view name = rest_.substr(0, length);
    rest_.remove_prefix(length);
    if (name.empty()) refuse("a step of the path has no name");
    return name;
  }

  Test test(std::string_view name) {
    const std::size_t close = rest_.find(']');
    if (close == std::string_view::npos) refuse("`[` is not closed");
    std::string_view inside = rest_.substr(1, close - 1);
    rest_.remove_prefix(close + 1);
    const std::size_t equals = inside.find('=');
    const bool url = equals == std::string_view::npos && (name == "extension" || name == "modifierExtension");
    if (equals == std::string_view::npos && !url) refuse("`[" + std::string(inside) + "]` needs a path, `=` and a value");
    Test out{below(url ? "url" : inside.substr(0, equals)), {}};
    if (!url) inside.remove_prefix(equals + 1);
    for (;;) {
      const std::size_t bar = std::min(inside.find('|'), inside.size());
      out.values.emplace_back(inside.substr(0, bar));
      if (bar == inside.size()) return out;
      inside.remove_prefix(bar + 1);
    }
  }

  Path below(std::string_view text) const {
    Compiler inner(text, kNoType);
    inner.types_ = types_;
    return inner.path();
  }

  std::string_view rest_;
  std::vector<TypeId> types_;  // that may stand where the path has come to
};

bool found(const Test& test, std::size_t step, Element element) {
  if (step == test.path.steps.size()) return std::find(test.values.begin(), test.values.end(), element.value()) != test.values.end();
  for (Element child : element.children()) {
    if (test.path.steps[step].takes(child) && found(test, step + 1, child)) return true;
  }
  return false;
}

}  // namespace

bool Step::takes(Element element) const {
  return std::any_of(defs.begin(), defs.end(), [&](const DefRange& range) { return range.has(element.def()); }) &&
         std::all_of(tests.begin(), tests.end(), [&](const Test& test) { return test.holds(element); });
}

bool Test::holds(Element element) const { return found(*this, 0, element); }

Path compile_path(std::string_view text, TypeId from) { return Compiler(text, from).path(); }

}  // namespace caseway::policy
