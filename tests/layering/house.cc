#include "house.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace caseway::layering {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxLines = 500;
constexpr const char* kSaysNothing[] = {"util", "utils", "utilities", "helper", "helpers", "common", "manager", "base", "misc"};
constexpr const char* kSystem[] = {"sys/", "netinet/", "arpa/", "linux/"};

bool starts_with(const std::string& text, const std::string& prefix) { return text.compare(0, prefix.size(), prefix) == 0; }

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

// What an #include line names: the path, and whether in angle brackets; an empty path for any other line.
struct Include {
  std::string path;
  bool angle = false;
};
Include include_of(const std::string& line) {
  std::size_t at = line.find_first_not_of(" \t");
  if (at == std::string::npos || line[at] != '#') return {};
  at = line.find_first_not_of(" \t", at + 1);
  if (at == std::string::npos || line.compare(at, 7, "include") != 0) return {};
  const std::size_t open = line.find_first_of("<\"", at + 7);
  if (open == std::string::npos) return {};
  const bool angle = line[open] == '<';
  const std::size_t close = line.find(angle ? '>' : '"', open + 1);
  return {line.substr(open + 1, close == std::string::npos ? std::string::npos : close - open - 1), angle};
}

class Inspection {
 public:
  Inspection(const std::string& tree, const House& house) : tree_(tree), house_(house) {}

  std::vector<std::string> run() {
    for (const char* folder : {"gateway", "plugins", "tests"}) {
      if (!fs::exists(tree_ / folder)) continue;
      for (const auto& entry : fs::recursive_directory_iterator(tree_ / folder)) look_at(entry.path());
    }
    std::sort(found_.begin(), found_.end());
    return std::move(found_);
  }

 private:
  void look_at(const fs::path& path) {
    file_ = fs::relative(path, tree_).generic_string();
    check_name(path.filename().string());
    const std::string extension = path.extension().string();
    if (!fs::is_regular_file(path) || (extension != ".h" && extension != ".cc")) return;
    const std::vector<std::string> lines = lines_of(path);
    const bool generated = !lines.empty() && lines.front().find("Generated") != std::string::npos;
    if (lines.size() > kMaxLines && !generated) tell(kMaxLines + 1, "more than " + std::to_string(kMaxLines) + " lines; a file holds one idea");
    if (extension == ".h" && std::find(lines.begin(), lines.end(), "#pragma once") == lines.end()) tell(1, "a header without #pragma once");
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (const Include include = include_of(lines[i]); !include.path.empty()) check_include(path, i + 1, include);
    }
  }

  void tell(std::size_t line, const std::string& sentence) { found_.push_back(file_ + ":" + std::to_string(line) + ": " + sentence); }

  void check_name(const std::string& name) {
    std::string word;
    for (char c : name + ".") {
      if (std::string("_-.").find(c) == std::string::npos) {
        word += c;
        continue;
      }
      const bool says_nothing = std::find(std::begin(kSaysNothing), std::end(kSaysNothing), word) != std::end(kSaysNothing);
      if (says_nothing) tell(1, "\"" + word + "\" in a name says nothing; name what is in it");
      word.clear();
    }
  }

  void check_include(const fs::path& path, std::size_t line, const Include& include) {
    const std::string room = room_of(file_);
    if (starts_with(file_, "tests/")) return;
    if (starts_with(file_, "gateway/include/") || starts_with(file_, "plugins/")) {
      const bool own = !include.angle && fs::exists(path.parent_path() / include.path);
      if (!include.angle && !own && !starts_with(include.path, "caseway/")) tell(line, "only caseway/ headers may be seen here, not " + include.path);
      if (include.angle && !is_system(include.path)) tell(line, "no third-party header may be seen here: " + include.path);
      return;
    }
    if (room.empty()) return tell(line, "this file stands in no room of rooms.txt");
    if (include.angle) return check_third_party(line, room, include.path);
    if (starts_with(include.path, "caseway/")) return;
    const std::string other = include.path.substr(0, include.path.find('/'));
    const auto found = house_.find(other);
    if (found == house_.end()) return tell(line, "no room is called " + other + ": " + include.path);
    if (other != room && found->second.floor >= house_.at(room).floor) {
      tell(line, room + " (floor " + std::to_string(house_.at(room).floor) + ") may not include " + other + " (floor " +
                     std::to_string(found->second.floor) + ")");
    }
  }

  void check_third_party(std::size_t line, const std::string& room, const std::string& header) {
    const auto names = [&](const Room& each) {
      return std::any_of(each.headers.begin(), each.headers.end(), [&](const std::string& prefix) { return starts_with(header, prefix); });
    };
    if (names(house_.at(room))) return;
    for (const auto& [other, each] : house_) {
      if (names(each)) return tell(line, "<" + header + "> is seen only in " + other);
    }
    if (!is_system(header)) tell(line, "<" + header + "> belongs to no room; see rooms.txt");
  }

  // The standard library and the system: no folder, or one of the kernel's.
  static bool is_system(const std::string& header) {
    if (header.find('/') == std::string::npos) return true;
    return std::any_of(std::begin(kSystem), std::end(kSystem), [&](const char* prefix) { return starts_with(header, prefix); });
  }

  std::string room_of(const std::string& file) const {
    if (!starts_with(file, "gateway/")) return {};
    const std::string rest = file.substr(8);
    const std::string room = rest.substr(0, rest.find('/'));
    return house_.count(room) > 0 ? room : std::string();
  }

  fs::path tree_;
  const House& house_;
  std::string file_;
  std::vector<std::string> found_;
};

}  // namespace

House read_rooms(const std::string& file) {
  House house;
  for (const std::string& line : lines_of(file)) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    Room room;
    std::string name;
    words >> room.floor >> name;
    for (std::string header; words >> header;) room.headers.push_back(header);
    house[name] = room;
  }
  if (house.empty()) throw std::runtime_error(file + " lists no rooms");
  return house;
}

std::map<std::string, int> floors_in_table(const std::string& file) {
  std::map<std::string, int> floors;
  for (const std::string& line : lines_of(file)) {  // "| 4 | `journal/` · `policy/` | ... |"
    if (line.size() < 5 || line.compare(0, 2, "| ") != 0 || line[2] < '0' || line[2] > '9') continue;
    const std::string rooms = line.substr(6, line.find('|', 6) - 6);
    for (std::size_t open = rooms.find('`'); open != std::string::npos; open = rooms.find('`', rooms.find('`', open + 1) + 1)) {
      const std::string name = rooms.substr(open + 1, rooms.find('`', open + 1) - open - 1);
      floors[name.substr(0, name.find('/'))] = line[2] - '0';
    }
  }
  return floors;
}

std::vector<std::string> violations(const std::string& tree, const House& house) { return Inspection(tree, house).run(); }

}  // namespace caseway::layering
