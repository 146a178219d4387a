// Every Bundle among the official examples, in slices and as a whole: the same text, issues and counts; and so for damaged ones.
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "conformance/fhir_suites.h"
#include "fhir/stream_oracle.h"

namespace caseway::conformance {
namespace {

namespace fs = std::filesystem;
using fhir::Form;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Examples that are a Bundle: as JSON, and as our own XML of it.
struct Example {
  std::string name;
  Form form;
  std::string text;
};
std::vector<Example> bundles() {
  std::vector<Example> found;
  const fs::path folder = suite("r4-examples", "r4-examples-json");
  if (folder.empty()) return found;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    std::string text = text_of(entry.path());
    if (text.substr(0, 4096).find("\"Bundle\"") == std::string::npos) continue;
    fhir::StreamOptions options;
    options.to = Form::xml;
    options.limits = Limits::batch();
    fhir::Whole whole = fhir::convert_whole(text, options);
    if (whole.good) found.push_back({entry.path().filename(), Form::xml, std::move(whole.text)});
    found.push_back({entry.path().filename(), Form::json, std::move(text)});
  }
  return found;
}

std::string damaged(std::string text, std::mt19937& chance) {
  constexpr std::string_view kBytes("\"{}[],<>/&:x \n\0\xC3", 17);
  const std::size_t at = chance() % text.size();
  const char byte = kBytes[chance() % kBytes.size()];
  switch (chance() % 4) {
    case 0:
      return text.erase(at, 1 + chance() % 40);
    case 1:
      return text.insert(at, 1, byte);
    case 2:
      return text.substr(0, at);
    default:
      text[at] = byte;
      return text;
  }
}

TEST(FhirStreams, GiveWhatTheWholeGives) {
  const std::vector<Example> examples = bundles();
  if (examples.empty()) GTEST_SKIP() << "the suites of ../shared are not here";
  std::size_t taken = 0;
  for (const Example& example : examples) {
    for (const Form to : {Form::json, Form::xml, Form::ndjson})
      ASSERT_EQ(fhir::difference(example.text, example.form, to, example.text.size() / 5 + 1, &taken), "") << example.name;
  }
  EXPECT_GT(taken, 100u) << "of " << examples.size();
}

TEST(FhirStreams, TellTheSameFaultsAsTheWhole) {
  const std::vector<Example> examples = bundles();
  if (examples.empty()) GTEST_SKIP() << "the suites of ../shared are not here";
  std::mt19937 chance(13);
  std::size_t taken = 0;
  for (const Example& example : examples) {
    if (example.text.size() > 200'000) continue;
    for (int i = 0; i < 12; ++i) {
      const std::string text = damaged(example.text, chance);
      ASSERT_EQ(fhir::difference(text, example.form, Form::json, text.size() / 4 + 1, &taken), "") << example.name << ", damage " << i;
    }
  }
  EXPECT_GT(taken, 300u) << "of " << examples.size();
}

}  // namespace
}  // namespace caseway::conformance
