#include "settings/overrides.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "settings/schemas.h"

extern "C" char** environ;

namespace caseway::settings {
namespace {

using formats::ConfigError;
using formats::ConfigNode;
using Kind = ConfigNode::Kind;

constexpr std::string_view kPrefix = "CASEWAY_";

struct Key {
  std::string variable;  // "CASEWAY_HTTP_PORT"
  std::string section;   // "http"; "" for a key of the top
  std::string name;      // "port"
  bool list;
};

std::string variable_name(std::string_view section, std::string_view name) {
  std::string out(kPrefix);
  if (!section.empty()) out.append(section) += '_';
  out += name;
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

// Every key that the schema of caseway.yaml knows.
std::vector<Key> known_keys(const ConfigNode& schema) {
  std::vector<Key> keys;
  for (const auto& [name, property] : schema.find("properties")->members) {
    if (property.text("type") != "object") {
      keys.push_back({variable_name("", name), "", name, property.text("type") == "array"});
      continue;
    }
    for (const auto& [inner, inner_property] : property.find("properties")->members) {
      keys.push_back({variable_name(name, inner), name, inner, inner_property.text("type") == "array"});
    }
  }
  return keys;
}

ConfigNode scalar(std::string_view text) {
  ConfigNode node;
  node.kind = Kind::scalar;
  node.scalar = text;
  return node;
}

// A list is written with colons, as in PATH.
ConfigNode value_of(const Key& key, std::string_view text) {
  if (!key.list) return scalar(text);
  ConfigNode list;
  list.kind = Kind::list;
  while (!text.empty()) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    if (colon > 0) list.items.push_back(scalar(text.substr(0, colon)));
    text.remove_prefix(std::min(colon + 1, text.size()));
  }
  return list;
}

void set(ConfigNode& map, const std::string& key, ConfigNode value) {
  map.kind = Kind::map;
  for (auto& [name, old] : map.members) {
    if (name == key) {
      old = std::move(value);
      return;
    }
  }
  map.members.emplace_back(key, std::move(value));
}

ConfigNode& section_of(ConfigNode& config, const std::string& section) {
  if (section.empty()) return config;
  if (!config.find(section)) set(config, section, {});
  for (auto& [name, node] : config.members) {
    if (name == section) return node;
  }
  return config;
}

// The complaint about a variable that looks like one of ours and is none.
std::optional<ConfigError> unknown(const std::string& variable, const std::vector<Key>& keys) {
  const auto of_a_section = [&](const Key& key) { return !key.section.empty() && variable.rfind(variable_name(key.section, ""), 0) == 0; };
  if (std::none_of(keys.begin(), keys.end(), of_a_section)) return std::nullopt;
  std::vector<std::string_view> names;
  for (const Key& key : keys) names.push_back(key.variable);
  const std::string_view near = formats::nearest(variable, names);
  return ConfigError("environment variable " + variable, {}, "sets nothing" + (near.empty() ? "" : "; did you mean " + std::string(near) + "?"));
}

}  // namespace

void apply_overrides(const std::vector<std::string>& environment, ConfigNode& config, std::vector<ConfigError>& faults) {
  const ConfigNode schema_node = formats::read_config(schema("caseway"), "caseway.schema.json");
  const std::vector<Key> keys = known_keys(schema_node);
  for (const std::string& entry : environment) {
    if (entry.rfind(kPrefix, 0) != 0) continue;
    const std::size_t equals = entry.find('=');
    if (equals == std::string::npos) continue;
    const std::string variable = entry.substr(0, equals);
    const auto key = std::find_if(keys.begin(), keys.end(), [&](const Key& each) { return each.variable == variable; });
    if (key == keys.end()) {
      if (auto fault = unknown(variable, keys)) faults.push_back(std::move(*fault));
      continue;
    }
    ConfigNode alone;
    alone.kind = Kind::map;
    set(section_of(alone, key->section), key->name, value_of(*key, std::string_view(entry).substr(equals + 1)));
    const auto wrong = formats::check_schema(alone, "environment variable " + variable, schema("caseway"));
    faults.insert(faults.end(), wrong.begin(), wrong.end());
    if (wrong.empty()) set(section_of(config, key->section), key->name, value_of(*key, std::string_view(entry).substr(equals + 1)));
  }
}

std::vector<std::string> process_environment() {
  std::vector<std::string> out;
  for (char** entry = environ; entry && *entry; ++entry) out.emplace_back(*entry);
  return out;
}

}  // namespace caseway::settings
