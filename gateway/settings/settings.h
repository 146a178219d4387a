// Gateway and partner configuration: config/caseway.yaml and config/partners/*.yaml, checked against schemas/. Immutable once loaded.
//
//   overrides  every single key of caseway.yaml has an environment variable: CASEWAY_HTTP_PORT=9000 sets http.port, CASEWAY_NAME sets name,
//              CASEWAY_PLUGIN_FOLDERS=/a:/b sets plugin_folders. They are checked like the file; a CASEWAY_HTTP_ or CASEWAY_WORKERS_ variable
//              that is no key is a fault, with a suggestion.
//   folders    `@plugins` in plugin_folders is the folder that came with the program: ../plugins beside bin/ in a build tree,
//              ../lib/caseway/plugins or ../lib/*/caseway/plugins when installed. Other relative paths start at the folder of caseway.yaml.
//   files      state_folder, key_file, tls_certificate, tls_key, package_cache, packages with a / or .tgz: relative ones start at the folder of
//   caseway.yaml
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/export.h"
#include "formats/config_node.h"

namespace caseway::settings {

// One configured organisation. id is the file's name without .yaml ("harbor-house").
struct PartnerSettings {
  std::string id;
  std::string name;                             // "Harbor House"
  std::string kind;                             // "housing-provider", "community-agency", "hospital", "insurer": chooses the policy
  std::string dialect;                          // plugin name, or "fhir-json", "fhir-xml", "fhir-ndjson"
  std::string audience = "machine";             // "people": cells that a spreadsheet would run are guarded
  std::string policy;                           // policy file name in config/policy/, defaults to `kind`
  std::map<std::string, std::string> settings;  // handed to the dialect as Context::settings
  std::string file;                             // where it was read from
};

struct HttpSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8480;
  std::string key_file;         // a file holding the API key; required for any address but loopback
  std::string tls_certificate;  // PEM; with tls_key: HTTPS
  std::string tls_key;
  std::uint32_t header_timeout_ms = 5000;
  std::uint32_t body_timeout_ms = 30000;
  std::uint32_t idle_timeout_ms = 15000;
  std::uint32_t drain_timeout_ms = 10000;
  std::uint32_t max_connections = 512;
  std::uint32_t max_connections_per_address = 64;
  std::uint64_t max_body_bytes = 25u << 20;
  std::uint64_t max_stream_bytes = 0;  // of FHIR that is taken in slices, from a temporary file; 0: none is
};

struct WorkerSettings {
  std::uint32_t count = 2;
  std::uint32_t wall_timeout_ms = 30000;
  std::uint32_t cpu_timeout_secs = 10;
  std::uint64_t max_memory_bytes = 512u << 20;
  std::uint32_t recycle_after_documents = 10000;
};

// What documents are validated against besides the embedded structure of R4 (validation/packages.h).
struct ValidationSettings {
  std::vector<std::string> packages;  // NAME#VERSION, or absolute paths of folders and .tgz files
  std::string package_cache;          // a folder of NAME#VERSION folders; "" is ~/.fhir/packages
};

struct Settings {
  std::string name = "caseway";
  std::vector<std::string> plugin_folders;  // absolute
  HttpSettings http;
  WorkerSettings workers;
  ValidationSettings validation;
  std::string state_folder;                                               // absolute; "": nothing is remembered of senders between their files
  std::vector<PartnerSettings> partners;                                  // by id
  std::string folder;                                                     // of the configuration; policies are in folder/policy
  CASEWAY_API const PartnerSettings* partner(std::string_view id) const;  // nullptr when there is none
};

// Reads FOLDER/caseway.yaml, FOLDER/partners/*.yaml; throws formats::ConfigError listing every fault found (what() has one per line).
// Schemas are built into the library (settings/schemas.h). Reads the environment once.
CASEWAY_API Settings load(const std::string& caseway_yaml);

}  // namespace caseway::settings
