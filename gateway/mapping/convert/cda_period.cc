// TS and IVL_TS ⇄ dateTime and Period; PIVL_TS and EIVL_TS ⇄ Timing.
#include <algorithm>
#include <charconv>

#include "fhir/model.h"
#include "mapping/convert/cda_time.h"
#include "mapping/convert/cda_types.h"
#include "mapping/convert/null_flavor.h"
#include "mapping/spelling.h"

namespace caseway::mapping::cda {

bool read_ts(XmlReading& from, Node value, Draft::Id parent, DefId def) {
  const auto text = trimmed(from.value(value));
  if (text.empty()) return false;
  std::string ours;
  bool zoneless = false;
  if (!time_from_cda(text, precision_of(fhir::type(fhir::element(def).type).name), ours, zoneless)) {
    from.issue(Severity::warning, "cda.time.shape", value,
               "this is no point in time that can be carried; write YYYYMMDDHHMMSS+ZZZZ, shortened at the end");
    return false;
  }
  if (zoneless) from.no_zone(value);
  auto& draft = from.making().draft();
  const auto id = draft.add(parent, def);
  draft.set_value(id, ours);
  from.mark(value, ours == from.value(value) ? Fate::copied : Fate::converted, id);
  return true;
}

namespace {

struct Ends {
  TypeId type = fhir::find_type("Period");
  DefId start = fhir::find_element(type, "start");
  DefId end = fhir::find_element(type, "end");
};
const Ends& ends() {
  static const Ends table;
  return table;
}

// One end of an interval: its value, or why there is none.
bool read_end(XmlReading& from, Node end, Draft::Id period, DefId def) {
  if (end == kAbsent) return false;
  if (const auto value = from.attribute(end, Word::value); value != kAbsent) return read_ts(from, value, period, def);
  const auto flavor = from.attribute(end, Word::nullFlavor);
  const auto reason = flavor == kAbsent ? std::string_view() : absent_reason_of(from.value(flavor));
  if (reason.empty()) return false;
  from.mark(flavor, Fate::converted, from.making().absent(from.making().draft().add(period, def), reason));
  return false;
}

void write_end(XmlWriting& to, XmlOut::Id element, Word word, Element ours) {
  std::string text;
  if (ours.has_value() && time_to_cda(ours.value(), text)) {
    to.attribute(to.add(element, word), Word::value, text);
    to.mark(ours, text == ours.value() ? Fate::copied : Fate::converted);
    return;
  }
  for (const auto extension : ours.children("extension")) {
    const auto flavor = null_flavor_of(extension.child_value("valueCode"));
    if (flavor.empty() || !extension.child_value("url").ends_with("/data-absent-reason")) continue;
    to.attribute(to.add(element, word), Word::nullFlavor, flavor);
    to.mark(extension.child("valueCode"), Fate::converted);
    to.mark(extension.child("url"), Fate::converted);
  }
}

}  // namespace

bool read_period(XmlReading& from, Node element, Draft::Id period) {
  if (const auto value = from.attribute(element, Word::value); value != kAbsent) {
    const bool start = read_ts(from, value, period, ends().start);
    return start && read_ts(from, value, period, ends().end);
  }
  const bool low = read_end(from, from.child(element, Word::low), period, ends().start);
  const bool high = read_end(from, from.child(element, Word::high), period, ends().end);
  return low || high || from.making().draft().first_child(period) != Draft::kNone;
}

bool write_period(XmlWriting& to, XmlOut::Id element, Element period) {
  const auto start = period.child("start");
  const auto end = period.child("end");
  std::string text;
  if (start.has_value() && start.value() == end.value() && time_to_cda(start.value(), text)) {
    to.attribute(element, Word::value, text);
    to.mark(start, Fate::converted);
    to.mark(end, Fate::converted);
    return true;
  }
  if (!start && !end) return false;
  write_end(to, element, Word::low, start);
  write_end(to, element, Word::high, end);
  return true;
}

namespace {

// UCUM units that Timing.repeat.periodUnit has as they are.
bool is_unit_of_time(std::string_view unit) {
  constexpr std::string_view kUnits[] = {"s", "min", "h", "d", "wk", "mo", "a"};
  return std::find(std::begin(kUnits), std::end(kUnits), unit) != std::end(kUnits);
}

// <period value unit/>, or <period><low value unit/><high value unit/></period> for every four to six hours.
bool read_every(XmlReading& from, Node period, Draft::Id timing) {
  auto& draft = from.making().draft();
  const auto low = from.child(period, Word::low);
  const auto high = from.child(period, Word::high);
  const bool range = low != kAbsent && high != kAbsent;
  const auto least = range ? low : period;
  const auto value = from.attribute(least, Word::value);
  const auto unit = from.attribute(least, Word::unit);
  if (value == kAbsent || unit == kAbsent || !is_unit_of_time(from.value(unit))) return false;
  if (range && (from.attribute(high, Word::value) == kAbsent || from.attribute_value(high, Word::unit) != from.value(unit))) return false;
  const auto repeat = draft.get_or_add(timing, "repeat");
  if (draft.child(repeat, "period") != Draft::kNone) return false;
  draft.add_value(repeat, "frequency", "1");
  carry(from, value, repeat, "period");
  if (range) carry(from, from.attribute(high, Word::value), repeat, "periodMax");
  const auto carried = carry(from, unit, repeat, "periodUnit");
  if (range) from.mark(from.attribute(high, Word::unit), Fate::copied, carried);
  return true;
}

// <offset value unit/> or <offset><low value unit/></offset> in minutes: whole ones, as FHIR has them; "" when it is something else.
std::string minutes_of(std::string_view value, std::string_view unit) {
  unsigned amount = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), amount);
  constexpr unsigned kDays = 7 * 24 * 60;
  if (error != std::errc() || end != value.data() + value.size() || amount > kDays) return {};
  return unit == "min" ? std::to_string(amount) : unit == "h" ? std::to_string(amount * 60) : std::string();
}

// How long before or after the event. FHIR has it only beside an event with a before or after: not with meals as such (tim-9).
void read_offset(XmlReading& from, Node element, std::string_view event, Draft::Id repeat) {
  const auto offset = from.child(element, Word::offset);
  if (offset == kAbsent || event == "C" || event == "CM" || event == "CD" || event == "CV") return;
  const auto low = from.child(offset, Word::low);
  const auto at = low == kAbsent ? offset : low;
  const auto value = from.attribute(at, Word::value);
  const auto unit = from.attribute(at, Word::unit);
  if (value == kAbsent || unit == kAbsent) return;
  const auto minutes = minutes_of(from.value(value), from.value(unit));
  if (minutes.empty()) return;
  const auto carried = carry(from, value, repeat, "offset", minutes);
  from.mark(unit, Fate::converted, carried);
}

void write_every(XmlWriting& to, XmlOut::Id element, Element repeat) {
  const auto period = to.add(element, Word::period);
  const bool range = repeat.child("periodMax").has_value();
  const auto least = range ? to.add(period, Word::low) : period;
  put(to, least, Word::value, repeat.child("period"));
  put(to, least, Word::unit, repeat.child("periodUnit"));
  if (!range) return;
  const auto most = to.add(period, Word::high);
  put(to, most, Word::value, repeat.child("periodMax"));
  to.attribute(most, Word::unit, repeat.child_value("periodUnit"));
}

}  // namespace

// PIVL_TS and EIVL_TS (<event code/>). https://hl7.org/fhir/R4/datatypes.html#Timing
// They add to a Timing that may have its bounds already, from another effectiveTime beside; a second frequency is left over.
bool read_timing(XmlReading& from, Node element, Draft::Id timing) {
  auto& draft = from.making().draft();
  if (const auto period = from.child(element, Word::period); period != kAbsent) {
    if (!read_every(from, period, timing)) return false;
    from.ignore_attribute(element, Word::operator_, "plumbing");
    if (from.attribute_value(element, Word::institutionSpecified) == "false")
      from.ignore_attribute(element, Word::institutionSpecified, "derivable-from the default");
    return true;
  }
  if (const auto event = from.child(element, Word::event); event != kAbsent) {
    const auto code = from.attribute_value(event, Word::code);
    if (code.empty()) return false;
    const auto repeat = draft.get_or_add(timing, "repeat");
    if (draft.child(repeat, "when") != Draft::kNone) return false;
    carry(from, from.attribute(event, Word::code), repeat, "when");
    read_offset(from, element, code, repeat);
    from.ignore_attribute(element, Word::operator_, "plumbing");
    return true;
  }
  return false;
}

bool write_timing(XmlWriting& to, XmlOut::Id element, Element timing) {
  const auto repeat = timing.child("repeat");
  if (repeat.child("period").has_value() && repeat.child("periodUnit").has_value() &&
      (!repeat.child("frequency") || repeat.child_value("frequency") == "1")) {
    to.attribute(element, Word::xsi_type, "PIVL_TS");
    write_every(to, element, repeat);
    to.mark(repeat.child("frequency"), Fate::converted);
    return true;
  }
  if (!repeat.child("when").has_value()) return false;
  to.attribute(element, Word::xsi_type, "EIVL_TS");
  const bool written = put(to, to.add(element, Word::event), Word::code, repeat.child("when"));
  if (!repeat.child("offset").has_value()) return written;
  const auto offset = to.add(element, Word::offset);
  put(to, offset, Word::value, repeat.child("offset"));
  to.attribute(offset, Word::unit, "min");
  return written;
}

}  // namespace caseway::mapping::cda
