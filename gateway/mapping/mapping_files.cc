#include "mapping/mapping_files.h"

#include <filesystem>

namespace caseway::mapping {

const formats::ConfigNode& MappingFiles::at(const std::string& path) {
  const auto canonical = std::filesystem::weakly_canonical(path).string();
  if (const auto found = read_.find(canonical); found != read_.end()) return found->second;
  return read_.emplace(canonical, formats::read_config_file(path)).first->second;
}

}  // namespace caseway::mapping
