// The closed loop of a referral, mappings/referral-status.map.yaml: every row and every column, both ways.
#include <gtest/gtest.h>

#include <fstream>

#include "fhir/codec.h"
#include "mapping/mapping.h"
#include "mapping/mapping_files.h"
#include "mapping/through.h"

namespace caseway::mapping {
namespace {

struct Row {
  std::string word, status;
  std::vector<std::string> codes;  // of the column under test, the one that is written first
};

std::vector<Row> rows_of(const formats::ConfigNode& table, const std::string& column) {
  std::size_t at = 0;
  const auto& columns = table.find("columns")->items;
  while (columns[at].scalar != column) ++at;
  std::vector<Row> rows;
  for (const auto& row : table.find("rows")->items) {
    Row made{row.items[0].scalar, row.items[1].scalar, {}};
    if (row.items[at].kind == formats::ConfigNode::Kind::scalar) made.codes.push_back(row.items[at].scalar);
    for (const auto& code : row.items[at].items) made.codes.push_back(code.scalar);
    rows.push_back(std::move(made));
  }
  return rows;
}

class ReferralStatus : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    MappingFiles files;
    rows_ = rows_of(*files.at("caseway/referral-status.map.yaml").find("codes")->find("referral_status"), GetParam());
    const auto path = testing::TempDir() + "referral_status_" + GetParam() + ".map.yaml";
    std::ofstream(path)
        << "mapping: m\nversion: '1'\ndocument: referral-update\ntheirs: { format: fhir }\ninclude: [ caseway/referral-status.map.yaml ]\n"
           "fields:\n  - { theirs: Task.statusReason.text, ours: [ Task.status, Task.businessStatus.text ], beside: true,\n"
           "      codes: { table: referral_status, theirs: "
        << GetParam() << ", ours: [ status, word ] } }\n";
    mapping_ = std::make_unique<Mapping>(Mapping::load(path));
    context_.issues = &issues_;
  }
  Element read(const std::string& code) {
    documents_ = {};
    Payload payload({{"", "", R"({"resourceType": "Task", "statusReason": {"text": ")" + code + R"("}, "intent": "order"})"}});
    mapping_->read(context_, payload, documents_);
    return documents_.all.empty() ? Element() : documents_.all[0].tree.root();
  }
  std::string written(const Row& row) {
    Issues ignored;
    Documents documents;
    documents.all.emplace_back();
    fhir::read_json(
        R"({"resourceType": "Task", "status": ")" + row.status + R"(", "businessStatus": {"text": ")" + row.word + R"("}, "intent": "order"})",
        Limits(), ignored, documents.all[0].tree, nullptr);
    Parts parts;
    mapping_->write(context_, documents, parts);
    Tree tree;
    fhir::read_json(parts.all.at(0).bytes, Limits(), ignored, tree, nullptr);
    EXPECT_EQ(tree.root().child_value("status"), row.status) << "what stands beside stays";
    return std::string(tree.root().child("statusReason").child_value("text"));
  }

  std::vector<Row> rows_;
  std::unique_ptr<Mapping> mapping_;
  Issues issues_;
  Context context_;
  Documents documents_;
};

TEST_P(ReferralStatus, WritesTheFirstCodeOfARow) {
  for (const auto& row : rows_) EXPECT_EQ(written(row), row.codes.empty() ? "" : row.codes.front()) << row.word;
}

TEST_P(ReferralStatus, ReadsACodeAsTheFirstRowThatHasIt) {
  std::set<std::string> met;
  for (const auto& row : rows_)
    for (const auto& code : row.codes) {
      if (!met.insert(code).second) continue;
      const auto task = read(code);
      ASSERT_TRUE(task) << code;
      EXPECT_EQ(task.child_value("status"), row.status) << code;
      EXPECT_EQ(task.child("businessStatus").child_value("text"), row.word) << code;
      EXPECT_EQ(task.child("statusReason").child_value("text"), code) << "the code that came stays beside ours";
    }
  EXPECT_FALSE(met.empty());
}

TEST_P(ReferralStatus, KeepsTheFiveEndsApart) {
  std::set<std::string> words;
  for (const auto& row : rows_) words.insert(row.word);
  for (const auto* word : {"not-delivered", "rejected-by-system", "declined", "declined-by-person", "no-answer"})
    EXPECT_TRUE(words.contains(word)) << word;
  EXPECT_EQ(words.size(), rows_.size()) << "a word stands once";
}

INSTANTIATE_TEST_SUITE_P(Columns, ReferralStatus, testing::Values("word", "bser", "v2", "hmis", "path", "pmhc"),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace caseway::mapping
