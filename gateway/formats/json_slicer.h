// The items of an array that is a member of a JSON document's root object: {"resourceType": "Bundle", ..., "entry": [ item, item, ... ]}.
// slices.h says what is found. https://www.rfc-editor.org/rfc/rfc8259
#pragma once

#include <string_view>

#include "caseway/export.h"
#include "formats/slices.h"

namespace caseway::formats {

class CASEWAY_API JsonSlicer {
 public:
  JsonSlicer(std::string_view list, std::uint64_t slice_bytes) : list_(list), slice_bytes_(slice_bytes) {}

  void feed(std::string_view window);  // the next bytes of the document, UTF-8
  Slices finish();                     // after the last of them

 private:
  enum class In : std::uint8_t { root, list, behind };
  // What has come since an item's last bracket: nothing but white space, and one comma. Only there may a slice end.
  enum class Gap : std::uint8_t { none, item, comma };

  bool skip_block(const char* block);
  void take(char c);
  void take_string(char c);
  void end_string();
  void open(char bracket);
  void close();
  void begin_item(char first);
  void end_list();
  void end_slice(std::uint64_t end);
  void measure_item(std::uint64_t end);

  const std::string list_;
  const std::uint64_t slice_bytes_;
  Slices found_;
  std::uint64_t offset_ = 0;  // of the byte that is looked at
  std::uint64_t depth_ = 0;   // open objects and arrays
  In in_ = In::root;
  Gap gap_ = Gap::none;
  bool in_string_ = false;
  bool escaped_ = false;           // the next character of the string
  bool colon_ = false;             // a member of the root: its key and colon came, its value did not
  bool blank_ = true;              // nothing came in the list yet
  std::string text_;               // of the last string that is a direct member of the root, as written, cut at 64 bytes
  std::string key_;                // the last of them with a colon behind it
  std::uint64_t commas_ = 0;       // between items
  Slice slice_;                    // that is being found
  std::uint64_t item_begin_ = 0;   // where a slice could have begun last
  std::uint64_t bracket_end_ = 0;  // behind the last item's last bracket
};

}  // namespace caseway::formats
