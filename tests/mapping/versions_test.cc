// Two versions of a mapping in one folder: the day of a document says which one reads and writes it.
#include <gtest/gtest.h>

#include <stdexcept>

#include "case_files.h"
#include "formats/config_node.h"
#include "mapping/mapping.h"
#include "mapping/plan.h"
#include "mapping/through.h"

namespace caseway::mapping {
namespace {

class Versions : public testing::Test {
 protected:
  Versions() {
    context_.issues = &issues_;
    context_.now = "2026-11-22T00:00:00Z";
    context_.kind = "referral";
  }
  void read(const std::string& rows) {
    Payload payload({{"list.csv", "text/csv", "id,asked_on,code,name\n" + rows}});
    partner_.read(context_, payload, documents_);
  }
  std::string write() {
    Parts parts;
    documents_.at = 0;
    partner_.write(context_, documents_, parts);
    std::string text;
    for (const auto& part : parts.all) text += part.bytes;
    return text;
  }
  bool told(std::string_view id) const {
    return std::any_of(issues_.all().begin(), issues_.all().end(), [&](const Issue& issue) { return issue.id == id; });
  }
  std::string at(std::string_view name) const {
    const auto request = documents_.all.front().tree.root().child("entry").child("resource");
    return std::string(request.child(name).child_value("text"));
  }

  Issues issues_;
  Context context_;
  Documents documents_;
  MappingPartner partner_{mapping_test::folder("versions")};
};

TEST_F(Versions, TheOldOneReadsAndWritesWhatIsOld) {
  read("R1,2026-06-30,Meals,Noor\n");
  ASSERT_EQ(documents_.all.size(), 1u);
  EXPECT_EQ(at("code"), "Meals");
  EXPECT_EQ(write(), "id,asked_on,code,name\r\nR1,2026-06-30,Meals,Noor\r\n");
}

TEST_F(Versions, TheNewOneReadsAndWritesWhatIsNew) {
  read("R1,2026-07-01,Meals,Noor\n");
  ASSERT_EQ(documents_.all.size(), 1u);
  EXPECT_EQ(at("reasonCode"), "Meals");
  EXPECT_EQ(write(), "id,asked_on,code,name\r\nR1,2026-07-01,Meals,Noor\r\n");
}

TEST_F(Versions, DocumentsOfOtherDaysAreRefusedWithTheirRows) {
  context_.repair = true;
  read("R1,2026-06-30,Meals,Noor\nR2,2026-07-01,Rent,Ola\n");
  EXPECT_EQ(documents_.all.size(), 1u);
  EXPECT_TRUE(told("mapping.validity.other"));
  ASSERT_EQ(documents_.repairs.size(), 1u);
  EXPECT_NE(documents_.repairs.front().part.bytes.find("R2"), std::string::npos);
}

TEST_F(Versions, ADocumentWithoutADayIsOfNone) {
  read("R1,,Meals,Noor\n");
  EXPECT_TRUE(documents_.all.empty());
  EXPECT_TRUE(issues_.has_errors());
}

TEST_F(Versions, NothingIsWrittenForADayThatNoVersionCovers) {
  read("R1,2026-06-30,Meals,Noor\n");
  Draft draft("Bundle");
  draft.copy(draft.root(), "entry", documents_.all.front().tree.root().child("entry"));
  for (Draft::Id id = 0; id < draft.size(); ++id)
    if (draft.value(id) == "2026-06-30") draft.set_value(id, "2026");
  documents_.all.front().tree = draft.freeze();
  EXPECT_EQ(write(), "");
  EXPECT_TRUE(told("mapping.validity.other"));
}

TEST(VersionsOfAFolder, MustNotBeValidOnTheSameDay) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "versions";
  std::filesystem::remove_all(folder);
  std::filesystem::copy(mapping_test::folder("versions"), folder);
  auto text = mapping_test::read_file((folder / "referral-2026.map.yaml").string());
  text.replace(text.find("2026-07-01"), 10, "2026-06-30");
  std::ofstream(folder / "referral-2026.map.yaml") << text;
  try {
    const MappingPartner partner(folder.string());
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("valid on the same days"), std::string::npos) << error.what();
  }
}

// A Bundle with what two rows said.
Tree together(const Documents& documents) {
  Draft draft("Bundle");
  draft.add_value(draft.root(), "type", "collection");
  for (const auto& document : documents.all)
    for (const auto entry : document.tree.root().children("entry")) draft.copy(draft.root(), "entry", entry);
  return draft.freeze();
}

TEST(EachDocument, IsOfItsOwnDay) {
  auto text = mapping_test::read_file(mapping_test::folder("cases/validity/x.map.yaml"));
  const std::string all = "request: { ";
  text.insert(text.find(all) + all.size(), "each: document, ");
  std::vector<formats::ConfigError> faults;
  const auto mapping = Mapping::of(compile_text(text, "x.map.yaml", faults));
  ASSERT_TRUE(faults.empty());
  Issues issues;
  Context context;
  context.issues = &issues;
  Payload payload({{"list.csv", "text/csv", "id,asked_on,priority,service,need\nR1,06/30/2026,quick,Meals,\nR2,07/01/2026,quick,,Rent\n"}});
  Documents documents;
  mapping.read(context, payload, documents);
  ASSERT_EQ(documents.all.size(), 2u);
  documents.all.front().tree = together(documents);
  documents.all.pop_back();
  Parts parts;
  mapping.write(context, documents, parts);
  ASSERT_EQ(parts.all.size(), 1u);
  EXPECT_EQ(parts.all.front().bytes, "id,asked_on,priority,service,need\r\nR1,06/30/2026,quick,Meals,\r\nR2,07/01/2026,quick,,Rent\r\n");
}

}  // namespace
}  // namespace caseway::mapping
