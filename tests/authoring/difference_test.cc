// What a change of a mapping changes: values read and written, what the mapping itself says, issues; and nothing where nothing changes.
#include "authoring/difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "mapping/case_files.h"

namespace caseway::authoring {
namespace {

using mapping_test::entries;
using mapping_test::folder;
using mapping_test::read_file;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

class Changed : public testing::Test {
 protected:
  Changed() { fs::create_directories(place_); }
  ~Changed() override { fs::remove_all(place_); }

  std::string mapping(const std::string& name, const std::string& dob, const std::string& more = "") {
    const auto file = (place_ / name).string();
    std::ofstream(file) << "mapping: list\nversion: \"1\"\ndocument: referral\ntheirs: { format: csv }\nours: { patient: { resource: Patient } }\n"
                           "fields:\n  - { theirs: surname, ours: patient.name.family }\n  - { theirs: dob, ours: patient.birthDate, as: date, "
                        << dob << " }\n"
                        << more;
    return file;
  }
  Difference of(const std::string& before, const std::string& after, const std::string& csv) const {
    return difference(before, after, {{{"list.csv", "text/csv", csv}}});
  }
  const fs::path place_ = fs::path(testing::TempDir()) / ("caseway-difference-" + std::to_string(getpid()));
};

constexpr const char* kUs = "accept: [MM/DD/YYYY], write: MM/DD/YYYY";
constexpr const char* kBritish = "accept: [DD/MM/YYYY], write: MM/DD/YYYY";

TEST_F(Changed, SaysNothingWhereNothingChanges) {
  const auto result = of(mapping("a", kUs), mapping("b", kUs), "surname,dob\nOkafor,03/02/1989\n");
  EXPECT_TRUE(result.same());
  EXPECT_EQ(result.documents, 1u);
}

TEST_F(Changed, ShowsDatesThatAreReadAndWrittenTheOtherWayRound) {
  const auto result = of(mapping("a", kUs), mapping("b", kBritish), "surname,dob\nOkafor,03/02/1989\n");
  ASSERT_EQ(result.groups.size(), 1u);
  const auto& group = result.groups.front();
  EXPECT_EQ(group.name, "dob");
  EXPECT_EQ(group.before, "line 8");
  ASSERT_EQ(group.read.size(), 1u);
  EXPECT_EQ(group.read.front().place, "row 2");
  EXPECT_EQ(group.read.front().before, "Patient.birthDate 1989-03-02");
  EXPECT_EQ(group.read.front().after, "Patient.birthDate 1989-02-03");
  ASSERT_EQ(group.written.size(), 1u);
  EXPECT_EQ(group.written.front().after, "02/03/1989");
}

TEST_F(Changed, ShowsWhatTheMappingItselfSays) {
  const auto result = of(mapping("a", kUs), mapping("b", kUs, "  - { ours: patient.active, value: \"true\" }\n"), "surname,dob\nOkafor,03/02/1989\n");
  ASSERT_EQ(result.groups.size(), 1u);
  EXPECT_EQ(result.groups.front().read.front().after, "Patient.active true");
}

TEST_F(Changed, ShowsIssuesThatComeAndGo) {
  const auto result = of(mapping("a", kUs), mapping("b", kBritish), "surname,dob\nOkafor,12/30/1989\n");
  EXPECT_TRUE(result.only_before.empty());
  ASSERT_FALSE(result.only_after.empty());
  EXPECT_THAT(result.only_after.front(), HasSubstr("mapping.date.bad row 2, column dob"));
}

TEST_F(Changed, CountsWithoutShowingAValue) {
  const auto result = of(mapping("a", kUs), mapping("b", kBritish), "surname,dob\nOkafor,03/02/1989\n");
  EXPECT_THAT(result.text(false), HasSubstr("1989-03-02"));
  EXPECT_THAT(result.text(true), Not(HasSubstr("1989")));
  EXPECT_THAT(result.text(true), HasSubstr("1 value read differently"));
}

TEST_F(Changed, WritesDocumentsOfOurs) {
  const std::string patient =
      R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","birthDate":"1989-03-02"}}]})";
  const auto result = difference(mapping("a", kUs), mapping("b", "accept: [YYYY-MM-DD]"), {{{"p.json", "", patient}}});
  ASSERT_EQ(result.groups.size(), 1u);
  EXPECT_EQ(result.groups.front().written.front().before, "03/02/1989");
  EXPECT_EQ(result.groups.front().written.front().after, "1989-03-02");
}

TEST_F(Changed, TellsFaults) {
  const auto result = of(mapping("a", kUs), mapping("b", "accpt: x"), "surname,dob\nOkafor,03/02/1989\n");
  ASSERT_FALSE(result.faults.empty());
  EXPECT_THAT(result.text(false), HasSubstr("did you mean accept"));
}

// Every case compared with itself, whatever its format.
TEST(Unchanged, IsTheSameOnEveryCase) {
  for (const auto& name : entries(folder("cases"))) {
    const auto place = fs::path(folder("cases")) / name;
    std::vector<Part> payload;
    std::string mapping;
    for (const auto& file : entries(place)) {
      if (file.ends_with(".map.yaml")) mapping = place / file;
      if (file == "in") {
        for (const auto& part : entries(place / file)) payload.push_back({part, "", read_file(place / file / part)});
      } else if (file.starts_with("in.")) {
        payload.push_back({file, "", fs::is_directory(place / file) ? mapping_test::zipped(place / file) : read_file(place / file)});
      }
    }
    if (payload.empty()) continue;
    const auto result = difference(mapping, mapping, {payload});
    EXPECT_TRUE(result.same()) << name << "\n" << result.text(false);
  }
}

}  // namespace
}  // namespace caseway::authoring
