#include "mapping/tables/value_kind.h"

#include <gtest/gtest.h>

#include <utility>

namespace caseway::mapping {
namespace {

TEST(ValueKind, OfTexts) {
  const std::pair<const char*, ValueKind> cases[] = {
      {"", ValueKind::nothing},
      {" ", ValueKind::nothing},
      {"1989-03-02", ValueKind::date},
      {"3/2/1989", ValueKind::date},
      {"3/2/89", ValueKind::date},
      {"02.03.1989 14:30", ValueKind::date},
      {"14:30", ValueKind::time},
      {"12", ValueKind::number},
      {"-12.50", ValueKind::number},
      {"yes", ValueKind::yes_no},
      {"N", ValueKind::yes_no},
      {"+1 503 555 0142", ValueKind::phone},
      {"(503) 555-0142", ValueKind::phone},
      {"a@b.example", ValueKind::email},
      {"R-2026-0117", ValueKind::code},
      {"O'Neil", ValueKind::word},
      {"Two words", ValueKind::text},
  };
  for (const auto& [text, kind] : cases) EXPECT_EQ(kind_name(kind_of(text)), kind_name(kind)) << text;
}

TEST(ValueKind, NamesComeBack) {
  for (std::size_t i = 0; i < kValueKinds; ++i) EXPECT_EQ(named_kind(kind_name(static_cast<ValueKind>(i))), static_cast<ValueKind>(i));
}

TEST(ValueKind, DayAndMonthOfDatesThatEndWithTheirYear) {
  EXPECT_EQ(day_and_month("31/12/2026").first, 31u);
  EXPECT_EQ(day_and_month("31/12/2026").second, 12u);
  EXPECT_EQ(day_and_month("2026-12-31").first, 0u);
  EXPECT_EQ(day_and_month("3/2/89").first, 0u);
}

}  // namespace
}  // namespace caseway::mapping
