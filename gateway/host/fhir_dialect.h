// FHIR R4 itself as a dialect: canonical documents are written as they are. Codecs: fhir/codec.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "caseway/partner.h"
#include "fhir/stream.h"

namespace caseway::host {

// Nothing is left behind silently in either direction: every leaf is copied, but for what `unknown_elements` lets pass and what stands around
// resources, for which NDJSON has no room. Recognised by content: {"resourceType": ...}, such an object to a line, or a root element in
// http://hl7.org/fhir.
//
//   setting `collections`  "split" (default): a collection of Bundles, as writing several documents gives it, is as many documents; "whole": one
//   setting `bad_lines`  "refuse" (default): a line of NDJSON that cannot be used refuses the file; "skip": it is left out, with a warning
//   setting `unknown_elements`  "refuse" (default): what R4 does not have is an error; "report": a warning, and its values are undecided in the
//   ledger
class FhirDialect : public Partner {
 public:
  explicit FhirDialect(fhir::Form form) : form_(form) {}
  void read(const Context& context, PayloadSource& from, DocumentSink& to) const override;
  void write(const Context& context, DocumentSource& from, PayloadSink& to) const override;
  Recognition recognise(std::string_view head, std::string_view file_name) const override;
  std::string writes_in_pieces(const Context& context) const override;

 private:
  void write_pieces(const Context& context, DocumentSource& from, PayloadSink& to) const;
  fhir::Form form_;
};

std::optional<fhir::Form> fhir_form(std::string_view dialect);  // of "fhir-json", "fhir-xml", "fhir-ndjson"
std::string media_type(fhir::Form form);                        // "application/fhir+json"

// The resource type that the beginning of a payload shows ("Bundle"; of NDJSON, the first line's); "" when it is not FHIR in that form.
std::string_view fhir_root(std::string_view head, fhir::Form form);

}  // namespace caseway::host
