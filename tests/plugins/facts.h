// Facts about a result, written by hand beside a golden. README.md has their grammar.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "caseway/element.h"
#include "caseway/partner.h"
#include "caseway/report.h"

namespace caseway::plugins_test {

// What a case came to: canonical documents of a reading case, parts of a writing case, issues of both.
struct Result {
  std::vector<Tree> documents;
  std::vector<Part> parts;  // unpacked; those of the form that the dialect chooses itself come first
  Issues issues;
  Counts total;  // what became of the values of the source
};

// Whether the facts say how many values are undecided: a case that does not has none.
bool tells_undecided(std::string_view facts, const std::string& file);

// Every element that "Observation[code.coding.code=93034-7].value" reaches from any resource of that type in the tree.
// Throws std::invalid_argument for a path that is no path.
std::vector<Element> reach(const Tree& tree, std::string_view path);

// One sentence per fact that does not hold; `facts` is the text of a .facts.json. Throws std::invalid_argument when it holds no facts.
std::vector<std::string> untrue_facts(std::string_view facts, const std::string& file, const Result& result);

}  // namespace caseway::plugins_test
