// What the files of one sender and mapping have looked like so far: learnt from those that went through (mapping/tables/shape.h), and no more of it
// than is needed to see a change. Numbers of people are not in it: shares in percent, and codes of the mapping's tables without their numbers. Of a
// shape that is sparse (XML, JSON) what a payload does not have stays known, and shares are those of the last list of several documents.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/tables/shape.h"

namespace caseway::exchange {

struct KnownColumn {
  std::string header;  // as the last file spelled it
  std::string column;  // of the mapping; "" when no field names it
  std::string ours;    // where it goes
  mapping::ValueKind kind = mapping::ValueKind::nothing;
  unsigned filled = 0;          // percent of the rows
  bool day_first = false;       // a number above 12 has stood in the first place of its dates
  bool day_second = false;      // the same, in the second
  std::set<std::string> codes;  // of the mapping's table, seen so far
};

struct KnownTable {
  std::string name;
  std::vector<KnownColumn> columns;
};

struct KnownShape {
  static constexpr std::uint64_t kSeveral = 5;  // documents: what is in none of them is not just left out
  std::vector<KnownTable> tables;

  static KnownShape read(std::string_view json);  // throws formats::ConfigError
  std::string json() const;
  void learn(const mapping::Shape& shape);  // a file that went through
};

}  // namespace caseway::exchange
