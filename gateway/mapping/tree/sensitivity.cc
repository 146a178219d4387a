#include "mapping/tree/sensitivity.h"

#include <utility>

namespace caseway::mapping {

namespace {
// https://terminology.hl7.org/ValueSet-v3-InformationSensitivityPolicy.html, and the two privacy laws with labels of their own.
constexpr std::pair<std::string_view, std::string_view> kLabels[] = {
    {"substance-use", "ETH"}, {"part-2", "42CFRPart2"}, {"psychotherapy-notes", "PSYTHPN"}, {"mental-health", "MH"},
    {"hiv", "HIV"},           {"violence", "VIO"},      {"sexual-violence", "SDV"},         {"sexuality", "SEX"},
};
}  // namespace

std::string_view label_code(std::string_view name) {
  for (const auto& [word, code] : kLabels)
    if (word == name || code == name) return code;
  return {};
}

std::vector<std::string_view> label_names() {
  std::vector<std::string_view> names;
  for (const auto& each : kLabels) names.push_back(each.first);
  return names;
}

}  // namespace caseway::mapping
