#include "formats/text_file.h"

#include <algorithm>

#include "formats/csv_scan.h"
#include "formats/encoding.h"

namespace caseway::formats {
namespace {

constexpr std::size_t kBlock = 256u << 10;
constexpr std::string_view kUtf8Bom = "\xEF\xBB\xBF";

// How much of a block of UTF-8 ends with a whole code point; what is no UTF-8 is left as it is, for the check to find.
std::size_t whole_code_points(std::string_view block) {
  for (std::size_t back = 1; back <= 3 && back <= block.size(); ++back) {
    const auto byte = static_cast<unsigned char>(block[block.size() - back]);
    if ((byte & 0xC0u) == 0x80u) continue;
    const std::size_t length = byte >= 0xF0u ? 4 : byte >= 0xE0u ? 3 : byte >= 0xC0u ? 2 : 1;
    return length > back ? block.size() - back : block.size();
  }
  return block.size();
}

// The same of UTF-16: no half unit, no half pair, and no block that begins with U+FEFF, which would be taken as a byte order mark.
std::size_t whole_utf16(std::string_view block, std::uint64_t left, bool big) {
  auto end = block.size() - block.size() % 2;
  if (left <= block.size()) return block.size();
  const auto unit = [&](std::size_t at) {
    const auto a = static_cast<unsigned char>(block[at]), b = static_cast<unsigned char>(block[at + 1]);
    return big ? a << 8 | b : b << 8 | a;
  };
  end -= 2;  // the next block's first unit is seen here
  while (end > 2 && ((unit(end - 2) & 0xFC00) == 0xD800 || unit(end) == 0xFEFF)) end -= 2;
  return end;
}

}  // namespace

TextFile::TextFile(const ByteSource& bytes, std::string_view encoding) : bytes_(bytes), encoding_(encoding) {
  const bool told = !encoding_.empty();
  std::string head;
  read_range(bytes, 0, std::min<std::uint64_t>(bytes.size(), kUtf8Bom.size()), head);
  const bool bom = head == kUtf8Bom;
  const bool utf8 = look_through();
  if (!told) encoding_ = ascii_ || bom || utf8 ? "utf-8" : sniff_encoding(head);
  if (!told && encoding_ == "utf-8" && !ascii_ && !bom && !utf8) encoding_ = "windows-1252";
  if (encoding_ != "utf-8") {
    good_ = convert();
    if (good_) look_through();
  } else if (!ascii_) {
    good_ = utf8 || !(bom || told);
    if (bom) begin_ = kUtf8Bom.size();
  }
}

bool TextFile::look_through() {
  std::string block;
  bool utf8 = true;
  std::uint64_t lines = 1;
  ascii_ = true;
  nul_line_ = 0;
  for (std::uint64_t at = 0; at < end();) {
    range(at, std::min(end(), at + kBlock), block);
    if (block.empty()) break;  // it was cut while we read
    if (at + block.size() < end()) block.resize(whole_code_points(block));
    at += block.size();
    const bool ascii = is_ascii(block);
    ascii_ = ascii_ && ascii;
    utf8 = utf8 && (ascii || is_utf8(block));
    if (nul_line_ != 0) continue;
    const auto nul = block.find('\0');
    lines += static_cast<std::uint64_t>(
        std::count(block.begin(), nul == std::string::npos ? block.end() : block.begin() + static_cast<std::ptrdiff_t>(nul), '\n'));
    if (nul != std::string::npos) nul_line_ = lines;
  }
  return utf8;
}

bool TextFile::convert() {
  Spool spool;
  FileSink to(spool.descriptor());
  const bool utf16 = encoding_.starts_with("utf-16");
  std::string block, text;
  for (std::uint64_t at = 0; at < bytes_.size();) {
    read_range(bytes_, at, std::min(bytes_.size(), at + kBlock), block);
    if (block.empty()) break;
    if (utf16) block.resize(whole_utf16(block, bytes_.size() - at, encoding_ == "utf-16be"));
    at += block.size();
    if (!to_utf8(block, encoding_, text)) return false;
    to.write(text);
  }
  to.finish();
  spool_.emplace(std::move(spool));
  converted_.emplace(spool_->descriptor());
  return true;
}

}  // namespace caseway::formats
