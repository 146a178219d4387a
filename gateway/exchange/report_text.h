// Reports for people: what a receiver got of a document, and what became of the rest, by fate and rule.
//
//   Harbor House received 38 of 142 values of this referral: 71 were withheld by policy, 24 have no place there; nothing is undecided.
//
// A report names what was withheld. It is for the sender's own people; nothing of it is ever sent to a receiver.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/pipeline.h"

namespace caseway::exchange {

// The first line, as above; of a document that was refused it says so and how many errors there were.
std::string report_sentence(const Journey& journey);

// The sentence, the issues, and for each fate but `copied` and `converted` its values: grouped by rule, equal places (but for rows and positions)
// together, with how often and where first. `places` is how many of a group are shown.
std::string report_text(const Journey& journey, std::size_t places);

// Reads back what report_json() wrote, one report or a list of them ("caseway translate --json"). False, with issues, for anything else.
//   issues  those of json_reader.h, report.not_one (error)
bool read_reports(std::string_view json, const Limits& limits, Issues& issues, std::vector<Journey>& reports);

}  // namespace caseway::exchange
