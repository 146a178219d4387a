// The converters that a plugin brings (caseway/converter.h), for commands that work on one of its mapping files alone.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "caseway/partner.h"

namespace caseway::cli {

struct PluginConverters {
  std::shared_ptr<const Partner> partner;  // keeps their code loaded
  Converters own;                          // none where the files belong to no plugin that lists some
};

// Of the plugin in whose folder the first of the files lies that lies in one. Throws UsageError where it lists converters and is not loaded.
PluginConverters plugin_converters(const std::vector<std::string>& mapping_files);

}  // namespace caseway::cli
