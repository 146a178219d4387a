// Where the entries of a stream go: the text of a Bundle around them, or a line for each resource.
#pragma once

#include <memory>

#include "fhir/entry_input.h"

namespace caseway::fhir {

class EntryOutput {
 public:
  virtual ~EntryOutput() = default;
  // Once, before the entries; false when this frame's text cannot be divided (its own text has the mark in it): nothing was written.
  virtual bool begin(const EntryInput& input) = 0;
  virtual void take(const Tree& entries, std::uint64_t first) = 0;
  virtual void end() = 0;

  bool good() const { return good_; }  // everything could be written so far
  const Issues& issues() const { return issues_; }
  const Counts& counts() const { return counts_; }  // of the canonical values

 protected:
  bool good_ = true;
  Issues issues_;
  Counts counts_;
};

std::unique_ptr<EntryOutput> open_output(const StreamOptions& options, formats::ByteSink& to);

// The position of a Bundle's entry in a FHIRPath, counted from the slice's first entry, as counted in the whole Bundle.
void renumber_entry(std::string& path, std::uint64_t first);

}  // namespace caseway::fhir
