// The files that the program carries: the page at / and its examples, written into page_files.cc at build time (gateway/page/embed.cmake).
#pragma once

#include <array>
#include <string_view>

namespace caseway::http {

struct PageFile {
  std::string_view path;
  std::string_view media_type;
  std::string_view bytes;
};
extern const std::array<PageFile, 7> kPageFiles;

}  // namespace caseway::http
