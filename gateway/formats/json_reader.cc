#include "formats/json_reader.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "formats/encoding.h"
#include "formats/json_keys.h"

// RapidJSON with its SSE2 scanning, under a name of its own: other files may include it without.
#if defined(__SSE2__)
#define RAPIDJSON_SSE2
#endif
#define RAPIDJSON_NAMESPACE caseway_rapidjson
#define RAPIDJSON_NAMESPACE_BEGIN namespace caseway_rapidjson {
#define RAPIDJSON_NAMESPACE_END }
#if defined(__clang__)  // its empty stack adds to a null pointer before it compares, which clang's UBSan reports
#pragma clang attribute push(__attribute__((no_sanitize("pointer-overflow"))), apply_to = function)
#endif
#include <rapidjson/reader.h>
#if defined(__clang__)
#pragma clang attribute pop
#endif

namespace caseway::formats {
namespace {

namespace rapid = caseway_rapidjson;

constexpr std::size_t kSlack = 16;  // RapidJSON reads whole aligned blocks of 16 bytes

struct Sentence {
  rapid::ParseErrorCode code;
  const char* text;
};
constexpr Sentence kSentences[] = {
    {rapid::kParseErrorDocumentRootNotSingular, "There is something after the end of the JSON document. Send one document per file."},
    {rapid::kParseErrorValueInvalid,
     "A JSON value is expected here: an object, array, string, number, true, false or null. Comments and trailing commas are not JSON."},
    {rapid::kParseErrorObjectMissName, "A key in double quotes is expected here. Look for a trailing comma, a comment or a key without quotes."},
    {rapid::kParseErrorObjectMissColon, "A colon is missing between a key and its value."},
    {rapid::kParseErrorObjectMissCommaOrCurlyBracket, "A comma or the closing brace of an object is missing; the document may be cut off."},
    {rapid::kParseErrorArrayMissCommaOrSquareBracket, "A comma or the closing bracket of an array is missing; the document may be cut off."},
    {rapid::kParseErrorStringUnicodeEscapeInvalidHex, "\\u in a string must be followed by four hexadecimal digits."},
    {rapid::kParseErrorStringEscapeInvalid,
     "A string holds an escape that JSON does not know, or a raw control character (a line break or tab must be written \\n or \\t)."},
    {rapid::kParseErrorStringMissQuotationMark, "A string has no closing quotation mark; the document may be cut off, or holds a NUL character."},
    {rapid::kParseErrorNumberTooBig, "A number is too big to be a number of any system. Correct it at the sender."},
    {rapid::kParseErrorNumberMissFraction, "A number has a decimal point without digits after it."},
    {rapid::kParseErrorNumberMissExponent, "A number has an exponent sign without digits after it."},
};

constexpr const char* kHalfPair = "A string holds half of a surrogate pair (\\uD800 to \\uDFFF alone), which is no character.";

const char* sentence(rapid::ParseErrorCode code) {
  for (const Sentence& s : kSentences) {
    if (s.code == code) return s.text;
  }
  return "This is not JSON.";
}

std::string too_many_digits(const Limits& limits) {
  return "A number has more than " + std::to_string(limits.number_chars) + " characters. Correct it at the sender.";
}

// Whether any \uDC00-\uDFFF is written, which RapidJSON lets stand alone.
bool has_low_surrogate_escape(std::string_view bytes) {
  for (std::size_t at = bytes.find("\\u"); at != std::string_view::npos; at = bytes.find("\\u", at + 2)) {
    if (at + 3 < bytes.size() && (bytes[at + 2] | 0x20) == 'd' && std::strchr("cdefCDEF", bytes[at + 3]) != nullptr) return true;
  }
  return false;
}

// RapidJSON's events as ours, with the checks that it does not make.
class Events {
 public:
  using Ch = char;
  Events(JsonHandler& handler, const Limits& limits, std::string_view bytes, std::size_t base, rapid::InsituStringStream& stream, Issues& issues)
      : handler_(handler),
        limits_(limits),
        bytes_(bytes),
        base_(base),
        stream_(stream),
        issues_(issues),
        check_strings_(has_low_surrogate_escape(bytes)) {}

  std::size_t told() const { return told_; }  // how many events the handler has had

  bool Null() { return count() && handler_.null(here() - 4); }
  bool Bool(bool value) { return count() && handler_.boolean(value, here() - (value ? 4 : 5)); }
  bool RawNumber(const char*, rapid::SizeType length, bool) {
    if (length > limits_.number_chars) {
      return refuse("limit.number_chars", too_many_digits(limits_));
    }
    return count() && handler_.number(bytes_.substr(here(), length), here());
  }
  bool String(const char* text, rapid::SizeType length, bool) {
    if (length > limits_.string_bytes) {
      return refuse("limit.string_bytes", "A text has more than " + std::to_string(limits_.string_bytes) + " bytes. Send it as a file of its own.");
    }
    return count() && check_text({text, length}) && handler_.string({text, length}, here());
  }
  bool Key(const char* text, rapid::SizeType length, bool) {
    const std::string_view key(text, length);
    if (length > limits_.name_bytes) {
      return refuse("limit.name_bytes", "A key has more than " + std::to_string(limits_.name_bytes) + " bytes.");
    }
    if (!keys_.add(key, here())) return duplicate(here());
    ++told_;
    return check_text(key) && handler_.key(key, here());
  }
  bool StartObject() {
    keys_.open();
    return open() && handler_.start_object(here());
  }
  bool EndObject(rapid::SizeType) {
    --depth_;
    ++told_;
    const std::size_t twice = keys_.close();
    if (twice != JsonKeys::kNone) return duplicate(twice);
    return handler_.end_object(here());
  }
  bool StartArray() { return open() && handler_.start_array(here()); }
  bool EndArray(rapid::SizeType) {
    --depth_;
    ++told_;
    return handler_.end_array(here());
  }

  // Never called: numbers come as text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

 private:
  std::size_t here() const { return base_ + stream_.Tell(); }

  bool count() {
    ++told_;
    if (++nodes_ <= limits_.nodes) return true;
    return refuse("limit.nodes", "The document has more than " + std::to_string(limits_.nodes) + " values. Send it in parts.");
  }
  bool open() {
    if (++depth_ <= limits_.depth) return count();
    return refuse("limit.depth", "Objects and arrays are nested more than " + std::to_string(limits_.depth) + " deep.");
  }
  bool check_text(std::string_view text) {
    if (!check_strings_ || is_utf8(text)) return true;
    return refuse("json.utf8", kHalfPair);
  }
  bool duplicate(std::size_t offset) {
    return refuse_at("json.duplicate_key", "An object has the same key twice; which value counts would be a guess. Remove one.", offset);
  }
  bool refuse(const char* id, std::string text) { return refuse_at(id, std::move(text), here()); }
  bool refuse_at(const char* id, std::string text, std::size_t offset) {
    const Position at = position_of(bytes_, offset);
    issues_.add(Severity::fatal, id, {{}, at.line, at.column}, std::move(text));
    return false;
  }

  JsonHandler& handler_;
  const Limits& limits_;
  std::string_view bytes_;
  std::size_t base_;  // of the stream in the bytes: behind the BOM
  rapid::InsituStringStream& stream_;
  Issues& issues_;
  bool check_strings_;
  JsonKeys keys_;
  std::size_t depth_ = 0;
  std::size_t nodes_ = 0;
  std::size_t told_ = 0;
};

// Passes events on, but for the first ones, which the handler has had already.
class Resumed : public JsonHandler {
 public:
  Resumed(JsonHandler& handler, std::size_t had) : handler_(handler), had_(had) {}
  bool null(std::size_t offset) override { return skip() || handler_.null(offset); }
  bool boolean(bool value, std::size_t offset) override { return skip() || handler_.boolean(value, offset); }
  bool number(std::string_view text, std::size_t offset) override { return skip() || handler_.number(text, offset); }
  bool string(std::string_view text, std::size_t offset) override { return skip() || handler_.string(text, offset); }
  bool key(std::string_view text, std::size_t offset) override { return skip() || handler_.key(text, offset); }
  bool start_object(std::size_t offset) override { return skip() || handler_.start_object(offset); }
  bool end_object(std::size_t offset) override { return skip() || handler_.end_object(offset); }
  bool start_array(std::size_t offset) override { return skip() || handler_.start_array(offset); }
  bool end_array(std::size_t offset) override { return skip() || handler_.end_array(offset); }

 private:
  bool skip() { return had_ > 0 && had_-- > 0; }

  JsonHandler& handler_;
  std::size_t had_;
};

// Replaces the digits of every exponent outside strings by zeros, so that RapidJSON, which compares them with a double's, takes each number.
void flatten_exponents(std::string& text) {
  bool exponent = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\';
    } else if (c == 'e' || c == 'E') {
      exponent = at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9';
    } else if (exponent && c >= '0' && c <= '9') {
      text[at] = '0';
    } else if (c != '+' && c != '-') {
      exponent = false;
    }
  }
}

bool refuse(Issues& issues, std::string id, Position at, std::string text) {
  issues.add(Severity::fatal, std::move(id), {{}, at.line, at.column}, std::move(text));
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
  const std::size_t base = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::size_t size = bytes.size() - base;

  // Parsed in place, in a copy: strings are unescaped where they stand and keys keep their address until their object ends.
  std::string text;
  const auto copy = [&] {
    text.reserve(size + kSlack);
    text.assign(bytes, base, size).append(kSlack, '\0');
  };
  copy();
  rapid::InsituStringStream stream(text.data());
  rapid::ParseResult result;
  std::size_t told = 0;
  const auto parse = [&](JsonHandler& to) {
    Events events(to, limits, bytes, base, stream, issues);
    rapid::Reader reader;
    constexpr unsigned kFlags = rapid::kParseInsituFlag | rapid::kParseIterativeFlag | rapid::kParseNumbersAsStringsFlag;
    result = reader.Parse<kFlags>(stream, events);
    told = events.told();
  };
  parse(handler);
  if (result.Code() == rapid::kParseErrorNumberTooBig) {  // for a double, and we want none: once more, from where the handler stands
    copy();
    flatten_exponents(text);
    stream = rapid::InsituStringStream(text.data());
    Resumed rest(handler, told);
    parse(rest);
  }

  if (!result.IsError() && stream.Tell() < size) {  // RapidJSON takes a NUL for the end
    return refuse(issues, "json.syntax", position_of(bytes, base + stream.Tell()), sentence(rapid::kParseErrorDocumentRootNotSingular));
  }
  if (!result.IsError()) return true;
  if (result.Code() == rapid::kParseErrorTermination) return false;  // the issue is there already
  if (result.Code() == rapid::kParseErrorDocumentEmpty && result.Offset() == size) {
    return refuse(issues, "json.empty", {}, "The document is empty.");
  }
  const std::size_t offset = base + result.Offset();
  if (result.Code() == rapid::kParseErrorNumberTooBig && bytes.find_first_not_of("+-.0123456789Ee", offset) - offset > limits.number_chars) {
    return refuse(issues, "limit.number_chars", position_of(bytes, offset), too_many_digits(limits));
  }
  if (result.Code() == rapid::kParseErrorStringUnicodeSurrogateInvalid) return refuse(issues, "json.utf8", position_of(bytes, offset), kHalfPair);
  return refuse(issues, "json.syntax", position_of(bytes, offset), sentence(result.Code()));
}

}  // namespace caseway::formats
