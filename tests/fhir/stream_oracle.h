// A document in slices against the same document as a whole: what must be equal.
#pragma once

#include <string>
#include <string_view>

#include "fhir/stream.h"

namespace caseway::fhir {

// What reading and writing the whole document gives.
struct Whole {
  bool good = false;
  std::string text;
  Issues issues;
  Counts read;
};
Whole convert_whole(std::string_view bytes, const StreamOptions& options);

class HeldSink final : public formats::ByteSink {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

std::string lines_of(const Issues& issues);  // severity, id, place and text of each, a line each

// Streams in slices of that size and compares everything with the whole; an empty string, or what differs. `taken` counts what was taken in slices.
std::string difference(std::string_view bytes, Form from, Form to, std::uint64_t slice_bytes, std::size_t* taken = nullptr);

}  // namespace caseway::fhir
