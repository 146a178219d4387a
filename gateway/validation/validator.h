// Validation of R4 resources: the embedded structure alone, or with packages also invariants, profiles, bindings and references.
//
//   spec     https://hl7.org/fhir/R4/validation.html, https://hl7.org/fhir/R4/profiling.html
//   without  packages: structure, cardinality, primitive formats, choices, required codes (fhir/validate.h), rules of Bundles and contained
//   resources,
//            narratives
//   with     the R4 core package: every invariant of the definitions through FHIRPath, bindings, reference targets, extensions by their definitions
//            and context, the profiles of vital signs, resources that define something, questionnaires; with further packages: the profiles that
//            meta.profile claims and those asked for. Snapshots are used as published.
//   slicing  by value, pattern, type, exists, profile; open, closed, ordered, sliced again
//   issues   fhir.* of fhir/validate.h and validation.* of docs/errors.md; place.path is the FHIRPath, line and column from `positions`
//   threads  any; profiles are compiled once and kept
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "caseway/element.h"
#include "caseway/report.h"
#include "formats/position.h"
#include "validation/packages.h"
#include "validation/terminology.h"

namespace caseway::validation {

struct ValidateOptions {
  std::vector<std::string> profiles;               // canonical URLs that the root must conform to, besides meta.profile
  std::span<const formats::Position> positions{};  // of every node in the source (fhir/codec.h), or none
};

class CASEWAY_API Validator {
 public:
  explicit Validator(std::shared_ptr<const Packages> packages);  // nullptr or empty: the embedded default
  ~Validator();

  void validate(const Tree& tree, const ValidateOptions& options, Issues& issues) const;
  const Terminology& terminology() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseway::validation
