#include "fhirpath/functions.h"

#include <array>
#include <unordered_map>

namespace caseway::fhirpath {

namespace {

constexpr std::array kGroups{list_functions,   flow_functions,   tree_functions,       text_functions,
                             coding_functions, number_functions, conversion_functions, fhir_functions};

const std::unordered_map<std::string_view, const Function*>& by_name() {
  static const auto index = [] {
    std::unordered_map<std::string_view, const Function*> made;
    for (const auto group : kGroups)
      for (const Function& function : group()) made.emplace(function.name, &function);
    return made;
  }();
  return index;
}

}  // namespace

const Function* find_function(std::string_view name) {
  const auto found = by_name().find(name);
  return found == by_name().end() ? nullptr : found->second;
}

std::vector<std::string_view> function_names() {
  std::vector<std::string_view> names;
  for (const auto group : kGroups)
    for (const Function& function : group()) names.push_back(function.name);
  return names;
}

}  // namespace caseway::fhirpath
