// Fragments of mappings that come with Caseway, as they stand in mappings/, built into the library. `include: [ caseway/NAME ]` takes one in.
#pragma once

#include <span>
#include <string_view>

namespace caseway::mapping {

struct SharedMapping {
  std::string_view name;  // "referral-status.map.yaml"
  std::string_view text;
};

std::span<const SharedMapping> shared_mappings();  // by name

constexpr std::string_view kSharedFolder = "caseway/";

}  // namespace caseway::mapping
