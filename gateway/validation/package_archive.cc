#include <cerrno>
#include <cstring>
#include <map>
#include <utility>

#include "formats/archive.h"
#include "validation/package_files.h"

namespace caseway::validation {
namespace {

constexpr std::string_view kFolder = "package/";

class ArchiveFiles : public PackageFiles {
 public:
  explicit ArchiveFiles(std::map<std::string, std::string> files) : files_(std::move(files)) {
    for (const auto& [name, bytes] : files_) names_.push_back(name);
  }
  const std::vector<std::string>& names() const override { return names_; }
  bool read(const std::string& name, std::string&, std::string_view& bytes) const override {
    const auto found = files_.find(name);
    if (found == files_.end()) return false;
    bytes = found->second;
    return true;
  }

 private:
  std::map<std::string, std::string> files_;
  std::vector<std::string> names_;
};

// Keeps package/*.json; what stands deeper is no definition.
class Definitions : public formats::ArchiveHandler {
 public:
  std::map<std::string, std::string> files;

  Want begin(std::string_view name) override {
    const bool here = name.starts_with(kFolder) && name.find('/', kFolder.size()) == std::string_view::npos;
    if (!here || !name.ends_with(".json")) return Want::pass;
    open_ = &files[std::string(name.substr(kFolder.size()))];
    return Want::take;
  }
  bool data(std::string_view bytes) override {
    open_->append(bytes);
    return true;
  }
  bool end() override {
    open_->shrink_to_fit();
    return true;
  }

 private:
  std::string* open_ = nullptr;
};

std::unique_ptr<PackageFiles> unreadable(const std::string& file, const std::string& why, Issues& issues) {
  issues.add(Severity::error, "validation.package.unreadable", {file, 0, 0}, why + " A package is a folder, or a .tgz file with a folder package/.");
  return nullptr;
}

}  // namespace

std::unique_ptr<PackageFiles> open_package_archive(const std::string& file, Issues& issues) {
  std::string bytes;
  if (!read_whole_file(file, Limits::batch().archive_bytes, bytes))
    return unreadable(file, std::string("The file cannot be read: ") + std::strerror(errno) + ".", issues);
  Definitions definitions;
  Issues faults;
  if (!formats::read_archive(bytes, definitions, Limits::batch(), faults)) {
    for (const Issue& fault : faults.all()) issues.add(fault.severity, fault.id, {file + ": " + fault.place.path, 0, 0}, fault.text);
    return nullptr;
  }
  if (definitions.files.empty()) return unreadable(file, "The archive holds no JSON files in a folder package/.", issues);
  return std::make_unique<ArchiveFiles>(std::move(definitions.files));
}

}  // namespace caseway::validation
