#include "fhir/bundle_map.h"

#include <algorithm>
#include <limits>

#include "fhir/source_places.h"
#include "formats/encoding.h"
#include "formats/json_slicer.h"
#include "formats/xml_prolog.h"
#include "formats/xml_slicer.h"

namespace caseway::fhir {

namespace {

constexpr std::uint64_t kWindow = 256u << 10;
constexpr std::uint64_t kHead = 4u << 10;  // holds any XML declaration
constexpr std::uint64_t kNowhere = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kFewest = 2;  // entries: one alone gains nothing, and a collection of one document is that document (host/bundles.h)

// How much of the window ends with a whole character.
std::size_t whole_characters(std::string_view window) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(window.size(), 3); ++back) {
    const auto byte = static_cast<unsigned char>(window[window.size() - back]);
    if ((byte & 0xC0) == 0x80) continue;
    const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    return length > back ? window.size() - back : window.size();
  }
  return window.size();
}

struct Fault {
  std::uint64_t at = kNowhere;
  std::string bytes;  // from there on
};

// Feeds the slicer with all of the source and looks for the first byte that the reader would not even begin with.
template <class Slicer>
Fault scan(const formats::ByteSource& source, bool xml, Slicer& slicer) {
  Fault nul;
  std::string window;
  for (std::uint64_t offset = 0; offset < source.size();) {
    const std::uint64_t end = std::min(source.size(), offset + kWindow);
    formats::read_range(source, offset, end, window);
    if (window.empty()) break;  // the file was cut meanwhile: it is cut off
    std::string_view text = window;
    if (end < source.size()) text = text.substr(0, whole_characters(text));
    const std::size_t invalid = formats::find_invalid_utf8(text);
    if (invalid != std::string_view::npos) return {offset + invalid, std::string(text.substr(invalid, 8))};
    const std::size_t zero = xml && nul.at == kNowhere ? text.find('\0') : std::string_view::npos;
    if (zero != std::string_view::npos) nul = {offset + zero, std::string(1, '\0')};
    slicer.feed(text);
    offset += text.size();
  }
  return nul;
}

// The strict reader's own words for a fault that it looks for before it reads.
void tell(const Fault& fault, const formats::ByteSource& source, const StreamOptions& options, Issues& issues) {
  Issues found;
  Tree none;
  reader_of(options.from)(fault.bytes, options.limits, found, none, nullptr, {});
  const formats::Position at = SourcePlaces(source, false).at(fault.at);
  for (Issue issue : found.all()) {
    issue.place.line = at.line;
    issue.place.column = at.column;
    issues.add(std::move(issue));
  }
}

template <class Slicer>
bool map(const formats::ByteSource& source, const StreamOptions& options, Issues& issues, std::optional<formats::Slices>& slices) {
  Slicer slicer("entry", options.slice_bytes);
  const Fault fault = scan(source, options.from == Form::xml, slicer);
  formats::Slices found = slicer.finish();
  if (found.root != "Bundle" || found.items < kFewest) return false;
  if (fault.at != kNowhere) {
    tell(fault, source, options, issues);
  } else {
    slices = std::move(found);
  }
  return true;
}

}  // namespace

bool map_bundle(const formats::ByteSource& source, const StreamOptions& options, Issues& issues, std::optional<formats::Slices>& slices) {
  if (options.from == Form::json) return map<formats::JsonSlicer>(source, options, issues, slices);
  std::string head;
  formats::read_range(source, 0, std::min(source.size(), kHead), head);
  return formats::is_plain_utf8(head) && map<formats::XmlSlicer>(source, options, issues, slices);
}

Limits limits_of_part(const Limits& document) {
  Limits limits = document;
  limits.json_bytes = limits.xml_bytes = limits.bundle_entries = std::numeric_limits<std::size_t>::max();
  return limits;
}

}  // namespace caseway::fhir
