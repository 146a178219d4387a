// The tools of mappings at a terminal: what they refuse, and what they never send to the screen.
#include "command_line/terminal.h"

namespace caseway::command_line {

namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kMapping = R"(mapping: names
version: "1"
document: referral
theirs: { format: csv }
ours: { patient: { resource: Patient } }
fields:
  - { theirs: last_name, ours: patient.name.family }
  - { theirs: born, ours: patient.birthDate, as: date }
)";

TEST_F(CommandLine, NoToolOfMappingsLetsADocumentCommandTheTerminal) {
  file("names.map.yaml", kMapping);
  file("names.csv",
       "last_name,born,sh\x1b[31moe\nMar\x1b]0;title\x07sh,1989-03-02,9\xC2\x9B"
       "2J\n");
  for (const auto* words : {"mapping explain names.map.yaml names.csv", "mapping diff names.map.yaml names.map.yaml names.csv",
                            "translate --to fhir-json --from housing-csv -o out.json names.csv"}) {
    const auto ran = caseway(words);
    EXPECT_THAT(ran.said, Not(HasSubstr("\x1b"))) << words;
    EXPECT_THAT(ran.said, Not(HasSubstr("\x07"))) << words;
    EXPECT_THAT(ran.said, Not(HasSubstr("\xC2\x9B"))) << words;
  }
  EXPECT_THAT(caseway("mapping explain names.map.yaml names.csv").said, HasSubstr("Mar\xE2\x90\x9B]0;title"));
}

TEST_F(CommandLine, AnOptionWithAValueThatIsNoneNamesTheChoices) {
  file("list.csv", "last_name,birth_date\nMarsh,1989-03-02\n");
  for (const auto* words : {"translate --to fhir-json --document referal list.csv", "mapping init --document referal list.csv"}) {
    const auto ran = caseway(words);
    EXPECT_EQ(ran.code, 2) << ran.said;
    EXPECT_THAT(ran.said, HasSubstr("did you mean referral?"));
    EXPECT_THAT(ran.said, HasSubstr("service-directory"));
  }
  const auto values = caseway("translate --to fhir-json --values some list.csv");
  EXPECT_EQ(values.code, 2);
  EXPECT_THAT(values.said, HasSubstr("exceptions, all"));
  const auto codes = caseway("mapping init --codes birthdat list.csv");
  EXPECT_EQ(codes.code, 1);
  EXPECT_THAT(codes.said, HasSubstr("mapping.init.column"));
  EXPECT_THAT(codes.said, HasSubstr("did you mean birth_date?"));
}

}  // namespace
}  // namespace caseway::command_line
