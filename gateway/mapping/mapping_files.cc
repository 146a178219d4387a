#include "mapping/mapping_files.h"

#include <algorithm>
#include <filesystem>

#include "mapping/shared_mappings.h"

namespace caseway::mapping {

bool MappingFiles::is_shared(std::string_view path) { return path.starts_with(kSharedFolder); }

bool MappingFiles::exists(const std::string& path) {
  if (!is_shared(path)) return std::filesystem::exists(path);
  return std::any_of(shared_mappings().begin(), shared_mappings().end(),
                     [&](const SharedMapping& each) { return path.substr(kSharedFolder.size()) == each.name; });
}

const formats::ConfigNode& MappingFiles::at(const std::string& path) {
  if (is_shared(path)) {
    if (const auto found = read_.find(path); found != read_.end()) return found->second;
    for (const auto& each : shared_mappings())
      if (path.substr(kSharedFolder.size()) == each.name) return read_.emplace(path, formats::read_config(each.text, path)).first->second;
  }
  const auto canonical = std::filesystem::weakly_canonical(path).string();
  if (const auto found = read_.find(canonical); found != read_.end()) return found->second;
  return read_.emplace(canonical, formats::read_config_file(path)).first->second;
}

}  // namespace caseway::mapping
