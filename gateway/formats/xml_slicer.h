// The items of the one list that an XML document's root holds: <Bundle> ... <entry>..</entry> <entry>..</entry> ... </Bundle>, the first run of child
// elements of that local name, in whatever namespace. slices.h says what is found. https://www.w3.org/TR/xml/
//
//   encoding  UTF-8, with or without byte order mark
//   DOCTYPE   ends the search: such a document is refused by the reader, which sees all of it up to there in the frame
#pragma once

#include <string_view>

#include "caseway/export.h"
#include "formats/slices.h"

namespace caseway::formats {

class CASEWAY_API XmlSlicer {
 public:
  XmlSlicer(std::string_view list, std::uint64_t slice_bytes) : list_(list), slice_bytes_(slice_bytes) {}

  void feed(std::string_view window);
  Slices finish();

 private:
  enum class At : std::uint8_t { text, open, start_tag, quoted, end_tag, bang, comment, cdata, instruction, stopped };
  enum class In : std::uint8_t { root, list, behind };  // before the list, in it, behind it

  std::size_t step(std::string_view rest);  // how many bytes it took
  std::size_t in_start_tag(std::string_view rest);
  std::size_t until(std::string_view rest, std::string_view end);
  void classify(char c);
  void bang(char c);
  void end_start_tag(std::uint64_t end);
  void end_element(std::uint64_t end);
  void begin_child();
  void end_item(std::uint64_t end);
  void measure_item(std::uint64_t end);

  const std::string list_;
  const std::uint64_t slice_bytes_;
  Slices found_;
  std::uint64_t offset_ = 0;  // of the byte that is looked at
  std::uint64_t depth_ = 0;   // open elements
  std::uint64_t tag_ = 0;     // where the tag begins
  At at_ = At::text;
  In in_ = In::root;
  char quote_ = 0;
  char before_ = 0;      // the last byte of the tag outside quotes
  bool naming_ = false;  // the name of a root or of its child is being read
  std::string name_;
  std::string markup_;            // what followed <!, up to seven bytes; or the end of what is being skipped, as far as it came
  Slice slice_;                   // that is being found
  std::uint64_t item_begin_ = 0;  // behind the item before
};

}  // namespace caseway::formats
