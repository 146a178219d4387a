// Element paths of a policy, checked against the R4 model when they are compiled.
//
//   path      = step *( "." step ) [ ".*" ]      ".*": everything below, free text too
//   step      = name *( "[" test "]" )           name as written in R4 ("birthDate", "valueQuantity"), or "value[x]" for whichever type is there
//   test      = path "=" value *( "|" value )    an element with one of these values stands below;  extension[URL] is extension[url=URL]
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "caseway/element.h"

namespace caseway::policy {

struct Test;
struct Step {
  std::vector<DefRange> defs;  // more than one where a choice element before it allows several types
  std::vector<Test> tests;     // all of them must hold
  bool takes(Element element) const;
};
struct Path {
  std::vector<Step> steps;
  bool free_text = false;  // ends in ".*"
};
struct Test {
  Path path;
  std::vector<std::string> values;
  bool holds(Element element) const;
};

// Throws std::invalid_argument with a sentence ("Patient has no element `brithDate`; did you mean `birthDate`?").
Path compile_path(std::string_view text, TypeId from);

}  // namespace caseway::policy
