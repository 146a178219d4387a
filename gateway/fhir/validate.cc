#include "fhir/validate.h"

#include <algorithm>

#include "fhir/documents.h"
#include "fhir/model_table.h"

namespace caseway::fhir {

namespace {

using table::kElements;

class Validator {
 public:
  Validator(const Tree& tree, Issues& issues) : tree_(tree), issues_(issues), resources_(tree) {}

  void run() {
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      children(i);
      if (tree_.node(i).offset != Node::kNoValue) value(i);
    }
  }

 private:
  void report(std::uint32_t node, std::string_view id, std::string text, std::string_view name = {}, Severity severity = Severity::error) {
    std::string path = issues_.all().size() < Issues::limit ? tree_.path(node) : std::string();  // beyond the limit nobody reads it
    if (!name.empty()) path.append(".").append(name);
    issues_.add(severity, id, {std::move(path), 0, 0}, std::move(text));
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
    const std::string_view name = element.choice != 0 ? choice_name(element.choice) : element.name;
    report(parent, "fhir.missing", std::string(type(element.owner).name) + " needs this element.", name);
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
    if (!primitive_ok(node.type, text)) {
      report(i, "fhir.format", "The value has not the format of a FHIR " + std::string(type(node.type).name) + ".");
    } else if (element.codes != 0 && !std::binary_search(codes(element.codes).begin(), codes(element.codes).end(), text)) {
      report(i, "fhir.code", "The code is not in the value set that FHIR R4 requires here.");
    } else if (node.def == reference_) {
      reference(i, text);
    } else if (is_blank(text.front()) || is_blank(text.back())) {
      report(i, "fhir.white_space", "The text begins or ends with white space; it was kept.", {}, Severity::warning);
    }
  }

  // A reference that can only mean something in this very document must lead somewhere in it; others may lead to a server.
  void reference(std::uint32_t i, std::string_view text) {
    const bool contained = text.starts_with('#');
    const bool in_bundle = (text.starts_with("urn:uuid:") || text.starts_with("urn:oid:")) && tree_.node(0).type == bundle_;
    if (!contained && !in_bundle) return;
    if (resources_.resolve(text, tree_.at(i))) return;
    report(i, "fhir.reference",
           contained ? "The reference leads to a contained resource that is not there." : "The reference leads to no entry of the Bundle.");
  }

  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  const Tree& tree_;
  Issues& issues_;
  Resources resources_;
  DefId reference_ = find_element(find_type("Reference"), "reference");
  TypeId bundle_ = find_type("Bundle");
};

}  // namespace

void validate(const Tree& tree, Issues& issues) { Validator(tree, issues).run(); }

}  // namespace caseway::fhir
