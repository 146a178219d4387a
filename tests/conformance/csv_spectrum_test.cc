// csv-spectrum (pack json-csv) through our one CSV reader: every file gives the records that its JSON lists.
#include "conformance/ccda_documents.h"
#include "conformance/fhir_suites.h"
#include "formats/config_node.h"
#include "formats/csv.h"

#include <gtest/gtest.h>

namespace caseway::conformance {

namespace {

using Record = std::vector<std::pair<std::string, std::string>>;

std::vector<Record> records_of(const std::string& bytes) {
  Issues issues;
  const Limits limits;
  formats::CsvReader reader(bytes, {}, limits, issues);
  std::vector<formats::CsvCell> row;
  std::vector<std::string> header;
  if (reader.next(row)) {
    for (const auto& cell : row) header.emplace_back(cell.text);
  }
  std::vector<Record> records;
  while (reader.next(row)) {
    Record record;
    for (std::size_t i = 0; i < header.size(); ++i) record.emplace_back(header[i], row[i].text);
    records.push_back(std::move(record));
  }
  EXPECT_TRUE(issues.empty());
  return records;
}

std::vector<Record> expected_of(const std::filesystem::path& file) {
  std::vector<Record> records;
  for (const auto& object : formats::read_config_file(file.string()).items) {
    Record record;
    for (const auto& [key, value] : object.members) record.emplace_back(key, value.scalar);
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace

TEST(CsvSpectrum, EveryFileGivesItsRecords) {
  CASEWAY_SUITE(folder, "json-csv", "csv-spectrum");
  std::size_t files = 0;
  for (const auto& file : files_in(folder / "csvs", ".csv")) {
    const std::string bytes = bytes_of(file);
    const auto expected = expected_of(folder / "json" / (file.stem().string() + ".json"));
    EXPECT_FALSE(expected.empty()) << file;
    EXPECT_EQ(records_of(bytes), expected) << file;
    ++files;
  }
  EXPECT_EQ(files, 12u);
}

}  // namespace caseway::conformance
