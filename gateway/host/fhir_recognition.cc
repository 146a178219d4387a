// What the beginning of a payload shows: which form of FHIR it is, and of which resource.
#include <algorithm>

#include "fhir/model.h"
#include "host/fhir_dialect.h"

namespace caseway::host {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

void skip_blank(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size())); }

bool skip(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// The text up to `end`, which is skipped too; everything when it does not come.
std::string_view take_until(std::string_view& text, std::string_view end) {
  const auto at = text.find(end);
  const auto taken = text.substr(0, at);
  text.remove_prefix(at == text.npos ? text.size() : at + end.size());
  return taken;
}

// "resourceType" may stand anywhere among the members of the outermost object; strings are skipped as strings, so that a text is not taken for a key.
std::string_view json_root(std::string_view head) {
  skip_blank(head);
  if (!skip(head, "{")) return {};
  for (int depth = 1; depth > 0 && !head.empty();) {
    const char c = head.front();
    head.remove_prefix(1);
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c != '"') continue;
    if (depth == 1 && skip(head, "resourceType\"")) {
      skip_blank(head);
      if (!skip(head, ":")) continue;
      skip_blank(head);
      return skip(head, "\"") ? take_until(head, "\"") : std::string_view();
    }
    while (!head.empty() && head.front() != '"') head.remove_prefix(std::min<std::size_t>(head.front() == '\\' ? 2 : 1, head.size()));
    skip(head, "\"");
  }
  return {};
}

std::string_view xml_root(std::string_view head) {
  for (skip_blank(head); !head.empty(); skip_blank(head)) {
    if (skip(head, "<?"))
      take_until(head, "?>");
    else if (skip(head, "<!--"))
      take_until(head, "-->");
    else
      break;
  }
  if (!skip(head, "<")) return {};
  const auto tag = take_until(head, ">");
  auto name = tag.substr(0, tag.find_first_of(" \t\r\n/"));
  const auto colon = name.find(':');
  const auto declaration = colon == name.npos ? std::string("xmlns") : "xmlns:" + std::string(name.substr(0, colon));
  if (colon != name.npos) name.remove_prefix(colon + 1);
  for (const char quote : {'"', '\''})
    if (tag.find(declaration + "=" + quote + "http://hl7.org/fhir" + quote) != tag.npos) return name;
  return {};
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

std::string_view fhir_root(std::string_view head, fhir::Form form) {
  skip(head, "\xEF\xBB\xBF");
  return form == fhir::Form::xml ? xml_root(head) : json_root(head);
}

Partner::Recognition FhirDialect::recognise(std::string_view head, std::string_view file_name) const {
  const auto root = fhir_root(head, form_);
  if (root.empty()) return {};
  skip(head, "\xEF\xBB\xBF");
  if (form_ != fhir::Form::xml && is_ndjson(head, file_name) != (form_ == fhir::Form::ndjson)) return {};
  constexpr std::string_view kNames[] = {"FHIR R4 JSON", "FHIR R4 XML", "FHIR R4 NDJSON"};
  const std::string what(kNames[static_cast<std::size_t>(form_)]);
  const auto type = fhir::find_type(root);
  const bool known = type != kNoType && fhir::type(type).kind == fhir::Kind::resource;
  return {100, known ? what + ", " + std::string(root) : what};
}

}  // namespace caseway::host
