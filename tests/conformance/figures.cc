#include "conformance/figures.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "conformance/ccda_documents.h"

namespace caseway::conformance {

namespace {
const char* const kPage = CASEWAY_SOURCE_DIR "/docs/fhir.md";
}

void figure(std::string_view row, std::size_t reached, std::size_t of) {
  const std::string measured = std::to_string(reached) + " of " + std::to_string(of);
  std::printf("conformance: %s = %s\n", std::string(row).c_str(), measured.c_str());
  std::string page = bytes_of(kPage);
  const std::string start = "\n| " + std::string(row) + " | ";
  const auto at = page.find(start);
  ASSERT_NE(at, std::string::npos) << "docs/fhir.md has no row \"" << row << "\" in its conformance table";
  const auto begin = at + start.size();
  const auto written = page.substr(begin, page.find(" |", begin) - begin);
  if (written == measured) return;
  if (std::getenv("CASEWAY_UPDATE_GOLDENS")) {
    page.replace(begin, written.size(), measured);
    std::ofstream(kPage, std::ios::binary) << page;
    ADD_FAILURE() << "docs/fhir.md: \"" << row << "\" is now " << measured << " (was " << written << "); look at it and run again";
    return;
  }
  ADD_FAILURE() << "docs/fhir.md says " << written << " for \"" << row << "\", this run measured " << measured
                << "; when that is right, run again with CASEWAY_UPDATE_GOLDENS=1";
}

}  // namespace caseway::conformance
