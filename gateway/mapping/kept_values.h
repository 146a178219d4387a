// What reading kept, on its way back to its sender: values by the name of what they belong to (Kept::anchor) and by where they stood in it
// (Kept::path). Who writes a row or an element gives it the name that reading gave it, and asks.
//
//   whose   the values of all documents of a payload are in one store: the names say whose each is
//   once    what was given is gone when its document is written, so that memory follows what is still to come
//   apart   two values of one name and place are those of two rows or elements that cannot be told apart: neither is given
//   issues  carry.orphaned, carry.ambiguous (warnings): one each for all values, with their places, never with names
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "caseway/partner.h"

namespace caseway::mapping {

class KeptValues {
 public:
  struct Value {
    std::string path;
    std::string value;
    bool ambiguous = false;
    bool given = false;
  };
  using Values = std::vector<Value>;  // in the order in which they stood

  void add(const std::vector<Kept>& kept);
  bool empty() const { return named_.empty(); }
  const Value* take(std::string_view name, std::string_view path);  // nullptr: nothing was kept there, or whose it was cannot be told
  Values* of(std::string_view name);                                // all of a name; who gives one says so
  void forget_given();                                              // the document at hand is written
  void tell_left(Issues& issues) const;

 private:
  struct Named {
    Values values;
    std::unordered_map<std::string, std::size_t> at;  // path -> value
  };
  std::map<std::string, Named, std::less<>> named_;
  std::vector<std::string> asked_;  // names, since forget_given()
};

}  // namespace caseway::mapping
