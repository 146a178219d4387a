// The files of a new plugin, as text. @NAME@ stands for the plugin's name, @CLASS@ for its class, @TITLE@ for its name in words.
#pragma once

#include <span>
#include <string_view>

namespace caseway::host {

struct ScaffoldFile {
  std::string_view path;  // inside the plugin's folder
  std::string_view text;
};
std::span<const ScaffoldFile> scaffold_files();

}  // namespace caseway::host
