// Check digits: what tells a mistyped identifier from one that may exist.
#pragma once

#include <string_view>

namespace caseway::validation {

// Both want digits only, at least two, the last of which is the check digit.
bool luhn_holds(std::string_view digits);      // LOINC: https://loinc.org/kb/faq/structure/
bool verhoeff_holds(std::string_view digits);  // SNOMED CT: https://confluence.ihtsdotools.org/display/DOCRELFMT/Appendix+B+-+Check-Digit+Computation

}  // namespace caseway::validation
