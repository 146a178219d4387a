// JSON text: escaping in one place, and a small writer for reports and manifests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "caseway/export.h"
#include "formats/text_out.h"

namespace caseway::formats {

CASEWAY_API void append_json_string(std::string& out, std::string_view text);  // with the quotes; non-ASCII stays as it is
bool put_json_string(TextOut& out, std::string_view text);                     // the same; false when the text is not clean (text_out.h)

// Writer w(out, 2); w.object(); w.field("total", 12); w.key("issues"); w.array(); ... w.end(); w.end();   indent 0 writes one line
class CASEWAY_API JsonWriter {
 public:
  explicit JsonWriter(std::string& out, int indent = 2) : out_(out), indent_(indent) {}
  JsonWriter& object();
  JsonWriter& array();
  JsonWriter& end();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(int number);
  JsonWriter& value(bool truth);
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  // a finished JSON value
  template <class T>
  JsonWriter& field(std::string_view name, const T& v) {
    return key(name).value(v);
  }

 private:
  void before_value();
  void newline();
  std::string& out_;
  int indent_;
  std::string open_;  // one char per open container: '{' or '['
  bool first_ = true;
  bool after_key_ = false;
};

}  // namespace caseway::formats
