// PN and EN ⇄ HumanName, AD ⇄ Address, TEL ⇄ ContactPoint.
#include <utility>

#include "mapping/convert/cda_types.h"
#include "mapping/spelling.h"

namespace caseway::mapping::cda {

namespace {

// One table per direction: https://hl7.org/fhir/us/ccda/ConceptMap-CF-NameUse.html, -AddressUse, -TelecomUse, -TelecomType and their FC- twins.
using Row = std::pair<std::string_view, std::string_view>;
constexpr Row kNameUses[] = {{"C", "official"}, {"L", "usual"}, {"P", "nickname"}, {"A", "nickname"}};
constexpr Row kNameUsesBack[] = {{"official", "C"}, {"usual", "L"}, {"nickname", "P"}, {"anonymous", "P"}};
constexpr Row kAddressUses[] = {{"H", "home"},   {"HP", "home"},  {"HV", "home"},  {"WP", "work"},
                                {"DIR", "work"}, {"PUB", "work"}, {"TMP", "temp"}, {"BAD", "old"}};
constexpr Row kAddressUsesBack[] = {{"home", "H"}, {"work", "WP"}, {"temp", "TMP"}, {"old", "BAD"}, {"billing", "PST"}};
constexpr Row kTelecomUses[] = {{"H", "home"},  {"HP", "home"},   {"HV", "home"},   {"WP", "work"},  {"DIR", "work"}, {"PUB", "work"},
                                {"AS", "work"}, {"MC", "mobile"}, {"PG", "mobile"}, {"TMP", "temp"}, {"BAD", "old"}};
constexpr Row kTelecomUsesBack[] = {{"home", "HP"}, {"work", "WP"}, {"mobile", "MC"}, {"temp", "TMP"}, {"old", "BAD"}};
constexpr Row kSchemes[] = {{"tel:", "phone"}, {"mailto:", "email"}, {"fax:", "fax"}, {"x-text-fax:", "fax"}, {"sms:", "sms"}};
constexpr Row kSchemesBack[] = {{"phone", "tel:"}, {"pager", "tel:"}, {"email", "mailto:"}, {"fax", "fax:"}, {"sms", "sms:"}};

template <std::size_t N>
std::string_view find(const Row (&table)[N], std::string_view key) {
  for (const auto& [from, to] : table)
    if (from == key) return to;
  return {};
}

// @use may hold several codes; the first that is known is taken when all of them say the same.
template <std::size_t N>
void carry_use(XmlReading& from, Node element, Draft::Id parent, const Row (&table)[N]) {
  const auto use = from.attribute(element, Word::use);
  if (use == kAbsent) return;
  const auto ours = find(table, trimmed(from.value(use)));
  if (!ours.empty()) carry(from, use, parent, "use", ours);
}

template <std::size_t N>
void put_use(XmlWriting& to, XmlOut::Id element, Element ours, const Row (&table)[N]) {
  const auto use = ours.child("use");
  const auto theirs = find(table, use.value());
  if (theirs.empty()) return;
  to.attribute(element, Word::use, theirs);
  to.mark(use, Fate::converted);
}

struct PartName {
  Word theirs;
  std::string_view ours;
  bool list;
};

// Parts in the order of the source; a part that may be there once takes further ones with a space.
bool carry_parts(XmlReading& from, Node element, Draft::Id parent, std::initializer_list<PartName> parts) {
  bool any = false;
  auto& draft = from.making().draft();
  for (const auto& part : parts) {
    for (auto child = from.child(element, part.theirs); child != kAbsent; child = from.next(child)) {
      const auto text = from.text_of(child);
      if (trimmed(text).empty()) {
        from.ignore(child, "decoration");
        continue;
      }
      any = true;
      const auto there = part.list ? Draft::kNone : draft.child(parent, part.ours);
      if (there == Draft::kNone) {
        carry_text(from, child, parent, part.ours);
      } else {
        draft.set_value(there, std::string(draft.value(there)) + " " + std::string(trimmed(text)));
        from.mark_text(child, Fate::converted, there);
      }
    }
  }
  return any;
}

// A name or address written as one text.
bool carry_whole_text(XmlReading& from, Node element, Draft::Id parent) {
  const auto text = from.text_of(element);
  if (trimmed(text).empty()) return false;
  std::string one;
  for (const char c : trimmed(text)) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank)
      one += c;
    else if (one.back() != ' ')
      one += ' ';
  }
  const auto id = from.making().draft().add_value(parent, "text", one);
  from.mark_text(element, one == text ? Fate::copied : Fate::converted, id);
  return true;
}

void carry_time(XmlReading& from, Node element, Word name, Draft::Id parent) {
  const auto time = from.child(element, name);
  if (time == kAbsent ||
      (from.child(time, Word::low) == kAbsent && from.child(time, Word::high) == kAbsent && from.attribute(time, Word::value) == kAbsent))
    return;
  read_period(from, time, from.making().draft().add(parent, "period"));
}

void put_time(XmlWriting& to, XmlOut::Id element, Word name, Element period) {
  if (period && (period.child("start").has_value() || period.child("end").has_value())) write_period(to, to.add(element, name), period);
}

void put_parts(XmlWriting& to, XmlOut::Id element, Element ours, std::string_view name, Word part) {
  for (const auto each : ours.children(name)) put_text(to, element, part, each);
}

}  // namespace

bool read_pn(XmlReading& from, Node element, Draft::Id name) {
  const bool any =
      carry_parts(from, element, name,
                  {{Word::prefix, "prefix", true}, {Word::given, "given", true}, {Word::family, "family", false}, {Word::suffix, "suffix", true}});
  if (!any && !carry_whole_text(from, element, name)) return false;
  carry_use(from, element, name, kNameUses);
  carry_time(from, element, Word::validTime, name);
  return true;
}

bool write_pn(XmlWriting& to, XmlOut::Id element, Element name) {
  if (name.child("family").has_value() || name.child("given").has_value() || name.child("prefix").has_value() || name.child("suffix").has_value()) {
    put_use(to, element, name, kNameUsesBack);
    put_parts(to, element, name, "prefix", Word::prefix);
    put_parts(to, element, name, "given", Word::given);
    put_parts(to, element, name, "family", Word::family);
    put_parts(to, element, name, "suffix", Word::suffix);
  } else if (name.child("text").has_value()) {
    put_use(to, element, name, kNameUsesBack);
    to.text(element, name.child_value("text"));
    to.mark(name.child("text"), Fate::copied);
  } else {
    return false;
  }
  put_time(to, element, Word::validTime, name.child("period"));
  return true;
}

bool read_ad(XmlReading& from, Node element, Draft::Id address) {
  const bool any = carry_parts(from, element, address,
                               {{Word::streetAddressLine, "line", true},
                                {Word::additionalLocator, "line", true},
                                {Word::city, "city", false},
                                {Word::county, "district", false},
                                {Word::state, "state", false},
                                {Word::postalCode, "postalCode", false},
                                {Word::country, "country", false}});
  if (!any && !carry_whole_text(from, element, address)) return false;
  carry_use(from, element, address, kAddressUses);
  carry_time(from, element, Word::useablePeriod, address);
  return true;
}

bool write_ad(XmlWriting& to, XmlOut::Id element, Element address) {
  bool any = false;
  for (const auto part : {"line", "city", "district", "state", "postalCode", "country"}) any = any || address.child(part).has_value();
  if (any) {
    put_use(to, element, address, kAddressUsesBack);
    put_parts(to, element, address, "line", Word::streetAddressLine);
    put_parts(to, element, address, "city", Word::city);
    put_parts(to, element, address, "district", Word::county);
    put_parts(to, element, address, "state", Word::state);
    put_parts(to, element, address, "postalCode", Word::postalCode);
    put_parts(to, element, address, "country", Word::country);
  } else if (address.child("text").has_value()) {
    put_use(to, element, address, kAddressUsesBack);
    to.text(element, address.child_value("text"));
    to.mark(address.child("text"), Fate::copied);
  } else {
    return false;
  }
  put_time(to, element, Word::useablePeriod, address.child("period"));
  return true;
}

bool read_tel(XmlReading& from, Node element, Draft::Id contact) {
  const auto value = from.attribute(element, Word::value);
  const auto text = value == kAbsent ? std::string_view() : trimmed(from.value(value));
  if (text.empty()) return false;
  auto& draft = from.making().draft();
  const bool pager = from.attribute_value(element, Word::use) == "PG";
  std::string_view system;
  auto rest = text;
  for (const auto& [scheme, name] : kSchemes)
    if (text.starts_with(scheme)) {
      system = name;
      rest = trimmed(text.substr(scheme.size()));
    }
  if (text.starts_with("http:") || text.starts_with("https:")) system = "url";
  if (rest.empty()) return false;
  if (!system.empty()) from.mark(value, Fate::converted, draft.add_value(contact, "system", pager && system == "phone" ? "pager" : system));
  carry(from, value, contact, "value", rest);
  if (pager && system == "phone")
    from.mark(from.attribute(element, Word::use), Fate::converted, draft.child(contact, "system"));
  else
    carry_use(from, element, contact, kTelecomUses);
  carry_time(from, element, Word::useablePeriod, contact);
  return true;
}

bool write_tel(XmlWriting& to, XmlOut::Id element, Element contact) {
  const auto value = contact.child("value");
  if (!value.has_value()) return false;
  const auto system = contact.child("system");
  const auto scheme = find(kSchemesBack, system.value());
  if (system.value() == "pager")
    to.attribute(element, Word::use, "PG");
  else
    put_use(to, element, contact, kTelecomUsesBack);
  to.attribute(element, Word::value, std::string(scheme) + std::string(value.value()));
  to.mark(value, scheme.empty() ? Fate::copied : Fate::converted);
  if (!scheme.empty() || system.value() == "url") to.mark(system, Fate::converted);
  put_time(to, element, Word::useablePeriod, contact.child("period"));
  return true;
}

}  // namespace caseway::mapping::cda
