// The kinds that we speak of are the first cells of the table of docs/architecture.md; several in a row stand apart by dots.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "fhir/documents.h"

namespace caseway::fhir {
namespace {

TEST(DocumentKinds, AreThoseOfTheArchitecture) {
  std::ifstream in(CASEWAY_SOURCE_DIR "/docs/architecture.md", std::ios::binary);
  const std::string page(std::istreambuf_iterator<char>(in), {});
  const auto table = page.substr(page.find("## Canonical documents"));
  const std::regex row(R"(\n\| ([a-z][^|]*) \|)");
  const std::regex kind("[a-z-]+");
  std::set<std::string> listed;
  for (std::sregex_iterator at(table.begin(), table.end(), row), end; at != end; ++at) {
    const auto cell = (*at)[1].str();
    for (std::sregex_iterator word(cell.begin(), cell.end(), kind); word != end; ++word) listed.insert(word->str());
  }
  listed.erase("kind");
  std::set<std::string> spoken_of;
  for (const auto each : document_kinds()) spoken_of.emplace(each);
  EXPECT_EQ(listed, spoken_of);
}

}  // namespace
}  // namespace caseway::fhir
