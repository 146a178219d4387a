// The text behind a plan's fields: the YAML node that a field was compiled from, with what a plan does not keep (how a path is spelled, which date
// forms are accepted). For the tools that show a mapping to people: field guides, sheets, explanations.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "mapping/mapping_files.h"
#include "mapping/plan.h"

namespace caseway::authoring {

// Lifetime: the files must outlive it.
class FieldNodes {
 public:
  FieldNodes(const mapping::Plan& plan, mapping::MappingFiles& files);
  const formats::ConfigNode& of(const mapping::Field& field) const;
  // The converter's name, said or chosen by the type of ours; "" where there is none.
  std::string converter(const mapping::Field& field) const;
  // Its place in ours as the catalogue of plain names knows it: the type of the resource (or element), the path below it.
  std::string_view resource(const mapping::Field& field) const;
  std::string path(const mapping::Field& field) const;
  std::string example(const mapping::Field& field) const;  // what the mapping gives, else what the catalogue has for such a place; invented

 private:
  void gather(std::uint16_t file, const formats::ConfigNode& node);
  const mapping::Plan& plan_;
  std::map<std::tuple<std::uint16_t, std::uint32_t, std::uint32_t>, const formats::ConfigNode*> nodes_;  // file, line, column
};

// A list's texts, or the one text.
std::vector<std::string> texts_of(const formats::ConfigNode* node);

}  // namespace caseway::authoring
