// A language tag and its parts.
//
//   spec  https://www.rfc-editor.org/rfc/rfc5646#section-2.1 (well-formed tags without the grandfathered ones)
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace caseway::validation {

struct LanguageTag {
  enum Part : std::uint8_t { language, ext_lang, script, region, variant, extension, private_use };
  std::array<std::string_view, 7> parts{};  // the first of each; "" when absent
};

// Nothing when the text is no well-formed tag.
std::optional<LanguageTag> read_language_tag(std::string_view text);

}  // namespace caseway::validation
