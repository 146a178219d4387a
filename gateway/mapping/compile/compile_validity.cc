// `valid_from` and `valid_until`, and where the day stands that decides: `dated_by` of theirs.
#include <algorithm>
#include <utility>

#include "fhir/model.h"
#include "fhir/validate.h"
#include "mapping/compile/compiler.h"
#include "mapping/convert/converter.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

constexpr std::string_view kDates[] = {"date", "dateTime", "instant"};

bool is_date(const OursPath& path) {
  return path.type != kNoType && std::find(std::begin(kDates), std::end(kDates), fhir::type(path.type).name) != std::end(kDates);
}

bool is_day(std::string_view text) { return text.size() == 10 && fhir::primitive_ok(fhir::find_type("date"), text); }

bool same_place(const XmlPath& a, const XmlPath& b) {
  return std::equal(a.steps.begin(), a.steps.end(), b.steps.begin(), b.steps.end(), [](const XmlStep& one, const XmlStep& other) {
    return one.axis == other.axis && one.name == other.name && one.position == other.position;
  });
}

}  // namespace

Validity Compiler::validity(const ConfigNode& node) {
  Validity made{std::string(node.text("valid_from")), std::string(node.text("valid_until"))};
  for (const char* key : {"valid_from", "valid_until"})
    if (const auto* day = node.find(key); day != nullptr && !is_day(day->scalar))
      fault(day->at, "`" + std::string(key) + "` is a day, as 2026-07-01");
  if (!made.from.empty() && !made.until.empty() && made.until < made.from)
    fault(node.find("valid_until")->at, "`valid_until` is before `valid_from`; this would never be valid");
  return made;
}

// The field of the document that reads and writes the place, which is a date of ours; it may be one of a template.
const Field* Compiler::dated_field(Index block, const ConfigNode& place, const XmlPath& path, std::vector<char>& seen) const {
  if (std::exchange(seen[block], 1)) return nullptr;
  for (const auto& field : plan_.blocks[block].fields) {
    if (field.kind == FieldKind::call)
      if (const auto* inside = dated_field(field.block, place, path, seen)) return inside;
    if (field.kind != FieldKind::relation || field.ways != Way::both || field.ours.size() != 1 || !is_date(field.ours.front()) ||
        plan_.variables[field.ours.front().variable].parameter)
      continue;
    if (plan_.format == Format::csv
            ? field.columns.size() == 1 && normalised_header(plan_.columns[field.columns.front()].name) == normalised_header(place.scalar)
            : field.paths.size() == 1 && same_place(field.paths.front(), path))
      return &field;
  }
  return nullptr;
}

void Compiler::read_dated(const ConfigNode& root) {
  const auto* theirs = root.find("theirs");
  const auto* place = theirs == nullptr ? nullptr : theirs->find("dated_by");
  if (place == nullptr) {
    const auto days = days_of(plan_);
    if (days.size() > 1 || plan_.valid.limited())
      fault(root.at, "something is valid on some days only; say with `dated_by` under `theirs` which column or place is the day of a document");
    return;
  }
  if (plan_.format == Format::fhir) return read_dated_fhir(*place);
  std::vector<char> seen(plan_.blocks.size(), 0);
  const auto path = plan_.format == Format::csv ? XmlPath() : xml_path(place->scalar, place->at);
  const auto* field = dated_field(plan_.body, *place, path, seen);
  if (field == nullptr || field->convert == nullptr || (field->convert->for_elements() && !field->convert->is_date()))
    return fault(place->at, "`dated_by` names a column or place of theirs that a field of the document carries, both ways, to a date of ours");
  if (field->valid.limited())
    return fault(place->at, "the day of a document must be known before anything is valid or not; this field is `valid_from`");
  plan_.dated = Dated{field->columns.empty() ? kNone : field->columns.front(), field->paths.empty() ? XmlPath() : field->paths.front(),
                      field->ours.front(), field->convert};
}

// A place that theirs and ours have in common, so that both know the day before anything is changed.
void Compiler::read_dated_fhir(const ConfigNode& place) {
  const auto path = ours_path(place.scalar, place.at, document_);
  if (path.variable == kNone) return;
  if (!is_date(path)) return fault(place.at, "`dated_by` names a date of a resource, as in Task.authoredOn");
  const auto is_there = [&](const OursPath& other) { return other.variable == path.variable && other.slot == path.slot; };
  for (const auto& field : plan_.blocks[plan_.body].fields)
    if ((field.place_of_theirs && is_there(*field.place_of_theirs)) || std::any_of(field.ours.begin(), field.ours.end(), is_there))
      return fault(place.at, "the day of a document must stand in one place in theirs and in ours; " + plan_.line_of(field) + " changes it");
  plan_.dated = Dated{kNone, {}, path, nullptr};
  if (std::find(plan_.roots.begin(), plan_.roots.end(), path.variable) == plan_.roots.end()) plan_.roots.push_back(path.variable);
}

}  // namespace caseway::mapping
