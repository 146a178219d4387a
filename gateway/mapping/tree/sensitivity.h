// `sensitivity:` of a field: the label that a resource gets with such a value, so that policies know it (HL7 v3-ActCode, in meta.security).
#pragma once

#include <string_view>
#include <vector>

namespace caseway::mapping {

constexpr std::string_view kLabelSystem = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

std::string_view label_code(std::string_view name);  // "substance-use" -> "ETH"; a code stands for itself; "" for neither
std::vector<std::string_view> label_names();

}  // namespace caseway::mapping
