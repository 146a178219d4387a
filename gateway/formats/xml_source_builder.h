// Builds an XmlSource from the reader's events, in one pass.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formats/xml_markup.h"
#include "formats/xml_reader.h"
#include "formats/xml_source.h"

namespace caseway::formats {

class XmlSourceBuilder final : public XmlHandler {
 public:
  // `max_bytes` bounds the text that the source holds: markup with its namespaces declared again is longer than it was.
  XmlSourceBuilder(XmlSource& source, const XmlSource::Shape& shape, std::size_t max_bytes, Issues& issues);
  bool start_element(const XmlName& name, std::span<const XmlAttribute> attributes, Position at) override;
  bool end_element(const XmlName& name) override;
  bool text(std::string_view piece, Position at) override;

 private:
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  // The name's number; 0 when there are too many, the issue is there then.
  std::uint16_t intern(const XmlName& name, bool is_attribute, Position at);
  bool is_opaque(const XmlName& name) const;
  bool add_attributes(std::string_view element, std::span<const XmlAttribute> attributes, std::uint32_t parent, Position at);
  void end_text_run();
  bool has_room(Position at);
  std::uint32_t add_leaf(std::uint32_t node);

  XmlSource& source_;
  XmlSource::Shape shape_;
  std::size_t max_bytes_;
  Issues& issues_;
  XmlMarkup markup_;
  std::unordered_map<std::string, std::uint16_t, TextHash, std::equal_to<>> numbers_;
  std::string scratch_;
  std::vector<std::uint32_t> open_;  // elements that are not yet closed
  bool in_section_ = false;          // the innermost open element is a section
  std::size_t run_start_ = 0;        // where the text run at hand begins in the heap
  bool run_is_blank_ = true;
  Position run_at_;
};

}  // namespace caseway::formats
