#include "mapping/convert/field_text.h"

#include <algorithm>

#include "fhir/model.h"
#include "fhir/path_step.h"
#include "mapping/convert/converter.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {
// How names and addresses without a text are written from their parts, and what stands between those.
struct TextPart {
  std::string_view type, part, before;
};
constexpr TextPart kParts[] = {{"HumanName", "prefix", " "},  {"HumanName", "given", " "}, {"HumanName", "family", " "},
                               {"HumanName", "suffix", " "},  {"Address", "line", ", "},   {"Address", "city", ", "},
                               {"Address", "district", ", "}, {"Address", "state", ", "},  {"Address", "postalCode", " "},
                               {"Address", "country", ", "}};

// Of two places: how many names they begin with alike; all of both count one more.
std::size_t steps_in_common(std::string_view one, std::string_view other) {
  std::size_t steps = 0;
  for (std::size_t i = 0;; ++i) {
    const bool ends = i == one.size() || one[i] == '.';
    if (ends != (i == other.size() || other[i] == '.')) return steps;
    if (ends) ++steps;
    if (i == one.size() || i == other.size()) return steps + (one.size() == other.size() ? 1 : 0);
    if (one[i] != other[i]) return steps;
  }
}

// What a text of theirs means, by each of its pieces that has a meaning.
std::vector<std::string> meanings(const Plan& plan, const Field& field, std::string_view theirs) {
  std::vector<std::string> made;
  for (bool more = true; more;) {
    const auto end = field.join.empty() ? std::string_view::npos : theirs.find(field.join);
    more = end != std::string_view::npos;
    const auto piece = trimmed(theirs.substr(0, end));
    if (more) theirs.remove_prefix(end + field.join.size());
    std::string said;
    if (field.codes == kNone) {
      if (field.convert->read_text(piece, said)) made.push_back(std::move(said));
    } else if (const auto* row = plan.tables[field.codes].from_theirs({piece}); row != nullptr) {
      made.push_back(row->ours.front());
    }
  }
  return made;
}

}  // namespace

std::string place_text(const Plan& plan, const OursPath& path) {
  std::string steps;
  for (auto at = path.slot; at != kNone; at = plan.slot(path.variable, at).parent)
    steps.insert(0, "." + std::string(fhir::path_step(plan.slot(path.variable, at).def)));
  const auto& variable = plan.variables[path.variable];
  if (variable.resource || variable.at.variable == kNone) return std::string(fhir::type(variable.type).name) + steps;
  return place_text(plan, variable.at) + steps;
}

Index column_for(const Plan& plan, std::string_view place) {
  constexpr std::size_t kNear = 2;
  std::size_t nearest = kNear;
  Index column = kNone;
  bool several = false;
  for (const auto& block : plan.blocks)
    for (const auto& field : block.fields) {
      if (field.kind != FieldKind::relation || field.columns.empty() || !has(field.ways, Way::receiving)) continue;
      for (const auto& ours : field.ours) {
        const auto steps = steps_in_common(place_text(plan, ours), place);
        if (steps < nearest) continue;
        several = steps == nearest && column != kNone && (several || column != field.columns.front());
        nearest = steps;
        column = field.columns.front();
      }
    }
  return several ? kNone : column;
}

std::string meaning(const Plan& plan, const Field& field, std::string_view theirs) {
  std::string said;
  for (const auto& piece : meanings(plan, field, theirs)) (said += said.empty() ? "" : field.join) += piece;
  return said.empty() ? std::string(trimmed(theirs)) : said;
}

bool says(const Plan& plan, const Field& field, std::string_view theirs, std::string_view ours) {
  const auto meant = meanings(plan, field, theirs);
  return std::find(meant.begin(), meant.end(), ours) != meant.end();
}

bool spelled(const Plan& plan, const Field& field, std::string_view ours, std::string& theirs, std::optional<std::string_view> day) {
  if (field.codes == kNone) return field.convert->write_text(ours, theirs);
  const auto* row = plan.tables[field.codes].from_ours({ours}, day);
  if (row != nullptr) theirs = row->theirs.front();
  return row != nullptr;
}

bool loses_time(const Field& field, std::string_view ours, std::string_view theirs) {
  std::string back;
  if (field.codes != kNone || !field.convert->is_date() || ours.find('T') == std::string_view::npos) return false;
  return field.convert->read_text(theirs, back) && back.find('T') == std::string::npos;
}

bool contradicts(const Plan& plan, const Field& field, std::string_view theirs, const std::vector<std::string_view>& ours) {
  const auto meant = meanings(plan, field, theirs);
  std::string text;
  const bool other = std::any_of(ours.begin(), ours.end(), [&](std::string_view value) {
    return std::find(meant.begin(), meant.end(), value) == meant.end() && spelled(plan, field, value, text) && text != theirs;
  });
  const bool more = !field.join.empty() && std::any_of(meant.begin(), meant.end(), [&](const std::string& value) {
    return std::find(ours.begin(), ours.end(), value) == ours.end();
  });
  return !ours.empty() && (other || more);
}

bool in_words(Finding& finding, const Plan& plan, const Field& field, std::uint32_t target, std::string& text) {
  const auto& ours = field.ours.front();
  if (field.codes != kNone || !field.codeable || ours.slot == kNone) return false;
  auto around = ours;
  around.slot = plan.slot(ours.variable, ours.slot).parent;
  const auto found = around.slot == kNone ? Found{finding.bound(ours.variable), 0} : finding.at(around);
  if (!found) return false;
  for (const auto coding : found.element.children("coding"))
    if (const auto display = coding.child("display"); display.has_value()) {
      text = display.value();
      finding.mark(display, Fate::copied, target, &field);
      return true;
    }
  for (const auto& [type, part, before] : kParts) {
    if (found.element.type() != type) continue;
    for (const auto each : found.element.children(part)) {
      (text += text.empty() ? "" : before) += each.value();
      finding.mark(each, Fate::converted, target, &field);
    }
  }
  return !text.empty();
}

}  // namespace caseway::mapping
