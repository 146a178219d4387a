#include "formats/json_reader.h"

#include "formats/encoding.h"
#include "formats/json_parser.h"

namespace caseway::formats {
namespace {

bool refuse(Issues& issues, std::string_view id, Position at, std::string text) {
  issues.add(Severity::fatal, id, {{}, at.line, at.column}, std::move(text));
  return false;
}

}  // namespace

bool read_json(std::string_view bytes, JsonHandler& handler, const Limits& limits, std::size_t Limits::*max_bytes, Issues& issues) {
  if (bytes.size() > limits.*max_bytes) {
    return refuse(issues, limit_id(max_bytes), {}, "The document has more than " + std::to_string(limits.*max_bytes) + " bytes. Send it in parts.");
  }
  const std::size_t invalid = find_invalid_utf8(bytes);
  if (invalid != std::string_view::npos) {
    return refuse(issues, "json.utf8", position_of(bytes.substr(0, invalid), invalid),
                  "The bytes here are not UTF-8, the only encoding of JSON. Save or send the document as UTF-8.");
  }
  const std::size_t begin = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  return JsonParser(bytes, begin, handler, limits, issues).run();
}

}  // namespace caseway::formats
