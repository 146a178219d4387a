// PQ, IVL_PQ and RTO ⇄ Quantity, Range and Ratio.
#include "fhir/model.h"
#include "fhir/validate.h"
#include "mapping/convert/cda_types.h"
#include "mapping/convert/null_flavor.h"
#include "mapping/spelling.h"

namespace caseway::mapping::cda {

namespace {

constexpr std::string_view kUcum = "http://unitsofmeasure.org";

bool is_decimal(std::string_view text) {
  static const TypeId type = fhir::find_type("decimal");
  return fhir::primitive_ok(type, text);
}

// ".5" and "5." are read, as documents write them; the digits stay.
std::string decimal(std::string_view text) {
  text = trimmed(text);
  std::string made;
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.starts_with('-')) {
    made += '-';
    text.remove_prefix(1);
  }
  if (text.starts_with('.')) made += '0';
  if (text.ends_with('.')) text.remove_suffix(1);
  return made.append(text);
}

}  // namespace

bool read_pq(XmlReading& from, Node element, Draft::Id quantity) {
  auto& draft = from.making().draft();
  const auto value = from.attribute(element, Word::value);
  if (value == kAbsent || !is_decimal(decimal(from.value(value)))) {
    // a unit that is not UCUM stands in a translation
    const auto translation = from.child(element, Word::translation);
    const auto inner = translation == kAbsent ? kAbsent : from.attribute(translation, Word::value);
    if (inner == kAbsent || !is_decimal(decimal(from.value(inner)))) return false;
    carry(from, inner, quantity, "value", decimal(from.value(inner)));
    if (const auto original = from.child(translation, Word::originalText); original != kAbsent) carry_text(from, original, quantity, "unit");
    from.ignore_attribute(element, Word::nullFlavor, "derivable-from the translation");
    from.ignore_attribute(translation, Word::nullFlavor, "derivable-from the translation");
    return true;
  }
  carry(from, value, quantity, "value", decimal(from.value(value)));
  const auto unit = from.attribute(element, Word::unit);
  if (unit == kAbsent || trimmed(from.value(unit)).empty()) return true;
  carry(from, unit, quantity, "unit");
  draft.add_value(quantity, "system", kUcum);
  if (is_token(trimmed(from.value(unit)))) carry(from, unit, quantity, "code");
  return true;
}

bool write_pq(XmlWriting& to, XmlOut::Id element, Element quantity) {
  const auto value = quantity.child("value");
  if (!value.has_value()) return false;
  const auto code = quantity.child("code");
  const auto unit = quantity.child("unit");
  if (quantity.child_value("system") == kUcum && (code.has_value() || unit.has_value())) {
    put(to, element, Word::value, value);
    put(to, element, Word::unit, code.has_value() ? code : unit);
    to.mark(quantity.child("system"), Fate::converted);
    if (code.has_value() && unit.has_value() && code.value() == unit.value()) to.mark(unit, Fate::converted);
  } else if (unit.has_value()) {
    to.attribute(element, Word::nullFlavor, "OTH");
    const auto translation = to.add(element, Word::translation);
    to.attribute(translation, Word::nullFlavor, "OTH");
    put(to, translation, Word::value, value);
    put_text(to, translation, Word::originalText, unit);
  } else {
    put(to, element, Word::value, value);
  }
  return true;
}

bool read_range(XmlReading& from, Node element, Draft::Id range) {
  auto& draft = from.making().draft();
  bool any = false;
  for (const auto& [word, name] : {std::pair{Word::low, "low"}, std::pair{Word::high, "high"}}) {
    const auto end = from.child(element, word);
    if (end == kAbsent || from.attribute(end, Word::value) == kAbsent) continue;
    any = read_pq(from, end, draft.add(range, name)) || any;
    if (from.attribute_value(end, Word::inclusive) == "true") from.ignore_attribute(end, Word::inclusive, "derivable-from the default");
  }
  return any;
}

bool write_range(XmlWriting& to, XmlOut::Id element, Element range) {
  bool any = false;
  if (range.child("low").child("value").has_value()) any = write_pq(to, to.add(element, Word::low), range.child("low"));
  if (range.child("high").child("value").has_value()) any = write_pq(to, to.add(element, Word::high), range.child("high")) || any;
  return any;
}

bool read_ratio(XmlReading& from, Node element, Draft::Id ratio) {
  auto& draft = from.making().draft();
  bool any = false;
  if (const auto part = from.child(element, Word::numerator); part != kAbsent && from.attribute(part, Word::value) != kAbsent)
    any = read_pq(from, part, draft.add(ratio, "numerator"));
  if (const auto part = from.child(element, Word::denominator); part != kAbsent && from.attribute(part, Word::value) != kAbsent)
    any = read_pq(from, part, draft.add(ratio, "denominator")) || any;
  for (const auto word : {Word::numerator, Word::denominator})
    if (const auto part = from.child(element, word); part != kAbsent) from.ignore_attribute(part, Word::xsi_type, "plumbing");
  return any;
}

bool write_ratio(XmlWriting& to, XmlOut::Id element, Element ratio) {
  if (!ratio.child("numerator").child("value").has_value() || !ratio.child("denominator").child("value").has_value()) return false;
  for (const auto& [word, name] : {std::pair{Word::numerator, "numerator"}, std::pair{Word::denominator, "denominator"}}) {
    const auto part = to.add(element, word);
    to.attribute(part, Word::xsi_type, "PQ");
    write_pq(to, part, ratio.child(name));
  }
  return true;
}

}  // namespace caseway::mapping::cda
