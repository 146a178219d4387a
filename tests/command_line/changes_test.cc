// A sender's files change: what is parked, what an operator sees of it, and what goes through once it is decided. Full lists night by night.
#include <algorithm>
#include <cstdlib>

#include "command_line/terminal.h"

namespace caseway::command_line {

namespace {

using testing::HasSubstr;
using testing::Not;

constexpr int kParked = 3;
const std::string kFrom = "translate --from community-referral --to fhir-json --state state --now 2026-11-21T10:00:00Z ";

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
  return text;
}

class Changes : public CommandLine {
 protected:
  void SetUp() override {
    CommandLine::SetUp();
    for (const auto* name : {"monday.csv", "tuesday.csv"}) fs::copy_file(fs::path(CASEWAY_SOURCE_DIR "/samples/changes") / name, folder_ / name);
  }
  void learn() { ASSERT_EQ(caseway(kFrom + "-o monday.json monday.csv").code, 0); }
  // The id of what is parked.
  std::string parked() {
    const auto said = caseway("parked --state state").said;
    return said.substr(0, said.find(' '));
  }
};

TEST_F(Changes, AFileLikeTheOnesBeforeGoesThrough) {
  learn();
  file("next.csv", replaced(text("monday.csv"), "R-1", "R-3"));
  EXPECT_EQ(caseway(kFrom + "-o next.json next.csv").code, 0);
  EXPECT_THAT(caseway("parked --state state").said, HasSubstr("nothing is parked"));
}

TEST_F(Changes, ARenamedAndANewColumnWaitForADecision) {
  learn();
  const auto ran = caseway(kFrom + "-o tuesday.json tuesday.csv");
  EXPECT_EQ(ran.code, kParked) << ran.said;
  EXPECT_THAT(ran.said, HasSubstr("exchange.parked"));
  EXPECT_FALSE(fs::exists(folder_ / "tuesday.json"));
  const auto id = parked();
  const auto shown = caseway("parked show " + id + " --state state").said;
  EXPECT_THAT(shown, HasSubstr("`birth_date` is now `Birthday`: 43 of 43 look like dates, as before"));
  EXPECT_THAT(shown, HasSubstr("`Row colour` is new: 43 of 43 have a value, mostly words"));
  EXPECT_EQ(text("state/community-referral/parked/" + id + "/payload/tuesday.csv"), text("tuesday.csv"));

  EXPECT_EQ(caseway("parked accept " + id + " 1 --state state").code, 0);
  EXPECT_EQ(caseway(kFrom + "-o tuesday.json tuesday.csv").code, kParked) << "one change is left";
  const auto accepted = caseway("parked accept " + id + " 2 --ignore decoration --state state");
  EXPECT_THAT(accepted.said, HasSubstr("all is decided"));
  const auto through = caseway(kFrom + "-o tuesday.json tuesday.csv");
  EXPECT_EQ(through.code, 0) << through.said;
  EXPECT_THAT(caseway("parked --state state").said, HasSubstr("nothing is parked"));

  // As if it had always been so: the same documents with the same ids.
  auto plain = replaced(replaced(text("tuesday.csv"), "Birthday", "birth_date"), ",Row colour", "");
  for (const auto* colour : {",red", ",green", ",yellow"}) plain = replaced(plain, colour, "");
  file("plain.csv", plain);
  EXPECT_EQ(caseway(replaced(kFrom, "--state state", "") + "-o plain.json plain.csv").code, 0);
  EXPECT_EQ(text("tuesday.json"), text("plain.json"));

  file("wednesday.csv", replaced(text("tuesday.csv"), "R-1", "R-4"));
  EXPECT_EQ(caseway(kFrom + "-o wednesday.json wednesday.csv").code, 0) << "from now on";
}

// What is too large to be held is looked at before anything of it goes on.
TEST_F(Changes, ALargeFileWaitsAndGoesThroughLikeAnyOther) {
  constexpr std::size_t kLarge = 5u << 18;
  const auto small = text("monday.csv");
  auto monday = small.substr(0, small.find('\n') + 1);
  const auto rows = small.substr(monday.size());
  for (int i = 0; monday.size() < kLarge; ++i) monday += replaced(rows, "R-", "R" + std::to_string(i) + "-");
  file("monday.csv", monday);
  file("tuesday.csv", replaced(monday, "birth_date", "Birthday"));
  const std::string to = "translate --from community-referral --to community-referral --state state ";
  ASSERT_EQ(caseway(to + "-o monday.out monday.csv").code, 0);
  const auto waiting = caseway(to + "-o tuesday.out tuesday.csv");
  EXPECT_EQ(waiting.code, kParked) << waiting.said;
  EXPECT_FALSE(fs::exists(folder_ / "tuesday.out"));
  const auto id = parked();
  EXPECT_TRUE(text("state/community-referral/parked/" + id + "/payload/tuesday.csv") == text("tuesday.csv"));
  EXPECT_EQ(caseway("parked accept " + id + " all --state state").code, 0);
  const auto through = caseway(to + "-o tuesday.out tuesday.csv");
  EXPECT_EQ(through.code, 0) << through.said;
  EXPECT_TRUE(text("tuesday.out") == text("monday.out"));
  EXPECT_THAT(caseway("parked --state state").said, HasSubstr("nothing is parked"));
}

TEST_F(Changes, ARequiredColumnThatIsGoneAlwaysParks) {
  file("first.csv", "referral_id,status,first_name,service_requested\nR-1,sent,Ada,Food pantry\nR-2,sent,Ben,Food pantry\n");
  EXPECT_EQ(caseway(kFrom + "-o first.json first.csv").code, kParked);
  const auto id = parked();
  EXPECT_THAT(caseway("parked show " + id + " --state state").said, HasSubstr("`last_name` is missing"));
  const auto refused = caseway("parked accept " + id + " all --state state");
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.said, HasSubstr("requires"));
  EXPECT_EQ(caseway("parked accept " + id + " 1 --as first_name --state state").code, 0);
}

TEST_F(Changes, AColumnThatMayBeMissingIsAskedAboutOnce) {
  learn();
  auto without = replaced(text("monday.csv"), ",priority,", ",");
  for (const auto* priority : {",urgent,", ",routine,"}) without = replaced(without, priority, ",");
  file("without.csv", without);
  EXPECT_EQ(caseway(kFrom + "-o without.json without.csv").code, kParked);
  const auto id = parked();
  EXPECT_THAT(caseway("parked show " + id + " --state state").said, HasSubstr("`priority` is not there any more; `request.priority` is then empty"));
  EXPECT_EQ(caseway("parked accept " + id + " all --state state").code, 0);
  EXPECT_EQ(caseway(kFrom + "-o without.json without.csv").code, 0);
  EXPECT_EQ(caseway(kFrom + "-o again.json without.csv").code, 0);
}

TEST_F(Changes, CodesThatNobodyKnowsAreReadAsAnOperatorSays) {
  learn();
  file("codes.csv", replaced(text("monday.csv"), ",urgent,", ",urgnt,"));
  EXPECT_EQ(caseway(kFrom + "-o codes.json codes.csv").code, kParked);
  const auto id = parked();
  EXPECT_THAT(caseway("parked show " + id + " --state state").said, HasSubstr("`priority` says `urgnt`"));
  EXPECT_THAT(caseway("parked show " + id + " --state state").said, HasSubstr("is it `urgent`?"));
  EXPECT_EQ(caseway("parked accept " + id + " 1 --state state").code, 0);
  EXPECT_EQ(caseway(kFrom + "-o codes.json codes.csv").code, 0);
  EXPECT_EQ(text("codes.json"), text("monday.json"));
}

TEST_F(Changes, OnlyWhatThereIsCanBeMeant) {
  learn();
  file("codes.csv", replaced(text("monday.csv"), ",urgent,", ",urgnt,"));
  EXPECT_EQ(caseway(kFrom + "-o codes.json codes.csv").code, kParked);
  const auto code = parked();
  const auto nothing = caseway("parked accept " + code + " 1 --as urgnt2 --state state");
  EXPECT_EQ(nothing.code, 2);
  EXPECT_THAT(nothing.said, HasSubstr("`urgnt2` is no code of the table `priority`; did you mean urgent?"));
  EXPECT_FALSE(fs::exists(folder_ / "state/community-referral/overlay.yaml")) << "nothing was accepted";
  EXPECT_EQ(caseway("parked reject " + code + " --state state").code, 0);

  EXPECT_EQ(caseway(kFrom + "-o tuesday.json tuesday.csv").code, kParked);
  const auto column = caseway("parked accept " + parked() + " 1 --as birthdate2 --state state");
  EXPECT_EQ(column.code, 2);
  EXPECT_THAT(column.said, HasSubstr("is no column of the mapping that these files lack; did you mean birth_date?"));
}

TEST_F(Changes, ADecisionThatIsTakenAgainTakesThePlaceOfTheOneBefore) {
  learn();
  EXPECT_EQ(caseway(kFrom + "-o tuesday.json tuesday.csv").code, kParked);
  const auto id = parked();
  EXPECT_EQ(caseway("parked accept " + id + " 1 --as middle_name --state state").code, 0);
  EXPECT_THAT(text("state/community-referral/overlay.yaml"), HasSubstr("\"middle_name\": [\"Birthday\"]"));
  EXPECT_EQ(caseway("parked accept " + id + " 1 --state state").code, 0);
  EXPECT_EQ(caseway("parked accept " + id + " 2 --ignore decoration --state state").code, 0);
  EXPECT_EQ(caseway("parked accept " + id + " 2 --as email --state state").code, 0);
  const auto overlay = text("state/community-referral/overlay.yaml");
  EXPECT_THAT(overlay, testing::AllOf(HasSubstr("\"birth_date\": [\"Birthday\"]"), HasSubstr("\"email\": [\"Row colour\"]")));
  EXPECT_THAT(overlay, testing::AllOf(Not(HasSubstr("middle_name")), Not(HasSubstr("decoration"))));
}

// A word for a status that is read as another: the code is the known one, and the word stands beside it.
TEST_F(Changes, ACodeThatIsReadAsAnotherKeepsItsWord) {
  learn();
  file("words.csv", replaced(text("monday.csv"), ",sent,", ",despatched,"));
  EXPECT_EQ(caseway(kFrom + "-o words.json words.csv").code, kParked);
  const auto id = parked();
  EXPECT_EQ(caseway("parked accept " + id + " 1 --as sent --state state").code, 0);
  const auto ran = caseway(kFrom + "-o words.json words.csv");
  EXPECT_EQ(ran.code, 0) << ran.said;
  EXPECT_THAT(ran.said, HasSubstr("0 undecided"));
  const auto json = text("words.json");
  EXPECT_THAT(json, Not(HasSubstr("\"code\": \"despatched\"")));
  EXPECT_THAT(json, HasSubstr("\"text\": \"despatched\""));
  EXPECT_THAT(json, HasSubstr("\"code\": \"sent\""));
}

TEST_F(Changes, ASlipInOneRowIsNoChange) {
  learn();
  auto slip = text("monday.csv");
  slip.replace(slip.find("urgent"), 6, "urgnt");
  file("slip.csv", slip);
  const auto ran = caseway(kFrom + "-o slip.json slip.csv");
  EXPECT_NE(ran.code, kParked);
  EXPECT_THAT(ran.said, HasSubstr("mapping.code.unknown"));
}

// R-101,...,1957-02-06 -> 06/02/1957: days first, where the mapping reads months first.
TEST_F(Changes, DaysAndMonthsThatHaveChangedPlacesAreNotGuessed) {
  learn();
  auto days = text("monday.csv");
  for (auto at = days.find(",19"); at != std::string::npos; at = days.find(",19", at + 1))
    days.replace(at + 1, 10, days.substr(at + 9, 2) + "/" + days.substr(at + 6, 2) + "/" + days.substr(at + 1, 4));
  file("days.csv", days);
  EXPECT_EQ(caseway(kFrom + "-o days.json days.csv").code, kParked);
  const auto id = parked();
  const auto shown = caseway("parked show " + id + " --state state").said;
  EXPECT_THAT(shown, HasSubstr("of 43 the first number is over 12, and in none the second"));
  EXPECT_THAT(shown, HasSubstr("DD/MM/YYYY"));
  EXPECT_EQ(caseway("parked accept " + id + " all --state state").code, 0);
  EXPECT_EQ(caseway(kFrom + "-o days.json days.csv").code, 0);
  EXPECT_EQ(text("days.json"), text("monday.json"));
}

TEST_F(Changes, NobodyIsInWhatIsRememberedOfAShape) {
  learn();
  const auto shape = text("state/community-referral/shapes/community-referral.json");
  EXPECT_THAT(shape, HasSubstr("\"birth_date\""));
  EXPECT_THAT(shape, HasSubstr("\"urgent\""));
  for (const auto* value : {"Okafor", "Amara", "R-101", "1957"}) EXPECT_THAT(shape, Not(HasSubstr(value)));
  EXPECT_EQ(fs::status(folder_ / "state/community-referral/shapes/community-referral.json").permissions() & fs::perms::others_all, fs::perms::none);
}

// XML and JSON: a place that is called otherwise waits like a column.
TEST_F(Changes, AnElementThatIsRenamedWaitsForADecision) {
  const auto sent = replaced(text(CASEWAY_SOURCE_DIR "/plugins/community-referral/fixtures/referral-xml.in.xml"), "R-2026-0131", "R-1");
  file("monday.xml", sent);
  ASSERT_EQ(caseway(kFrom + "-o monday.json monday.xml").code, 0);
  auto next = replaced(replaced(sent, "<Email>mari@example.org</Email>", ""), "<Note>", "<!-- --><Note>");
  file("less.xml", next);
  EXPECT_EQ(caseway(kFrom + "-o less.json less.xml").code, 0) << "what may be left out";

  next = replaced(replaced(sent, "EmergencyContact>", "CrisisContact>"), "Email>", "EmailAddress>");
  file("tuesday.xml", replaced(next, "</Referral>", "<Colour>red</Colour></Referral>"));
  const auto ran = caseway(kFrom + "-o tuesday.json tuesday.xml");
  EXPECT_EQ(ran.code, kParked) << ran.said;
  const auto id = parked();
  const auto shown = caseway("parked show " + id + " --state state").said;
  EXPECT_THAT(shown, HasSubstr("`Person/CrisisContact` holds what `Person/EmergencyContact` held: 3 of 3 names in it are the same"));
  EXPECT_THAT(shown, HasSubstr("`Person/Email` is now `Person/EmailAddress`"));
  EXPECT_THAT(shown, HasSubstr("`CaseManager/Email` is now `CaseManager/EmailAddress`"));
  EXPECT_THAT(shown, HasSubstr("`Colour` is new: 1 of 1 have a value"));
  EXPECT_EQ(caseway("parked accept " + id + " 4 --ignore decoration --state state").code, 0) << shown;
  EXPECT_EQ(caseway("parked accept " + id + " all --state state").code, 0);
  const auto through = caseway(kFrom + "-o tuesday.json tuesday.xml");
  EXPECT_EQ(through.code, 0) << through.said;
  EXPECT_EQ(text("tuesday.json"), text("monday.json")) << "as if it had always been so";
  EXPECT_THAT(caseway("parked --state state").said, HasSubstr("nothing is parked"));
}

TEST_F(Changes, FilesThatComeTogetherHaveChangedAlike) {
  const auto sent = text(CASEWAY_SOURCE_DIR "/plugins/community-referral/fixtures/referral-xml.in.xml");
  file("monday.xml", sent);
  ASSERT_EQ(caseway(kFrom + "-o monday.json monday.xml").code, 0);
  file("one.xml", replaced(sent, "Email>", "EmailAddress>"));
  file("two.xml", replaced(replaced(sent, "Email>", "EmailAddress>"), "R-2026-0131", "R-2"));
  const auto ran = caseway(kFrom + "-o together.json --together one.xml two.xml");
  EXPECT_EQ(ran.code, kParked);
  EXPECT_THAT(ran.said, HasSubstr("have changed in 2 things"));
}

TEST_F(Changes, ItemsOfAListThatHaveChangedWaitForADecision) {
  const auto list = [&](const std::string& name, const std::string& status) {
    std::string items;
    for (int i = 0; i < 6; ++i)
      items += (i == 0 ? "" : ",") + (R"({"id":"s-)" + std::to_string(i)) + R"(","name":"Meals","organization":{"id":"o-1","name":"Lantern"},")" +
               name + R"(":"Warm food","status":")" + status + "\"}";
    return "[" + items + "]";
  };
  const std::string from = replaced(kFrom, "community-referral", "directory-hsds");
  file("monday.json", list("description", "active"));
  ASSERT_EQ(caseway(from + "-o monday.out monday.json").code, 0);
  file("tuesday.json", list("descriptions", "actve"));
  EXPECT_EQ(caseway(from + "-o tuesday.out tuesday.json").code, kParked);
  const auto id = parked();
  const auto shown = caseway("parked show " + id + " --state state").said;
  EXPECT_THAT(shown, HasSubstr("`description` is now `descriptions`: 6 of 6 have a value"));
  EXPECT_THAT(shown, HasSubstr("`status` says `actve` in 6 of 6"));
  EXPECT_EQ(caseway("parked accept " + id + " all --state state").code, 0);
  EXPECT_EQ(caseway(from + "-o tuesday.out tuesday.json").code, 0);
  EXPECT_EQ(replaced(text("tuesday.out"), "actve", "active"), text("monday.out")) << "the sender's own word is kept beside the code";
}

TEST_F(Changes, WhatIsRejectedIsGoneAndNothingIsLearntOfIt) {
  learn();
  caseway(kFrom + "-o tuesday.json tuesday.csv");
  const auto id = parked();
  EXPECT_EQ(caseway("parked reject " + id + " --state state").code, 0);
  EXPECT_FALSE(fs::exists(folder_ / "state/community-referral/parked" / id));
  EXPECT_EQ(caseway(kFrom + "-o tuesday.json tuesday.csv").code, kParked);
  EXPECT_EQ(caseway("parked show zzz --state state").code, 2);
}

// A dialect of its own: the housing list, as a partner who sends all of it every night would have it.
class FullLists : public CommandLine {
 protected:
  void SetUp() override {
    CommandLine::SetUp();
    const auto plugin = folder_ / "plugins/housing-csv";
    fs::create_directories(folder_ / "plugins");
    fs::copy(fs::path(CASEWAY_PROGRAM).parent_path() / "../plugins/housing-csv", plugin, fs::copy_options::recursive);
    auto mapping = text("plugins/housing-csv/referral.map.yaml");
    mapping = replaced(mapping, "  key: referral_id\n",
                       "  key: referral_id\n  list: full\n  absent: closed\n  closed: { document: referral-update, row: { result_id: \"gone-{key}\", "
                       "referral_id: \"{key}\", referral_result: \"3\", result_date: \"{date}\", reason: no longer on the list } }\n");
    fs::remove(plugin / "referral.map.yaml");
    file("plugins/housing-csv/referral.map.yaml", mapping);
    setenv("CASEWAY_PLUGIN_FOLDERS", (folder_ / "plugins").c_str(), 1);
  }
  void TearDown() override {
    unsetenv("CASEWAY_PLUGIN_FOLDERS");
    CommandLine::TearDown();
  }
  Ran night(const std::string& rows, const std::string& result) {
    file("list.csv", "referral_id,last_name,current_living_situation,disabling_condition\n" + rows);
    return caseway("translate --from housing-csv --to fhir-json --state state --now 2026-11-21T10:00:00Z -o " + result + " list.csv");
  }
  std::size_t count(const std::string& name, const std::string& what) {
    const auto bytes = text(name);
    std::size_t found = 0;
    for (auto at = bytes.find(what); at != std::string::npos; at = bytes.find(what, at + 1)) ++found;
    return found;
  }
};

const std::string kNight = "R-1,Marsh,116,1\nR-2,Quill,101,0\nR-3,Sato,116,1\nR-4,Renner,101,0\n";

TEST_F(FullLists, OnlyWhatIsNewChangedOrGoneIsAnEvent) {
  ASSERT_EQ(night(kNight, "first.json").code, 0);
  EXPECT_EQ(count("first.json", "\"ServiceRequest\""), 4u);

  const auto same = night(kNight, "same.json");
  EXPECT_EQ(same.code, 0) << same.said;
  EXPECT_THAT(same.said, HasSubstr("16 ignored"));
  EXPECT_FALSE(fs::exists(folder_ / "same.json"));

  const auto next = night("R-1,Marsh,116,1\nR-2,Quill,116,0\nR-3,Sato,116,1\nR-5,Okafor,101,1\n", "next.json");
  EXPECT_EQ(next.code, 0) << next.said;
  EXPECT_EQ(count("next.json", "\"R-2\""), 1u) << "changed";
  EXPECT_EQ(count("next.json", "\"R-5\""), 1u) << "new";
  EXPECT_EQ(count("next.json", "\"R-1\""), 0u) << "known";
  EXPECT_EQ(count("next.json", "\"R-4\""), 1u) << "gone: closed";
  EXPECT_EQ(count("next.json", "no longer on the list"), 1u);
}

// More than 1 MB goes entry by entry, unless what reading keeps is asked for: the results, and what is remembered, are the same.
class LargeLists : public FullLists, public testing::WithParamInterface<const char*> {
 protected:
  static std::string list(const std::string& changed, int from, int to) {
    std::string rows = "referral_id,last_name,current_living_situation,disabling_condition,email\n";
    for (int i = from; i < to; ++i)
      rows += "R-" + std::to_string(10000 + i) + ",Marsh," + (std::to_string(i) == changed ? "101" : "116") + ",1," + std::string(4000, 'n') +
              "@example.org\n";
    return rows;
  }
  // All files of a folder, by their names.
  std::string results(const std::string& folder) {
    std::vector<std::string> names;
    if (fs::exists(folder_ / folder))
      for (const auto& entry : fs::directory_iterator(folder_ / folder)) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    std::string all;
    for (const auto& name : names) all += name + ":\n" + text(folder + "/" + name);
    return all;
  }
  Ran send(const std::string& way, std::size_t night, const std::string& options = "") {
    const auto place = way + std::to_string(night);
    return caseway("translate --from housing-csv --now 2026-11-21T10:00:00Z --to " + std::string(GetParam()) + " --state " + way + " -o " + place +
                   "/ " + options + " list.csv");
  }
};

TEST_P(LargeLists, AreComparedEntryByEntryAsThoseThatAreHeld) {
  const std::vector<std::string> nights{list("", 0, 300), list("7", 0, 301), list("7", 0, 301), list("7", 2, 301)};
  const auto told = [](const std::string& said) { return said.substr(0, said.find("\n  ")) + said.substr(said.find("  read ")); };
  for (std::size_t night = 0; night < nights.size(); ++night) {
    file("list.csv", nights[night]);
    const auto large = send("large", night);
    const auto held = send("held", night, "--residual kept.json");
    EXPECT_EQ(large.code, 0) << large.said;
    EXPECT_EQ(held.code, 0) << held.said;
    EXPECT_TRUE(results("large" + std::to_string(night)) == results("held" + std::to_string(night))) << night;
    EXPECT_EQ(told(large.said), told(held.said));
    for (const auto& remembered : {"lists/housing-referral." + std::string(GetParam()) + ".json", std::string("shapes/housing-referral.json")}) {
      EXPECT_EQ(text("large/housing-csv/" + remembered), text("held/housing-csv/" + remembered)) << night;
      EXPECT_NE(text("large/housing-csv/" + remembered), "");
    }
  }
  EXPECT_NE(results("large1"), "");
  EXPECT_EQ(results("large2"), "") << "the same list";
  EXPECT_THAT(results("large3"), HasSubstr("no longer on the list"));
}

INSTANTIATE_TEST_SUITE_P(All, LargeLists, testing::Values("fhir-json", "housing-csv"));

TEST_F(FullLists, AnEntryThatCouldNotBeWrittenIsNotKnown) {
  const auto place = "plugins/housing-csv/referral.map.yaml";
  const auto mapping = replaced(text(place), "ours: patient.birthDate, as: date,", "ours: patient.birthDate, as: date, required: sending,");
  file(place, mapping);
  const auto send = [&](const std::string& rows, const std::string& result) {
    file("list.csv", "referral_id,last_name,birth_date\n" + rows);
    return caseway("translate --from housing-csv --to housing-csv --state state -o " + result + " list.csv");
  };
  const auto first = send("R-1,Marsh,1961-02-11\nR-2,Quill,\n", "first.csv");
  EXPECT_EQ(first.code, 1);
  EXPECT_THAT(first.said, HasSubstr("list.csv:3:1: error mapping.value.missing: row 3, Patient.birthDate"));
  EXPECT_EQ(count("first.csv", "R-1"), 1u);
  EXPECT_EQ(count("first.csv", "R-2"), 0u);
  EXPECT_EQ(send("R-1,Marsh,1961-02-11\nR-2,Quill,\n", "same.csv").code, 1) << "still owed";
  EXPECT_EQ(send("R-1,Marsh,1961-02-11\nR-2,Quill,1970-07-01\n", "next.csv").code, 0);
  EXPECT_EQ(count("next.csv", "R-1"), 0u) << "known";
  EXPECT_EQ(count("next.csv", "R-2"), 1u);
}

// It has no row of the sender's, and none of them is to blame.
TEST_F(FullLists, WhatClosesAnEntryAndCannotBeWrittenIsInNoRepairFile) {
  const auto place = "plugins/housing-csv/referral-result.map.yaml";
  const auto mapping = replaced(text(place), "ours: task.statusReason.text,", "ours: task.description, only: sending, required: sending,");
  ASSERT_NE(mapping, text(place));
  file(place, mapping);
  const auto send = [&](const std::string& rows) {
    file("list.csv", "referral_id,last_name,birth_date\n" + rows);
    return caseway("translate --from housing-csv --to housing-csv --state state -o out --repair bad.csv list.csv");
  };
  fs::create_directories(folder_ / "out");
  ASSERT_EQ(send("R-1,Marsh,1961-02-11\nR-2,Quill,1970-07-01\nR-3,Sato,1971-01-01\n").code, 0);
  const auto next = send("R-1,Marsh,1961-02-12\nR-2,Quill,1970-07-01\n");
  EXPECT_EQ(next.code, 1) << next.said;
  EXPECT_THAT(next.said, HasSubstr("mapping.value.missing: an entry that is gone, Task.description"));
  EXPECT_FALSE(fs::exists(folder_ / "bad.csv")) << text("bad.csv");
}

TEST_F(FullLists, AnEntryThatCannotBeReadIsNotGone) {
  ASSERT_EQ(night(kNight, "first.json").code, 0);
  const auto bad = night(replaced(kNight, "R-4,Renner", "R-4,"), "bad.json");
  EXPECT_EQ(bad.code, 1) << bad.said;
  EXPECT_FALSE(fs::exists(folder_ / "bad.json")) << "nobody was closed";
  const auto mended = night(kNight, "mended.json");
  EXPECT_EQ(mended.code, 0) << mended.said;
  EXPECT_FALSE(fs::exists(folder_ / "mended.json")) << "it is as it was";
}

TEST_F(FullLists, ARepairFileThatComesBackIsNoList) {
  file("list.csv", "referral_id,last_name,current_living_situation,disabling_condition\n" + replaced(kNight, "R-4,Renner", "R-4,"));
  EXPECT_EQ(caseway("translate --from housing-csv --to fhir-json --state state -o first.json --repair bad.csv list.csv").code, 1);
  EXPECT_EQ(count("first.json", "\"ServiceRequest\""), 3u);
  file("bad.csv", replaced(text("bad.csv"), "R-4,", "R-4,Renner"));
  const auto back = caseway("translate --from housing-csv --to fhir-json --state state -o rest.json bad.csv");
  EXPECT_EQ(back.code, 0) << back.said;
  EXPECT_EQ(count("rest.json", "\"ServiceRequest\""), 1u);
  EXPECT_EQ(count("rest.json", "no longer on the list"), 0u);
  const auto whole = night(kNight, "whole.json");
  EXPECT_EQ(whole.code, 0) << whole.said;
  EXPECT_FALSE(fs::exists(folder_ / "whole.json")) << "all of it is known by now";
}

TEST_F(FullLists, ARowWithoutAKeyMayBeAnybody) {
  ASSERT_EQ(night(kNight, "first.json").code, 0);
  const auto unsure = night(replaced(kNight, "R-4,Renner", ",Renner"), "unsure.json");
  EXPECT_THAT(unsure.said, HasSubstr("exchange.list.unsure"));
  EXPECT_FALSE(fs::exists(folder_ / "unsure.json"));
}

TEST_F(FullLists, AListThatHasLostMostOfItselfWaits) {
  ASSERT_EQ(night(kNight, "first.json").code, 0);
  const auto empty = night("", "empty.json");
  EXPECT_EQ(empty.code, 3) << empty.said;
  const auto shrunk = night("R-1,Marsh,116,1\n", "shrunk.json");
  EXPECT_EQ(shrunk.code, 3) << shrunk.said;
  EXPECT_FALSE(fs::exists(folder_ / "shrunk.json"));
  const auto listed = caseway("parked --state state").said;
  for (std::size_t at = 0; at < listed.size(); at = listed.find('\n', at) + 1)
    EXPECT_EQ(caseway("parked accept " + listed.substr(at, 12) + " all --state state").code, 0);
  const auto accepted = night("R-1,Marsh,116,1\n", "shrunk.json");
  EXPECT_EQ(accepted.code, 0) << accepted.said;
  EXPECT_EQ(count("shrunk.json", "no longer on the list"), 3u);
}

TEST_F(FullLists, WhatWasNotWrittenIsNotKnown) {
  file("list.csv", "referral_id,last_name,current_living_situation,disabling_condition\n" + kNight);
  EXPECT_NE(caseway("translate --from housing-csv --to fhir-json --state state -o /proc/nowhere/out.json list.csv").code, 0);
  ASSERT_EQ(night(kNight, "first.json").code, 0);
  EXPECT_EQ(count("first.json", "\"ServiceRequest\""), 4u);
}

TEST_F(FullLists, EachReceiverHasItsOwn) {
  ASSERT_EQ(night(kNight, "first.json").code, 0);
  const auto other = caseway("translate --from housing-csv --to fhir-xml --state state -o other.xml list.csv");
  EXPECT_EQ(other.code, 0) << other.said;
  EXPECT_TRUE(fs::exists(folder_ / "other.xml"));
}

}  // namespace

}  // namespace caseway::command_line
