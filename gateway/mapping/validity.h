// From which day and until which day a mapping, a field or a row of a code table is valid. The day is that of the document, which the mapping's
// `dated_by` names; a document without one is on none of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "caseway/export.h"

namespace caseway::mapping {

class Plan;

struct Validity {
  std::string from;  // YYYY-MM-DD, both included; "" is no end on that side
  std::string until;

  bool limited() const { return !from.empty() || !until.empty(); }
  bool covers(std::string_view day) const;  // a day of FHIR at its own precision: all of 2026 must be covered, or it is not
  bool apart(const Validity& other) const;  // no day is in both
  CASEWAY_API std::string spelled() const;  // "from 2026-07-01", "until 2026-06-30", "from ... until ..."
};

// A day of each stretch of time in which the same of the mapping is valid, for whoever tries it out; never none, for a mapping that is always so too.
CASEWAY_API std::vector<std::string> days_of(const Plan& plan);
// The mapping as it is on that day, without any validity.
CASEWAY_API Plan on_day(const Plan& plan, std::string_view day);

}  // namespace caseway::mapping
