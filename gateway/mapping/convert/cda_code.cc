// CD, CE, CV, CO ⇄ Coding and CodeableConcept; II ⇄ Identifier.
#include "fhir/model.h"
#include "mapping/convert/cda_types.h"
#include "mapping/spelling.h"
#include "mapping/systems.h"

namespace caseway::mapping::cda {

Draft::Id carry(XmlReading& from, Node leaf, Draft::Id parent, std::string_view name, std::string_view value) {
  const auto id = from.making().draft().add_value(parent, name, value);
  from.mark(leaf, value == from.value(leaf) ? Fate::copied : Fate::converted, id);
  return id;
}

Draft::Id carry(XmlReading& from, Node leaf, Draft::Id parent, std::string_view name) {
  if (leaf == kAbsent || trimmed(from.value(leaf)).empty()) return Draft::kNone;
  return carry(from, leaf, parent, name, trimmed(from.value(leaf)));
}

Draft::Id carry_text(XmlReading& from, Node element, Draft::Id parent, std::string_view name) {
  const auto text = from.text_of(element);
  const auto value = trimmed(text);
  if (value.empty()) return Draft::kNone;
  const auto id = from.making().draft().add_value(parent, name, value);
  from.mark_text(element, value.size() == text.size() ? Fate::copied : Fate::converted, id);
  return id;
}

bool put(XmlWriting& to, XmlOut::Id element, Word name, Element ours) {
  if (!ours.has_value()) return false;
  to.attribute(element, name, ours.value());
  to.mark(ours, Fate::copied);
  return true;
}

bool put_text(XmlWriting& to, XmlOut::Id parent, Word child, Element ours) {
  if (!ours.has_value()) return false;
  to.text(to.add(parent, child), ours.value());
  to.mark(ours, Fate::copied);
  return true;
}

bool read_coding(XmlReading& from, Node element, Draft::Id coding) {
  const auto code = from.attribute(element, Word::code);
  if (code == kAbsent || trimmed(from.value(code)).empty()) return false;
  const auto system = from.attribute(element, Word::codeSystem);
  if (system != kAbsent && !from.value(system).empty()) carry(from, system, coding, "system", uri_of_oid(trimmed(from.value(system))));
  carry(from, from.attribute(element, Word::codeSystemVersion), coding, "version");
  carry(from, code, coding, "code");
  carry(from, from.attribute(element, Word::displayName), coding, "display");
  from.ignore_attribute(element, Word::codeSystemName, system != kAbsent ? "derivable-from codeSystem" : "decoration");
  from.ignore_attribute(element, Word::sdtc_valueSet, "plumbing");
  from.ignore_attribute(element, Word::valueSet, "plumbing");
  return true;
}

void put_system(XmlWriting& to, XmlOut::Id element, std::string_view oid) {
  to.attribute(element, Word::codeSystem, oid);
  if (const auto* known = system_by_oid(oid); known != nullptr && !known->title.empty()) {
    to.attribute(element, Word::codeSystemName, known->title);
    to.added();
  }
}

bool write_coding(XmlWriting& to, XmlOut::Id element, Element coding) {
  const auto code = coding.child("code");
  const auto system = coding.child("system");
  if (!code.has_value()) return false;
  const auto oid = oid_of_uri(system.value());
  if (system && oid.empty()) return false;
  put(to, element, Word::code, code);
  if (system) {
    put_system(to, element, oid);
    to.mark(system, oid == system.value() ? Fate::copied : Fate::converted);
  }
  put(to, element, Word::codeSystemVersion, coding.child("version"));
  put(to, element, Word::displayName, coding.child("display"));
  return true;
}

bool read_cd(XmlReading& from, Node element, Draft::Id codeable) {
  auto& draft = from.making().draft();
  bool any = false;
  if (const auto code = from.attribute(element, Word::code); code != kAbsent && !trimmed(from.value(code)).empty())
    any = read_coding(from, element, draft.add(codeable, "coding"));
  for (auto translation = from.child(element, Word::translation); translation != kAbsent; translation = from.next(translation))
    if (from.attribute(translation, Word::code) != kAbsent && !from.attribute_value(translation, Word::code).empty())
      any = read_coding(from, translation, draft.add(codeable, "coding")) || any;
  if (const auto original = from.child(element, Word::originalText); original != kAbsent) {
    const auto text = text_of_ed(from, original);
    if (!text.empty() && draft.child(codeable, "text") == Draft::kNone) {
      mark_ed(from, original, draft.add_value(codeable, "text", text), text);
      any = true;
    }
  }
  const auto display = from.attribute(element, Word::displayName);
  if (!any && display != kAbsent && !trimmed(from.value(display)).empty()) {
    carry(from, display, codeable, "text");
    any = true;
  }
  return any;
}

// The first coding that has an OID is the code, the others are translations; what C-CDA cannot name stays no_room.
bool write_cd(XmlWriting& to, XmlOut::Id element, Element codeable) {
  bool main = to.has_attribute(element, Word::code);
  const bool had_main = main;
  std::vector<Element> others;
  for (const auto coding : codeable.children("coding")) {
    if (!coding.child("code").has_value()) continue;
    if (!main)
      main = write_coding(to, element, coding);
    else
      others.push_back(coding);
  }
  const auto text = codeable.child("text");
  if (!main && !text.has_value()) return false;
  if (!main) {
    to.attribute(element, Word::nullFlavor, "OTH");
    to.added();
  }
  put_text(to, element, Word::originalText, text);
  for (const auto coding : others)
    if (!oid_of_uri(coding.child_value("system")).empty() || !coding.child("system")) write_coding(to, to.add(element, Word::translation), coding);
  return main || text.has_value() || had_main;
}

// Roots that are systems of ids and never ids themselves.
namespace {
bool names_a_system(std::string_view root) {
  const auto* known = system_by_oid(root);
  return known != nullptr && known->uri.starts_with("http://hl7.org/fhir/sid/us-");
}
constexpr std::string_view kUri = "urn:ietf:rfc:3986";
constexpr std::string_view kUriOid = "2.16.840.1.113883.4.873";
}  // namespace

std::string key_of_ii(const XmlReading& from, Node element) {
  const auto root = from.attribute_value(element, Word::root);
  const auto extension = from.attribute_value(element, Word::extension);
  if (root.empty() && extension.empty()) return {};
  std::string key;
  for (const char c : root) key += c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  return key + "^" + std::string(extension);
}

bool read_ii(XmlReading& from, Node element, Draft::Id identifier) {
  const auto root = from.attribute(element, Word::root);
  const auto extension = from.attribute(element, Word::extension);
  const auto root_text = root == kAbsent ? std::string_view() : trimmed(from.value(root));
  const auto value = extension == kAbsent ? std::string_view() : trimmed(from.value(extension));
  if (root_text.empty() && value.empty()) return false;
  auto& draft = from.making().draft();
  if (value.empty() && names_a_system(root_text)) {
    carry(from, root, identifier, "system", uri_of_oid(root_text));
    const auto absent = from.making().absent(draft.add(identifier, "value"), "unknown");
    from.mark(from.attribute(element, Word::nullFlavor), Fate::converted, absent);
  } else if (value.empty()) {
    draft.add_value(identifier, "system", kUri);
    carry(from, root, identifier, "value", uri_of_oid(root_text));
  } else if (root_text == kUriOid && value.find_last_of("/:") != std::string_view::npos) {
    const auto split = value.find_last_of("/:");
    const auto system = draft.add_value(identifier, "system", value.substr(0, split));
    from.mark(root, Fate::converted, system);
    carry(from, extension, identifier, "value", value.substr(split + 1));
  } else {
    if (!root_text.empty()) carry(from, root, identifier, "system", uri_of_oid(root_text));
    carry(from, extension, identifier, "value", value);
  }
  const auto authority = from.attribute(element, Word::assigningAuthorityName);
  if (authority != kAbsent && !trimmed(from.value(authority)).empty()) carry(from, authority, draft.add(identifier, "assigner"), "display");
  return true;
}

bool write_ii(XmlWriting& to, XmlOut::Id element, Element identifier) {
  const auto system = identifier.child("system");
  const auto value = identifier.child("value");
  if (!system && !value.has_value()) return false;
  const auto oid = oid_of_uri(system.value());
  if (system.value() == kUri && !oid_of_uri(value.value()).empty()) {
    to.attribute(element, Word::root, oid_of_uri(value.value()));
    to.mark(system, Fate::converted);
    to.mark(value, Fate::converted);
  } else if (system && oid.empty()) {
    const bool path = system.value().find("://") != std::string_view::npos;
    to.attribute(element, Word::root, kUriOid);
    to.attribute(element, Word::extension, std::string(system.value()) + (path ? "/" : ":") + std::string(value.value()));
    to.mark(system, Fate::converted);
    to.mark(value, Fate::converted);
  } else {
    if (system) {
      to.attribute(element, Word::root, oid);
      to.mark(system, Fate::converted);
    }
    if (!put(to, element, Word::extension, value)) {
      to.attribute(element, Word::nullFlavor, "UNK");
      to.added();
    }
  }
  put(to, element, Word::assigningAuthorityName, identifier.child("assigner").child("display"));
  return true;
}

}  // namespace caseway::mapping::cda
