#include "formats/json_writer.h"

#include <array>
#include <charconv>

namespace caseway::formats {
namespace {

// What a byte becomes inside a string; "" stands for itself.
using Escapes = std::array<std::string_view, 256>;

constexpr char kHex[] = "0123456789abcdef";
constexpr auto kControls = [] {
  std::array<std::array<char, 6>, 0x20> controls{};
  for (std::size_t i = 0; i < controls.size(); ++i) controls[i] = {'\\', 'u', '0', '0', kHex[i >> 4], kHex[i & 15]};
  return controls;
}();

constexpr Escapes make_escapes() {
  Escapes escapes{};
  for (std::size_t i = 0; i < kControls.size(); ++i) escapes[i] = {kControls[i].data(), kControls[i].size()};
  escapes['\b'] = "\\b";
  escapes['\f'] = "\\f";
  escapes['\n'] = "\\n";
  escapes['\r'] = "\\r";
  escapes['\t'] = "\\t";
  escapes['"'] = "\\\"";
  escapes['\\'] = "\\\\";
  return escapes;
}
constexpr Escapes kEscapes = make_escapes();

void append_number(std::string& out, auto number) {
  char digits[24];
  const auto result = std::to_chars(std::begin(digits), std::end(digits), number);
  out.append(digits, result.ptr);
}

}  // namespace

bool put_json_string(TextOut& out, std::string_view text) {
  out.put('"');
  const bool clean = out.put_escaped<'"', '\\', '"'>(text, [](char byte) { return kEscapes[static_cast<unsigned char>(byte)]; });
  out.put('"');
  return clean;
}

void append_json_string(std::string& out, std::string_view text) {
  TextOut to(out);
  put_json_string(to, text);
}

JsonWriter& JsonWriter::object() {
  before_value();
  out_.push_back('{');
  open_.push_back('{');
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::array() {
  before_value();
  out_.push_back('[');
  open_.push_back('[');
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::end() {
  const char opened = open_.back();
  open_.pop_back();
  if (!first_) newline();
  out_.push_back(opened == '{' ? '}' : ']');
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  before_value();
  append_json_string(out_, name);
  out_.append(indent_ > 0 ? ": " : ":");
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  before_value();
  append_json_string(out_, text);
  return *this;
}

JsonWriter& JsonWriter::value(std::uint64_t number) {
  before_value();
  append_number(out_, number);
  return *this;
}

JsonWriter& JsonWriter::value(int number) {
  before_value();
  append_number(out_, number);
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) { return raw(truth ? "true" : "false"); }
JsonWriter& JsonWriter::null() { return raw("null"); }

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  out_.append(json);
  return *this;
}

void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (open_.empty()) return;
  if (!first_) out_.push_back(',');
  first_ = false;
  newline();
}

void JsonWriter::newline() {
  if (indent_ == 0) return;
  out_.push_back('\n');
  out_.append(open_.size() * static_cast<std::size_t>(indent_), ' ');
}

}  // namespace caseway::formats
