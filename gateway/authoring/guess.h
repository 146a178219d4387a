// What a column or element of a sample probably is: its name in the catalogue of plain names, and whether its values look like that. A guess always
// says why; where name and values do not agree, or the name is not known, nothing is guessed and that is said too.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "authoring/column_profile.h"
#include "mapping/plain_names.h"

namespace caseway::authoring {

struct Guess {
  std::string theirs;                        // "DOB", "phone_{n}", "client/@id"
  std::uint32_t up_to = 0;                   // of numbered columns
  std::optional<mapping::PlainPlace> place;  // also of what is not decided, when the name is known
  bool decided = false;
  bool always = false;              // there in every row of the sample
  bool needed = false;              // nothing is written without it
  std::string as;                   // converter
  std::vector<std::string> accept;  // date forms
  std::size_t digits = 0;
  std::string codes;                                      // name of its code table
  std::vector<std::pair<std::string, std::string>> rows;  // of the table: theirs, ours ("?" where that is not known)
  std::string ignore;                                     // why it is not carried; then there is no place
  std::string why;
};

struct GuessOptions {
  std::set<std::string> codes;  // columns whose codes may be shown, as normalised_header() has them
  bool month_first = true;      // of dates that could be either: what other columns of the sample show
  bool evidence = false;        // they do
};

// `thing` is what the column stands in: a table, an element.
Guess guess_column(const ColumnProfile& profile, std::string_view thing, const GuessOptions& options);
// The same where the place is known already (a key that is the number of its table's thing).
Guess guess_column(const ColumnProfile& profile, const mapping::PlainPlace& place, const GuessOptions& options);

// "client.birthDate" of the variable; the whole path of ours.
std::string ours_of(const mapping::PlainPlace& place);

}  // namespace caseway::authoring
