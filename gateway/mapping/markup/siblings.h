// The elements of one parent while what was kept of it comes among them, in the order in which it stood. Each question takes constant time, however
// many there are.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>

#include "mapping/markup/xml_out.h"

namespace caseway::mapping {

class Siblings {
 public:
  using Id = XmlOut::Id;

  Siblings(const XmlOut& out, Id parent);
  Id only(std::string_view name) const;  // the one of that name which was written; XmlOut::kNo: there is none, or which is meant cannot be told
  Id behind(
      std::string_view name) const;  // where an element belongs that followed one of that name ("." none): behind the last of them, else at the end
  Id end() const { return end_; }
  void insert(Id made, std::string_view name, Id behind);  // it stands there now

 private:
  std::size_t rank(Id element) const { return element == XmlOut::kNo ? 0 : ranks_.at(element); }

  std::unordered_map<std::string_view, Id> only_;
  std::unordered_map<std::string_view, Id> last_;
  std::unordered_map<Id, std::size_t> ranks_;  // which of those that were written it is, or stands behind
  Id end_ = XmlOut::kNo;
};

}  // namespace caseway::mapping
