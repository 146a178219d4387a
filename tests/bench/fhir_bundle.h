// The corpus of the FHIR benchmarks: minified Bundles such as a records system sends; made up, valid, the same in every run. Narrative in every
// resource (more than a tenth of the bytes), escapes and non-ASCII text, members in no particular order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace caseway::bench {

// One person's record: about 180 resources of 16 types in 320 kB.
std::string person_bundle_json(std::uint32_t seed);

// As many persons in one Bundle as make about `bytes`.
std::string bundle_json(std::size_t bytes);

// The real examples beside the source tree (../shared/suites), pretty as they come; empty when they are not there.
std::vector<std::string> real_examples();

}  // namespace caseway::bench
