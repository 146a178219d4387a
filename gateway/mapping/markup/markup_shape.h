// What documents of XML or JSON look like, without what they say: the shape of tables (mapping/tables/shape.h), where a place (element_paths.h) is a
// column and a document a row. Places that may be left out are no change when they are, so the shape says that it is `sparse`. Not of C-CDA, whose
// documents may have anywhere whatever its standard allows.
//
//   known    what a field has read, or decided otherwise: what is left is a place of nobody
//   time     linear in the nodes
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "caseway/report.h"
#include "formats/xml_source.h"
#include "mapping/plan.h"
#include "mapping/tables/shape.h"

namespace caseway::mapping {

class MarkupShape {
 public:
  explicit MarkupShape(const Plan& plan);
  // Of the document at hand: a field asks this node; the first one that has a table of codes, or dates, counts.
  void touch(const Field& field, std::size_t in_tuple, std::uint32_t node) { touched_.push_back({&field, in_tuple, node}); }
  void document(const formats::XmlSource& source, std::uint32_t base, const Ledger& ledger);
  std::string json();

 private:
  struct Touch {
    const Field* field;
    std::size_t in_tuple;
    std::uint32_t node;
  };
  struct Place {
    ColumnShape shape;
    CodesSeen codes;
    const Field* field = nullptr;
    std::size_t in_tuple = 0;
  };
  void describe(const Field& field, std::size_t in_tuple, Place& place) const;
  bool knows(const Place& place, std::string_view code) const;
  void count(Place& place, std::string_view text) const;

  const Plan& plan_;
  Shape shape_;
  std::deque<Place> places_;                                 // in the order in which they came
  std::map<std::string, std::size_t, std::less<>> by_path_;  // into places_
  std::vector<Touch> touched_;
};

}  // namespace caseway::mapping
