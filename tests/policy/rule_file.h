// Policies and documents written inside a test.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "fhir/codec.h"
#include "policy/policy.h"

namespace caseway::policy {

// Loads `text` as the file test.yaml; the first lines (policy, title) are added.
inline std::shared_ptr<const Rules> rules_of(const std::string& text) {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  const std::filesystem::path folder =
      std::filesystem::path(CASEWAY_BUILD_DIR) / "policy_test" / (std::string(test->test_suite_name()) + "." + test->name());
  std::filesystem::create_directories(folder);
  const std::string file = (folder / "test.yaml").string();
  std::ofstream(file) << "policy: test\ntitle: A test\n" << text;
  return load(file);
}

// Every fault of such a policy, without the folder's name; "" when it is good.
inline std::string faults_of(const std::string& text) {
  try {
    rules_of(text);
    return "";
  } catch (const formats::ConfigError& e) {
    std::string what = e.what();
    const std::string folder = std::filesystem::path(e.file).parent_path().string() + "/";
    for (std::size_t at = what.find(folder); at != std::string::npos; at = what.find(folder)) what.erase(at, folder.size());
    return what;
  }
}

inline std::shared_ptr<const Rules> shipped(const std::string& name) {
  return load(std::string(CASEWAY_SOURCE_DIR "/config/policy/") + name + ".yaml");
}

inline Tree tree_of(std::string_view json) {
  Tree tree;
  Issues issues;
  fhir::read_json(json, Limits::batch(), issues, tree, nullptr);
  for (const Issue& issue : issues.all()) ADD_FAILURE() << issue.id << " " << issue.place.path << ": " << issue.text;
  return tree;
}

inline std::string json_of(const Tree& tree) {
  std::string out;
  Issues issues;
  if (!tree.empty()) fhir::write_json(tree, {false}, issues, out);
  EXPECT_TRUE(issues.empty());
  return out;
}

}  // namespace caseway::policy
