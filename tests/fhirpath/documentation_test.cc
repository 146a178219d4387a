// docs/fhir.md lists every function of the language, and none that is not there.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "fhirpath/functions.h"

namespace caseway::fhirpath {
namespace {

// The names in the table of the section "FHIRPath".
std::set<std::string> documented() {
  std::ifstream in(CASEWAY_SOURCE_DIR "/docs/fhir.md");
  std::string page{std::istreambuf_iterator<char>(in), {}};
  page = page.substr(page.find("\n## FHIRPath\n"));
  page = page.substr(page.find("\n| existence |"));
  page = page.substr(0, page.find("\n| variables |"));
  std::set<std::string> names;
  const std::regex name("`([A-Za-z0-9]+)`");
  for (std::sregex_iterator at(page.begin(), page.end(), name), end; at != end; ++at) {
    const std::string found = (*at)[1];
    names.insert(found);
    if (found.starts_with("to") && std::isupper(static_cast<unsigned char>(found[2])) && found != "toChars")
      names.insert("convertsTo" + found.substr(2));
  }
  return names;
}

TEST(Documentation, ListsEveryFunction) {
  const auto named = function_names();
  EXPECT_EQ(documented(), (std::set<std::string>{named.begin(), named.end()}));
}

}  // namespace
}  // namespace caseway::fhirpath
