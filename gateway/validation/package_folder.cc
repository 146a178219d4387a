#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "caseway/limits.h"
#include "validation/package_files.h"

namespace caseway::validation {

namespace fs = std::filesystem;

namespace {

class FolderFiles : public PackageFiles {
 public:
  FolderFiles(std::string folder, std::vector<std::string> names) : folder_(std::move(folder)), names_(std::move(names)) {}
  const std::vector<std::string>& names() const override { return names_; }
  bool read(const std::string& name, std::string& room, std::string_view& bytes) const override {
    if (!read_whole_file(folder_ + "/" + name, Limits::batch().json_bytes, room)) return false;
    bytes = room;
    return true;
  }

 private:
  std::string folder_;
  std::vector<std::string> names_;
};

}  // namespace

bool read_whole_file(const std::string& path, std::size_t max_bytes, std::string& bytes) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // a pipe without a writer is no reason to wait
  if (file < 0) return false;
  struct stat about {};
  int fault = ::fstat(file, &about) != 0 ? errno : 0;
  if (fault == 0 && !S_ISREG(about.st_mode)) fault = EINVAL;
  if (fault == 0 && static_cast<std::size_t>(about.st_size) > max_bytes) fault = EFBIG;
  bytes.resize(fault == 0 ? static_cast<std::size_t>(about.st_size) : 0);
  for (std::size_t done = 0; fault == 0 && done < bytes.size();) {
    const ssize_t n = ::read(file, bytes.data() + done, bytes.size() - done);
    if (n > 0) done += static_cast<std::size_t>(n);
    if (n == 0) bytes.resize(done);  // it became shorter meanwhile
    if (n < 0 && errno != EINTR) fault = errno;
  }
  ::close(file);
  errno = fault;
  return fault == 0;
}

std::unique_ptr<PackageFiles> open_package_folder(const std::string& folder, Issues& issues) {
  std::error_code error;
  const bool packed = fs::is_directory(folder + "/package", error);
  const std::string root = packed ? folder + "/package" : folder;
  std::vector<std::string> names;
  fs::directory_iterator entries(root, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    if (entries->path().extension() == ".json" || entries->path().filename() == ".index.json") names.push_back(entries->path().filename().string());
  }
  if (error || names.empty()) {
    const std::string why = error ? "The folder cannot be read: " + error.message() + "." : "The folder holds no JSON files.";
    issues.add(Severity::error, "validation.package.unreadable", {root, 0, 0},
               why + " A package is a folder with the definitions as JSON files, in it or in its folder package/.");
    return nullptr;
  }
  std::sort(names.begin(), names.end());
  return std::make_unique<FolderFiles>(root, std::move(names));
}

}  // namespace caseway::validation
