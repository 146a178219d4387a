// What writing has beside one value in one place (xml_writing.h): several values in one text, words for what has no text, and types of JSON's
// members.
#include <algorithm>
#include <iterator>

#include "fhir/model.h"
#include "mapping/convert/converter.h"
#include "mapping/convert/meaning.h"
#include "mapping/markup/xml_writing.h"
#include "mapping/tree/words.h"

namespace caseway::mapping {

// As the field says, else as ours is: numbers and booleans of FHIR are those of JSON.
JsonType XmlWriting::json_type(const Field& field) {
  if (field.json != JsonType::by_ours) return field.json;
  if (field.codes != kNone || field.ours.empty() || field.ours.front().type == kNoType) return JsonType::string;
  constexpr std::string_view kNumbers[] = {"decimal", "integer", "positiveInt", "unsignedInt"};
  const auto type = fhir::type(field.ours.front().type).name;
  if (std::find(std::begin(kNumbers), std::end(kNumbers), type) != std::end(kNumbers)) return JsonType::number;
  return type == "boolean" ? JsonType::boolean : JsonType::string;
}

std::uint32_t XmlWriting::target_of(Id element) {
  return context_.detail == Detail::values ? finding_->target("", out_.path(element)) : Ledger::kNoTarget;
}

// One value of a list in theirs.
bool XmlWriting::spell(const Field& field, const Found& found, std::string& text) {
  if (!found.element.has_value()) return false;
  const bool good = spelled(plan_, field, found.element.value(), text, finding_->day());
  if (good && text.find(field.join) == std::string::npos) return true;
  if (good)
    cannot(found.element, "mapping.value.bad", "this value holds the separator `" + field.join + "` of its list; it is not written");
  else if (field.codes != kNone)
    cannot(found.element, "mapping.code.unknown", "this code is not in the table `" + plan_.tables[field.codes].name + "`; it is not written");
  else
    cannot(found.element, field.convert->issue(), "this value cannot be written here");
  return false;
}

bool XmlWriting::write_joined(const Field& field, Id base) {
  const auto& path = field.paths.front();
  const auto before = out_.size();
  const auto element = make(path, base, false);
  const std::vector<Found> found(finding_->all(field.ours.front()));
  const bool said = occupied(path, element) && !overrules(field, element, found);
  const auto target = target_of(element);
  std::string joined;
  for (const auto& each : found) {
    std::string text;
    if (said) {
      if (field.derived && each.element.has_value() && says(plan_, field, out_.text_of(element), each.element.value()))
        finding_->mark(each.element, Fate::converted, target, &field);
      continue;
    }
    if (!spell(field, each, text)) continue;
    joined += (joined.empty() ? "" : field.join) + text;
    finding_->mark(each.element, text == each.element.value() ? Fate::copied : Fate::converted, target, &field);
    finding_->mark_selectors(field.ours.front(), each, field);
  }
  if (joined.empty()) {
    if (!said) out_.undo(before);
    return false;
  }
  put(field, path, element, joined);
  out_.live(element);
  return true;
}

bool XmlWriting::write_words(const Field& field, Id base) {
  const auto& path = field.paths.front();
  const auto before = out_.size();
  const auto element = make(path, base, false);
  std::string text;
  if (occupied(path, element) || !in_words(*finding_, plan_, field, target_of(element), text)) {
    out_.undo(before);
    return false;
  }
  put(field, path, element, text);
  out_.live(element);
  return true;
}

}  // namespace caseway::mapping
