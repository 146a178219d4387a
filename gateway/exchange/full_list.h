// A full list (`list: full`, docs/mapping.md) beside the one that a receiver knows: only what is new, changed or gone is worth an event.
//
//   kept     of each entry its key and a digest of its canonical document: STATE/SENDER/lists/MAPPING.RECEIVER.json
//   refused  an entry that is there and has an error is neither gone nor changed: it stays as it was known
//   gone     with `absent: closed` a row that the mapping declares, which another mapping of the dialect reads; with `unchanged` nothing.
//            While a row has no key, or the file was cut off, nobody is taken for gone
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/partner.h"
#include "mapping/tables/shape.h"

namespace caseway::exchange {

class FullList {
 public:
  FullList() = default;
  static FullList read(std::string_view json);  // throws formats::ConfigError
  std::string json() const;

  // How many of the entries that are known are not among the keys.
  std::size_t gone(const mapping::Shape& list) const;
  std::size_t size() const { return known_.size(); }

  // Whether the entry is as it was known; from here on it is known as it is now. One without a name is an event each time.
  bool is_known(const Document& entry);

  // The keys of what is not in the list any more, and from here on not known.
  std::vector<std::string> take_gone(const mapping::Shape& list);

  // An entry that the receiver did not get after all stays as it was known before is_known().
  void not_delivered(const std::string& key);

 private:
  std::map<std::string, std::string> known_;   // key -> digest
  std::map<std::string, std::string> before_;  // of those that is_known() changed; "" for new ones
};

// The ledger of an entry that is known: the same leaves, all of them duplicates.
Ledger said_before(const Ledger& read);

// More than half of a list is not gone over night; neither is all of it.
bool implausible(std::size_t gone, std::size_t known);

// The rows that close entries, as a table of theirs. `now`: RFC 3339; its day is {date}.
Part closing_table(const mapping::Shape& list, const std::vector<std::string>& keys, std::string_view now);

}  // namespace caseway::exchange
