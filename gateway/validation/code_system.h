// What is known of one code system: which codes it has, what they are called, how they stand below one another.
//
//   threads  any; nothing changes after it is made
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "caseway/element.h"
#include "validation/answer.h"
#include "validation/code_filter.h"

namespace caseway::validation {

class CodeSystem {
 public:
  virtual ~CodeSystem() = default;
  virtual Answer exists(std::string_view code) const = 0;
  virtual Answer matches(const CodeFilter& filter, std::string_view code) const = 0;
  virtual Answer inactive(std::string_view) const { return Answer::no; }
  virtual Answer abstract(std::string_view) const { return Answer::no; }  // only there to hold others together, not to be used
  // Whether `code` is `ancestor` or stands below it.
  virtual Answer subsumes(std::string_view ancestor, std::string_view code) const { return ancestor == code ? exists(code) : Answer::unknown; }
  // The display and its designations, the display first; none when unknown.
  virtual std::vector<std::string_view> displays(std::string_view) const { return {}; }
};

// A CodeSystem resource of a package; the tree must outlive it. What its content leaves out (fragment, example, not-present) is unknown.
std::unique_ptr<CodeSystem> listed_code_system(const Tree& tree);

// Systems that syntax or a table of the standard decides; nullptr for others.
//
//   urn:ietf:bcp:47            language tags (language_tag.h): languages of two letters and regions by their tables; what has a longer language,
//                              a script or a variant is unknown
//   urn:ietf:bcp:13            MIME types: https://www.rfc-editor.org/rfc/rfc6838#section-4.2
//   http://unitsofmeasure.org  UCUM (fhirpath/ucum.h)
//   urn:ietf:rfc:3986          absolute URIs
//   urn:iso:std:iso:3166       countries; urn:iso:std:iso:4217 currencies; https://www.usps.com/ states of the USA
//   http://snomed.info/sct     unknown, but for what the shape and the check digit show to be no code; so is http://loinc.org
const CodeSystem* known_code_system(std::string_view system);

}  // namespace caseway::validation
