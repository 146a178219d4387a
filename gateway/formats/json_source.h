// JSON as source trees (xml_source.h), so that one engine reads both: a member is an element with its name, an array so many elements of that name,
// a text, number, boolean or null an element with one text run, which is the leaf. Items of an array in an array are called `item`.
//
//   numbers exactly as written; null is an empty text
//   places  path() is a JSON Pointer (https://www.rfc-editor.org/rfc/rfc6901), line and column are those of the value
//   records one tree for each, see Shape. A list inside an object (a page of results) comes with its page: what stands before the list is in the
//   first
//           record's tree, what follows in the last one's
//   issues  those of json_reader.h, and limit.names (more than 65 535 different names)
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "caseway/export.h"
#include "caseway/limits.h"
#include "caseway/report.h"
#include "formats/xml_source.h"

namespace caseway::formats {

struct JsonShape {
  bool records = false;  // the items of an array at the top, or each of several values one after the other on lines of their own, are records
  std::string list;      // a member of the root object whose items are the records
};

struct JsonRecord {
  std::unique_ptr<XmlSource> source;
  std::uint32_t base = 0;  // the record's node; XmlNode::kNone: a page without any record
  std::string_view text;   // of the record; empty where there is none
};

// False, with issues, when the text is refused; records before the fault have been given. On lines of their own, each is refused for itself.
CASEWAY_API bool read_json_records(std::string_view bytes, const JsonShape& shape, const Limits& limits, Issues& issues,
                                   const std::function<void(JsonRecord)>& take);

// The first record of a text that may be cut off: what is open where it ends is closed. False when nothing can be read.
CASEWAY_API bool read_json_head(std::string_view head, const JsonShape& shape, const Limits& limits, JsonRecord& first);

}  // namespace caseway::formats
