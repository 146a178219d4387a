// Small synthetic packages, written into a folder of their own that is removed again.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "caseway/report.h"

namespace caseway::validation {

class PackageFolder {
 public:
  explicit PackageFolder(std::string_view name) : root_(std::filesystem::temp_directory_path() / ("caseway-packages-" + std::to_string(++count()))) {
    std::filesystem::remove_all(root_);
    folder_ = root_ / name;
    std::filesystem::create_directories(folder_);
  }
  ~PackageFolder() { std::filesystem::remove_all(root_); }
  PackageFolder(const PackageFolder&) = delete;
  PackageFolder& operator=(const PackageFolder&) = delete;

  PackageFolder& file(const std::filesystem::path& name, std::string_view text) {
    const std::filesystem::path path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return *this;
  }
  std::string path() const { return folder_.string(); }
  std::string root() const { return root_.string(); }  // the folder around it

 private:
  static int& count() {
    static int count = static_cast<int>(::getpid()) * 1000;
    return count;
  }
  std::filesystem::path root_;
  std::filesystem::path folder_;
};

// "error validation.package.not_found; warning ..." for comparing in one line.
inline std::string ids_of(const Issues& issues) {
  std::string ids;
  for (const Issue& issue : issues.all()) ids += (ids.empty() ? "" : " ") + issue.id;
  return ids;
}

}  // namespace caseway::validation
