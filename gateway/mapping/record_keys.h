// The keys of the records that one payload gives, whatever many files they stand in.
//
//   issues  mapping.record.twice (warning): ids come from the key, so two records of one key are two documents whose resources have the same ids
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "caseway/partner.h"

namespace caseway::mapping {

class RecordKeys {
 public:
  explicit RecordKeys(Issues& issues) : issues_(issues) {}
  void file(std::string_view name) { file_ = name; }  // what follows stands in it; "" when it has no name
  void note(std::string_view key, const Place& place);

 private:
  struct First {
    std::string file;
    Place place;
  };
  Issues& issues_;
  std::string file_;
  std::unordered_map<std::string, First> first_;
};

}  // namespace caseway::mapping
