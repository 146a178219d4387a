// What both writers look at before they believe a tree: mappings fill trees too, and a number that is none would break the output.
#pragma once

#include "caseway/element.h"
#include "caseway/report.h"
#include "fhir/model.h"

namespace caseway::fhir {

class Writing {
 public:
  Writing(const Tree& tree, Issues& issues) : tree_(tree), issues_(issues) {}

  // issues  fhir.format, fhir.control_character, fhir.narrative, fhir.too_many (errors), fhir.signature (warning), with the node's FHIRPath
  void value(std::uint32_t node, Primitive type, std::string_view text);
  void unclean(std::uint32_t node);  // its text is one that XML and FHIR cannot hold
  void repeated(std::uint32_t node);
  // A signature is over the bytes that were signed: what we write is other bytes.
  void signatures();
  bool passed() const { return passed_; }

 private:
  void refuse(std::uint32_t node, std::string_view id, std::string text);

  const Tree& tree_;
  Issues& issues_;
  bool passed_ = true;
};

}  // namespace caseway::fhir
