// What dialects write as XML of ours is what schemas/*.xsd promise: every golden whose namespace has a schema there is held against it by xmllint, a
// validating parser that is not ours. So is every document that we read without an issue; one about which there was something to say is not valid.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <string>

namespace caseway::plugins_test {
namespace {

namespace fs = std::filesystem;
const fs::path kTree = CASEWAY_SOURCE_DIR;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Target namespace -> file.
std::map<std::string, fs::path> schemas() {
  static const std::regex target("targetNamespace=\"([^\"]+)\"");
  std::map<std::string, fs::path> found;
  for (const auto& entry : fs::directory_iterator(kTree / "schemas")) {
    if (entry.path().extension() != ".xsd") continue;
    const auto text = text_of(entry.path());
    std::smatch match;
    EXPECT_TRUE(std::regex_search(text, match, target)) << entry.path();
    found[match[1]] = entry.path();
  }
  return found;
}

enum class Said { nothing, something, unknown };

// What was said of a document: nothing of one that we wrote; what its report has of one that we read.
Said said_of(const fs::path& file) {
  constexpr std::string_view kRead = ".in.xml";
  const auto name = file.string();
  if (name.ends_with(".out.xml") || (file.parent_path().string().ends_with(".out.xml") && name.ends_with(".xml"))) return Said::nothing;
  if (!name.ends_with(kRead)) return Said::unknown;
  const auto report = text_of(name.substr(0, name.size() - kRead.size()) + ".report.json");
  return report.find("\"issues\": []") != std::string::npos ? Said::nothing : Said::something;
}

TEST(Schemas, HoldOfWhatIsWrittenAndReadAndOfNothingElse) {
  if (std::system("xmllint --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "xmllint is not installed; it validates XML against schemas/*.xsd";
  const auto known = schemas();
  ASSERT_FALSE(known.empty());
  std::map<std::string, int> held, refused;
  for (const auto& plugin : fs::directory_iterator(kTree / "plugins")) {
    if (!fs::is_directory(plugin.path() / "fixtures")) continue;
    for (const auto& entry : fs::recursive_directory_iterator(plugin.path() / "fixtures")) {
      if (!entry.is_regular_file()) continue;
      const auto said = said_of(entry.path());
      if (said == Said::unknown) continue;
      const auto text = text_of(entry.path());
      for (const auto& [space, schema] : known) {
        if (text.find("xmlns=\"" + space + "\"") == std::string::npos) continue;
        const auto command = "xmllint --noout --nonet --schema '" + schema.string() + "' '" + entry.path().string() + "' 2>&1";
        EXPECT_EQ(std::system(command.c_str()) == 0, said == Said::nothing) << entry.path();
        ++(said == Said::nothing ? held : refused)[space];
      }
    }
  }
  for (const auto& [space, schema] : known) {
    EXPECT_GT(held[space], 0) << schema << " has no document in any plugin's fixtures";
    EXPECT_GT(refused[space], 0) << schema << " has no broken document in any plugin's fixtures";
  }
}

}  // namespace
}  // namespace caseway::plugins_test
