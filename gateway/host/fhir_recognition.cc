// What the beginning of a payload shows: which form of FHIR it is, and of which resource.
#include <algorithm>

#include "fhir/model.h"
#include "fhir/root_type.h"
#include "host/fhir_dialect.h"

namespace caseway::host {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

void skip_blank(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size())); }

void skip_mark(std::string_view& text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
}

// The end of the JSON object that `text` begins with, npos when it does not end there.
std::size_t end_of_object(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

// One object to a line, and another one after it; one line alone is NDJSON when its file is named so.
bool is_ndjson(std::string_view head, std::string_view file_name) {
  skip_blank(head);
  if (!head.starts_with("{")) return false;
  if (file_name.ends_with(".ndjson")) return true;
  const std::string_view line = head.substr(0, head.find('\n'));
  if (line.size() == head.size() || end_of_object(line) == std::string_view::npos) return false;
  head.remove_prefix(line.size());
  skip_blank(head);
  return head.starts_with("{");
}

}  // namespace

std::string_view fhir_root(std::string_view head, fhir::Form form) { return fhir::root_type(head, form == fhir::Form::xml); }

Partner::Recognition FhirDialect::recognise(std::string_view head, std::string_view file_name) const {
  const auto root = fhir_root(head, form_);
  if (root.empty()) return {};
  skip_mark(head);
  if (form_ != fhir::Form::xml && is_ndjson(head, file_name) != (form_ == fhir::Form::ndjson)) return {};
  constexpr int kSure = 90;  // a dialect of FHIR that knows its own is surer
  constexpr std::string_view kNames[] = {"FHIR R4 JSON", "FHIR R4 XML", "FHIR R4 NDJSON"};
  const std::string what(kNames[static_cast<std::size_t>(form_)]);
  const auto type = fhir::find_type(root);
  const bool known = type != kNoType && fhir::type(type).kind == fhir::Kind::resource;
  return {kSure, known ? what + ", " + std::string(root) : what};
}

}  // namespace caseway::host
