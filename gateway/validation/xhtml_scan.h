// The tags and texts of a narrative's div, one after the other. The div is well-formed: readers refuse one that is not (fhir/narrative.h), so
// what a scan meets here is either that, or the end.
#pragma once

#include <string_view>
#include <vector>

namespace caseway::validation {

struct XhtmlAttribute {
  std::string_view name;
  std::string_view value;  // as written, entities and all
};

struct XhtmlToken {
  enum class Kind { open, close, text, instruction, end };
  Kind kind = Kind::end;
  std::string_view name;  // of a tag
  std::string_view text;
  bool empty = false;  // an open tag that closes itself: <br/>
  std::vector<XhtmlAttribute> attributes;
};

class XhtmlScan {
 public:
  explicit XhtmlScan(std::string_view div) : rest_(div) {}
  const XhtmlToken& next();  // comments are passed over; valid until the next call

 private:
  void read_tag(std::string_view tag);

  std::string_view rest_;
  XhtmlToken token_;
};

}  // namespace caseway::validation
