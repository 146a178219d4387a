#include "validation/standard_rules.h"

#include <vector>

#include "fhir/model.h"
#include "validation/coding_rules.h"
#include "validation/content_rules.h"
#include "validation/extension_rules.h"

namespace caseway::validation {

namespace {

class StandardRules {
 public:
  StandardRules(const Examination& examination, Findings& findings)
      : examination_(examination), findings_(findings), extensions_(examination, findings) {}

  void run() {
    const Tree& tree = examination_.tree();
    for (std::uint32_t i = 0; i < tree.size(); ++i) {
      while (!open_.empty() && tree.node(open_.back()).end <= i) open_.pop_back();
      const Node& node = tree.node(i);
      if (const ElementRule* rule = examination_.profiles().at_element(node.def)) check(tree.at(i), *rule);
      if (const ElementRule* rule = examination_.profiles().at_type(node.type)) examination_.check_constraints(*rule, tree.at(i), findings_);
      if (node.type == kExtension) extensions_.check(tree.at(i), open_);
      if (node.type == kCoding) check_coding(tree.at(i), examination_, findings_);
      if (node.end > i + 1) open_.push_back(i);
    }
  }

 private:
  void check(Element element, const ElementRule& rule) {
    check_limits(element, rule, findings_);
    if (fhir::element(element.def()).codes == 0) check_binding(element, rule, examination_,
                                                               findings_);  // others by fhir/validate.h
    check_reference(element, rule, examination_, findings_);
    examination_.check_constraints(rule, element, findings_);
  }

  const TypeId kExtension = fhir::find_type("Extension");
  const TypeId kCoding = fhir::find_type("Coding");
  const Examination& examination_;
  Findings& findings_;
  ExtensionRules extensions_;
  std::vector<std::uint32_t> open_;  // the nodes around the current one, outermost first
};

}  // namespace

void check_standard_rules(const Examination& examination, Findings& findings) { StandardRules(examination, findings).run(); }

}  // namespace caseway::validation
