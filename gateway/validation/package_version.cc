#include "validation/package_version.h"

#include <algorithm>

namespace caseway::validation {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int sign(int order) { return (order > 0) - (order < 0); }

int compare_numbers(std::string_view a, std::string_view b) {
  a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
  b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return sign(a.compare(b));
}

// Numbers are older than words, as SemVer has it.
int compare_parts(std::string_view a, std::string_view b) {
  if (is_number(a) && is_number(b)) return compare_numbers(a, b);
  if (is_number(a) != is_number(b)) return is_number(a) ? -1 : 1;
  return sign(a.compare(b));
}

std::string_view take_part(std::string_view& text) {
  const std::size_t dot = std::min(text.find('.'), text.size());
  const std::string_view part = text.substr(0, dot);
  text.remove_prefix(std::min(dot + 1, text.size()));
  return part;
}

int compare_dotted(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (const int order = compare_parts(take_part(a), take_part(b)); order != 0) return order;
  }
  return static_cast<int>(b.empty()) - static_cast<int>(a.empty());
}

}  // namespace

int compare_versions(std::string_view a, std::string_view b) {
  a = a.substr(0, a.find('+'));
  b = b.substr(0, b.find('+'));
  const std::size_t dash_a = std::min(a.find('-'), a.size());
  const std::size_t dash_b = std::min(b.find('-'), b.size());
  if (const int order = compare_dotted(a.substr(0, dash_a), b.substr(0, dash_b)); order != 0) return order;
  const bool released_a = dash_a == a.size();
  const bool released_b = dash_b == b.size();
  if (released_a || released_b) return static_cast<int>(released_a) - static_cast<int>(released_b);
  return compare_dotted(a.substr(dash_a + 1), b.substr(dash_b + 1));
}

bool version_fits(std::string_view version, std::string_view wanted) {
  if (version == wanted) return true;
  if (wanted.ends_with(".x") || wanted.ends_with(".*")) wanted.remove_suffix(2);
  return !wanted.empty() && version.starts_with(wanted) && (version.size() == wanted.size() || version[wanted.size()] == '.');
}

}  // namespace caseway::validation
