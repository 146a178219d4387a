// What a row is called, for the values that are kept of it: reading names the row as it came, writing the row as it will be sent, and both names are
// the same however the cells are spelled.
//
//   document   one table: its key; without one, what tells its row from others
//   instance   of a group, rows or numbered columns: the name of what is around, and what tells one instance from the others there
//   table      related tables: the table and its key, where ours carries it; else as of a group
//   apart      what `key` of the group says; without it the columns that go to an identifier of ours; where none of those is filled, all that go
//              both ways; the tests of the group's `when` in any case
//
// A name is a text like `referral_id="R-17"; need="N2"`, with dates and codes as ours has them. Never a position.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/plan.h"

namespace caseway::mapping {

class RowNames {
 public:
  using Cells = std::function<std::string_view(Index column)>;

  explicit RowNames(const Plan& plan);
  bool keeps(Index block) const { return keeps_[block] != 0; }  // a value of it, or of a group inside
  std::string document(const Cells& cells) const;               // of the root table, where there are several
  // `number` of a group of numbered columns, from 1.
  std::string instance(const Field& group, std::string_view around, const Cells& cells, std::uint32_t number = 0) const;

 private:
  struct Part {
    Index column;
    const Field* field;  // that relates it; nullptr: its text counts as it stands
    bool numbered;       // the instance has one of the field's columns
  };
  struct Parts {
    std::vector<Part> names;  // none: nothing names it
    std::vector<Part> all;
  };
  std::string name_of(Index table, Index block, const std::vector<CellTest>& tests, std::string_view around, const Cells& cells,
                      std::uint32_t number) const;
  void append(const Part& part, std::string_view text, std::string& name) const;
  void gather(Index block, std::vector<Part>& all, std::vector<char>& seen) const;
  Parts telling_apart(Index block, const std::vector<Index>& named) const;
  bool find_kept(Index block, std::vector<char>& seen) const;
  void find_keys();

  const Plan& plan_;
  std::vector<char> keeps_;                  // by block
  std::map<Index, Parts> parts_;             // by block, of those in which something is kept
  std::map<Index, std::vector<Part>> keys_;  // by table, where ours carries its key
};

}  // namespace caseway::mapping
