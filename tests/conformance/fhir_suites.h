// The official suites beside the source tree, unpacked once into the build folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::conformance {

// The folder `folder` of the pack `pack` (../shared/suites/<pack>.tar.xz); empty when ../shared is not there.
std::filesystem::path suite(std::string_view pack, std::string_view folder);

// The files of a folder with that extension (".json"), sorted.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder, std::string_view extension);

}  // namespace caseway::conformance

// Skips the test, with a sentence, when the suite is not there.
#define CASEWAY_SUITE(variable, pack, folder)                                       \
  const std::filesystem::path variable = caseway::conformance::suite(pack, folder); \
  if (variable.empty()) GTEST_SKIP() << "../shared/suites is not beside the source tree: nothing to compare with"
