// The folders of tests/mapping/cases: a mapping, a document, and what is expected of them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "formats/zip_writer.h"

namespace caseway::mapping_test {

inline std::string folder(const std::string& name) { return CASEWAY_SOURCE_DIR "/tests/mapping/" + name; }

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

inline std::vector<std::string> entries(const std::string& path) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

// CASEWAY_UPDATE_GOLDENS=1 writes it and fails all the same: somebody has to read it.
inline void expect_golden(const std::string& path, const std::string& text) {
  if (std::getenv("CASEWAY_UPDATE_GOLDENS") != nullptr) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << text;
    ADD_FAILURE() << "written: " << path << "; read it, then run without CASEWAY_UPDATE_GOLDENS";
    return;
  }
  ASSERT_TRUE(std::filesystem::exists(path)) << path << " is missing";
  EXPECT_EQ(read_file(path), text) << path;
}

// The files below a folder as one ZIP: a workbook, from parts that people can read.
inline std::string zipped(const std::string& path) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
    if (entry.is_regular_file()) names.push_back(entry.path().lexically_relative(path).string());
  std::sort(names.begin(), names.end());
  formats::ZipWriter writer;
  for (const auto& name : names) writer.add(name, read_file(path + "/" + name));
  return writer.finish();
}

}  // namespace caseway::mapping_test
