#include "report/leaf.h"

#include <algorithm>
#include <array>

namespace caseway::report {
namespace {

constexpr std::array<std::string_view, 3> kStructuralElements = {"templateId", "realmCode", "typeId"};
constexpr std::array<std::string_view, 7> kStructuralAttributes = {
    "classCode", "moodCode", "typeCode", "determinerCode", "contextControlCode", "contextConductionInd", "xsi:type"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool is_plumbing_attribute(std::string_view name) {
  if (name == "xmlns" || name.starts_with("xmlns:")) return true;
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return false;  // a schema location is one only in the namespace of XML Schema instances, so prefixed
  const std::string_view local = name.substr(colon + 1);
  return local == "schemaLocation" || local == "noNamespaceSchemaLocation";
}

bool is_ccda_structural(std::string_view element, std::string_view attribute) {
  return holds(kStructuralElements, element) || holds(kStructuralAttributes, attribute);
}

}  // namespace caseway::report
