#include "fhir/source_places.h"

#include <algorithm>

namespace caseway::fhir {

namespace {
constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::uint64_t kWindow = 64u << 10;
}  // namespace

void LineCount::pass(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n' || (xml_ && c == '\r')) {
      if (c == '\n' && after_cr_) {
        after_cr_ = false;
        continue;
      }
      at_ = {at_.line + 1, 1};
      after_cr_ = c == '\r';
      continue;
    }
    after_cr_ = false;
    if ((byte & 0xC0) == 0x80) continue;
    at_.column += xml_ && byte >= 0xF0 ? 2 : 1;
  }
}

SourcePlaces::SourcePlaces(const formats::ByteSource& source, bool xml) : source_(source), xml_(xml), count_(xml) { restart(); }

void SourcePlaces::restart() {
  count_ = LineCount(xml_);
  formats::read_range(source_, 0, std::min<std::uint64_t>(source_.size(), kBom.size()), window_);
  offset_ = window_ == kBom ? kBom.size() : 0;
}

formats::Position SourcePlaces::at(std::uint64_t offset) {
  if (offset < offset_) restart();
  while (offset_ < offset) {
    formats::read_range(source_, offset_, std::min(offset, offset_ + kWindow), window_);
    if (window_.empty()) break;
    count_.pass(window_);
    offset_ += window_.size();
  }
  return count_.position();
}

formats::Position moved(formats::Position place, formats::Position here, formats::Position there) {
  if (place.line == here.line) return {there.line, place.column - here.column + there.column};
  return {place.line - here.line + there.line, place.column};
}

}  // namespace caseway::fhir
