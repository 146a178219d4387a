#include "mapping/convert/convert_cda.h"

#include "mapping/convert/null_flavor.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

std::string_view name_of(TypeId type) { return type == kNoType ? std::string_view() : fhir::type(type).name; }

namespace {

bool absent(XmlReading& from, Node element, Target& to) {
  const auto flavor = from.attribute(element, Word::nullFlavor);
  const auto reason = flavor == kAbsent ? std::string_view() : absent_reason_of(from.value(flavor));
  if (reason.empty() || to.path().slot == kNone || from.making().current(to.path().variable) == kNone) return false;
  from.mark(flavor, Fate::converted, from.making().absent_at(to.path(), reason));
  return true;
}

bool has_attribute_or_child(XmlReading& from, Node element, std::initializer_list<Word> attributes, std::initializer_list<Word> children) {
  for (const auto name : attributes)
    if (!trimmed(from.attribute_value(element, name)).empty()) return true;
  for (const auto name : children)
    if (from.child(element, name) != kAbsent) return true;
  return false;
}

}  // namespace

bool ElementConverter::taken(Draft& draft, Draft::Id node) const { return draft.first_child(node) != Draft::kNone || draft.has_value(node); }

bool ElementConverter::read_element(XmlReading& from, Node element, Target& to) const {
  if (!says_something(from, element)) return absent(from, element, to);
  auto& draft = from.making().draft();
  const auto before = draft.size();
  const auto node = begin(from, element, to);
  if (node == Draft::kNone) return false;
  if (node < before && taken(draft, node)) return false;
  if (read(from, element, node, to)) return true;
  // The words beside a nullFlavor may lead nowhere (a reference into the narrative that finds nothing): then the nullFlavor is all there is.
  const auto flavor = from.attribute(element, Word::nullFlavor);
  const auto reason = flavor == kAbsent ? std::string_view() : absent_reason_of(from.value(flavor));
  if (reason.empty() || draft.first_child(node) != Draft::kNone || draft.has_value(node)) return false;
  from.mark(flavor, Fate::converted, from.making().absent(node, reason));
  return true;
}

bool says_code(XmlReading& from, Node element) {
  return has_attribute_or_child(from, element, {Word::code, Word::displayName}, {Word::translation, Word::originalText});
}
bool says_id(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {Word::root, Word::extension}, {}); }
bool says_text(XmlReading& from, Node element) { return !trimmed(from.text_of(element)).empty(); }
bool says_value(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {Word::value}, {}); }
bool says_time(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {Word::value}, {Word::low, Word::high}); }
bool says_quantity(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {Word::value}, {Word::translation}); }
bool says_range(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {}, {Word::low, Word::high}); }
bool says_ratio(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {}, {Word::numerator}); }
bool says_timing(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {}, {Word::period, Word::event}); }

const DefId* choice_of(const Target& to, XmlReading& from, std::string_view type) {
  for (const auto& def : from.making().plan().slot(to.path().variable, to.path().slot).choices)
    if (name_of(fhir::element(def).type) == type) return &def;
  return nullptr;
}

// Data types that are one FHIR element each.
std::shared_ptr<const Converter> cda_person_converter(std::string_view name) {
  if (name == "pn") return std::make_shared<Whole>(cda::read_pn, cda::write_pn, says_text);
  if (name == "ad") return std::make_shared<Whole>(cda::read_ad, cda::write_ad, says_text);
  if (name == "tel") return std::make_shared<Whole>(cda::read_tel, cda::write_tel, says_value);
  return nullptr;
}

std::shared_ptr<const Converter> cda_quantity_converter(std::string_view name, const ConverterOptions&) {
  if (name == "pq") return std::make_shared<Whole>(cda::read_pq, cda::write_pq, says_quantity, "PQ");
  if (name == "ivl-pq") return std::make_shared<Whole>(cda::read_range, cda::write_range, says_range, "IVL_PQ");
  if (name == "rto") return std::make_shared<Whole>(cda::read_ratio, cda::write_ratio, says_ratio, "RTO_PQ_PQ");
  return nullptr;
}

}  // namespace caseway::mapping
