// What was kept, as a file, and whom it goes back to.
#include <gtest/gtest.h>

#include "exchange/pipeline.h"

namespace caseway::exchange {
namespace {

TEST(Carried, IsReadAsItWasWritten) {
  const Carried written{"st-brigid", {{"doc-1", "a/b[1]", "text \"quoted\"\n"}, {"", "c", "ä"}}};
  Carried read;
  Issues issues;
  ASSERT_TRUE(read_carried(carried_json(written), Limits::batch(), issues, read));
  EXPECT_EQ(read.of, written.of);
  ASSERT_EQ(read.values.size(), 2u);
  EXPECT_EQ(carried_json(read), carried_json(written));
}

TEST(Carried, NothingElseIsTaken) {
  for (const auto* text :
       {"", "[]", "{}", "{\"of\": \"\"}", "{\"kept\": []}", "{\"of\": 1}", "{\"of\": \"a\", \"kept\": [[]]}",
        "{\"of\": \"a\", \"kept\": [{\"other\": \"x\"}]}", "{\"of\": \"a\", \"more\": {}}", "{\"of\": \"a\", \"kept\": [{\"value\": {}}]}"}) {
    Carried read;
    Issues issues;
    EXPECT_FALSE(read_carried(text, Limits::batch(), issues, read)) << text;
    EXPECT_TRUE(issues.has_errors()) << text;
    EXPECT_TRUE(read.of.empty() && read.values.empty()) << text;
  }
}

}  // namespace
}  // namespace caseway::exchange
