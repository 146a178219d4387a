// One made-up person's record as the entries of a Bundle, in the shape of Synthea's: many encounters, each with what came of it.
#pragma once

#include <string>
#include <vector>

#include "bench/synthetic_json.h"

namespace caseway::bench {

class SyntheticRecord {
 public:
  explicit SyntheticRecord(std::uint32_t seed) : make_(seed) {}

  std::vector<std::string> entries();

 private:
  using Member = SyntheticJson::Member;

  // synthetic_record.cc: who and where
  void patient();
  void practitioner();
  void organization();
  void care_team();
  void care_plan();
  void provenance();
  std::string us_core_extension(std::string_view url, const Code& category);
  std::string address();

  // synthetic_visits.cc: what happened
  void visit();
  void encounter();
  void condition();
  void vital_sign();
  void blood_pressure();
  void survey();
  void procedure();
  void immunization();
  void medication_request();
  void diagnostic_report(const std::vector<std::string>& results);

  // synthetic_claims.cc: who pays
  void claim();
  void explanation_of_benefit();
  std::string claim_item(std::size_t sequence, bool adjudicated);
  std::string adjudication(const Code& category);

  // A resource as a new entry; gives its id. The members are those behind resourceType and id.
  std::string add(std::string_view type, std::vector<Member> members);
  std::string subject() { return make_.reference(patient_, name_); }
  std::string in_visit() { return make_.reference(encounter_); }
  std::string quote(std::string_view utf8) { return make_.text(utf8); }

  SyntheticJson make_;
  std::vector<std::string> entries_;
  std::vector<std::string> ids_;
  std::string name_, patient_, practitioner_, organization_, care_team_;
  std::string encounter_, condition_, claim_, medication_request_;  // of the visit at hand
  int day_ = 0, minute_ = 0;
};

}  // namespace caseway::bench
