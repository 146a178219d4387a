// Where results go: several of one source, and sources of one name.
#include "command_line/terminal.h"

namespace caseway::command_line {

namespace {

using testing::HasSubstr;

class Results : public CommandLine {
 protected:
  std::vector<std::string> below(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / folder))
      if (entry.is_regular_file()) names.push_back(entry.path().lexically_relative(folder_ / folder).string());
    std::sort(names.begin(), names.end());
    return names;
  }
};

// Two referrals are two XML files; the folder is made for them.
TEST_F(Results, OfOneSourceStandTogetherInAFolderThatIsNew) {
  file("in.csv", "referral_id,last_name,status,referral_date,service_requested\nR-1,Marsh,sent,2026-11-16,Food\nR-2,Quill,sent,2026-11-16,Food\n");
  const auto ran = caseway("translate --from community-referral --to community-referral:xml -o results in.csv");
  EXPECT_EQ(ran.code, 0) << ran.said;
  EXPECT_EQ(below("results").size(), 2u) << ran.said;
  for (const auto& name : below("results")) EXPECT_EQ(name.find('/'), std::string::npos) << name;
}

TEST_F(Results, OfSourcesOfOneNameKeepTheirEndings) {
  fs::create_directories(folder_ / "in/north");
  const std::string patient = R"({"resourceType":"Patient","id":"a"})";
  file("in/a.json", patient);
  file("in/a.ndjson", patient + "\n");
  file("in/b.json", patient);
  file("in/north/a.json", patient);
  const auto ran = caseway("translate --to fhir-xml --reports -o out in");
  EXPECT_EQ(ran.code, 0) << ran.said;
  EXPECT_EQ(below("out"), (std::vector<std::string>{"a.json.report.json", "a.json.xml", "a.ndjson.report.json", "a.ndjson.xml", "b.report.json",
                                                    "b.xml", "north/a.report.json", "north/a.xml"}));
}

TEST_F(Results, OfSourcesOfOneNameFromSeveralFoldersAreRefusedBeforeAnythingIsWritten) {
  for (const auto* folder : {"north", "south"}) {
    fs::create_directories(folder_ / folder);
    file(std::string(folder) + "/a.json", R"({"resourceType":"Patient","id":"a"})");
  }
  file("south/0.json", R"({"resourceType":"Patient","id":"b"})");
  const auto ran = caseway("translate --to fhir-xml -o out south north");
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.said, HasSubstr("south/a.json"));
  EXPECT_THAT(ran.said, HasSubstr("north/a.json"));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}

// The last of the files would be replaced: nobody may learn that when the first ones are written.
TEST_F(Results, ThatWouldReplaceASourceAreRefusedBeforeAnythingIsWritten) {
  fs::create_directories(folder_ / "in");
  file("in/a.xml", R"(<Patient xmlns="http://hl7.org/fhir"><id value="a"/></Patient>)");
  file("in/z.json", R"({"resourceType":"Patient","id":"z"})");
  const auto ran = caseway("translate --to fhir-json -o in in");
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.said, HasSubstr("in/z.json: a result"));
  EXPECT_EQ(below("in"), (std::vector<std::string>{"a.xml", "z.json"}));
  EXPECT_EQ(caseway("translate --to fhir-json -o in/z.json in/z.json").code, 2);
  EXPECT_EQ(caseway("translate --to fhir-xml -o in in/z.json").code, 0) << "beside it";
  EXPECT_EQ(below("in"), (std::vector<std::string>{"a.xml", "z.json", "z.xml"}));
}

// What is large goes through document by document; asking for what was kept holds all of it.
TEST_F(Results, OfAListThatIsReadItemByItemAreThoseOfOneThatIsHeld) {
  std::string list = "[";
  for (int i = 0; list.size() < (5u << 18); ++i)
    list += (i == 0 ? "" : ",\n") + (R"({"id":"s-)" + std::to_string(i % 20 == 7 ? 6 : i)) + R"(","name":)" +
            (i == 11 ? "null" : "\"" + std::string(3000, 'n') + "\"") +
            R"(,"status":"active","minimum_age":16,"colour":"red","organization":{"id":"org-1","name":"Lantern House"}})";
  file("list.json", list + "]");
  const std::string words = "translate --from directory-hsds --to fhir-json --now 2026-11-21T10:00:00Z ";
  const auto large = caseway(words + "-o large.json list.json");
  const auto held = caseway(words + "-o held.json --residual kept.json list.json");
  EXPECT_EQ(large.code, 1) << large.said.substr(0, 500);
  EXPECT_THAT(large.said, HasSubstr("mapping.record.twice"));
  const auto told = [](const std::string& said) { return said.substr(0, said.find("list.json: directory")) + said.substr(said.find("  read ")); };
  EXPECT_TRUE(told(large.said) == told(held.said)) << told(large.said) << told(held.said);
  EXPECT_NE(text("large.json"), "");
  EXPECT_TRUE(text("large.json") == text("held.json"));
}

}  // namespace

}  // namespace caseway::command_line
