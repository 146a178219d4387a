// Issues and journeys as lines for people.
#pragma once

#include <string>

#include "exchange/pipeline.h"

namespace caseway::cli {

// "error[csv.date] referrals.csv:7:12: row 7, column dob: ..." per issue; after `most` issues, how many more there are.
std::string issues_text(const Issues& issues, const std::string& file, std::size_t most = 20);

}  // namespace caseway::cli
