// JSON's grammar (RFC 8259) as events: one pass, no recursion, nothing copied but strings with escapes. Only json_reader.cc uses it.
//
//   in      UTF-8 that has been checked
//   checks  the grammar, duplicate keys, lone surrogates in escapes, and the limits on depth, values, keys, strings and numbers
//   memory  the open objects' keys, and the strings that had escapes
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/limits.h"
#include "caseway/report.h"
#include "formats/json_keys.h"
#include "formats/json_reader.h"

namespace caseway::formats {

class JsonParser {
 public:
  // `begin` is behind a BOM; offsets are those in `bytes`.
  JsonParser(std::string_view bytes, std::size_t begin, JsonHandler& handler, const Limits& limits, Issues& issues);
  bool run();

 private:
  bool value();
  bool next_member();
  bool next_item();
  bool open(char bracket, bool (JsonHandler::*event)(std::size_t));
  bool close_object();
  bool close_array();
  bool literal(std::string_view word);
  bool number();
  bool string_value();
  bool key();
  // Reads the string that begins here. Without escapes `text` is a view of the bytes.
  bool string(std::string_view& text);
  bool unescape(const char* escape, const char* string_end, std::string_view& text);
  bool code_point(const char*& at, const char* end, char32_t& c);
  char* room(std::size_t bytes);  // that stays where it is

  bool take_digits();
  void skip_space();
  char peek() const { return at_ != end_ ? *at_ : '\0'; }
  std::size_t here() const { return offset(at_); }
  std::size_t offset(const char* at) const { return static_cast<std::size_t>(at - bytes_.data()); }

  bool count(const char* at);
  bool refuse(const char* id, const char* at, std::string text);
  bool wrong(const char* at, const char* sentence) { return refuse("json.syntax", at, sentence); }

  std::string_view bytes_;
  const char* at_;
  const char* end_;
  JsonHandler& handler_;
  const Limits& limits_;
  Issues& issues_;
  JsonKeys keys_;
  std::string open_;    // a bracket for each object and array that is open
  bool first_ = false;  // nothing came yet in the innermost
  std::size_t nodes_ = 0;
  std::vector<std::unique_ptr<char[]>> rooms_;
  std::size_t room_left_ = 0;
  char* room_ = nullptr;
};

}  // namespace caseway::formats
