#include "mapping/tree/words.h"

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

}  // namespace

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
