// Tables as wide as partners send them, made up, always the same: what the mapped CSV paths are measured on.
#pragma once

#include <cstddef>
#include <string>

namespace caseway::bench {

// The list of a community agency, 55 columns, for plugins/community-referral: names, addresses, notes; three cells in four say something.
std::string wide_referrals(std::size_t bytes);

// A month of a mental-health data set, 62 columns, for episodes.map.yaml: keys, dates, and mostly codes of one or two digits.
std::string wide_episodes(std::size_t bytes);

// The same with one cell in two left empty, by chance: hardly any row says what another does.
std::string wide_gaps(std::size_t bytes);

}  // namespace caseway::bench
