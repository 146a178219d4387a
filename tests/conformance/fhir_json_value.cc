#include "conformance/fhir_json_value.h"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <stdexcept>

namespace caseway::conformance {

namespace {

struct Builder : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
  explicit Builder(JsonValue& root) : root_(root) {}

  JsonValue& place() {
    if (open_.empty()) return root_;
    JsonValue& top = *open_.back();
    return top.kind == 'o' ? top.members[key_] : top.items.emplace_back();
  }
  bool put(char kind, std::string text) {
    JsonValue& value = place();
    value.kind = kind;
    value.text = std::move(text);
    return true;
  }
  bool start(char kind) {
    JsonValue& value = place();
    value.kind = kind;
    open_.push_back(&value);
    return true;
  }
  bool end() {
    open_.pop_back();
    return true;
  }
  bool Null() { return put('0', "null"); }
  bool Bool(bool b) { return put('t', b ? "true" : "false"); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) { return put('n', std::string(text, length)); }
  bool String(const char* text, rapidjson::SizeType length, bool) { return put('s', std::string(text, length)); }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    key_.assign(text, length);
    return true;
  }
  bool StartObject() { return start('o'); }
  bool EndObject(rapidjson::SizeType) { return end(); }
  bool StartArray() { return start('a'); }
  bool EndArray(rapidjson::SizeType) { return end(); }

 private:
  JsonValue& root_;
  std::vector<JsonValue*> open_;
  std::string key_;
};

bool is_test_tag(const JsonValue& coding) {
  const auto code = coding.members.find("code");
  return code != coding.members.end() && code->second.text == "HTEST";
}

void append(const JsonValue& value, const std::string& path, std::string& out, std::vector<std::string>& divs) {
  for (const auto& [name, member] : value.members) {
    if (name == "div" && member.kind == 's') {
      divs.push_back(member.text);
    } else {
      append(member, path + "." + name, out, divs);
    }
  }
  std::size_t position = 0;
  for (const JsonValue& item : value.items) append(item, path + "[" + std::to_string(position++) + "]", out, divs);
  if (value.members.empty() && value.items.empty() && value.kind != '0') out += path + " = " + value.kind + value.text + "\n";
}

}  // namespace

JsonValue parse_json(const std::string& text) {
  JsonValue root;
  Builder builder(root);
  rapidjson::Reader reader;
  rapidjson::StringStream stream(text.c_str());
  const auto result = reader.Parse<rapidjson::kParseNumbersAsStringsFlag>(stream, builder);
  if (result.IsError()) throw std::runtime_error(rapidjson::GetParseError_En(result.Code()));
  return root;
}

void drop_test_tags(JsonValue& value) {
  for (auto& [name, member] : value.members) drop_test_tags(member);
  for (JsonValue& item : value.items) drop_test_tags(item);
  const auto meta = value.members.find("meta");
  if (meta == value.members.end()) return;
  for (const char* const list : {"security", "tag"}) {
    const auto codings = meta->second.members.find(list);
    if (codings == meta->second.members.end()) continue;
    std::erase_if(codings->second.items, is_test_tag);
    if (codings->second.items.empty()) meta->second.members.erase(codings);
  }
  if (meta->second.members.empty()) value.members.erase(meta);
}

std::string canonical(const JsonValue& value, std::vector<std::string>& divs) {
  std::string out;
  append(value, {}, out, divs);
  return out;
}

}  // namespace caseway::conformance
