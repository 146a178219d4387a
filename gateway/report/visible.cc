#include "report/visible.h"

namespace caseway::report {

std::string visible(std::string_view utf8) {
  constexpr unsigned char kDelete = 0x7f;
  std::string made;
  made.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    const bool second =
        c == 0xC2 && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) >= 0x80 && static_cast<unsigned char>(utf8[i + 1]) < 0xA0;
    if (second) {
      made += "\xEF\xBF\xBD";
      ++i;
    } else if (c == kDelete) {
      made += "\xE2\x90\xA1";
    } else if (c < 0x20 && c != '\n' && c != '\t') {
      made += "\xE2\x90";
      made += static_cast<char>(0x80 + c);
    } else {
      made += utf8[i];
    }
  }
  return made;
}

}  // namespace caseway::report
