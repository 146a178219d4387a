// XHTML events as the text of a Narrative's div: XHTML by default namespace whatever prefix the source used, comments kept.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/xml_reader.h"

namespace caseway::fhir {

class XmlDiv {
 public:
  void start(const formats::XmlName& name, std::span<const formats::XmlAttribute> attributes);
  void end(const formats::XmlName& name);
  void text(std::string_view piece);
  void comment(std::string_view text);
  std::string_view result() const { return out_; }
  void clear();

 private:
  void finish_tag();
  void attribute(const formats::XmlAttribute& attribute);

  std::string out_;
  std::vector<std::string> namespaces_;  // the default namespace in each open element
  std::vector<std::string> declared_;    // prefixes declared in the tag being written
  bool in_tag_ = false;
};

// The div as it stands in the source: it is XML text in JSON too, so its spelling is kept to the byte. Only for sources in UTF-8 and divs that
// declare what they use; others are made from their events.
class DivSource {
 public:
  explicit DivSource(std::string_view bytes);
  // The element whose tag begins at `at`; "" when its text cannot be taken as it stands. Cheap when asked in ascending order.
  std::string_view slice(formats::Position at);

 private:
  bool next_line();
  bool go_to(formats::Position at);

  std::string_view bytes_;  // empty when unusable
  std::size_t offset_ = 0;  // of `at_`: only forward, so that all divs together cost one pass
  formats::Position at_{1, 1};
};

}  // namespace caseway::fhir
