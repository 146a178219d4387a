#include "mapping/identifying.h"

#include "fhir/model.h"

namespace caseway::mapping {

bool goes_both_ways(const Field& field) { return field.kind == FieldKind::relation && field.ways == Way::both && !field.derived; }

bool is_identifier(const Field& field) {
  if (!goes_both_ways(field) || field.codes != kNone || field.ours.size() != 1 || field.ours.front().def == kNoDef) return false;
  static const auto kIdentifier = fhir::find_type("Identifier");
  const auto& place = fhir::element(field.ours.front().def);
  return place.type == kIdentifier || (place.owner == kIdentifier && place.name == "value") || place.name == "id";
}

void append_named(std::string_view what, std::string_view text, std::string& name) {
  name.append(what).append("=\"");
  for (const char c : text) name.append(c == '"' ? 2 : 1, c);
  name += '"';
}

}  // namespace caseway::mapping
