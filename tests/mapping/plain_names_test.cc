// The catalogue of plain names: every place of it is one of FHIR, every name leads to its place and back.
#include "mapping/plain_names.h"

#include <gtest/gtest.h>

#include "mapping/plan.h"

namespace caseway::mapping {
namespace {

TEST(PlainNames, LeadToPlacesOfFhir) {
  for (const auto& role : roles())
    for (const auto& value : plain_values()) {
      const auto place = plain_place(std::string(role.name) + " " + std::string(value.name));
      if (!place || place->value != &value || place->role != &role) continue;
      const auto text = "mapping: m\nversion: \"1\"\ndocument: referral\ntheirs: { format: csv }\nours: { v: { resource: " + std::string(role.type) +
                        " } }\nfields:\n  - { theirs: c, ours: \"v." + place->path() + "\"" +
                        (value.as.empty() ? "" : ", as: " + std::string(value.as)) + " }\n";
      std::vector<formats::ConfigError> faults;
      EXPECT_NE(compile_text(text, "m.map.yaml", faults), nullptr) << place->name() << ": " << (faults.empty() ? "" : faults.front().what());
      EXPECT_EQ(plain_name(role.type, place->path()).empty(), false) << place->name();
    }
}

TEST(PlainNames, AreFoundInTheWordsOfPartners) {
  const auto found = [](std::string_view words) {
    const auto place = plain_place(words);
    return place ? place->name() : "";
  };
  EXPECT_EQ(found("Client Last Name"), "client last name");
  EXPECT_EQ(found("SURNAME"), "client last name");
  EXPECT_EQ(found("DOB"), "client birth date");
  EXPECT_EQ(found("zip"), "client postal code");
  EXPECT_EQ(found("case_worker_phone"), "case manager phone");
  EXPECT_EQ(found("Date of referral"), "referral date");
  EXPECT_EQ(found("emergency contact name"), "emergency contact name");
  EXPECT_EQ(found("row colour"), "");
  EXPECT_EQ(plain_place("organizations", "name")->name(), "agency name");
  EXPECT_EQ(plain_place("Clients", "LastName")->name(), "client last name");
}

TEST(PlainNames, SayWhatAPlaceIsCalled) {
  EXPECT_EQ(plain_name("Patient", "birthDate"), "client birth date");
  EXPECT_EQ(plain_name("Patient", "name.family"), "client last name");
  EXPECT_EQ(plain_name("Patient", "telecom[system=email].value"), "client email");
  EXPECT_EQ(plain_name("Patient", "multipleBirthInteger"), "");
}

}  // namespace
}  // namespace caseway::mapping
