// The product's leaves against a second count, on every fixture and sample, and on the real documents beside the checkout where they are.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fhir/codec.h"
#include "formats/csv.h"
#include "formats/xml_source.h"
#include "second_count.h"

namespace caseway::recount {
namespace {

namespace fs = std::filesystem;

using Second = std::optional<Tally> (*)(std::string_view);
// What the product counts; `lossy` is the planted codec that loses one leaf.
using Product = std::optional<Tally> (*)(std::string_view, bool lossy);

const Limits kLimits = Limits::batch();

Tally tally_of(Ledger& ledger, bool lossy) {
  if (lossy) {
    std::uint32_t leaf = 0;
    while (leaf + 1 < ledger.size() && ledger.fate(leaf) == Fate::structural) ++leaf;
    ledger.settle(leaf, Fate::none);
  }
  const Counts counts = ledger.counts();
  return {counts.total(), counts[Fate::structural]};
}

std::optional<Tally> product_ccda(std::string_view bytes, bool lossy) {
  formats::XmlSource source;
  Issues issues;
  if (!source.read(bytes, {true}, kLimits, &Limits::ccda_bytes, issues)) return std::nullopt;
  Ledger ledger("read");
  source.add_leaves(ledger, false);
  return tally_of(ledger, lossy);
}

template <auto read>
std::optional<Tally> product_fhir(std::string_view bytes, bool lossy) {
  Tree tree;
  Issues issues;
  Ledger ledger("read");
  if (!read(bytes, kLimits, issues, tree, &ledger, {})) return std::nullopt;
  return tally_of(ledger, lossy);
}

std::optional<Tally> product_csv(std::string_view bytes, bool lossy) {
  Issues issues;
  formats::CsvReader reader(bytes, {}, kLimits, issues);
  std::vector<formats::CsvCell> row;
  Tally tally;
  reader.next(row);
  while (reader.next(row)) {
    for (const formats::CsvCell& cell : row) tally.leaves += !cell.text.empty() && !std::exchange(lossy, false);
  }
  if (reader.failed()) return std::nullopt;
  return tally;
}

struct Format {
  const char* name;
  Product product;
  Second second;
};
const Format kCcda = {"C-CDA", product_ccda, tally_ccda};
const Format kFhirXml = {"FHIR XML", product_fhir<fhir::read_xml>, tally_fhir_xml};
const Format kFhirJson = {"FHIR JSON", product_fhir<fhir::read_json>, tally_fhir_json};
const Format kCsv = {"CSV", product_csv, tally_csv};

// What the bytes look like, by their first tags and keys; nullptr when it is none of ours.
const Format* format_of(const fs::path& file, std::string_view bytes) {
  const std::string extension = file.extension().string();
  const auto says = [&](std::string_view text) { return bytes.substr(0, 4096).find(text) != std::string_view::npos; };
  if (extension == ".csv") return &kCsv;
  if (extension == ".json") return bytes.find("\"resourceType\"") != std::string_view::npos ? &kFhirJson : nullptr;
  if (extension != ".xml") return nullptr;
  return says("http://hl7.org/fhir\"") ? &kFhirXml : says("urn:hl7-org:v3") ? &kCcda : nullptr;
}

struct Document {
  std::string name;
  std::string bytes;
  const Format* format;
};

void add(std::vector<Document>& documents, const fs::path& folder, const std::function<bool(const fs::path&)>& wanted) {
  if (!fs::exists(folder)) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || !wanted(entry.path())) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const Format* format = format_of(entry.path(), bytes);
    if (format != nullptr) documents.push_back({entry.path().filename().string(), std::move(bytes), format});
  }
}

std::vector<Document> ours() {
  std::vector<Document> documents;
  const fs::path root = CASEWAY_SOURCE_DIR;
  add(documents, root / "plugins", [](const fs::path& file) {
    const std::string name = file.filename().string();
    return name.find(".in.") != std::string::npos || name.find(".canonical.") != std::string::npos;
  });
  add(documents, root / "samples", [](const fs::path&) { return true; });
  return documents;
}

struct Outcome {
  std::size_t equal = 0;
  std::size_t refused = 0;  // by the product: nothing is counted
  std::vector<std::string> different;
};

Outcome compare(const std::vector<Document>& documents, bool lossy = false) {
  Outcome outcome;
  for (const Document& document : documents) {
    const std::optional<Tally> ours = document.format->product(document.bytes, lossy);
    if (!ours) {
      ++outcome.refused;
      continue;
    }
    const std::optional<Tally> theirs = document.format->second(document.bytes);
    if (theirs == ours) {
      ++outcome.equal;
    } else {
      const auto say = [](const Tally& t) { return std::to_string(t.leaves) + " + " + std::to_string(t.structural) + " structural"; };
      outcome.different.push_back(std::string(document.format->name) + " " + document.name + ": ours " + say(*ours) + ", the second parser " +
                                  (theirs ? say(*theirs) : "refuses it"));
    }
  }
  return outcome;
}

std::string text(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

TEST(Recount, FixturesAndSamplesHaveTheLeavesWeSay) {
  const std::vector<Document> documents = ours();
  const Outcome outcome = compare(documents);
  EXPECT_TRUE(outcome.different.empty()) << text(outcome.different);
  EXPECT_GE(outcome.equal, 10u) << "fixtures and samples were not found";
  EXPECT_LE(outcome.refused, documents.size() / 2);
  std::printf("recounted %zu of our documents; %zu are refused by the product\n", outcome.equal, outcome.refused);
}

TEST(Recount, RealDocumentsHaveTheLeavesWeSay) {
  const fs::path data = fs::path(CASEWAY_SOURCE_DIR) / "../shared/data";
  if (!fs::exists(data)) GTEST_SKIP() << "../shared/data is not here";
  std::vector<Document> documents;
  add(documents, data, [](const fs::path& file) {
    const std::string folder = file.string();
    return (folder.find("/ccda-") != std::string::npos || folder.find("/fhir-") != std::string::npos) && file.extension() != ".csv";
  });
  const Outcome outcome = compare(documents);
  EXPECT_TRUE(outcome.different.empty()) << outcome.different.size() << " differ\n" << text(outcome.different);
  EXPECT_GE(outcome.equal, documents.size() / 2);
  std::printf("recounted %zu of %zu real documents; %zu are refused by the product\n", outcome.equal, documents.size(), outcome.refused);
}

TEST(Recount, FindsACodecThatLosesOneLeaf) {
  std::vector<Document> documents = ours();
  std::erase_if(documents, [](const Document& each) {  // a header alone has no leaf to lose
    const std::optional<Tally> tally = each.format->product(each.bytes, false);
    return tally && tally->leaves == 0;
  });
  const Outcome good = compare(documents);
  EXPECT_GE(good.equal, 10u);
  const Outcome bad = compare(documents, true);
  EXPECT_EQ(bad.equal, 0u) << "a lost leaf went unnoticed";
  EXPECT_EQ(bad.different.size(), good.equal);
}

TEST(SecondCount, FollowsTheRules) {
  EXPECT_EQ(tally_ccda("<a xmlns='urn:hl7-org:v3' classCode='x' y='1'><templateId root='1'/><b/> <c>t<!-- -->u<d/>v</c><section><text>a<b "
                       "z='1'/></text></section></a>"),
            (Tally{6, 2}));
  EXPECT_EQ(tally_fhir_xml(
                "<P xmlns='http://hl7.org/fhir'><id value='1'/><text><div xmlns='http://www.w3.org/1999/xhtml'><p class='a'>b</p></div></text></P>"),
            (Tally{2, 0}));
  EXPECT_EQ(tally_fhir_json(R"({"resourceType":"P","id":"1","a":[null,1.0,true],"_a":[{"id":"x"},null],"contained":[{"resourceType":"Q"}]})"),
            (Tally{4, 2}));
  EXPECT_EQ(tally_fhir_json(R"({"resourceType":"ExampleScenario","instance":[{"resourceType":"Patient"}]})"), (Tally{1, 1}));
  EXPECT_EQ(tally_csv("a,b,c\r\n1,,\" \"\r\n\r\n\"x\n\"\"y\",\"\",z"), (Tally{4, 0}));
  EXPECT_EQ(tally_fhir_json("{\"a\":"), std::nullopt);
  EXPECT_EQ(tally_ccda("<a>"), std::nullopt);
}

}  // namespace
}  // namespace caseway::recount
