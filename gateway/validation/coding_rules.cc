#include "validation/coding_rules.h"

#include "validation/reference_text.h"

namespace caseway::validation {

void check_coding(Element coding, const Examination& examination, Findings& findings) {
  const std::string_view system = coding.child_value("system");
  const std::string_view code = coding.child_value("code");
  if (system.empty()) return;
  const Element where = coding.child("system");
  if (!is_absolute(system)) {
    findings.error(where.index(), "validation.code", "The system of a code is an absolute address, not a relative one.");
    return;
  }
  const Packages& packages = examination.profiles().packages();
  if (packages.value_set(system) != nullptr && packages.code_system(system) == nullptr) {
    findings.error(where.index(), "validation.code", "The system is the address of a value set; a code belongs to a code system.");
    return;
  }
  if (code.empty()) return;
  if (examination.terminology().exists(system, code) == Answer::no) {
    findings.error(coding.child("code").index(), "validation.code", "The code system does not have this code.");
  } else if (const std::string_view display = coding.child_value("display");
             !display.empty() && !examination.terminology().display_fits(system, code, display)) {
    findings.warning(coding.child("display").index(), "validation.display", "The code system gives this code another display.");
  }
}

}  // namespace caseway::validation
