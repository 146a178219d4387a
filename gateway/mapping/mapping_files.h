// The files of one folder of mappings, each read once: index files share what they include, and reading YAML is what loading a mapping costs.
// Beside them, the converters that the plugin of the folder brings (caseway/converter.h).
// Lifetime: while mappings are loaded. Not for several threads.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "caseway/converter.h"
#include "caseway/export.h"
#include "formats/config_node.h"

namespace caseway::mapping {

class CASEWAY_API MappingFiles {
 public:
  explicit MappingFiles(Converters own = {}) : converters_(std::move(own)) {}
  const Converters& converters() const { return converters_; }
  // The file, read at the first question; throws formats::ConfigError. The node stays where it is.
  const formats::ConfigNode& at(const std::string& path);
  static bool is_shared(std::string_view path);  // "caseway/NAME": comes with Caseway (shared_mappings.h), and is in no folder
  static bool exists(const std::string& path);

 private:
  Converters converters_;
  std::map<std::string, formats::ConfigNode> read_;
};

}  // namespace caseway::mapping
