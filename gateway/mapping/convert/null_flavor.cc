#include "mapping/convert/null_flavor.h"

#include <utility>

namespace caseway::mapping {

namespace {
using Pair = std::pair<std::string_view, std::string_view>;
constexpr Pair kReasons[] = {
    {"UNK", "unknown"},       {"NI", "unknown"},     {"ASKU", "asked-unknown"}, {"NASK", "not-asked"},         {"NAV", "temp-unknown"},
    {"NA", "not-applicable"}, {"MSK", "masked"},     {"OTH", "unsupported"},    {"NINF", "negative-infinity"}, {"PINF", "positive-infinity"},
    {"TRC", "unsupported"},   {"NP", "unknown"},     {"NAVU", "temp-unknown"},  {"QS", "unsupported"},         {"INV", "error"},
    {"UNC", "as-text"},       {"DER", "unsupported"}};
constexpr Pair kFlavors[] = {
    {"unknown", "NI"},       {"asked-unknown", "ASKU"},     {"temp-unknown", "NAV"},       {"not-asked", "NASK"},     {"asked-declined", "UNK"},
    {"masked", "MSK"},       {"not-applicable", "NA"},      {"unsupported", "NI"},         {"as-text", "OTH"},        {"error", "NAV"},
    {"not-a-number", "OTH"}, {"negative-infinity", "NINF"}, {"positive-infinity", "PINF"}, {"not-performed", "NASK"}, {"not-permitted", "OTH"}};

template <std::size_t N>
std::string_view find(const Pair (&table)[N], std::string_view key) {
  for (const auto& [from, to] : table)
    if (from == key) return to;
  return {};
}
}  // namespace

std::string_view absent_reason_of(std::string_view null_flavor) { return find(kReasons, null_flavor); }
std::string_view null_flavor_of(std::string_view absent_reason) { return find(kFlavors, absent_reason); }

}  // namespace caseway::mapping
