// YAML and JSON that *we* or an operator wrote (configuration, mappings, manifests) as one small tree with line and column on every node.
// YAML 1.2 core by yaml-cpp; JSON is a subset. Duplicate keys, anchors that explode and documents over 4 MiB are refused.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseway/export.h"
#include "formats/position.h"

namespace caseway::formats {

struct CASEWAY_API ConfigNode {
  // Defined below, where the node is complete: clang 14 instantiates the destructor of `members` inside the class otherwise.
  ConfigNode();
  ConfigNode(const ConfigNode& other);
  ConfigNode(ConfigNode&& other) noexcept;
  ConfigNode& operator=(const ConfigNode& other);
  ConfigNode& operator=(ConfigNode&& other) noexcept;
  ~ConfigNode();

  enum class Kind : std::uint8_t { null, scalar, list, map };
  Kind kind = Kind::null;
  std::string scalar;                                       // the text as written, unquoted: `01` stays "01"
  bool quoted = false;                                      // a quoted scalar is a string whatever it looks like
  std::vector<ConfigNode> items;                            // list
  std::vector<std::pair<std::string, ConfigNode>> members;  // map, in order
  Position at;                                              // of the value
  Position key_at;                                          // of its key, for map members

  const ConfigNode* find(std::string_view key) const;  // nullptr when absent or no map
  std::string_view text(std::string_view key, std::string_view otherwise = {}) const;
  bool flag(std::string_view key, bool otherwise = false) const;  // true/false only; throws ConfigError
};

inline ConfigNode::ConfigNode() = default;
inline ConfigNode::ConfigNode(const ConfigNode& other) = default;
inline ConfigNode::ConfigNode(ConfigNode&& other) noexcept = default;
inline ConfigNode& ConfigNode::operator=(const ConfigNode& other) = default;
inline ConfigNode& ConfigNode::operator=(ConfigNode&& other) noexcept = default;
inline ConfigNode::~ConfigNode() = default;

// what() is "FILE:LINE:COLUMN: sentence".
struct CASEWAY_API ConfigError : std::runtime_error {
  ConfigError(std::string_view file, Position at, std::string_view sentence);
  std::string file;
  Position at;
};

CASEWAY_API ConfigNode read_config(std::string_view text, std::string_view file);  // throws ConfigError
CASEWAY_API ConfigNode read_config_file(const std::string& path);                  // throws ConfigError

// Checks a node against a JSON Schema (draft-04); every fault with file, line, key and, for an unknown key or value, the nearest known one.
CASEWAY_API std::vector<ConfigError> check_schema(const ConfigNode& node, std::string_view file, std::string_view schema_json);

// The candidate nearest to `word` by edit distance, when it is near enough to be worth a "did you mean"; else "".
CASEWAY_API std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace caseway::formats
