#include "validation/package_index.h"

#include <algorithm>

#include "fhir/codec.h"
#include "validation/package_manifest.h"
#include "validation/package_version.h"

namespace caseway::validation {
namespace {

constexpr std::string_view kIndexFile = ".index.json";
constexpr std::string_view kManifestFile = "package.json";
constexpr std::string_view kRelease = "4.0.1";  // R4's own definitions ask with it for value sets that R4 published under other versions

std::string_view url_of(std::string_view canonical) { return canonical.substr(0, canonical.find('|')); }

std::string_view version_of(std::string_view canonical) {
  const std::size_t bar = canonical.find('|');
  return bar == std::string_view::npos ? std::string_view() : canonical.substr(bar + 1);
}

}  // namespace

void PackageIndex::add(const std::string& label, const std::shared_ptr<const PackageFiles>& files, Rank rank) {
  std::string room;
  std::string_view bytes;
  std::unordered_map<std::string, ResourceHead> listed;
  if (files->read(std::string(kIndexFile), room, bytes)) listed = read_index(bytes);
  for (const std::string& file : files->names()) {
    if (file == kIndexFile || file == kManifestFile) continue;
    ResourceHead head;
    if (const auto known = listed.find(file); known != listed.end()) {
      head = std::move(known->second);
    } else if (!files->read(file, room, bytes) || !scan_resource(bytes, head)) {
      fault(label, file, "The file cannot be read, or holds no JSON object.");
      continue;
    }
    if (head.type.empty() || head.url.empty()) continue;
    if (head.url.find('|') != std::string::npos) {  // R4's own v2 tables have their version there
      head.version = version_of(head.url);
      head.url = url_of(head.url);
    }
    Definition& added = definitions_.emplace_back();
    added.head = std::move(head);
    added.label = label;
    added.file = file;
    added.files = files;
    enter(added, rank);
  }
}

void PackageIndex::enter(Definition& definition, Rank rank) {
  Versions& versions = by_type_[definition.head.type][definition.head.url];
  const int older = rank == Rank::front ? 0 : 1;
  const auto place = std::partition_point(versions.begin(), versions.end(), [&](const Definition* other) {
    return compare_versions(definition.head.version, other->head.version) < older;
  });
  versions.insert(place, &definition);
}

const PackageIndex::Versions* PackageIndex::versions_of(std::string_view type, std::string_view canonical) const {
  const auto urls = by_type_.find(type);
  if (urls == by_type_.end()) return nullptr;
  const auto versions = urls->second.find(url_of(canonical));
  return versions == urls->second.end() ? nullptr : &versions->second;
}

PackageIndex::Definition* PackageIndex::locate(std::string_view type, std::string_view canonical) const {
  const Versions* versions = versions_of(type, canonical);
  if (versions == nullptr) return nullptr;
  const std::string_view wanted = version_of(canonical);
  if (wanted.empty()) return versions->front();
  for (Definition* definition : *versions) {
    if (definition->head.version == wanted) return definition;
  }
  const auto fits = [&](const Definition* definition) { return version_fits(definition->head.version, wanted); };
  const auto found = std::find_if(versions->begin(), versions->end(), fits);
  if (found != versions->end()) return *found;
  return wanted == kRelease ? versions->front() : nullptr;
}

const Tree* PackageIndex::find(std::string_view type, std::string_view canonical) const {
  Definition* definition = locate(type, canonical);
  if (definition == nullptr) return nullptr;
  std::call_once(definition->once, [&] { read(*definition); });
  return definition->tree.empty() ? nullptr : &definition->tree;
}

void PackageIndex::read(Definition& definition) const {
  std::string room;
  std::string_view bytes;
  Issues issues;
  Tree tree;
  const auto fail = [&](std::string why) { fault(definition.label, definition.file, std::move(why)); };
  if (!definition.files->read(definition.file, room, bytes)) return fail("The file cannot be read any more.");
  if (!fhir::read_json(bytes, Limits::batch(), issues, tree, nullptr)) {
    const Issue* first = issues.empty() ? nullptr : &issues.all().front();
    return fail("The definition is no FHIR R4 resource" + (first != nullptr ? ": " + first->text + " (" + first->id + ")" : "."));
  }
  const ResourceHead& head = definition.head;
  if (tree.root().type() != head.type || url_of(tree.root().child_value("url")) != head.url) {
    return fail("The file holds another resource than the package's .index.json says. Remove the index or install the package again.");
  }
  definition.tree = std::move(tree);
}

void PackageIndex::fault(const std::string& label, const std::string& file, std::string why) const {
  const std::lock_guard lock(faults_guard_);
  faults_.add(Severity::error, "validation.package.definition", {label + ": " + file, 0, 0}, std::move(why));
}

std::vector<std::string> PackageIndex::urls(std::string_view type) const {
  std::vector<std::string> found;
  const auto urls = by_type_.find(type);
  if (urls == by_type_.end()) return found;
  for (const auto& [url, versions] : urls->second) found.push_back(url);
  std::sort(found.begin(), found.end());
  return found;
}

Issues PackageIndex::faults() const {
  const std::lock_guard lock(faults_guard_);
  return faults_;
}

}  // namespace caseway::validation
