#include "wide_tables.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace caseway::bench {
namespace {

// A small generator of our own: the standard's distributions differ between libraries, and the data must not.
class Choice {
 public:
  std::uint32_t below(std::uint32_t n) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::uint32_t>((state_ >> 33) % n);
  }
  template <std::size_t N>
  std::string_view of(const std::array<std::string_view, N>& words) {
    return words[below(N)];
  }

 private:
  std::uint64_t state_ = 2026;
};

constexpr std::array<std::string_view, 8> kFamilies{"Okafor", "Brandt", "Lindqvist", "Vance", "Ueda", "Haddad", "Whitlock", "Ferreira da Silva"};
constexpr std::array<std::string_view, 8> kGiven{"Amara", "Lou", "Ken", "Noor", "Dana", "Rosa", "Chidi", "Ines"};
constexpr std::array<std::string_view, 6> kStreets{"Alder Street", "Harbor Road", "Elm Court", "Third Avenue", "Mill Lane", "Cedar Street"};
constexpr std::array<std::string_view, 4> kTowns{"Riverton", "Deer Creek", "Port Angela", "Millbrook"};
constexpr std::array<std::string_view, 5> kNeeds{"733423003,Z59.41,Food insecurity", "32911000,Z59.00,Homeless",
                                                 "713458007,Z75.3,No transport to care", "160932005,Z59.6,Low income",
                                                 "423656007,,Income insufficient to buy necessities"};
constexpr std::array<std::string_view, 4> kServices{"Help with the food pantry application", "Tenancy support", "A ride to the clinic",
                                                    "\"Budget sheet, once a month\""};
constexpr std::array<std::string_view, 4> kNotes{"Prefers mornings at the pantry; please call the case manager before the first visit", "",
                                                 "\"Works nights, so call after two\"", "Has moved twice this year"};

std::string two(std::uint32_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }
std::string day(Choice& choose, std::uint32_t year) {
  return std::to_string(year) + "-" + two(1 + choose.below(12)) + "-" + two(1 + choose.below(28));
}
std::string phone(Choice& choose) { return "+1 503 555 " + std::to_string(1000 + choose.below(9000)); }

void add_person(Choice& choose, std::string& row) {
  const std::string family(choose.of(kFamilies)), given(choose.of(kGiven));
  row.append(",P-" + std::to_string(10000 + choose.below(90000)) + "," + family + "," + given + "," + (choose.below(2) == 0 ? "J." : "") + ",,");
  row.append(day(choose, 1950 + choose.below(55)) + "," + (choose.below(2) == 0 ? "F" : "M") + "," + (choose.below(4) == 0 ? "es,yes" : "en,no"));
  row.append("," + phone(choose) + "," + (choose.below(3) == 0 ? phone(choose) : "") + "," + given + "." + std::to_string(choose.below(1000)) +
             "@example.org");
  row.append("," + std::to_string(1 + choose.below(999)) + " ").append(choose.of(kStreets));
  row.append(choose.below(3) == 0 ? ",Apt 4," : ",,").append(choose.of(kTowns)).append(",OR,97" + std::to_string(100 + choose.below(900)));
  row.append(choose.below(6) == 0 ? ",1,116" : ",0,421");
  row.append(choose.below(8) == 0 ? ",no-direct-contact,No voicemail; call the case manager first" : ",,");
  row.append(",Chidi " + family + ",brother," + phone(choose));
}

}  // namespace

std::string wide_referrals(std::size_t bytes) {
  std::string out =
      "referral_id,referral_date,status,priority,person_id,last_name,first_name,middle_name,preferred_name,birth_date,gender,preferred_language,"
      "interpreter_needed,phone_1,phone_2,email,address_line_1,address_line_2,city,state,postal_code,veteran,living_situation,contact_restriction,"
      "safe_contact_instructions,emergency_contact_name,emergency_contact_relationship,emergency_contact_phone,need_categories,need_1_code,"
      "need_1_icd10,need_1_description,need_2_code,need_2_icd10,need_2_description,need_3_code,need_3_icd10,need_3_description,person_goal,"
      "service_code,service_requested,needed_from,needed_until,referral_note,sender_name,sender_phone,case_manager_name,case_manager_phone,"
      "case_manager_email,receiver_name,consent_reference,consent_date,consent_expires,insurance_member_id,insurance_name\r\n";
  out.reserve(bytes + 1024);
  Choice choose;
  for (std::uint32_t i = 0; out.size() < bytes; ++i) {
    out.append("R-2026-" + std::to_string(100000 + i) + "," + day(choose, 2026) + ",sent," + (choose.below(5) == 0 ? "urgent" : "routine"));
    add_person(choose, out);
    out.append(choose.below(2) == 0 ? ",food-insecurity;homelessness" : ",transportation-insecurity");
    out.append(",").append(choose.of(kNeeds));
    out.append(",").append(choose.below(2) == 0 ? choose.of(kNeeds) : ",,").append(",,,");
    out.append(choose.below(2) == 0 ? ",A kitchen of my own" : ",").append(",467771000124109,").append(choose.of(kServices));
    out.append("," + day(choose, 2026) + "," + day(choose, 2027) + ",").append(choose.of(kNotes));
    out.append(",Cedar Street Clinic,+1 503 555 0100,Rosa Lindqvist,+1 503 555 0119,rosa.lindqvist@cedar-street.example,Harvest Table");
    out.append(",ROI-" + std::to_string(1000 + choose.below(9000)) + "," + day(choose, 2026) + "," + day(choose, 2027));
    out.append(",M00" + std::to_string(10000 + choose.below(90000)) + ",Valley Health Plan\r\n");
  }
  return out;
}

std::string wide_episodes(std::size_t bytes) {
  std::string out =
      "episode_key,client_key,organisation,slk,date_of_birth,est_date_of_birth,gender,aboriginal_status,country_of_birth,main_lang,"
      "prof_english,postcode,referral_date,start_date,end_date,principal_diagnosis,additional_diagnosis,completion_status,"
      "referrer_profession,referrer_organisation_type,suicide_referral,care_plan,homelessness,employment,labour_force,income_source,"
      "health_card,ndis,marital_status,medication_antipsychotic,medication_anxiolytic,medication_hypnotic,medication_antidepressant,"
      "medication_stimulant,collection_date,collection_reason,measure_id,k10_total";
  for (int item = 1; item <= 24; ++item) out.append(",item_" + std::to_string(item));
  out.append("\r\n");
  out.reserve(bytes + 1024);
  Choice choose;
  for (std::uint32_t i = 0; out.size() < bytes; ++i) {
    out.append("EP" + std::to_string(1000000 + i) + ",CL" + std::to_string(100000 + choose.below(900000)) + ",PHN105:NFP01,");
    out.append("KFRMR" + std::to_string(10000000 + choose.below(9000000)) + "," + day(choose, 1950 + choose.below(60)) + ",1");
    for (const std::uint32_t codes : {3u, 4u}) out.append("," + std::to_string(1 + choose.below(codes)));
    out.append(choose.below(5) == 0 ? ",9215,7201" : ",1101,1201").append("," + std::to_string(choose.below(4)));
    out.append("," + std::to_string(2000 + choose.below(5000)) + "," + day(choose, 2026) + "," + day(choose, 2026) + ",");
    out.append(choose.below(3) == 0 ? day(choose, 2027) : "").append("," + std::to_string(101 + choose.below(9)) + ",");
    out.append(choose.below(3) == 0 ? std::to_string(201 + choose.below(9)) : "");
    for (const std::uint32_t codes : {6u, 9u, 9u, 2u, 2u, 3u, 4u, 3u, 8u, 3u, 2u, 6u, 2u, 2u, 2u, 2u, 2u})
      out.append("," + std::to_string(1 + choose.below(codes)));
    out.append("," + day(choose, 2026) + "," + std::to_string(1 + choose.below(3)) + ",M" + std::to_string(1000000 + i) + "," +
               std::to_string(10 + choose.below(41)));
    for (int item = 0; item < 24; ++item) out.append("," + std::to_string(1 + choose.below(5)));
    out.append("\r\n");
  }
  return out;
}

std::string wide_gaps(std::size_t bytes) {
  constexpr std::size_t kNames = 3;  // the keys stay
  const auto full = wide_episodes(2 * bytes);
  const auto header = full.find('\n') + 1;
  std::string out = full.substr(0, header);
  Choice choose;
  std::size_t column = 0;
  for (std::size_t at = header, end = 0; at < full.size() && (column > 0 || out.size() < bytes); at = end + 1) {
    end = full.find_first_of(",\r", at);
    if (column++ < kNames || choose.below(2) == 0) out.append(full, at, end - at);
    out += full[end];
    if (full[end] == ',') continue;
    out += full[++end];
    column = 0;
  }
  return out;
}

}  // namespace caseway::bench
