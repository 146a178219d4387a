// Whatever the documentation promises, checked against the tree: links lead somewhere, every issue id has its row, every command exists.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>

#include "caseway/limits.h"

namespace {

namespace fs = std::filesystem;
const fs::path kTree = CASEWAY_SOURCE_DIR;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

template <class F>
void each_match(const std::string& text, const std::regex& pattern, F&& use) {
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) use((*at)[1].str());
}

template <class F>
void each_file(const fs::path& folder, const std::string& extension, F&& use) {
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == extension) use(entry.path());
}

// The first cell of every row of docs/errors.md.
std::set<std::string> documented_ids() {
  std::set<std::string> ids;
  each_match(text_of(kTree / "docs/errors.md"), std::regex(R"(\n\| `?([a-z]+(?:\.[a-z0-9_]+)+)`? \|)"),
             [&](const std::string& id) { ids.insert(id); });
  return ids;
}

std::set<std::string> ids_in_code() {
  static const std::regex literal(
      R"re("((?:report|xml|json|csv|xlsx|archive|config|fhir|fhirpath|validation|mapping|cda|policy|host|worker|plugin|exchange|carry|http|cli|limit)(?:\.[a-z0-9_]+)+)")re");
  static const std::regex file_name(R"(.*\.(json|yaml|xml|csv|so|h|cc)$)");
  std::set<std::string> ids;
  for (const auto& limit : caseway::kLimitNames) ids.insert("limit." + std::string(limit.name));
  for (const auto* folder : {"gateway", "plugins"})
    for (const auto* extension : {".cc", ".h"})
      each_file(kTree / folder, extension, [&](const fs::path& file) {
        if (file.string().find("/include/caseway/") != std::string::npos) return;  // the SDK raises nothing
        each_match(text_of(file), literal, [&](const std::string& id) {
          if (!std::regex_match(id, file_name)) ids.insert(id);
        });
      });
  static const std::regex rule(R"re(\{ id: ([a-z]+(?:\.[a-z0-9_]+){2,}),)re");  // of `rules:` in a mapping
  each_file(kTree / "plugins", ".yaml",
            [&](const fs::path& file) { each_match(text_of(file), rule, [&](const std::string& id) { ids.insert(id); }); });
  return ids;
}

TEST(Docs, HaveARowForEveryIssueId) {
  const auto documented = documented_ids();
  ASSERT_GT(documented.size(), 20u);
  for (const auto& id : ids_in_code()) EXPECT_TRUE(documented.contains(id)) << id << " is raised but has no row in docs/errors.md";
}

TEST(Docs, PromiseNoIssueIdThatNobodyRaises) {
  const auto raised = ids_in_code();
  for (const auto& id : documented_ids()) EXPECT_TRUE(raised.contains(id)) << id << " has a row in docs/errors.md but nobody raises it";
}

TEST(Docs, LinkOnlyToWhatIsThere) {
  const std::regex link(R"(\]\(([^)#\s]+)(?:#[^)]*)?\))");
  std::size_t links = 0;
  const auto check = [&](const fs::path& file) {
    each_match(text_of(file), link, [&](const std::string& to) {
      if (to.find("://") != std::string::npos) return;
      ++links;
      EXPECT_TRUE(fs::exists(file.parent_path() / to)) << file << " links to " << to;
    });
  };
  for (const auto* folder : {"docs", "plugins", "tests", "samples"}) each_file(kTree / folder, ".md", check);
  for (const auto* page : {"README.md", "CONTRIBUTING.md", "CHANGELOG.md"}) check(kTree / page);
  EXPECT_GT(links, 5u);
}

TEST(Docs, ListEveryDecisionOnce) {
  const auto index = text_of(kTree / "docs/decisions/README.md");
  std::size_t decisions = 0;
  each_file(kTree / "docs/decisions", ".md", [&](const fs::path& page) {
    if (page.filename() == "README.md") return;
    ++decisions;
    EXPECT_NE(index.find("](" + page.filename().string() + ")"), std::string::npos) << page << " is not in docs/decisions/README.md";
  });
  EXPECT_GT(decisions, 10u);
}

TEST(Docs, NameOnlyCommandsOfDev) {
  const auto dev = text_of(kTree / "dev");
  std::size_t commands = 0;
  for (const auto* page : {"README.md", "CONTRIBUTING.md"})
    each_match(text_of(kTree / page), std::regex(R"(\./dev ([a-z]+))"), [&](const std::string& command) {
      ++commands;
      EXPECT_TRUE(std::regex_search(dev, std::regex("[ |]" + command + "[)|]"))) << page << " names ./dev " << command;
    });
  EXPECT_GT(commands, 3u);
}

}  // namespace
