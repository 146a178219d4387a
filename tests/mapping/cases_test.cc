// Data-driven: cases/NAME holds x.map.yaml, what is read, and three goldens. What is read is in.csv, in.xml, in.json, the tables of the folder in/,
// a ZIP of the files in the folder in.zip/, or a workbook whose parts lie in the folder in.xlsx/.
//   out.json   the documents read, as FHIR JSON
//   back.csv, back.xml, back.json, back/TABLE.csv   what writing makes of them again
//   repair.csv, repair/TABLE.csv   the rows that were refused, for their sender; read again as they are they are refused again
//   issues.txt   what was said, one line each (id, row and column or path, line:column), and the counts of both hops
// CASEWAY_UPDATE_GOLDENS=1 writes the goldens and still fails, so that nobody commits an unread one.
#include <gtest/gtest.h>

#include "case_files.h"
#include "fhir/codec.h"
#include "fhir/validate.h"
#include "formats/archive.h"
#include "mapping/mapping.h"
#include "mapping/through.h"
#include "own_converters.h"

namespace caseway::mapping {
namespace {

using mapping_test::entries;
using mapping_test::expect_golden;
using mapping_test::folder;
using mapping_test::read_file;

std::string spelled(const Counts& counts) {
  std::string text = "total " + std::to_string(counts.total());
  for (std::size_t i = 1; i < kFates; ++i)
    if (counts.of[i] > 0) text += " " + std::string(fate_name(static_cast<Fate>(i))) + " " + std::to_string(counts.of[i]);
  return text + " added " + std::to_string(counts.added) + "\n";
}

std::string spelled(const Issues& issues) {
  std::string text;
  for (const auto& issue : issues.all())
    text += issue.id + " | " + issue.place.path + " | " + std::to_string(issue.place.line) + ":" + std::to_string(issue.place.column) + " | " +
            issue.text + "\n";
  return text;
}

std::vector<Part> payload_of(const std::string& home, const std::string& extension) {
  std::vector<Part> parts;
  if (std::filesystem::exists(home + "in")) {
    for (const auto& name : entries(home + "in")) parts.push_back({name, "", read_file(home + "in/" + name)});
  } else if (std::filesystem::exists(home + "in.xlsx")) {
    parts.push_back({"in.xlsx", "", mapping_test::zipped(home + "in.xlsx")});
  } else if (std::filesystem::exists(home + "in.zip")) {
    parts.push_back({"in.zip", "", mapping_test::zipped(home + "in.zip")});
  } else {
    parts.push_back({"", "", read_file(home + "in" + extension)});
  }
  return parts;
}

class Unpacked : public formats::ArchiveHandler {
 public:
  Want begin(std::string_view name) override { return parts.push_back({std::string(name), "", {}}), Want::take; }
  bool data(std::string_view bytes) override { return parts.back().bytes += bytes, true; }
  bool end() override { return true; }
  std::vector<Part> parts;
};

void expect_repairs(const std::string& home, const Mapping& mapping, Context context, const Documents& documents) {
  for (const auto& repair : documents.repairs) {
    Issues issues;
    Unpacked files;
    if (mapping.relates_tables())
      ASSERT_TRUE(formats::read_archive(repair.part.bytes, files, context.limits, issues));
    else
      expect_golden(home + repair.part.name, repair.part.bytes);
    for (const auto& file : files.parts) expect_golden(home + "repair/" + file.name, file.bytes);

    context.issues = &issues;
    Payload payload({repair.part});
    Documents again;
    mapping.read(context, payload, again);
    if (std::filesystem::exists(home + "mended.txt")) continue;  // says which faults of the file its rows alone do not have
    EXPECT_TRUE(again.all.empty());
    ASSERT_EQ(again.repairs.size(), 1u);
    EXPECT_EQ(again.repairs.front().documents, repair.documents);
  }
}

class MappingCase : public testing::TestWithParam<std::string> {};

TEST_P(MappingCase, ReadsWritesAndAccounts) {
  const auto home = folder("cases/") + GetParam() + "/";
  const auto mapping = Mapping::load(home + "x.map.yaml", mapping_test::own_converters());
  const auto extension = mapping.format() == "fhir" ? std::string(".json") : "." + mapping.format();
  Issues issues;
  Context context;
  context.id_seed = "seed";
  context.now = "2026-01-01T00:00:00Z";
  context.issues = &issues;
  context.settings["package"] = "files";
  context.repair = true;
  Payload payload(payload_of(home, extension));
  Documents documents;
  mapping.read(context, payload, documents);

  expect_repairs(home, mapping, context, documents);

  std::string json;
  Counts read;
  for (const auto& document : documents.all) {
    Issues ignored;
    ASSERT_TRUE(fhir::write_json(document.tree, {}, ignored, json));
    read += document.ledger.counts();
  }
  Counts refused;
  for (const auto& ledger : documents.refused) refused += ledger.counts();
  expect_golden(home + "out.json", json);

  Parts back;
  mapping.write(context, documents, back);
  Counts written;
  for (const auto& ledger : back.ledgers) written += ledger.counts();
  ASSERT_EQ(back.ledgers.size(), documents.all.size());
  std::string bytes;
  for (const auto& each : back.all) {
    bytes += each.bytes;
    if (mapping.relates_tables()) expect_golden(home + "back/" + each.name, each.bytes);
  }
  if (!mapping.relates_tables()) expect_golden(home + "back" + extension, bytes);
  expect_golden(home + "issues.txt", spelled(issues) + "read " + spelled(read) + "refused " + spelled(refused) + "written " + spelled(written));

  // what was written is understood as the same
  Issues quiet;
  context.issues = &quiet;
  Documents again;
  Payload second(back.all);
  if (!mapping.relates_tables()) second = Payload({{"", "", bytes}});
  if (!bytes.empty()) mapping.read(context, second, again);
  std::string twice;
  for (const auto& document : again.all) fhir::write_json(document.tree, {}, quiet, twice);
  if (std::filesystem::exists(home + "lossy.txt")) return;  // says why the way back is narrower
  EXPECT_EQ(json, twice);
}

std::vector<std::string> cases() { return entries(folder("cases")); }

INSTANTIATE_TEST_SUITE_P(Cases, MappingCase, testing::ValuesIn(cases()), [](const auto& info) {
  std::string name;
  for (const char c : info.param) name += c == '-' ? '_' : c;
  return name;
});

TEST(MappingCases, AreThere) { EXPECT_GE(cases().size(), 15u); }

}  // namespace
}  // namespace caseway::mapping
