// caseway validate and fhirpath with FHIR packages: several at once, by name and by folder, and what is said of those that cannot be used.
#include <gmock/gmock.h>

#include "command_line/terminal.h"

namespace caseway::command_line {

namespace {

using testing::HasSubstr;
using testing::Not;

class PackagesAtTheTerminal : public CommandLine {
 protected:
  void SetUp() override {
    CommandLine::SetUp();
    write("profile/package.json",
          R"({"name":"example.profile","version":"1.0.0","fhirVersions":["4.0.1"],"dependencies":{"example.codes":"1.0.0"}})");
    write(
        "profile/StructureDefinition-person.json",
        R"({"resourceType":"StructureDefinition","url":"http://example.org/person","name":"Person","status":"active","kind":"resource","abstract":false,
              "type":"Patient","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient","derivation":"constraint","snapshot":{"element":[
              {"id":"Patient","path":"Patient","min":0,"max":"*"},
              {"id":"Patient.maritalStatus","path":"Patient.maritalStatus","min":1,"max":"1","type":[{"code":"CodeableConcept"}],
               "binding":{"strength":"required","valueSet":"http://example.org/statuses"}}]}})");
    write("codes/package.json", R"({"name":"example.codes","version":"1.0.0","fhirVersions":["4.0.1"]})");
    write("codes/ValueSet-statuses.json", R"({"resourceType":"ValueSet","url":"http://example.org/statuses","status":"active",
              "compose":{"include":[{"system":"http://example.org/status","concept":[{"code":"single"},{"code":"together"}]}]}})");
    write("person.json", person("together"));
  }
  void write(const std::string& name, const std::string& bytes) {
    fs::create_directories((folder_ / name).parent_path());
    file(name, bytes);
  }
  static std::string person(const std::string& status) {
    return R"({"resourceType":"Patient","maritalStatus":{"coding":[{"system":"http://example.org/status","code":")" + status + "\"}]}}";
  }
  static constexpr const char* kProfile = "--profile http://example.org/person ";
};

TEST_F(PackagesAtTheTerminal, MayBeSeveral) {
  const auto good = caseway(std::string("validate --package profile --package codes ") + kProfile + "person.json");
  EXPECT_EQ(good.code, 0) << good.said;
  EXPECT_THAT(good.said, Not(HasSubstr("validation.package"))) << "they satisfy each other's dependencies";
  write("odd.json", person("widowed"));
  const auto odd = caseway(std::string("validate --package profile --package codes ") + kProfile + "odd.json");
  EXPECT_EQ(odd.code, 1);
  EXPECT_THAT(odd.said, HasSubstr("validation.binding"));
  write("empty.json", R"({"resourceType":"Patient","active":true})");
  EXPECT_THAT(caseway(std::string("validate --package profile --package codes ") + kProfile + "empty.json").said,
              HasSubstr("validation.cardinality"));
}

TEST_F(PackagesAtTheTerminal, TellWhatIsMissing) {
  const auto alone = caseway(std::string("validate --package profile ") + kProfile + "person.json");
  EXPECT_EQ(alone.code, 0) << alone.said;
  EXPECT_THAT(alone.said, HasSubstr("validation.package.dependency"));
  EXPECT_THAT(alone.said, HasSubstr("example.codes#1.0.0"));
  const auto none = caseway("validate --package example.nowhere#1.0.0 person.json");
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.said, HasSubstr("validation.package.not_found"));
}

TEST_F(PackagesAtTheTerminal, AreFoundBesideEachOtherByName) {
  fs::rename(folder_ / "profile", folder_ / "example.profile#1.0.0");
  fs::rename(folder_ / "codes", folder_ / "example.codes#1.0.0");
  const auto ran = caseway(std::string("validate --package 'example.profile#1.0.0' ") + kProfile + "person.json");
  EXPECT_EQ(ran.code, 0) << ran.said;
  EXPECT_THAT(ran.said, Not(HasSubstr("validation.package")));
}

TEST_F(PackagesAtTheTerminal, AnswerMemberOf) {
  const std::string ask = "fhirpath \"maritalStatus.memberOf('http://example.org/statuses')\" person.json ";
  EXPECT_EQ(caseway(ask + "--package codes").said, "true\n");
  EXPECT_EQ(caseway(ask).said, "") << "without packages nobody knows";
}

}  // namespace

}  // namespace caseway::command_line
