// The one entry to JSON: every untrusted JSON byte of the product passes here. One pass, no recursion, numbers as text.
//
//   in      UTF-8, an optional BOM
//   out     events; position_of() turns an event's offset into line and column. Texts live until read_json() returns; one without escapes is a
//           view of the bytes given, so that it costs nothing and is known to hold no control character
//   refuses duplicate keys (also when written with escapes), invalid UTF-8, lone surrogates, anything after the document, comments
//   limits  bytes, depth, nodes, key bytes, string bytes, number characters
//   issues  json.syntax, json.duplicate_key, json.utf8, json.empty, the limit of max_bytes (limit.json_bytes), limit.depth,
//           limit.nodes, limit.name_bytes, limit.string_bytes, limit.number_chars (all fatal, with line and column)
//   spec    https://www.rfc-editor.org/rfc/rfc8259
//   numbers any that the grammar allows within the limit of characters, also when no double can hold it (1e400)
#pragma once

#include <string_view>

#include "caseway/export.h"
#include "caseway/limits.h"
#include "caseway/report.h"
#include "formats/position.h"

namespace caseway::formats {

class CASEWAY_API JsonHandler {
 public:
  virtual ~JsonHandler() = default;
  // Return false to stop; the handler has then added its own issue. offset is where the token begins (of a string: its quote) in the bytes given.
  virtual bool null(std::size_t offset) = 0;
  virtual bool boolean(bool value, std::size_t offset) = 0;
  virtual bool number(std::string_view text, std::size_t offset) = 0;  // exactly as written
  virtual bool string(std::string_view text, std::size_t offset) = 0;
  virtual bool key(std::string_view text, std::size_t offset) = 0;
  virtual bool start_object(std::size_t offset) = 0;
  virtual bool end_object(std::size_t offset) = 0;
  virtual bool start_array(std::size_t offset) = 0;
  virtual bool end_array(std::size_t offset) = 0;
};

// True when the whole document was read and the handler never said stop. max_bytes is the limit that this kind of document has: &Limits::json_bytes.
CASEWAY_API bool read_json(std::string_view bytes, JsonHandler& handler, const Limits& limits, std::size_t Limits::*max_bytes, Issues& issues);

}  // namespace caseway::formats
