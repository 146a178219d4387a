// HL7 v3 points in time (TS) as FHIR dates, and back. Precision is kept, never padded, never guessed.
//
//   theirs  "YYYY[MM[DD[HH[MM[SS[.f+]]]]]][+-ZZzz | Z]"
//   ours    date "YYYY[-MM[-DD]]", dateTime the same or "...Thh:mm:ss[.f+](+-hh:mm | Z)", instant always to the second with its zone
//   spec    https://hl7.org/fhir/us/ccda/mappingGuidance.html#cda--fhir-timedates
//   differs accepts a trailing "Z" and minutes without seconds ("201309261030-0500" gets ":00", as FHIR asks for seconds): seen in real documents
//   owns    nothing; safe from any thread
#pragma once

#include <string>
#include <string_view>

namespace caseway::mapping {

enum class TimeType { date, date_time, instant };

enum class TimeReading {
  exact,    // everything that was said
  cut,      // a time of day was left out: the target is a date, or nobody said in which zone the time is
  refused,  // not a point in time, or not precise enough for an instant
};

// `zone` ("-05:00", or "") is the sender's own offset, for times without one.
TimeReading read_ts(std::string_view theirs, TimeType type, std::string_view zone, std::string& ours);

// A FHIR date, dateTime or instant as TS. False when it is none.
bool write_ts(std::string_view ours, std::string& theirs);

}  // namespace caseway::mapping
