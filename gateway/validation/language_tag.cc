#include "validation/language_tag.h"

#include <algorithm>
#include <vector>

namespace caseway::validation {
namespace {

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_alpha(std::string_view text) { return std::all_of(text.begin(), text.end(), is_alpha); }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

bool is_language(std::string_view s) { return s.size() >= 2 && all_alpha(s); }
bool is_ext_lang(std::string_view s) { return s.size() == 3 && all_alpha(s); }
bool is_script(std::string_view s) { return s.size() == 4 && all_alpha(s); }
bool is_region(std::string_view s) { return (s.size() == 2 && all_alpha(s)) || (s.size() == 3 && all_digits(s)); }
bool is_variant(std::string_view s) { return s.size() >= 5 || (s.size() == 4 && is_digit(s.front())); }
bool is_private(std::string_view s) { return s == "x" || s == "X"; }
bool is_singleton(std::string_view s) { return s.size() == 1 && !is_private(s); }

// Subtags of one to eight letters and digits; nothing when one is not.
std::vector<std::string_view> subtags_of(std::string_view text) {
  std::vector<std::string_view> subtags;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t dash = std::min(text.find('-', at), text.size());
    const std::string_view subtag = text.substr(at, dash - at);
    const bool good =
        !subtag.empty() && subtag.size() <= 8 && std::all_of(subtag.begin(), subtag.end(), [](char c) { return is_alpha(c) || is_digit(c); });
    if (!good) return {};
    subtags.push_back(subtag);
    at = dash + 1;
  }
  return subtags;
}

// The order of the parts in a tag, and how many of each there may be.
struct Step {
  LanguageTag::Part part;
  bool (*fits)(std::string_view);
  std::size_t most;
};
constexpr std::array<Step, 5> kSteps = {{{LanguageTag::language, is_language, 1},
                                         {LanguageTag::ext_lang, is_ext_lang, 3},
                                         {LanguageTag::script, is_script, 1},
                                         {LanguageTag::region, is_region, 1},
                                         {LanguageTag::variant, is_variant, static_cast<std::size_t>(-1)}}};

}  // namespace

std::optional<LanguageTag> read_language_tag(std::string_view text) {
  const std::vector<std::string_view> subtags = subtags_of(text);
  LanguageTag tag;
  std::size_t at = 0;
  const auto keep = [&](LanguageTag::Part part) {
    if (tag.parts[part].empty()) tag.parts[part] = subtags[at];
    ++at;
  };
  for (const Step& step : kSteps) {
    for (std::size_t n = 0; n < step.most && at < subtags.size() && step.fits(subtags[at]); ++n) keep(step.part);
  }
  const bool only_private = !subtags.empty() && is_private(subtags.front());
  if (at == 0 && !only_private) return std::nullopt;
  while (at < subtags.size() && is_singleton(subtags[at])) {
    keep(LanguageTag::extension);
    const std::size_t begin = at;
    while (at < subtags.size() && subtags[at].size() > 1) ++at;
    if (at == begin) return std::nullopt;
  }
  if (at < subtags.size() && is_private(subtags[at]) && at + 1 < subtags.size()) {
    keep(LanguageTag::private_use);
    at = subtags.size();
  }
  if (at < subtags.size()) return std::nullopt;
  return tag;
}

}  // namespace caseway::validation
