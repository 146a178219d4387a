// Registers one test per plugin and three per case, found by walking the folders at run time: a new fixture runs without a new build.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "plugins/checks.h"

namespace {

using namespace caseway::plugins_test;

class Registered : public testing::Test {
 public:
  explicit Registered(std::function<void()> body) : body_(std::move(body)) {}
  void TestBody() override { body_(); }

 private:
  std::function<void()> body_;
};

// A dash begins the exclusions of --gtest_filter, so names have none.
std::string filterable(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

void add(const std::string& suite, const std::string& name, std::function<void()> body) {
  testing::RegisterTest(filterable(suite).c_str(), filterable(name).c_str(), nullptr, nullptr, __FILE__, __LINE__,
                        [body]() -> Registered* { return new Registered(body); });
}

void add_case(const Case& one) {
  if (one.kind == Kind::pool) {
    add(one.plugin, one.name + "/random", [one] { check_pool(one); });
    return;
  }
  add(one.plugin, one.name + "/goldens", [one] { check_goldens(one); });
  add(one.plugin, one.name + "/law", [one] { check_law(one); });
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const auto fixtures = find_fixtures(CASEWAY_SOURCE_DIR "/plugins");
  for (const auto& plugin : fixtures.plugins) add(plugin, "loads_and_has_cases", [plugin, fixtures] { check_plugin(plugin, fixtures); });
  for (const auto& plugin : fixtures.plugins) {
    add(plugin, "sets_no_more_aside", [plugin, fixtures] { check_counts(plugin, fixtures); });
    if (names_examples(plugin)) add(plugin, "takes_real_documents", [plugin] { check_examples(plugin); });
  }
  for (const auto& one : fixtures.cases) add_case(one);
  add("fixtures", "every_file_belongs_to_a_case", [fixtures] {
    for (const auto& stray : fixtures.strays) ADD_FAILURE() << stray;
  });
  return RUN_ALL_TESTS();
}
