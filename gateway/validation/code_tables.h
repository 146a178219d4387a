// Code systems that are short lists of the standards, in one text each; facts of the standards, sorted.
#pragma once

#include <string_view>
#include <unordered_set>

namespace caseway::validation {

const std::unordered_set<std::string_view>& iso_countries();   // ISO 3166-1: alpha-2, alpha-3 and numeric
const std::unordered_set<std::string_view>& iso_currencies();  // ISO 4217, with what was withdrawn since R4 was published
const std::unordered_set<std::string_view>& iso_languages();   // ISO 639-1 (two letters), with the withdrawn ones that BCP 47 keeps
const std::unordered_set<std::string_view>& usps_states();     // states, territories and military mail

}  // namespace caseway::validation
