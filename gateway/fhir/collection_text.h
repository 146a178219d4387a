// Several resources as one collection, as text, one resource at a time: byte for byte what write_json(), write_xml() or write_ndjson() give of
// fhir::Collection with all of them.
//
//   CollectionText text(Form::json, sink);
//   for (...) text.add(tree);
//   if (text.end()) ...                    // else what the sink got is to be thrown away
//
//   memory   one resource
//   issues   those of the writers, at their places in the collection
#pragma once

#include <memory>

#include "caseway/element.h"
#include "fhir/stream.h"

namespace caseway::fhir {

class CASEWAY_API CollectionText {
 public:
  CollectionText(Form form, formats::ByteSink& to);
  ~CollectionText();
  void add(const Tree& resource);
  bool end();  // whether everything could be written
  const Issues& issues() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseway::fhir
