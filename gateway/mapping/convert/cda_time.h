// HL7 v3 points in time (TS) and FHIR's date, dateTime and instant.
//
//   theirs  "YYYY[MM[DD[HH[MM[SS[.f+]]]]]][+-ZZzz]"
//   ours    "YYYY[-MM[-DD[Thh:mm:ss[.f+](Z|+-hh:mm)]]]"; precision is kept, never padded: "1975" stays a year. An hour without minutes becomes
//           its first second, because FHIR has nothing coarser.
//   zone    a time of day without a zone, or with an offset that cannot be ("-5000"), cannot be a dateTime: its date is carried and `zoneless`
//           says so (issue cda.time.no_zone)
//   spec    https://hl7.org/fhir/us/ccda/mappingGuidance.html#cda--fhir-timedates
//   differs a trailing "Z" is read, "-" and ":" of ISO spellings are passed over: both are seen in real documents
#pragma once

#include <string>
#include <string_view>

namespace caseway::mapping {

enum class Precision : unsigned char { date, date_time, instant };
Precision precision_of(std::string_view type);  // by the name of a FHIR type

bool time_from_cda(std::string_view theirs, Precision precision, std::string& ours, bool& zoneless);
bool time_to_cda(std::string_view ours, std::string& theirs);

}  // namespace caseway::mapping
