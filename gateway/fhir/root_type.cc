#include "fhir/root_type.h"

#include <algorithm>
#include <string>

namespace caseway::fhir {
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

}  // namespace

std::string_view root_type(std::string_view head, bool xml) {
  skip(head, "\xEF\xBB\xBF");
  return xml ? xml_root(head) : json_root(head);
}

}  // namespace caseway::fhir
