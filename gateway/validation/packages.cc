#include "validation/packages.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <utility>

#include "validation/package_files.h"
#include "validation/package_index.h"
#include "validation/package_manifest.h"
#include "validation/package_places.h"
#include "validation/package_version.h"

namespace caseway::validation {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kCoreName = "hl7.fhir.r4.core";
constexpr std::array<std::string_view, 3> kCoreUrls = {"http://hl7.org/fhir/StructureDefinition/Element|4.0",
                                                       "http://hl7.org/fhir/StructureDefinition/Resource|4.0",
                                                       "http://hl7.org/fhir/StructureDefinition/Patient|4.0"};

struct Opened {
  std::string path;
  PackageManifest manifest;
  std::shared_ptr<const PackageFiles> files;
};

// Whether a package for these versions of FHIR holds R4 content; one that does not say is believed.
bool is_r4(const std::vector<std::string>& fhir_versions) {
  return fhir_versions.empty() || std::any_of(fhir_versions.begin(), fhir_versions.end(), [](const std::string& v) { return v.starts_with("4."); });
}

bool open_package(const std::string& path, Opened& opened, Issues& issues) {
  std::error_code error;
  opened.path = path;
  opened.files = fs::is_directory(path, error) ? open_package_folder(path, issues) : open_package_archive(path, issues);
  if (opened.files == nullptr) return false;
  std::string room;
  std::string_view bytes;
  Issues faults;
  if (opened.files->read("package.json", room, bytes) && !read_manifest(bytes, opened.manifest, faults)) {
    issues.add(Severity::error, "validation.package.manifest", {path, faults.all().front().place.line, faults.all().front().place.column},
               "The package's package.json cannot be read: " + faults.all().front().text);
    return false;
  }
  if (opened.manifest.name.empty()) opened.manifest.name = fs::path(path).filename().string();
  return true;
}

}  // namespace

struct Packages::State {
  std::vector<std::string> caches;
  std::vector<PackageManifest> added;
  std::set<std::pair<std::string, std::string>> missing;  // dependencies that were told already
  PackageIndex index;

  std::vector<std::string> folders() const { return caches.empty() ? std::vector<std::string>{default_package_cache()} : caches; }
  std::string locate(const std::string& package) const;
  bool open(const std::string& package, Opened& opened, Issues& issues) const;
  bool provides(std::string_view name, std::string_view version) const;
  void take(const Opened& package, PackageIndex::Rank rank);
  void open_dependencies(const Opened& package, std::vector<Opened>& open, Issues& issues);
  bool has_core() const {
    return std::all_of(kCoreUrls.begin(), kCoreUrls.end(), [&](std::string_view url) { return index.has("StructureDefinition", url); });
  }
};

std::string Packages::State::locate(const std::string& package) const {
  std::error_code error;
  if (fs::exists(package, error)) return package;
  const std::size_t hash = package.find('#');
  return locate_package(folders(), package.substr(0, hash), hash == std::string::npos ? "" : package.substr(hash + 1));
}

bool Packages::State::open(const std::string& package, Opened& opened, Issues& issues) const {
  const std::string path = locate(package);
  if (path.empty()) {
    std::string searched;
    for (const std::string& folder : folders()) searched += (searched.empty() ? "" : ", ") + folder;
    issues.add(Severity::error, "validation.package.not_found", {package, 0, 0},
               "There is no such folder or .tgz file, and no package of this name in " + searched +
                   ". Give the path of the package, or NAME#VERSION of one that is installed there.");
    return false;
  }
  if (!open_package(path, opened, issues)) return false;
  if (is_r4(opened.manifest.fhir_versions)) return true;
  issues.add(Severity::error, "validation.package.fhir_version", {opened.manifest.label(), 0, 0},
             "The package is for FHIR " + opened.manifest.fhir_versions.front() +
                 ", and this gateway speaks FHIR R4 (4.0.1). Use the package's R4 version.");
  return false;
}

bool Packages::State::provides(std::string_view name, std::string_view version) const {
  if (name == kCoreName && has_core()) return true;  // its folder may say no name
  return std::any_of(added.begin(), added.end(), [&](const PackageManifest& m) { return m.name == name && version_fits(m.version, version); });
}

void Packages::State::take(const Opened& package, PackageIndex::Rank rank) {
  index.add(package.manifest.label(), package.files, rank);
  added.push_back(package.manifest);
}

// What is not here leaves the packages without it, with a warning. What was opened joins `open`, to be asked for its own dependencies.
void Packages::State::open_dependencies(const Opened& package, std::vector<Opened>& open, Issues& issues) {
  std::vector<std::string> around = folders();
  around.insert(around.begin(), folder_around(package.path));
  std::string absent;
  for (const auto& [name, version] : package.manifest.dependencies) {
    if (provides(name, version) || !missing.emplace(name, version).second) continue;
    const std::string path = locate_package(around, name, version);
    Opened found;
    Issues why;
    if (!path.empty() && open_package(path, found, why) && is_r4(found.manifest.fhir_versions)) {
      take(found, PackageIndex::Rank::behind);
      open.push_back(std::move(found));
    } else {
      absent.append(absent.empty() ? "" : ", ").append(name).append("#").append(version);
      if (!path.empty()) absent += " (there, but no usable package for R4)";
    }
  }
  if (absent.empty()) return;
  issues.add(Severity::warning, "validation.package.dependency", {package.manifest.label(), 0, 0},
             "It depends on packages that are neither beside it nor in the package folders: " + absent +
                 ". What they define is not checked. Install them, or name their folders or .tgz files too.");
}

Packages::Packages() : state_(std::make_unique<State>()) {}
Packages::~Packages() = default;

void Packages::add_cache(std::string folder) { state_->caches.push_back(std::move(folder)); }

bool Packages::add(const std::vector<std::string>& packages, Issues& issues) {
  std::vector<Opened> asked;
  for (const std::string& package : packages) {
    Opened opened;
    if (!state_->open(package, opened, issues)) return false;
    asked.push_back(std::move(opened));
  }
  for (const Opened& package : asked) state_->take(package, PackageIndex::Rank::front);
  for (std::size_t i = 0; i < asked.size(); ++i) state_->open_dependencies(Opened(asked[i]), asked, issues);
  return true;
}

const Tree* Packages::find(std::string_view resource_type, std::string_view canonical) const { return state_->index.find(resource_type, canonical); }
bool Packages::has_url(std::string_view resource_type, std::string_view canonical) const { return state_->index.has_url(resource_type, canonical); }

std::vector<std::string> Packages::names() const {
  std::vector<std::string> names;
  for (const PackageManifest& manifest : state_->added) names.push_back(manifest.label());
  return names;
}

bool Packages::empty() const { return state_->index.size() == 0; }

bool Packages::has_core() const { return state_->has_core(); }

std::vector<std::string> Packages::urls(std::string_view resource_type) const { return state_->index.urls(resource_type); }
Issues Packages::faults() const { return state_->index.faults(); }

}  // namespace caseway::validation
