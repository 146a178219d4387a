#include "validation/content_rules.h"

#include <algorithm>

#include "fhir/model.h"
#include "fhirpath/decimal.h"
#include "fhirpath/temporal.h"
#include "validation/reference_text.h"

namespace caseway::validation {

namespace {

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Answer is_coding_bound(Element coding, const Binding& binding, const Terminology& terminology) {
  const std::string_view code = coding.child_value("code");
  return code.empty() ? Answer::no : terminology.contains(binding.value_set, coding.child_value("system"), code);
}

// What a reference's own text says about the type of its target: Reference.type, or the last type in the address.
TypeId told_type(Element reference) {
  if (const std::string_view type = reference.child_value("type"); !type.empty()) return fhir::find_type(type);
  return type_in_reference(reference.child_value("reference"));
}

struct Moment {
  std::string_view type;
  fhirpath::TemporalKind kind;
};
constexpr Moment kMoments[] = {{"date", fhirpath::TemporalKind::date},
                               {"dateTime", fhirpath::TemporalKind::date_time},
                               {"instant", fhirpath::TemporalKind::date_time},
                               {"time", fhirpath::TemporalKind::time}};

// -1, 0, 1; nothing where the two cannot be compared: other types, other units, other precision.
std::optional<int> compare_to(Element element, Element limit) {
  if (element.type_id() != limit.type_id()) return std::nullopt;
  if (element.type() == "Quantity") {
    const bool same_unit = element.child_value("code") == limit.child_value("code") && element.child_value("system") == limit.child_value("system");
    return same_unit ? compare_to(element.child("value"), limit.child("value")) : std::nullopt;
  }
  for (const Moment& moment : kMoments) {
    if (element.type() != moment.type) continue;
    const auto a = fhirpath::Temporal::parse(element.value(), moment.kind);
    const auto b = fhirpath::Temporal::parse(limit.value(), moment.kind);
    return a && b ? compare(*a, *b) : std::nullopt;
  }
  const auto a = fhirpath::Decimal::parse(element.value());
  const auto b = fhirpath::Decimal::parse(limit.value());
  if (!a || !b) return std::nullopt;
  return compare(*a, *b);
}

enum class Verdict { fits, wrong_type, wrong_profile, unknown };

Verdict judge(Element reference, Element target, const TypeRule& rule, const Examination& examination) {
  const TypeId type = target ? target.type_id() : told_type(reference);
  if (type == kNoType) return Verdict::unknown;
  Verdict worst = Verdict::wrong_type;
  for (const std::string& url : rule.targets) {
    const TypeId wanted = examination.profiles().type_of(url);
    if (wanted == kNoType) return Verdict::unknown;
    if (wanted != type && fhir::type(wanted).kind != fhir::Kind::abstract) continue;
    if (!target || examination.conforms_to(target, url) != Answer::no) return Verdict::fits;
    worst = Verdict::wrong_profile;
  }
  return worst;
}

bool aggregation_fits(Element reference, Element target, std::uint8_t allowed) {
  if (allowed == 0) return true;
  const auto has = [allowed](Aggregation which) { return (allowed & static_cast<std::uint8_t>(which)) != 0; };
  if (reference.child_value("reference").starts_with('#')) return has(Aggregation::contained);
  if (target) return has(Aggregation::bundled) || has(Aggregation::referenced);
  return has(Aggregation::referenced);
}

}  // namespace

void check_limits(Element element, const ElementRule& rule, Findings& findings) {
  if (rule.max_length > 0 && characters(element.value()) > rule.max_length)
    findings.error(element.index(), "validation.length", rule.id + " may have at most " + std::to_string(rule.max_length) + " characters.");
  if (rule.min_value)
    if (const auto order = compare_to(element, rule.min_value); order && *order < 0)
      findings.error(element.index(), "validation.range", rule.id + " is below the least value that the profile allows.");
  if (rule.max_value)
    if (const auto order = compare_to(element, rule.max_value); order && *order > 0)
      findings.error(element.index(), "validation.range", rule.id + " is above the greatest value that the profile allows.");
}

Answer is_bound(Element element, const Binding& binding, const Terminology& terminology) {
  const std::string_view type = element.type();
  if (type == "Coding") return is_coding_bound(element, binding, terminology);
  if (type == "CodeableConcept") {
    Answer best = Answer::no;
    for (const Element coding : element.children("coding")) {
      const Answer one = is_coding_bound(coding, binding, terminology);
      if (one == Answer::yes) return one;
      if (one == Answer::unknown) best = one;
    }
    return best;
  }
  if (type == "Quantity" || fhir::type(element.type_id()).kind == fhir::Kind::complex)
    return element.child("code") ? terminology.contains(binding.value_set, element.child_value("system"), element.child_value("code"))
                                 : Answer::unknown;
  return terminology.contains(binding.value_set, "", element.value());
}

void check_binding(Element element, const ElementRule& rule, const Examination& examination, Findings& findings) {
  if (rule.binding.strength < Strength::extensible || rule.binding.value_set.empty()) return;
  const bool required = rule.binding.strength == Strength::required;
  if (!required && element.type() == "CodeableConcept" && !element.child("coding")) return;  // text alone is what extensible leaves room for
  if (is_bound(element, rule.binding, examination.terminology()) != Answer::no) return;
  const std::string where = "the value set " + rule.binding.value_set;
  if (required)
    findings.error(element.index(), "validation.binding", "The standard or profile requires a code of " + where + " here; there is none.");
  else
    findings.warning(element.index(), "validation.binding", "A code of " + where + " should stand here if one fits; there is none.");
}

void check_reference(Element element, const ElementRule& rule, const Examination& examination, Findings& findings) {
  if (element.type() != "Reference") return;
  for (const TypeRule& type : rule.types) {
    if (type.type != element.type_id() || type.targets.empty()) continue;
    const Element target = examination.resources().resolve(element);
    if (!aggregation_fits(element, target, type.aggregation))
      findings.error(element.index(), "validation.reference",
                     "The profile does not allow this kind of reference for " + rule.id + " (contained, referenced or bundled).");
    const Verdict verdict = judge(element, target, type, examination);
    if (verdict == Verdict::wrong_type)
      findings.error(element.index(), "validation.reference", rule.id + " may not lead to a resource of this type.");
    if (verdict == Verdict::wrong_profile)
      findings.error(element.index(), "validation.reference",
                     "The resource that the reference leads to conforms to none of the profiles that " + rule.id + " asks for.");
  }
}

}  // namespace caseway::validation
