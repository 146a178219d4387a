// A CSV file of any size goes through document by document, in whatever order its rows stand: memory is that of a few documents, and
// the list that brings the rows of a file together that is not sorted takes a stated piece of it (row_runs.h), whatever the size.
#include "large_files.h"

namespace caseway::large {
namespace {

constexpr std::size_t kRowsOfAPlan = 4;
constexpr const char* kHeader =
    "plan_id,plan_title,plan_status,plan_created,plan_start,plan_note,author_name,person_id,last_name,first_name,birth_date,gender,row_type,item_id,"
    "code,description,status,start_date,note\n";

// Far apart in the file: row n of every plan, then row n + 1 of every plan.
std::string row(std::size_t plan, std::size_t n) {
  const auto id = std::to_string(plan * 2654435761u % 4294967291u);  // keys neither rise nor fall
  return "P-" + id +
         ",Housing stability plan,active,2026-09-01,2026-09-01,Agreed at the kitchen table; reviewed every quarter with the person and the sister," +
         "Noor Haddad,C-" + id + ",Ueda" + id + ",Ken,1966-07-16,M,goal,G-" + std::to_string(n) + ",406156006,Goal " + std::to_string(n) +
         " of this plan: keep the flat for a year and find paid work,accepted,2026-09-0" + std::to_string(1 + n) +
         ",\"Wants to begin slowly, two mornings a week, and says so\"\n";
}

class LargeCsv : public LargeFiles {
 protected:
  // The quick tier is a third of the Bundles': each of these rows is a journey of its own.
  static std::size_t plans() { return wanted_bytes() / (std::getenv("CASEWAY_LARGE_MB") != nullptr ? 1 : 3) / (kRowsOfAPlan * row(1, 1).size()); }

  Ran pass(const std::string& to, const std::string& result) const { return translate("in.csv", to, result, "community-referral"); }
  std::size_t write_csv(const std::string& name, const std::string& tail = "", const std::string& header = kHeader) const {
    std::ofstream out(path(name), std::ios::binary);
    out << header;
    for (std::size_t n = 0; n < kRowsOfAPlan; ++n)
      for (std::size_t plan = 0; plan < plans(); ++plan) out << row(plan, n);
    out << tail;
    return plans();
  }
};

TEST_F(LargeCsv, GoesToAnotherCsvInLittleMemory) {
  const std::size_t plans = write_csv("in.csv");
  expect_little(pass("community-referral", "out.csv"));
  EXPECT_EQ(count("out.csv", ",goal,"), plans * kRowsOfAPlan) << log();
  EXPECT_EQ(count("out.csv", "Goal 3 of this plan"), plans);
}

TEST_F(LargeCsv, GoesToFhirInLittleMemory) {
  const std::size_t plans = write_csv("in.csv");
  expect_little(pass("fhir-ndjson", "out.ndjson"));
  EXPECT_EQ(count("out.ndjson", R"("resourceType":"CarePlan")"), plans) << log();
}

TEST_F(LargeCsv, GoesThroughAPolicyInLittleMemory) {
  write_csv("in.csv");
  const Ran ran = pass("riverbend-community", "out.csv");
  EXPECT_TRUE(kSanitizer || ran.peak_kib <= kMostKib) << ran.peak_kib << " KiB";
  EXPECT_NE(log().find("through its policy"), std::string::npos) << log();
}

// Whether a file is parked is known at its end: it is looked at first, and then goes through, or is put aside, in as little memory.
TEST_F(LargeCsv, OfASenderWhoIsRememberedTakesNoMore) {
  const std::vector<std::string> remembered{"--state", path("state")};
  const std::size_t plans = write_csv("in.csv");
  expect_little(translate("in.csv", "community-referral", "out.csv", "community-referral", remembered));
  EXPECT_EQ(count("out.csv", ",goal,"), plans * kRowsOfAPlan) << log();

  std::string header = kHeader;
  header.replace(header.find("birth_date"), 10, "Birthday");
  write_csv("in.csv", "", header);
  const Ran ran = translate("in.csv", "community-referral", "next.csv", "community-referral", remembered);
  EXPECT_EQ(ran.exit_code, 3) << log();
  EXPECT_TRUE(kSanitizer || ran.peak_kib <= kMostKib) << ran.peak_kib << " KiB";
  std::uintmax_t held = 0;
  for (const auto& entry : fs::recursive_directory_iterator(path("state")))
    if (entry.path().filename() == "in.csv") held = entry.file_size();
  EXPECT_EQ(held, fs::file_size(path("in.csv"))) << "it waits as it came";
}

// A list of JSON is held as it came, and its documents are not.
TEST_F(LargeCsv, AListOfJsonTakesTheMemoryOfItsText) {
  const std::string service =
      R"({"id":"svc-@","name":"Evening meals","status":"active","description":"A warm meal, no questions asked","organization":)"
      R"({"id":"org-1","name":"Lantern House"},"phones":[{"id":"pho-@","number":"+1 503 555 0121"}]})";
  const auto one = [&](std::size_t i) {
    auto text = service;
    for (auto at = text.find('@'); at != std::string::npos; at = text.find('@')) text.replace(at, 1, std::to_string(i));
    return text;
  };
  const std::size_t services = write("in.json", "[", one, ",\n", "]");
  const Ran ran = translate("in.json", "fhir-ndjson", "out.ndjson", "directory-hsds");
  EXPECT_EQ(ran.exit_code, 0) << log();
  EXPECT_EQ(count("out.ndjson", R"("resourceType":"HealthcareService")"), services);
  const auto text = static_cast<long>(fs::file_size(path("in.json")) / 1024);
  EXPECT_TRUE(kSanitizer || ran.peak_kib <= kMostKib + 3 * text) << ran.peak_kib << " KiB";
}

// The rows before the fault have their result, but for the document that may have lost some; the exit code and the log say so.
TEST_F(LargeCsv, IsGoodUpToAFault) {
  const std::size_t plans = write_csv("in.csv", "\"P-1");
  const Ran ran = pass("community-referral", "out.csv");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(log().find("csv.quote.unclosed"), std::string::npos) << log();
  EXPECT_EQ(count("out.csv", ",goal,"), (plans - 1) * kRowsOfAPlan);
  EXPECT_FALSE(fs::exists(path("out.csv.part")));
}

}  // namespace
}  // namespace caseway::large
