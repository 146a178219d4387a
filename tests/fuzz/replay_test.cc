// Replays every seed of every fuzz target, and mutations of it that are the same in every run. Seeds: tests/fuzz/corpus/<target>/ and the plugins'
// fixtures. For new ideas there is ./dev fuzz.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <sstream>

#include "fuzz_target.h"

namespace caseway::fuzz {

std::vector<Target>& targets() {
  static std::vector<Target> all;
  return all;
}

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMutations = 2000;  // of each seed up to ...
constexpr std::size_t kFullBytes = 2048;  // ... this size; of a longer one fewer in proportion
constexpr std::size_t kLeastMutations = 40;

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool has_extension(const fs::path& file, const std::string& extensions) {
  std::istringstream words(extensions);
  return std::any_of(std::istream_iterator<std::string>(words), {},
                     [&](const std::string& word) { return file.filename().string().ends_with(word); });
}

std::map<std::string, std::string> seeds_of(const Target& target) {
  const fs::path root = CASEWAY_SOURCE_DIR;
  std::map<std::string, std::string> seeds;
  const auto add = [&](const fs::path& file) { seeds[fs::relative(file, root).string()] = slurp(file); };
  for (const auto& entry : fs::directory_iterator(root / "tests/fuzz/corpus" / target.name)) add(entry.path());
  for (const auto& entry : fs::recursive_directory_iterator(root / "plugins")) {
    if (entry.is_regular_file() && has_extension(entry.path(), target.extensions)) add(entry.path());
  }
  return seeds;
}

// Small random changes of the kinds that find faults: bits, bytes, cuts, repeats, and pieces of the seed or of the format put elsewhere.
class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}
  std::string operator()(const std::string& seed) {
    std::string out = seed;
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) change(out);
    return out;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

  void change(std::string& text) {
    // clang-format off
    static constexpr std::string_view kPieces[] = {
        "\"", "'", "{", "}", "[", "]", ",", ":", "<", ">", "/>", "</", "&", "&amp;", "&#0;", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE a>",
        " xmlns='u'", " xmlns:p='u'", "p:", "\\u0000", "\\uD800", "\\", "null", "true", "-0", "1e9", "\r\n", "\n", "\t", ";", "\xEF\xBB\xBF",
        "\xFF\xFE", "\xC3", "\xED\xA0\x80", "\xF0\x9F\x98\x80", "- ", "  ", "\"resourceType\":", "extension", "contained", "id", "div", "*a", "&a "};
    // clang-format on
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = std::min(below(32), text.size() - at);
    switch (below(7)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
      case 1:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 2:
        text.erase(at, length);
        break;
      case 3:
        text.insert(at, text.substr(at, length));
        break;
      case 4:
        text.insert(at, text.substr(below(text.size()), below(64)));
        break;
      case 5:
        text.insert(at, kPieces[below(std::size(kPieces))]);
        break;
      default:
        text.resize(at);
        break;
    }
  }

  std::mt19937_64 random_;
};

// Empty when the target kept its promises.
std::string broken(const Target& target, const std::string& bytes) {
  try {
    target.run(bytes);
    return {};
  } catch (const std::exception& e) {
    return e.what();
  }
}

class Replay : public testing::TestWithParam<Target> {};

TEST_P(Replay, KeepsItsPromises) {
  const Target& target = GetParam();
  const auto seeds = seeds_of(target);
  ASSERT_FALSE(seeds.empty()) << "no seeds for " << target.name;
  for (const auto& [name, seed] : seeds) {
    EXPECT_EQ(broken(target, seed), "") << name;
    Mutator mutate(std::hash<std::string>{}(target.name + name));
    const std::size_t mutations = std::clamp(kMutations * kFullBytes / std::max<std::size_t>(seed.size(), 1), kLeastMutations, kMutations);
    for (std::size_t i = 0; i < mutations; ++i) {
      const std::string mutant = mutate(seed);
      const std::string fault = broken(target, mutant);
      if (fault.empty()) continue;
      const fs::path kept = fs::path(CASEWAY_BUILD_DIR) / ("broken-" + target.name);
      std::ofstream(kept, std::ios::binary) << mutant;
      FAIL() << name << ", mutation " << i << ": " << fault << "; kept as " << kept;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Replay, testing::ValuesIn(targets()), [](const auto& info) { return info.param.name; });

TEST(Replay, HasEveryTargetOfTheFolder) {
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(CASEWAY_SOURCE_DIR) / "tests/fuzz")) files += entry.path().string().ends_with("_fuzz.cc");
  EXPECT_EQ(targets().size(), files);
  EXPECT_GE(files, 8u);
}

}  // namespace
}  // namespace caseway::fuzz
