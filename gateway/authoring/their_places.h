// A document of theirs as a list of places with what each says: what mapping check compares, shows to people and makes smaller.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "caseway/partner.h"
#include "mapping/plan.h"

namespace caseway::authoring {

struct TheirPlace {
  std::string place;  // "row 2, column dob", "/root/a[2]/@b", "patient.name[0]": as the ledger names it
  std::string value;
  mapping::Index column = mapping::kNone;  // csv
};

// In document order; empty cells too.
std::vector<TheirPlace> places_of(const mapping::Plan& plan, const std::vector<Part>& parts);
// The place without its positions: "column dob", "/root/a/@b".
std::string bare_place(std::string_view place);
// The document with every invented text its own, also where one text of ours was written to several places; the same when there is none such.
std::vector<Part> told_apart(const std::vector<Part>& parts);
// csv: the document without what the cells say whose turn is 0; `keep` is by places_of().
std::vector<Part> with_cells(const mapping::Plan& plan, const std::vector<Part>& parts, const std::vector<char>& keep);
// csv: the same with these cells; they are places_of(), with other values.
std::vector<Part> with_values(const mapping::Plan& plan, const std::vector<Part>& parts, const std::vector<TheirPlace>& places);

}  // namespace caseway::authoring
