#include "fuzz/rapidjson_oracle.h"

#include <rapidjson/reader.h>

#include <string>

#include "formats/encoding.h"

namespace caseway::fuzz {

Other rapidjson_says(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  // It would take a NUL for the end, and reads beyond the end where the last character is cut off.
  if (bytes.find('\0') != std::string_view::npos || !formats::is_utf8(bytes)) return Other::refuses;
  struct : rapidjson::BaseReaderHandler<> {
  } handler;
  const std::string text(bytes);
  rapidjson::StringStream stream(text.c_str());
  rapidjson::Reader reader;
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag;
  const auto result = reader.Parse<kFlags>(stream, handler);
  if (result.Code() == rapidjson::kParseErrorNumberTooBig) return Other::cannot_say;
  return result.IsError() ? Other::refuses : Other::accepts;
}

}  // namespace caseway::fuzz
