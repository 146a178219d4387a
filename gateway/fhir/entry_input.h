// Where the entries of a stream come from: some of them at a time, each time as a Bundle.
#pragma once

#include <memory>
#include <optional>

#include "caseway/element.h"
#include "fhir/bundle_frame.h"
#include "fhir/stream.h"
#include "formats/slices.h"

namespace caseway::fhir {

class EntryInput {
 public:
  virtual ~EntryInput() = default;

  // What stands around the entries, with the mark's entry in their place; and a Bundle whose only entry is the mark's and which otherwise is like
  // those that next() gives. An empty tree when the frame was refused.
  virtual const Tree& frame() const = 0;
  virtual const Tree& pattern() const = 0;
  virtual const Mark& mark() const = 0;

  // The next entries; false at the end. `entries` is empty when they were refused; `first` is the position of the first of them in the whole.
  virtual bool next(Tree& entries, std::uint64_t& first) = 0;

  bool good() const { return good_; }  // nothing was refused so far
  const Issues& issues() const { return issues_; }
  const Counts& counts() const { return counts_; }  // of the leaves read so far
  std::uint64_t made() const { return made_; }      // values of the frame without a source: a collection's type

 protected:
  bool good_ = true;
  Issues issues_;
  Counts counts_;
  std::uint64_t made_ = 0;
};

// nullptr when the document can only be read as a whole. The source and the options outlive the input.
std::unique_ptr<EntryInput> open_bundle(const formats::ByteSource& source, const StreamOptions& options);
std::unique_ptr<EntryInput> open_ndjson(const formats::ByteSource& source, const StreamOptions& options);

}  // namespace caseway::fhir
