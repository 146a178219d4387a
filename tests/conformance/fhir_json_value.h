// JSON as a second parser sees it, for comparing: members sorted, numbers as they are written, a narrative's div apart.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::conformance {

struct JsonValue {
  char kind = '0';  // 'o' object, 'a' array, 's' string, 'n' number, 't' true or false, '0' null
  std::string text;
  std::map<std::string, JsonValue> members;
  std::vector<JsonValue> items;
};

JsonValue parse_json(const std::string& text);  // throws std::runtime_error

// What HL7's publisher puts in meta.security in XML and in meta.tag in JSON: codings with the code HTEST, and what is empty without them.
void drop_test_tags(JsonValue& value);

// One line per value, "path = value"; divs are collected in `divs` instead. null is padding, no value: some writers leave out a list that is
// all padding, we keep it.
std::string canonical(const JsonValue& value, std::vector<std::string>& divs);

}  // namespace caseway::conformance
