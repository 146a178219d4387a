// What stands around the entries of a Bundle, with one entry in their place, so that it is a Bundle itself.
//
// The one entry is {"fullUrl": MARK} with a mark that nothing else in the frame has. The writer's text of the frame, cut at that entry, is the head
// and the tail of the result; the writer's text of a Bundle with some entries, without such a head and tail, is those entries.
#pragma once

#include <string>
#include <string_view>

#include "caseway/element.h"
#include "fhir/stream.h"

namespace caseway::fhir {

class Mark {
 public:
  Mark() { next(); }
  const std::string& text() const { return text_; }
  void next() { text_ = "urn:caseway:entries:" + std::to_string(++number_); }  // another one, because this one is there already
  std::string entry(Form form) const;                                          // the entry as text of JSON or XML

 private:
  unsigned number_ = 0;
  std::string text_;
};

// The writer's text around the entries of a Bundle.
struct Around {
  std::string head;  // up to the first entry
  std::string tail;
  std::string_view between;  // "," in JSON
};

// Cuts the text of a Bundle whose only entry is the mark's. False when the mark is not there just once.
bool cut(std::string_view text, const Mark& mark, Form form, bool pretty, Around& around);

Tree bundle_of_mark(const Mark& mark, std::string_view type);  // a Bundle with nothing else; with a type unless that is ""

}  // namespace caseway::fhir
