// Related tables where a folder of files cannot show it: archives, recognition, the order of files, many rows.
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>

#include "case_files.h"
#include "fhir/codec.h"
#include "mapping/mapping.h"
#include "mapping/through.h"

namespace caseway::mapping {
namespace {

using mapping_test::folder;
using mapping_test::read_file;

const std::string kHome = folder("cases/tables/");

struct Journey {
  Documents documents;
  Issues issues;
  Parts written;
  std::string text;
  Counts counts;
};

Journey run(const Mapping& mapping, std::vector<Part> parts, const std::string& package) {
  Journey made;
  Context context;
  context.limits = Limits::batch();
  context.id_seed = "seed";
  context.issues = &made.issues;
  context.settings["package"] = package;
  Payload payload(std::move(parts));
  mapping.read(context, payload, made.documents);
  mapping.write(context, made.documents, made.written);
  Issues unsaid;
  for (const auto& document : made.documents.all) {
    fhir::write_json(document.tree, {}, unsaid, made.text);
    made.counts += document.ledger.counts();
  }
  for (const auto& ledger : made.documents.refused) made.counts += ledger.counts();
  return made;
}

std::vector<Part> files() {
  std::vector<Part> parts;
  for (const auto& name : mapping_test::entries(kHome + "in")) parts.push_back({name, "", read_file(kHome + "in/" + name)});
  return parts;
}

TEST(Tables, AZipIsTheSameAsItsFiles) {
  const auto mapping = Mapping::load(kHome + "x.map.yaml");
  formats::ZipWriter zip;
  zip.add("__MACOSX/._services.csv", "x");
  for (const auto& part : files()) zip.add("export/" + part.name, part.bytes);
  const auto packed = run(mapping, {{"export.zip", "", zip.finish()}}, "zip");
  const auto loose = run(mapping, files(), "zip");
  EXPECT_EQ(packed.text, loose.text);
  EXPECT_EQ(packed.counts.total(), loose.counts.total());
  ASSERT_EQ(packed.written.all.size(), 1u);
  EXPECT_EQ(packed.written.all[0].media_type, "application/zip");
  EXPECT_EQ(packed.written.all[0].bytes, loose.written.all[0].bytes);
  const auto again = run(mapping, packed.written.all, "zip");
  EXPECT_EQ(again.text, loose.text);
  EXPECT_EQ(again.written.all[0].bytes, loose.written.all[0].bytes);
}

TEST(Tables, TheOrderOfFilesSaysNothing) {
  const auto mapping = Mapping::load(kHome + "x.map.yaml");
  auto reversed = files();
  std::reverse(reversed.begin(), reversed.end());
  EXPECT_EQ(run(mapping, reversed, "files").text, run(mapping, files(), "files").text);
}

TEST(Tables, AreKnownByTheirNamesAndColumns) {
  const auto mapping = Mapping::load(kHome + "x.map.yaml");
  formats::ZipWriter zip;
  for (const auto& part : files()) zip.add(part.name, part.bytes);
  EXPECT_GT(mapping.recognise(zip.finish()).confidence, 60);
  EXPECT_GT(mapping.recognise(files()[0].bytes, files()[0].name).confidence, 40) << files()[0].name;
  EXPECT_EQ(mapping.recognise(files()[0].bytes, "people.csv").confidence, 0);
  EXPECT_EQ(mapping.recognise("id,colour\r\n1,red\r\n", "services.csv").confidence, 0);
  formats::ZipWriter other;
  other.add("readme.txt", "hello");
  EXPECT_EQ(mapping.recognise(other.finish()).confidence, 0);
}

TEST(Tables, ATableTwiceOrMissingIsAnErrorAndEveryLeafIsCounted) {
  const auto mapping = Mapping::load(kHome + "x.map.yaml");
  const auto all = run(mapping, files(), "files").counts.total();
  auto twice = files();
  twice.push_back({"Phones.CSV", "", "id,service_id,number\r\nP9,S1,555-0100\r\n"});
  auto made = run(mapping, twice, "files");
  EXPECT_TRUE(made.documents.all.empty());
  EXPECT_EQ(made.issues.all().front().id, "mapping.table.twice");
  EXPECT_EQ(made.counts.total(), all + 3);
  auto fewer = files();
  std::erase_if(fewer, [](const Part& part) { return part.name == "phones.csv"; });
  made = run(mapping, fewer, "files");
  EXPECT_TRUE(made.documents.all.empty());
  EXPECT_EQ(made.issues.all().front().id, "mapping.table.missing");
  EXPECT_EQ(made.counts[Fate::undecided] + made.counts[Fate::ignored], made.counts.total());
}

TEST(Tables, ADamagedArchiveGivesNothing) {
  const auto mapping = Mapping::load(kHome + "x.map.yaml");
  formats::ZipWriter zip;
  for (const auto& part : files()) zip.add(part.name, part.bytes);
  auto bytes = zip.finish();
  bytes.resize(bytes.size() / 2);
  const auto made = run(mapping, {{"export.zip", "", bytes}}, "files");
  EXPECT_TRUE(made.documents.all.empty());
  EXPECT_EQ(made.issues.all().front().id, "archive.format");
}

// What this thread has worked, whatever its neighbours do meanwhile.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Ten times the rows are about ten times the work; a hundred times would be the square. The factor leaves room for what caches do.
TEST(Tables, WorkIsLinearInTheRows) {
  const auto mapping = Mapping::load(kHome + "x.map.yaml");
  const auto seconds = [&](int services) {
    std::string phones = "id,service_id,number,extension\r\n", rows = "id,organization_id,name,status\r\n";
    for (int i = 0; i < services; ++i) {
      rows += "S" + std::to_string(i) + ",O1,Service,active\r\n";
      for (int p = 0; p < 3; ++p) phones += "P" + std::to_string(p * services + i) + ",S" + std::to_string(i) + ",555-0100,\r\n";
    }
    auto parts = files();
    for (auto& part : parts) {
      if (part.name == "services.csv") part.bytes = rows;
      if (part.name == "phones.csv") part.bytes = phones;
      if (part.name == "service_at_location.csv") part.bytes = part.bytes.substr(0, part.bytes.find('\n') + 1);
    }
    const auto begin = processor_seconds();
    EXPECT_EQ(run(mapping, parts, "files").documents.all.size(), static_cast<std::size_t>(services));
    return processor_seconds() - begin;
  };
  seconds(100);
  EXPECT_LT(seconds(10000), 40 * seconds(1000));
}

}  // namespace
}  // namespace caseway::mapping
