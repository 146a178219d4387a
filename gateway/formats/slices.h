// Where the items of a document's one long list stand: a Bundle's entries. Found by looking at brackets, quotes and tags only, in one pass over
// windows of any size, so that the strict reader can be given the items a few at a time and never needs the whole.
//
//   agrees   with the strict reader up to the first fault of syntax, and never beyond it by more than the slice that holds the fault: the reader,
//            which gets every byte of the document either in a slice or in the frame (what stands around the list), then says it
//   slices   follow each other; each holds whole items until it has `slice_bytes`. What stands between items is part of a slice, but for the comma
//            (JSON) between two slices
//   list     the first one of the document: a second array of that name, or items behind another element, stay in the frame as they are
//   memory   a few words per slice
//   threads  one at a time
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace caseway::formats {

struct Slice {
  std::uint64_t begin = 0;  // byte offsets in the document
  std::uint64_t end = 0;
  std::uint64_t first = 0;       // the first item's position in the list
  std::uint64_t longest = 0;     // bytes of its longest item, with what stands before it
  std::uint64_t longest_at = 0;  // where that begins
};

struct Slices {
  std::string root;              // what the document says it is: the value of "resourceType", the root element's local name; "" when it does not
  std::string root_name;         // XML: the root's name as written, with prefix
  std::uint64_t root_begin = 0;  // XML: its start tag
  std::uint64_t root_end = 0;
  std::uint64_t list_begin = 0;  // the list's items with what stands between them; list_begin == list_end when there are none
  std::uint64_t list_end = 0;
  std::uint64_t items = 0;
  bool cut_off = false;  // the document ends inside the list
  std::vector<Slice> slices;
};

}  // namespace caseway::formats
