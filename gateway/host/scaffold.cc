#include "host/scaffold.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "host/scaffold_files.h"

namespace caseway::host {
namespace fs = std::filesystem;
namespace {

bool is_plugin_name(const std::string& name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !name.empty() && name.size() <= 64 && name.front() >= 'a' && name.front() <= 'z' && name.back() != '-' &&
         std::all_of(name.begin(), name.end(), fits);
}

// "harbor-house" -> "Harbor House", or "HarborHouse" without a space between.
std::string in_words(const std::string& name, std::string_view between) {
  std::string words;
  bool first = true;
  for (const char c : name) {
    if (c == '-')
      words += between;
    else
      words += first ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    first = c == '-';
  }
  return words;
}

std::string filled(std::string_view text, const std::string& name) {
  const std::pair<std::string_view, std::string> words[] = {{"@NAME@", name}, {"@CLASS@", in_words(name, "")}, {"@TITLE@", in_words(name, " ")}};
  std::string out(text);
  for (const auto& [mark, word] : words)
    for (auto at = out.find(mark); at != out.npos; at = out.find(mark, at + word.size())) out.replace(at, mark.size(), word);
  return out;
}

}  // namespace

std::string scaffold_plugin(const std::string& name, const std::string& into) {
  if (!is_plugin_name(name))
    throw std::invalid_argument("\"" + name + "\" is no name for a plugin; use lower-case letters, digits and hyphens, a letter first: harbor-house");
  const auto folder = fs::path(into) / name;
  if (fs::exists(fs::symlink_status(folder))) throw std::invalid_argument(folder.string() + " is there already; choose another name");
  for (const auto& file : scaffold_files()) {
    const auto path = folder / file.path;
    fs::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out << filled(file.text, name) << std::flush;
    if (!out) throw std::runtime_error(path.string() + " cannot be written");
  }
  return folder.string();
}

}  // namespace caseway::host
