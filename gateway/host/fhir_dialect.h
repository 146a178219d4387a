// FHIR R4 itself as a dialect: canonical documents are written as they are. Codecs: fhir/codec.h.
#pragma once

#include "caseway/partner.h"

namespace caseway::host {

enum class Syntax { json, xml };

// Nothing is left behind silently in either direction: every leaf is copied, but for what `unknown_elements` lets pass. Recognised by content: {"resourceType": ...}, or a root element in
// http://hl7.org/fhir.
//
//   setting `collections`  "split" (default): a collection of Bundles, as writing several documents gives it, is as many documents; "whole": one
//   setting `unknown_elements`  "refuse" (default): what R4 does not have is an error; "report": a warning, and its values are undecided in the ledger
class FhirDialect : public Partner {
 public:
  explicit FhirDialect(Syntax syntax) : syntax_(syntax) {}
  void read(const Context& context, PayloadSource& from, DocumentSink& to) const override;
  void write(const Context& context, DocumentSource& from, PayloadSink& to) const override;
  Recognition recognise(std::string_view head, std::string_view file_name) const override;

 private:
  Syntax syntax_;
};

// The resource type that the beginning of a payload shows ("Bundle"); "" when it is not FHIR in that syntax.
std::string_view fhir_root(std::string_view head, Syntax syntax);

}  // namespace caseway::host
