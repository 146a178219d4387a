// How a file differs from those that its sender has sent so far: what an operator decides before anything of it goes on.
//
//   renamed  a column is gone and a new one looks as it did: the same kind of values, and a name or a place that is near
//   missing  a column is gone; one that the mapping requires can be missing from a first file too
//   fresh    a column that neither the sender's files nor the mapping have had
//   code     a code that its table does not have, in three rows or more; fewer are told row by row as they are read
//   dates    day and month have changed places: numbers above 12 stand where the months were, and none where the days were
//   shrunk   a full list has lost more than half of its entries
//
// Of XML and JSON a column is a place (`person/birthDate`). What may be left out is missing only from several documents, where nearly all had it; an
// element whose content is known is renamed with all in it; a name is near only in the same element.
//
// Nothing is guessed: a name that is near two columns is a missing and a new one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "exchange/known_shape.h"

namespace caseway::exchange {

struct Change {
  enum class Kind : std::uint8_t { renamed, missing, fresh, code, dates, shrunk };
  Kind kind = Kind::fresh;
  std::string column;      // of the mapping, as in an overlay
  std::string header;      // that is new; `table.header` where tables are related
  std::string table;       // in whose name `header` begins, where tables are related: of a new column
  std::string code_table;  // and what is in it:
  std::string code, like;
  std::vector<std::string> forms;        // of dates, as they are now
  bool required = false;                 // of a missing column: the mapping cannot do without it
  std::uint64_t count = 0, of = 0;       // the evidence, in rows
  std::vector<std::string> may_mean;     // what an operator may say that it is: columns that the file lacks, its headers, codes of the table
  std::string text;                      // for people
  std::string accepted;                  // what was decided; "" nothing yet
  std::string meant;                     // the column, header or code that was decided for
  bool same(const Change& other) const;  // whatever was decided
};

std::string_view change_name(Change::Kind kind);
Change::Kind named_change(std::string_view name);

// `known`: nullptr for a first file. `change`s in the order of the tables and columns.
std::vector<Change> changes_of(const KnownShape* known, const mapping::Shape& now);

}  // namespace caseway::exchange
