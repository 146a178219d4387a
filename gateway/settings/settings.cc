#include "settings/settings.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>

#include "settings/overrides.h"
#include "settings/schemas.h"

namespace caseway::settings {
namespace {

namespace fs = std::filesystem;
using formats::ConfigError;
using formats::ConfigNode;

// What is read so far and what is wrong so far: an operator sees every fault at once.
class Loader {
 public:
  explicit Loader(const std::string& file) : file_(file), folder_(fs::absolute(file).parent_path()) {}

  Settings load() {
    read_gateway();
    read_partners();
    if (!faults_.empty()) throw_all();
    return std::move(settings_);
  }

 private:
  // The node, or an empty map when the file cannot be used.
  ConfigNode checked(const std::string& file, std::string_view schema_name) {
    try {
      ConfigNode node = formats::read_config_file(file);
      if (node.kind == ConfigNode::Kind::null) node.kind = ConfigNode::Kind::map;  // a file of comments
      const auto wrong = formats::check_schema(node, file, schema(schema_name));
      faults_.insert(faults_.end(), wrong.begin(), wrong.end());
      if (wrong.empty()) return node;
    } catch (const ConfigError& e) {
      faults_.push_back(e);
    }
    return {};
  }

  void read_gateway() {
    ConfigNode config = checked(file_, "caseway");
    apply_overrides(process_environment(), config, faults_);
    settings_.folder = folder_.string();
    text(config, "name", settings_.name);
    settings_.plugin_folders = plugin_folders(config.find("plugin_folders"));
    path(config, "state_folder", settings_.state_folder);
    if (const ConfigNode* http = config.find("http")) read_http(*http, settings_.http);
    if (const ConfigNode* workers = config.find("workers")) read_workers(*workers, settings_.workers);
    if (const ConfigNode* validation = config.find("validation")) read_validation(*validation, settings_.validation);
    const bool half = settings_.http.tls_certificate.empty() != settings_.http.tls_key.empty();
    if (half)
      faults_.emplace_back(file_, config.find("http")->key_at, "http: `tls_certificate` and `tls_key` belong together; one of them is missing");
  }

  void read_http(const ConfigNode& node, HttpSettings& http) {
    text(node, "address", http.address);
    number(node, "port", http.port);
    path(node, "key_file", http.key_file);
    path(node, "tls_certificate", http.tls_certificate);
    path(node, "tls_key", http.tls_key);
    number(node, "header_timeout_ms", http.header_timeout_ms);
    number(node, "body_timeout_ms", http.body_timeout_ms);
    number(node, "idle_timeout_ms", http.idle_timeout_ms);
    number(node, "drain_timeout_ms", http.drain_timeout_ms);
    number(node, "max_connections", http.max_connections);
    number(node, "max_connections_per_address", http.max_connections_per_address);
    number(node, "max_body_bytes", http.max_body_bytes);
    number(node, "max_stream_bytes", http.max_stream_bytes);
  }

  void read_workers(const ConfigNode& node, WorkerSettings& workers) {
    number(node, "count", workers.count);
    number(node, "wall_timeout_ms", workers.wall_timeout_ms);
    number(node, "cpu_timeout_secs", workers.cpu_timeout_secs);
    number(node, "max_memory_bytes", workers.max_memory_bytes);
    number(node, "recycle_after_documents", workers.recycle_after_documents);
  }

  // A package is a name (hl7.fhir.us.core#6.1.0) or a place; what looks like a place is one.
  void read_validation(const ConfigNode& node, ValidationSettings& validation) {
    path(node, "package_cache", validation.package_cache);
    const ConfigNode* list = node.find("packages");
    for (const ConfigNode& item : list ? list->items : std::vector<ConfigNode>()) {
      const bool place = item.scalar.find('/') != std::string::npos || item.scalar.ends_with(".tgz");
      validation.packages.push_back(place ? absolute(item.scalar) : item.scalar);
    }
  }

  void read_partners() {
    const fs::path folder = folder_ / "partners";
    std::vector<fs::path> files;
    std::error_code none;  // a gateway without partners is allowed
    for (const auto& entry : fs::directory_iterator(folder, none)) {
      if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) read_partner(file);
  }

  void read_partner(const fs::path& file) {
    const ConfigNode node = checked(file.string(), "partner");
    if (node.members.empty()) return;  // its faults are noted
    PartnerSettings partner;
    partner.id = file.stem().string();
    partner.file = file.string();
    text(node, "name", partner.name);
    text(node, "kind", partner.kind);
    text(node, "dialect", partner.dialect);
    text(node, "audience", partner.audience);
    partner.policy = node.text("policy", partner.kind);
    if (const ConfigNode* given = node.find("settings")) {
      for (const auto& [key, value] : given->members) partner.settings[key] = value.scalar;
    }
    require_policy(partner, node);
    settings_.partners.push_back(std::move(partner));
  }

  void require_policy(const PartnerSettings& partner, const ConfigNode& node) {
    const fs::path folder = folder_ / "policy";
    if (fs::exists(folder / (partner.policy + ".yaml"))) return;
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) names.push_back(entry.path().stem().string());
    const std::string_view near = formats::nearest(partner.policy, {names.begin(), names.end()});
    const char* key = node.find("policy") ? "policy" : "kind";
    faults_.emplace_back(partner.file, node.find(key)->at,
                         std::string(key) + ": there is no policy/" + partner.policy + ".yaml beside caseway.yaml" +
                             (near.empty() ? "" : "; did you mean `" + std::string(near) + "`?"));
  }

  std::vector<std::string> plugin_folders(const ConfigNode* list) const {
    std::vector<std::string> out;
    if (!list) out.push_back(shipped_plugins());
    for (const ConfigNode& item : list ? list->items : std::vector<ConfigNode>()) {
      out.push_back(item.scalar == "@plugins" ? shipped_plugins() : absolute(item.scalar));
    }
    return out;
  }

  static std::string shipped_plugins() {
    std::error_code unreadable;
    const fs::path prefix = fs::read_symlink("/proc/self/exe", unreadable).parent_path().parent_path();
    const fs::path build_tree = prefix / "plugins";
    std::vector<fs::path> places{build_tree, prefix / "lib" / "caseway" / "plugins"};
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(prefix / "lib", none)) places.push_back(entry.path() / "caseway" / "plugins");
    const auto found = std::find_if(places.begin(), places.end(), [](const fs::path& place) { return fs::is_directory(place); });
    return (found == places.end() ? build_tree : *found).string();
  }

  std::string absolute(const std::string& path) const { return (folder_ / path).lexically_normal().string(); }

  static void text(const ConfigNode& node, std::string_view key, std::string& out) { out = node.text(key, out); }
  void path(const ConfigNode& node, std::string_view key, std::string& out) const {
    text(node, key, out);
    if (!out.empty()) out = absolute(out);
  }
  // The schema has seen to form and range.
  template <class Number>
  static void number(const ConfigNode& node, std::string_view key, Number& out) {
    const std::string_view digits = node.text(key);
    std::from_chars(digits.data(), digits.data() + digits.size(), out);
  }

  [[noreturn]] void throw_all() const {
    std::string lines;
    for (const ConfigError& fault : faults_) lines += (lines.empty() ? "" : "\n") + std::string(fault.what());
    ConfigError all({}, {}, lines);  // each line begins with its place
    all.file = faults_.front().file;
    all.at = faults_.front().at;
    throw all;
  }

  std::string file_;
  fs::path folder_;
  Settings settings_;
  std::vector<ConfigError> faults_;
};

}  // namespace

const PartnerSettings* Settings::partner(std::string_view id) const {
  const auto found = std::find_if(partners.begin(), partners.end(), [&](const PartnerSettings& each) { return each.id == id; });
  return found == partners.end() ? nullptr : &*found;
}

Settings load(const std::string& caseway_yaml) { return Loader(caseway_yaml).load(); }

}  // namespace caseway::settings
