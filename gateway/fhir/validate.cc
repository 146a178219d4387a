#include "fhir/validate.h"

#include <algorithm>

#include "fhir/documents.h"
#include "fhir/model_table.h"
#include "fhir/path_step.h"
#include "fhir/period.h"

namespace caseway::fhir {

namespace {

using table::kElements;

class Validator {
 public:
  Validator(const Tree& tree, Issues& issues, std::span<const formats::Position> positions)
      : tree_(tree), issues_(issues), positions_(positions), resources_(tree) {}

  void run() {
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      children(i);
      const Node& node = tree_.node(i);
      if (node.offset != Node::kNoValue) {
        value(i);
      } else {
        if (node.end == i + 2 && is_element_id(i + 1)) empty(i);
        if (node.type == period_) period(tree_.at(i));
        if (node.type == attachment_) attachment(tree_.at(i));
      }
    }
  }

 private:
  void report(std::uint32_t node, std::string_view id, std::string text, std::string_view name = {}, Severity severity = Severity::error) {
    std::string path = issues_.all().size() < Issues::limit ? tree_.path(node) : std::string();  // beyond the limit nobody reads it
    if (!name.empty()) path.append(".").append(name);
    const formats::Position position = node < positions_.size() ? positions_[node] : formats::Position();
    issues_.add(severity, id, {std::move(path), position.line, position.column}, std::move(text));
  }

  // Children and definitions both stand in the standard's order: one walk along both. A choice counts as one element.
  void children(std::uint32_t i) {
    const Node& node = tree_.node(i);
    const TypeInfo& type = fhir::type(node.type);
    if (type.kind == Kind::primitive && node.end == i + 1) return;
    std::uint32_t at = i + 1;
    for (std::uint32_t def = type.first; def < std::uint32_t{type.first} + type.count;) {
      const ElementInfo& element = kElements[def];
      std::uint32_t last = def;
      while (element.choice != 0 && last + 1 < table::kElementCount && kElements[last + 1].choice == element.choice) ++last;
      const std::uint32_t first_child = at;
      std::uint32_t found = 0;
      for (; at < node.end && tree_.node(at).def <= last; at = tree_.node(at).end) ++found;
      if (found == 0 && element.min > 0) missing(i, element);
      if (found > 1 && !element.list) repeated(first_child, at, element);
      def = last + 1;
    }
  }

  void missing(std::uint32_t parent, const ElementInfo& element) {
    report(parent, "fhir.missing", std::string(type(element.owner).name) + " needs this element.", path_step(element));
  }

  void repeated(std::uint32_t first, std::uint32_t end, const ElementInfo& element) {
    std::uint32_t last = first;
    while (tree_.node(last).end < end) last = tree_.node(last).end;
    if (tree_.node(first).def == tree_.node(last).def) {
      report(last, "fhir.too_many", "This element must not repeat.");
    } else {
      report(last, "fhir.choice", "Only one of " + std::string(choice_name(element.choice)) + " may be present.");
    }
  }

  void value(std::uint32_t i) {
    const Node& node = tree_.node(i);
    const std::string_view text = tree_.heap().substr(node.offset, node.length);
    const ElementInfo& element = kElements[node.def];
    if (!primitive_ok(node.type, text) || !is_urn_ok(primitive(node.type), text)) {
      report(i, "fhir.format", "The value has not the format of a FHIR " + std::string(type(node.type).name) + ".");
    } else if (element.codes != 0 && !std::binary_search(codes(element.codes).begin(), codes(element.codes).end(), text)) {
      report(i, "fhir.code", "The code is not in the value set that FHIR R4 requires here.");
    } else if (node.def == reference_) {
      reference(i, text);
    } else if (is_blank(text.front()) || is_blank(text.back())) {
      report(i, "fhir.white_space", "The text begins or ends with white space; it was kept.", {}, Severity::warning);
    }
  }

  // An address that is a UUID or OID has the format of one, whatever type holds it.
  static bool is_urn_ok(Primitive type, std::string_view text) {
    if (type != Primitive::uri && type != Primitive::url && type != Primitive::canonical) return true;
    if (text.starts_with("urn:uuid:")) return primitive_ok(static_cast<TypeId>(Primitive::uuid), text.substr(0, text.find_first_of("|#")));
    if (text.starts_with("urn:oid:")) return primitive_ok(static_cast<TypeId>(Primitive::oid), text.substr(0, text.find_first_of("|#")));
    return true;
  }

  bool is_element_id(std::uint32_t i) const {
    const ElementInfo& element = kElements[tree_.node(i).def];
    return element.xml_attribute && element.name == "id";
  }

  void empty(std::uint32_t i) { report(i, "fhir.empty", "The element holds nothing but an id (ele-1)."); }

  void period(Element period) {
    const Element start = period.child("start");
    const Element end = period.child("end");
    const auto usable = [](Element moment) { return moment.has_value() && primitive_ok(moment.type_id(), moment.value()); };
    if (usable(start) && usable(end) && ends_before_start(start.value(), end.value()))
      report(period.index(), "fhir.period", "The period ends before it starts (per-1).");
  }

  // Attachment.size counts the bytes before base64: three of four digits, less the padding.
  void attachment(Element attachment) {
    const std::string_view size = attachment.child_value("size");
    const Element data = attachment.child("data");
    if (size.empty() || !data.has_value() || !primitive_ok(data.type_id(), data.value())) return;
    std::size_t digits = 0;
    for (const char c : data.value()) digits += !is_blank(c) && c != '=' ? 1u : 0u;
    if (size != std::to_string(digits * 3 / 4)) report(attachment.index(), "fhir.size", "The attachment's size is not that of its data.");
  }

  // A reference that can only mean something in this very document must lead somewhere in it; others may lead to a server. In a transaction a
  // reference by UUID to no entry cannot be carried out; elsewhere the receiver may know the resource by it.
  void reference(std::uint32_t i, std::string_view text) {
    const bool contained = text.starts_with('#');
    const bool in_bundle = (text.starts_with("urn:uuid:") || text.starts_with("urn:oid:")) && tree_.node(0).type == bundle_;
    if (!contained && !in_bundle) return;
    if (resources_.resolve(text, tree_.at(i))) return;
    if (contained) return report(i, "fhir.reference", "The reference leads to a contained resource that is not there.");
    const bool transaction = tree_.root().child_value("type") == "transaction";
    report(i, "fhir.reference", "The reference leads to no entry of the Bundle.", {}, transaction ? Severity::error : Severity::warning);
  }

  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  const Tree& tree_;
  Issues& issues_;
  std::span<const formats::Position> positions_;
  Resources resources_;
  DefId reference_ = find_element(find_type("Reference"), "reference");
  TypeId bundle_ = find_type("Bundle");
  TypeId period_ = find_type("Period");
  TypeId attachment_ = find_type("Attachment");
};

}  // namespace

void validate(const Tree& tree, Issues& issues, std::span<const formats::Position> positions) { Validator(tree, issues, positions).run(); }

}  // namespace caseway::fhir
