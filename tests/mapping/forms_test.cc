// What a row becomes does not depend on the rows before it: a file of rows with ever other cells filled gives the documents that each row gives
// alone.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "mapping/mapping.h"
#include "mapping/through.h"

namespace caseway::mapping {
namespace {

constexpr const char* kMapping = CASEWAY_SOURCE_DIR "/plugins/community-referral/referral.map.yaml";
// By column, what a cell may say; each may be empty too, but for those that must not be. One code that no table has, spaces, a joined list.
const std::vector<std::vector<std::string>> kColumns{
    {"referral_id"},
    {"referral_date", "2026-11-16", "11/17/2026"},
    {"status", "sent"},
    {"priority", "urgent", "routine", "soonish"},
    {"last_name", "Okafor"},
    {"first_name", "Amara", " Lou "},
    {"middle_name", "J."},
    {"preferred_name", "Mara"},
    {"birth_date", "1989-03-02", "1989"},
    {"gender", "F", "M"},
    {"phone_1", "+1 503 555 0142"},
    {"phone_2", "503 555 0143"},
    {"email", "amara@example.org"},
    {"city", "Riverton"},
    {"veteran", "0", "1", "99"},
    {"living_situation", "116", "8"},
    {"contact_restriction", "no-direct-contact"},
    {"emergency_contact_name", "Chidi Okafor"},
    {"need_categories", "food-insecurity", "food-insecurity;homelessness"},
    {"need_1_code", "733423003"},
    {"need_1_description", "Food insecurity"},
    {"need_2_code", "32911000"},
    {"need_2_icd10", "Z59.00"},
    {"person_goal", "A kitchen of my own"},
    {"service_requested", "Help with the food pantry"},
    {"referral_note", "Prefers mornings"},
    {"case_manager_name", "Rosa Lindqvist"},
    {"consent_reference", "ROI-5521"},
    {"consent_date", "2026-11-10"},
};
bool required(const std::string& column) { return column == "status" || column == "last_name" || column == "service_requested"; }

std::string header() {
  std::string line;
  for (const auto& column : kColumns) (line += line.empty() ? "" : ",") += column.front();
  return line + "\r\n";
}

std::string row(std::uint64_t& state, unsigned number) {
  std::string line = "R-" + std::to_string(1000 + number);
  for (std::size_t i = 1; i < kColumns.size(); ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const auto choice = (state >> 33) % (2 * kColumns[i].size());
    line += ",";
    if (choice > 0 && choice < kColumns[i].size())
      line += kColumns[i][choice];
    else if (required(kColumns[i].front()))
      line += kColumns[i].back();
  }
  return line + "\r\n";
}

std::vector<Document> read(const Mapping& mapping, const std::string& text) {
  Issues issues;
  Context context;
  context.now = "2026-01-01T00:00:00Z";
  context.id_seed = "forms";
  context.limits = Limits::batch();
  context.issues = &issues;
  OnePart part(text);
  Documents documents;
  mapping.read(context, part, documents);
  EXPECT_FALSE(issues.has_errors());
  return std::move(documents.all);
}

TEST(Forms, GiveWhatEachRowGivesAlone) {
  const auto mapping = Mapping::load(kMapping);
  std::uint64_t state = 2026;
  std::vector<std::string> rows;
  for (unsigned i = 0; i < 400; ++i) rows.push_back(row(state, i));
  std::string all = header();
  for (const auto& each : rows) all += each;
  const auto together = read(mapping, all);
  ASSERT_EQ(together.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto alone = read(mapping, header() + rows[i]);
    ASSERT_EQ(alone.size(), 1u);
    ASSERT_EQ(together[i].tree.to_bytes(), alone.front().tree.to_bytes()) << rows[i];
    ASSERT_EQ(together[i].ledger.to_bytes(), alone.front().ledger.to_bytes()) << rows[i];
  }
}

}  // namespace
}  // namespace caseway::mapping
