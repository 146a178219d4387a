// Where things stand below a record of XML or JSON, by names alone: "person/birthDate", "person/@id". An element and its text are one place, and so
// are all items of a list. In these words a shape and an overlay (mapping/overlay.h) speak of what a sender's documents are like.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseway/export.h"
#include "formats/xml_source.h"
#include "mapping/plan.h"

namespace caseway::mapping {

class ElementPaths {
 public:
  // Of all below `base`, which is "" itself. Linear in the nodes; each name of a path is said once.
  ElementPaths(const formats::XmlSource& source, std::uint32_t base);
  const std::string& of(std::uint32_t node) const { return paths_[numbers_[node - base_]]; }
  std::uint32_t number(std::uint32_t node) const { return numbers_[node - base_]; }  // dense
  const std::vector<std::string>& all() const { return paths_; }

 private:
  std::uint32_t base_;
  std::vector<std::uint32_t> numbers_;
  std::vector<std::string> paths_;
};

// "person/birthDate" -> "person"; "" for one without.
CASEWAY_API std::string_view parent_path(std::string_view path);
CASEWAY_API std::string_view last_name(std::string_view path);  // "birthDate"; "@id" of an attribute

// Fields that are read, each with its place: one for each path of a tuple. Templates count wherever they are used; a path that leads out of its
// record has no place.
void each_place_read(const Plan& plan, const std::function<void(const Field& field, std::size_t in_tuple, const std::string& path)>& take);

// What one sender's documents call otherwise (Plan::accepted) gets the name that the mapping has for it. A place is known by the names that were
// sent, and by those that the elements around it have been given.
void name_as_accepted(const Plan& plan, std::uint32_t base, formats::XmlSource& source);

}  // namespace caseway::mapping
