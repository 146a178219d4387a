// Lines and columns in a source that is not held in memory, and in a text that holds a part of it. Counted only when an issue wants a place.
#pragma once

#include <cstdint>
#include <string_view>

#include "formats/byte_source.h"
#include "formats/position.h"

namespace caseway::fhir {

// Counts lines and columns along a text as the readers do: JSON's lines end with LF and columns are code points (formats/position.h); XML's lines
// end with LF, CR or both and columns are UTF-16 units (formats/xml_reader.h).
class LineCount {
 public:
  explicit LineCount(bool xml) : xml_(xml) {}
  void pass(std::string_view text);
  formats::Position position() const { return at_; }

 private:
  bool xml_;
  bool after_cr_ = false;
  formats::Position at_{1, 1};
};

// The place of a byte offset in a source. Cheap when asked in ascending order: all questions together cost one pass.
class SourcePlaces {
 public:
  SourcePlaces(const formats::ByteSource& source, bool xml);
  formats::Position at(std::uint64_t offset);

 private:
  void restart();
  const formats::ByteSource& source_;
  bool xml_;
  LineCount count_;
  std::uint64_t offset_ = 0;
  std::string window_;
};

// Whether a stands before b.
inline bool before(formats::Position a, formats::Position b) { return a.line != b.line ? a.line < b.line : a.column < b.column; }

// A part of a source stands at `here` in another text: where a place behind `here` is in the source, when `here` is `there`.
formats::Position moved(formats::Position place, formats::Position here, formats::Position there);

}  // namespace caseway::fhir
