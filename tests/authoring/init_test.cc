// First mappings: each compiles, holds the laws and reads its sample, says nothing of the sample's values, and is what init/ says (NAME.map.yaml).
// Real samples stand beside this tree in ../shared and are passed over where they are not.
#include <gtest/gtest.h>
#include <unistd.h>

#include "authoring/check.h"
#include "authoring/first_mapping.h"
#include "formats/csv.h"
#include "mapping/case_files.h"
#include "mapping/mapping.h"
#include "mapping/through.h"

namespace caseway::authoring {
namespace {

using namespace mapping;

using mapping_test::entries;
using mapping_test::folder;
using mapping_test::read_file;
namespace fs = std::filesystem;

std::vector<Part> parts_of(const fs::path& place) {
  if (!fs::is_directory(place)) return {{place.filename().string(), "", read_file(place)}};
  std::vector<Part> parts;
  for (const auto& name : entries(place)) parts.push_back({name, "", read_file(place / name)});
  return parts;
}

class First : public testing::Test {
 protected:
  First() { fs::create_directories(place_); }
  ~First() override { fs::remove_all(place_); }

  std::string made(const std::vector<Part>& sample, FirstMappingOptions options = {}) {
    if (options.name.empty()) options.name = "sample";
    const auto mapping = first_mapping(sample, options);
    for (const auto& issue : mapping.issues.all()) ADD_FAILURE() << issue.id << " " << issue.place.path << ": " << issue.text;
    return mapping.yaml;
  }

  // Compiles, holds the laws, reads the sample: gives how many documents.
  std::size_t documents(const std::string& yaml, const std::vector<Part>& sample) {
    const auto file = (place_ / "first.map.yaml").string();
    std::ofstream(file) << yaml;
    const auto result = check(file);
    EXPECT_TRUE(result.ok()) << result.text() << "\n" << yaml;
    if (!result.ok()) return 0;
    Issues issues;
    Context context;
    context.limits = Limits::batch();
    context.issues = &issues;
    Payload payload(sample);
    Documents documents;
    Mapping::load(file).read(context, payload, documents);
    for (const auto& issue : issues.all())
      if (issue.severity <= Severity::error) ADD_FAILURE() << issue.id << " " << issue.place.path << ": " << issue.text;
    return documents.all.size();
  }

  const fs::path place_ = fs::path(testing::TempDir()) / ("caseway-first-" + std::to_string(getpid()));
};

std::vector<std::string> values_of(const std::vector<Part>& sample) {
  std::vector<std::string> values;
  for (const auto& part : sample) {
    Issues ignored;
    const Limits limits = Limits::batch();
    formats::CsvReader reader(part.bytes, {}, limits, ignored);
    std::vector<formats::CsvCell> row;
    while (reader.next(row) && row[1].text.empty()) {
    }  // titles; the header is passed over too
    while (reader.next(row))
      for (const auto& cell : row) values.emplace_back(cell.text);
  }
  return values;
}

TEST_F(First, OfAListIsWhatIsExpected) {
  const auto sample = parts_of(folder("../authoring/init/intake.csv"));
  const auto yaml = made(sample);
  EXPECT_EQ(yaml, read_file(folder("../authoring/init/intake.map.yaml")));
  EXPECT_EQ(documents(yaml, sample), 6u);
}

TEST_F(First, TakesCodesOnlyOfColumnsThatAreNamed) {
  const auto sample = parts_of(folder("../authoring/init/intake.csv"));
  FirstMappingOptions options;
  options.codes = {"sex", "Housing Status"};
  const auto yaml = made(sample, options);
  EXPECT_EQ(yaml, read_file(folder("../authoring/init/intake-codes.map.yaml")));
  EXPECT_EQ(documents(yaml, sample), 6u);
}

TEST_F(First, OfRelatedTablesKnowsKeysAndLinks) {
  const auto sample = parts_of(folder("../authoring/init/directory"));
  const auto yaml = made(sample);
  EXPECT_EQ(yaml, read_file(folder("../authoring/init/directory.map.yaml")));
  EXPECT_EQ(documents(yaml, sample), 3u);
}

// Called as a directory's table is, but it numbers clients; and columns about its rows.
TEST_F(First, OfServicesThatWereGivenIsOfContacts) {
  const auto sample = parts_of(folder("../authoring/init/services.csv"));
  const auto yaml = made(sample);
  EXPECT_EQ(yaml, read_file(folder("../authoring/init/services.map.yaml")));
  EXPECT_EQ(documents(yaml, sample), 4u);
}

TEST_F(First, OfXmlKnowsWhatRepeats) {
  const auto sample = parts_of(folder("../authoring/init/plan.xml"));
  const auto yaml = made(sample);
  EXPECT_EQ(yaml, read_file(folder("../authoring/init/plan.map.yaml")));
  EXPECT_EQ(documents(yaml, sample), 1u);
}

TEST_F(First, HasNoValueOfTheSample) {
  for (const auto* name : {"intake.csv", "services.csv", "directory"}) {
    const auto sample = parts_of(folder("../authoring/init/") + name);
    ASSERT_GT(values_of(sample).size(), 10u) << name;
    const auto yaml = made(sample);
    for (const auto& value : values_of(sample))
      if (value.size() > 3 && value.find(' ') == std::string::npos) {
        EXPECT_EQ(yaml.find(value), std::string::npos) << value;
      }
  }
  const auto yaml = made(parts_of(folder("../authoring/init/plan.xml")));
  for (const auto* value : {"99121", "Quietwater", "Okonkwo", "Adaeze", "1989", "38-wide", "marigolds", "choir", "hopeful"})
    EXPECT_EQ(yaml.find(value), std::string::npos) << value;
}

TEST_F(First, OfAWorkbookIsThatOfTheSheetWithRows) {
  const auto yaml = made({{"list.xlsx", "", mapping_test::zipped(folder("cases/workbook/in.xlsx"))}});
  EXPECT_NE(yaml.find("theirs: last_name, ours: client last name"), std::string::npos) << yaml;
  EXPECT_EQ(yaml.find("tables:"), std::string::npos) << yaml;
}

TEST_F(First, OfAFileOfWhichNothingIsKnownIsABeginning) {
  for (const auto& part : {Part{"odd.csv", "", "colour,shape\nlilac-9,round-9\namber-9,square-9\n"},
                           Part{"odd.xml", "", "<odd><thing><colour>lilac-9</colour></thing><thing><colour>amber-9</colour></thing></odd>"}}) {
    const auto yaml = made({part});
    EXPECT_EQ(yaml.find("-9"), std::string::npos) << yaml;
    EXPECT_GT(documents(yaml, {part}), 0u);
  }
}

TEST_F(First, TakesNoCodesOfAColumnThatIsNotThere) {
  FirstMappingOptions options;
  options.codes = {"Housing Statu"};
  const auto mapping = first_mapping(parts_of(folder("../authoring/init/intake.csv")), options);
  EXPECT_EQ(mapping.yaml, "");
  ASSERT_FALSE(mapping.issues.empty());
  EXPECT_EQ(mapping.issues.all().back().id, "mapping.init.column");
  EXPECT_NE(mapping.issues.all().back().text.find("did you mean"), std::string::npos);
}

// Without its header a table is refused, whatever stands in it; were it taken, its first row would be in the result.
std::string without_header(const std::string& table) { return table.substr(table.find('\n') + 1); }

void expect_refused(const Part& part) {
  const auto mapping = first_mapping({part}, {});
  EXPECT_EQ(mapping.yaml, "") << part.name;
  ASSERT_FALSE(mapping.issues.empty()) << part.name;
  EXPECT_EQ(mapping.issues.all().front().id, "mapping.init.header");
}

TEST_F(First, OfATableWithoutAHeaderIsRefused) {
  const auto names = entries(folder("../authoring/init/headers"));
  EXPECT_GE(names.size(), 6u);
  for (const auto& name : names) {
    const auto table = read_file(folder("../authoring/init/headers/") + name);
    EXPECT_NE(made({{name, "", table}}), "") << name;
    expect_refused({name, "", without_header(table)});
  }
  for (const auto* rows : {"Whitlock,housing\n17,R2\n", "Okonkwo,yes\nR2,4\n", "Lindqvist,boots\nA1,B2\n", "food,Quietwater\n3,no\n"})
    expect_refused({"two-columns.csv", "", rows});  // one row below tells nothing
  expect_refused({"intake.csv", "", without_header(without_header(without_header(read_file(folder("../authoring/init/intake.csv")))))});
}

TEST_F(First, OfOneRowAloneSaysNothing) {
  expect_refused({"one.csv", "", "Okonkwo,Adaeze,Quietwater,choir\n"});
  EXPECT_NE(made({{"one.csv", "", "last_name,first_name,town\n"}}), "");
}

TEST(RealSamples, WithoutTheirHeadersGiveNoValueAway) {
  const fs::path place = CASEWAY_SOURCE_DIR "/../shared/data";
  if (!fs::exists(place)) GTEST_SKIP() << "the real samples are not beside this tree";
  std::size_t tables = 0;
  for (const auto* set : {"au-pmhc-mds/logicly-au+pmhc-mds-spec/doc/_static", "hsds/openreferral+specification/examples/csv", "hmis-csv"})
    for (const auto& entry : fs::recursive_directory_iterator(place / set)) {
      constexpr std::uintmax_t kLarge = 100000;
      if (entry.path().extension() != ".csv" || entry.file_size() > kLarge) continue;
      const auto rows = without_header(read_file(entry.path()));
      if (std::count(rows.begin(), rows.end(), '\n') < 3) continue;  // too little to be told from a header
      ++tables;
      EXPECT_EQ(first_mapping({{"x.csv", "", rows}}, {}).yaml, "") << entry.path();
    }
  EXPECT_GE(tables, 50u);
}

// Real samples: at least so many columns are guessed.
struct Real {
  const char* place;
  std::size_t least;
};
class FirstOfReal : public First, public testing::WithParamInterface<Real> {};

TEST_P(FirstOfReal, ReadsItsSample) {
  const fs::path place = fs::path(CASEWAY_SOURCE_DIR "/../shared/data") / GetParam().place;
  if (!fs::exists(place)) GTEST_SKIP() << "the real samples are not beside this tree";
  const auto sample = parts_of(place);
  FirstMappingOptions options;
  options.name = "sample";
  const auto mapping = first_mapping(sample, options);
  EXPECT_GE(mapping.guessed, GetParam().least);
  EXPECT_GT(documents(mapping.yaml, sample), 0u);
}
INSTANTIATE_TEST_SUITE_P(
    Shared, FirstOfReal,
    testing::Values(
        Real{"hsds/openreferral+specification/examples/csv", 14},
        Real{"hsds/openreferral+hsds-transformer/spec/fixtures/custom/ilao/input/organizations.csv", 7},
        Real{"au-pmhc-mds/logicly-au+pmhc-mds-spec/doc/_static/example-files/combined", 10},
        Real{"hmis-csv/greenriver+hmis-warehouse/drivers/hmis_csv_importer/spec/fixtures/files/twenty_twenty_six/enrollment_test_files/source", 21}),
    [](const testing::TestParamInfo<Real>& real) { return "n" + std::to_string(real.index); });

}  // namespace
}  // namespace caseway::authoring
