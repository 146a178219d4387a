// Leaves counted a second time, by other parsers than the product's: expat for XML, and for JSON and CSV a few lines of our own that share nothing
// with gateway/. The rules are those of report/leaf.h, read from the page and not from the code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace caseway::recount {

struct Tally {
  std::uint64_t leaves = 0;  // without the structural ones
  std::uint64_t structural = 0;
  bool operator==(const Tally&) const = default;
};

// nullopt when the second parser cannot read the bytes at all.
std::optional<Tally> tally_ccda(std::string_view bytes);
std::optional<Tally> tally_fhir_xml(std::string_view bytes);
std::optional<Tally> tally_fhir_json(std::string_view bytes);
std::optional<Tally> tally_csv(std::string_view bytes);

}  // namespace caseway::recount
