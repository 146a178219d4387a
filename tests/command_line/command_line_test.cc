// The program as a person at a terminal meets it: exit codes, one clear issue for bad input, nothing half-written.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <future>

#include "command_line/terminal.h"

namespace caseway::command_line {

namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kPatient = R"({"resourceType":"Patient","id":"p1","birthDate":"1971-02","multipleBirthInteger":2})";

TEST_F(CommandLine, SaysHowItIsUsed) {
  EXPECT_EQ(caseway("--help").code, 0);
  EXPECT_EQ(caseway("").code, 2);
  for (const auto* command : {"translate", "validate", "mapping", "plugins", "partners", "serve"}) {
    const auto ran = caseway(std::string(command) + " --help");
    EXPECT_EQ(ran.code, 0) << command;
    EXPECT_THAT(ran.said, HasSubstr("usage: caseway " + std::string(command)));
  }
}

TEST_F(CommandLine, SuggestsWhatWasMeant) {
  EXPECT_THAT(caseway("transalte").said, HasSubstr("did you mean translate?"));
  EXPECT_THAT(caseway("translate --form x --to fhir-json y").said, HasSubstr("did you mean --from?"));
  file("p.json", kPatient);
  const auto ran = caseway("translate --to fhir-jsn p.json");
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.said, HasSubstr("did you mean fhir-json?"));
}

TEST_F(CommandLine, TranslatesThroughStdinAndStdout) {
  file("p.json", kPatient);
  const auto ran = caseway("translate -q --to fhir-xml -", (folder_ / "p.json").string());
  EXPECT_EQ(ran.code, 0) << ran.said;
  EXPECT_THAT(ran.said, HasSubstr("<birthDate value=\"1971-02\"/>"));
}

TEST_F(CommandLine, TranslatesAFolderKeepingBaseNames) {
  fs::create_directories(folder_ / "in/deep");
  file("in/a.json", kPatient);
  file("in/deep/b.json", kPatient);
  const auto ran = caseway("translate --to fhir-xml --reports -o out in");
  EXPECT_EQ(ran.code, 0) << ran.said;
  EXPECT_TRUE(fs::exists(folder_ / "out/a.xml"));
  EXPECT_TRUE(fs::exists(folder_ / "out/deep/b.xml"));
  EXPECT_TRUE(fs::exists(folder_ / "out/a.report.json"));
}

TEST_F(CommandLine, KeepsResultsInTheirFolderWhateverLinksLeadTo) {
  fs::create_directories(folder_ / "elsewhere");
  fs::create_directories(folder_ / "in");
  file("elsewhere/a.json", kPatient);
  fs::create_symlink("../elsewhere/a.json", folder_ / "in/link.json");
  EXPECT_EQ(caseway("translate --to fhir-xml --reports -o out in").code, 0);
  EXPECT_TRUE(fs::exists(folder_ / "out/link.xml"));
  EXPECT_TRUE(fs::exists(folder_ / "out/link.report.json"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "elsewhere"), fs::directory_iterator()), 1);
}

TEST_F(CommandLine, WritesTheReportOfARefusedDocumentWhereItsResultWouldBe) {
  fs::create_directories(folder_ / "in");
  file("in/bad.json", R"({"resourceType":"Patient","nmae":"x"})");
  EXPECT_EQ(caseway("translate --to fhir-xml --reports -o out in").code, 1);
  EXPECT_TRUE(fs::exists(folder_ / "out/bad.report.json"));
  EXPECT_EQ(files(), 2u);
}

TEST_F(CommandLine, WritesAReportThatAddsUp) {
  file("p.json", kPatient);
  EXPECT_EQ(caseway("translate --to fhir-xml -o p.xml --report r.json --values all p.json").code, 0);
  const auto report = text("r.json");
  EXPECT_THAT(report, HasSubstr("\"total\": 3"));
  EXPECT_THAT(report, HasSubstr("\"copied\": 3"));
  EXPECT_THAT(report, HasSubstr("Patient.birthDate"));
}

TEST_F(CommandLine, RefusesToReplaceASource) {
  fs::create_directories(folder_ / "in");
  file("in/a.json", kPatient);
  EXPECT_EQ(caseway("translate --to fhir-json -o in/a.json in/a.json").code, 2);
  EXPECT_EQ(text("in/a.json"), kPatient);
}

TEST_F(CommandLine, RefusesBadInputWithOneClearIssue) {
  refuses("cut.xml", "<Patient xmlns=\"http://hl7.org/fhir\"><birthDate", "xml.not_well_formed");
  refuses("cut.json", R"({"resourceType":"Patient",)", "json.syntax");
  refuses("twice.json", R"({"resourceType":"Patient","id":"a","id":"b"})", "json.duplicate_key");
  refuses("latin.json", "{\"resourceType\":\"Patient\",\"id\":\"\xE9\"}", "json.utf8");
  refuses("empty.json", "", "exchange.empty");
  refuses("doctype.xml", "<!DOCTYPE Patient [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><Patient xmlns=\"http://hl7.org/fhir\"/>", "xml.doctype");
  refuses("section.xml", "<section xmlns=\"urn:hl7-org:v3\"><title>Allergies</title></section>", "exchange.format.unknown");
  refuses("prose.txt", "Dear colleague, please find attached", "exchange.format.unknown");
  refuses("deep.json", R"({"resourceType":"Patient","extension":)" + std::string(200'000, '[') + std::string(200'000, ']') + "}", "limit.depth");
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  refuses("deep.xml", "<Patient xmlns=\"http://hl7.org/fhir\">" + deep, "limit.depth");
}

TEST_F(CommandLine, SaysWhenAReferralIsNotForThisReceiver) {
  file("clinic.json", R"({"resourceType":"Bundle","type":"collection","entry":[
    {"fullUrl":"urn:uuid:7e1f8a34-51cc-4c02-9d0b-3f5a52b8f001","resource":{"resourceType":"Patient","id":"p1","name":[{"family":"Rivers","given":["Ana"]}]}},
    {"fullUrl":"urn:uuid:7e1f8a34-51cc-4c02-9d0b-3f5a52b8f002","resource":{"resourceType":"ServiceRequest","id":"r1","status":"active","intent":"order",
      "code":{"text":"Cardiac rehabilitation"},"subject":{"reference":"urn:uuid:7e1f8a34-51cc-4c02-9d0b-3f5a52b8f001"}}}]})");
  const auto ran = caseway("translate --to harbor-house -o out.csv clinic.json");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.said, HasSubstr("policy.focus_withheld"));
  EXPECT_EQ(files(), 1u);
}

// The second referral is for food; the first is written all the same.
TEST_F(CommandLine, WritesTheReferralsOfAListThatAreForThisReceiver) {
  fs::copy_file(CASEWAY_SOURCE_DIR "/plugins/community-referral/fixtures/referral.in.csv", folder_ / "list.csv");
  const auto ran = caseway("translate --to harbor-house -o out.csv --report report.json list.csv");
  EXPECT_EQ(ran.code, 0) << ran.said;
  EXPECT_THAT(ran.said, HasSubstr("warning policy.focus_withheld"));
  EXPECT_THAT(text("out.csv"), testing::AllOf(HasSubstr("R-2026-0117"), Not(HasSubstr("R-2026-0118"))));
  EXPECT_THAT(caseway("report report.json").said, testing::StartsWith("Harbor House received "));
}

TEST_F(CommandLine, TellsUsageFromData) {
  EXPECT_EQ(caseway("translate --to fhir-json missing.json").code, 2);
  fs::create_directories(folder_ / "folder");
  EXPECT_EQ(caseway("translate --to fhir-json folder").code, 2) << "an empty folder";
  file("p.json", kPatient);
  EXPECT_EQ(caseway("translate p.json").code, 2) << "no receiver";
  EXPECT_EQ(caseway("translate --to nobody p.json").code, 2);
  EXPECT_EQ(caseway("translate --config none.yaml --to fhir-json p.json").code, 2);
}

TEST_F(CommandLine, ValidatesStructure) {
  file("good.json", kPatient);
  EXPECT_EQ(caseway("validate good.json").code, 0);
  file("bad.json", R"({"resourceType":"Patient","gender":"unknwon","birthDate":"1971-13-01"})");
  const auto ran = caseway("validate bad.json");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.said, HasSubstr("Patient.gender"));
  EXPECT_THAT(ran.said, HasSubstr("fhir.format"));
  EXPECT_THAT(caseway("validate --json bad.json").said, HasSubstr("\"resourceType\":\"OperationOutcome\""));
}

TEST_F(CommandLine, ListsWhatItKnows) {
  for (const auto* words : {"plugins", "plugins --json"}) EXPECT_THAT(caseway(words).said, HasSubstr("fhir-json"));
  for (const auto* words : {"partners", "partners --json"}) EXPECT_EQ(caseway(words).code, 0) << words;
}

TEST_F(CommandLine, RefusesWordsThatMeanNothing) {
  for (const auto* words : {"partners all", "serve 8080"}) {
    const auto ran = caseway(words);
    EXPECT_EQ(ran.code, 2) << words;
    EXPECT_THAT(ran.said, HasSubstr("takes options only")) << words;
  }
}

TEST_F(CommandLine, TakesOnlyAnInstantForItsClock) {
  file("p.json", kPatient);
  for (const auto* now : {"yesterday", "2026-11-21", "2026-11-21T10:00:00", "2026-13-21T10:00:00Z"}) {
    const auto ran = caseway("translate --to fhir-json --now " + std::string(now) + " -o out.json p.json");
    EXPECT_EQ(ran.code, 2) << now;
    EXPECT_THAT(ran.said, HasSubstr("--now is an instant")) << now;
  }
  EXPECT_EQ(caseway("translate --to fhir-json --now 2026-11-21T10:00:00-05:00 -o out.json p.json").code, 0);
}

TEST_F(CommandLine, KnowsTheSyntaxOfUtf16) {
  std::string bytes = "\xFF\xFE";
  for (const char c : std::string("<!DOCTYPE html><html/>")) (bytes += c) += '\0';
  refuses("page.xml", bytes, "xml.doctype");
}

TEST_F(CommandLine, ExplainsOneCommandByEitherSpelling) { EXPECT_EQ(caseway("help translate").said, caseway("translate --help").said); }

TEST_F(CommandLine, SaysWhenAMappingIsExplainedWithAnotherKindOfDocument) {
  file("list.map.yaml",
       "mapping: list\nversion: \"1\"\ndocument: referral\ntheirs: { format: csv }\nours: { patient: { resource: Patient } }\n"
       "fields:\n  - { theirs: born_on, ours: patient.birthDate, as: date, required: receiving }\n");
  file("list.csv", "born_on\n1990-02-03\n");
  file("colours.csv", "row_colour\nlilac\n");
  EXPECT_THAT(caseway("mapping explain list.map.yaml colours.csv").said, HasSubstr("does not look like what this mapping describes"));
  EXPECT_THAT(caseway("mapping explain list.map.yaml list.csv").said, Not(HasSubstr("does not look like what this mapping describes")));
}

// What reading makes of our own sample is sound: one identity per resource, every reference leads somewhere.
TEST_F(CommandLine, ValidatesWhatItMakesOfTheSamples) {
  for (const auto* sample : {"discharge-summary.xml", "referral.json", "care-plan.json", "status-updates.csv"}) {
    const auto ran = caseway("validate '" CASEWAY_SOURCE_DIR "/samples/" + std::string(sample) + "'");
    EXPECT_EQ(ran.code, 0) << ran.said;
  }
}

TEST_F(CommandLine, AFullDiskIsNoSuccess) {
  file("p.json", kPatient);
  for (const auto* words : {"validate p.json", "validate --json p.json", "plugins", "fhirpath birthDate p.json", "translate --to fhir-xml p.json"})
    EXPECT_EQ(caseway(std::string(words) + " >/dev/full").code, 2) << words;
}

TEST_F(CommandLine, WritesThroughLinksAndPipesInsteadOfReplacingThem) {
  file("p.json", kPatient);
  file("target.xml", "old");
  fs::create_symlink("target.xml", folder_ / "link.xml");
  EXPECT_EQ(caseway("translate -q --to fhir-xml -o link.xml p.json").code, 0);
  EXPECT_TRUE(fs::is_symlink(folder_ / "link.xml"));
  EXPECT_THAT(text("target.xml"), HasSubstr("<Patient"));
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  auto read = std::async(std::launch::async, [this] { return text("pipe"); });
  EXPECT_EQ(caseway("translate -q --to fhir-xml -o pipe p.json").code, 0);
  EXPECT_THAT(read.get(), HasSubstr("<Patient"));
  EXPECT_FALSE(fs::is_regular_file(folder_ / "pipe"));
}

TEST_F(CommandLine, ValidatesTheLinesOfNdjsonEachForItself) {
  file("p.ndjson", std::string(kPatient) + "\n" + R"({"resourceType":"Patient","gender":"x"})" + "\n");
  const auto ran = caseway("validate p.ndjson");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.said, HasSubstr("p.ndjson:2:"));
  EXPECT_THAT(ran.said, HasSubstr("Patient.gender"));
  EXPECT_THAT(ran.said, Not(HasSubstr("fullUrl")));
}

}  // namespace

}  // namespace caseway::command_line
