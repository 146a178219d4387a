// A tree as a mapping might fill it: a seed's random resource in a Bundle, then a line per change: "POSITION TEXT" gives an element that value,
// "POSITION" alone repeats the element's value. What the writers accept reads back to the same tree; what they refuse has an issue.
#include <charconv>

#include "fhir/model.h"
#include "fhir/random_tree.h"
#include "fhir_oracle.h"

namespace {

using namespace caseway;

std::size_t number_at(std::string_view& text) {
  std::size_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<std::size_t>(result.ptr - text.data()));
  return number;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

Tree cook(std::string_view recipe) {
  std::string_view line = take_line(recipe);
  std::mt19937 random(static_cast<std::uint32_t>(number_at(line)));
  const Tree made = fhir::random_tree(random);
  Draft draft("Bundle");
  draft.add_value(draft.root(), "type", "collection");
  draft.copy(draft.add(draft.root(), "entry"), "resource", made.root());
  for (int changes = 0; !recipe.empty() && changes < 50; ++changes) {
    line = take_line(recipe);
    const auto id = static_cast<Draft::Id>(number_at(line) % draft.size());
    if (line.starts_with(' ')) {
      if (fhir::primitive(draft.type(id)) != fhir::Primitive::none) draft.set_value(id, line.substr(1));
    } else if (draft.def(id) != kNoDef && !fhir::element(draft.def(id)).any_resource) {
      const Draft::Id twin = draft.add(draft.parent(id), draft.def(id));
      if (draft.has_value(id)) draft.set_value(twin, std::string(draft.value(id)));
    }
  }
  return draft.freeze();
}

}  // namespace

CASEWAY_FUZZ_TARGET(fhir_write, "") {
  const Tree tree = cook(bytes);
  std::string why;
  if (!fhir::verify(tree, why)) return;  // text that is no UTF-8
  for (const bool pretty : {true, false}) {
    fuzz::check_round(tree, fhir::write_json, fhir::read_json, pretty);
    fuzz::check_round(tree, fhir::write_xml, fhir::read_xml, pretty);
  }
}
