#include "settings/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "settings/overrides.h"
#include "settings/schemas.h"

namespace caseway::settings {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

// A configuration folder of its own for each test, gone afterwards.
class SettingsFolder : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(CASEWAY_BUILD_DIR) / "settings_test" / test->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "partners");
    fs::create_directories(folder_ / "policy");
    write("policy/hospital.yaml", "policy: hospital\n");
  }
  void TearDown() override { fs::remove_all(folder_); }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  Settings read() { return load((folder_ / "caseway.yaml").string()); }
  std::string refusal() {
    try {
      read();
    } catch (const formats::ConfigError& e) {
      std::string text = e.what();
      for (std::size_t at = text.find(folder_.string()); at != std::string::npos; at = text.find(folder_.string()))
        text.erase(at, folder_.string().size() + 1);
      return text;
    }
    return "";
  }
  fs::path folder_;
};

TEST_F(SettingsFolder, AnEmptyFileGivesTheDefaultsOfTheSchema) {
  write("caseway.yaml", "# nothing\n");
  const Settings got = read();
  EXPECT_EQ(got.name, "caseway");
  EXPECT_EQ(got.http.port, 8480);
  EXPECT_EQ(got.folder, folder_.string());
  ASSERT_EQ(got.plugin_folders.size(), 1u);
  EXPECT_EQ(got.plugin_folders[0], CASEWAY_BUILD_DIR "/plugins");
  EXPECT_TRUE(got.partners.empty());
}

TEST_F(SettingsFolder, EveryKeyIsTakenOver) {
  write("caseway.yaml",
        "name: x\nplugin_folders: [mine, /abs, \"@plugins\"]\n"
        "http: {address: '::1', port: 1, key_file: k, tls_certificate: c, tls_key: /t, header_timeout_ms: 2, body_timeout_ms: 3, idle_timeout_ms: 4,"
        " drain_timeout_ms: 5, max_connections: 6, max_connections_per_address: 7, max_body_bytes: 8, max_stream_bytes: 14}\n"
        "workers: {count: 9, wall_timeout_ms: 10, cpu_timeout_secs: 11, max_memory_bytes: 67108865, recycle_after_documents: 13}\n"
        "validation: {packages: [hl7.fhir.r4.core#4.0.1, packages/ours, ours.tgz], package_cache: cache}\n");
  const Settings got = read();
  EXPECT_EQ(got.name, "x");
  EXPECT_THAT(got.plugin_folders, ElementsAre((folder_ / "mine").string(), "/abs", CASEWAY_BUILD_DIR "/plugins"));
  EXPECT_EQ(got.http.address, "::1");
  EXPECT_EQ(got.http.key_file, (folder_ / "k").string());
  EXPECT_EQ(got.http.tls_certificate, (folder_ / "c").string());
  EXPECT_EQ(got.http.tls_key, "/t");
  EXPECT_THAT((std::vector<std::uint64_t>{got.http.port, got.http.header_timeout_ms, got.http.body_timeout_ms, got.http.idle_timeout_ms,
                                          got.http.drain_timeout_ms, got.http.max_connections, got.http.max_connections_per_address,
                                          got.http.max_body_bytes, got.http.max_stream_bytes}),
              ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 14));
  EXPECT_THAT((std::vector<std::uint64_t>{got.workers.count, got.workers.wall_timeout_ms, got.workers.cpu_timeout_secs, got.workers.max_memory_bytes,
                                          got.workers.recycle_after_documents}),
              ElementsAre(9, 10, 11, 67108865, 13));
  EXPECT_THAT(got.validation.packages, ElementsAre("hl7.fhir.r4.core#4.0.1", (folder_ / "packages/ours").string(), (folder_ / "ours.tgz").string()));
  EXPECT_EQ(got.validation.package_cache, (folder_ / "cache").string());
}

TEST_F(SettingsFolder, PartnersAreNamedByTheirFilesAndSorted) {
  write("caseway.yaml", "");
  write("policy/strict.yaml", "");
  write("partners/b.yaml", "name: B\nkind: hospital\ndialect: fhir-json\nsettings: {a: 01, b: true}\n");
  write("partners/a.yaml", "name: A\nkind: hospital\ndialect: fhir-xml\naudience: people\npolicy: strict\n");
  write("partners/notes.txt", "not a partner");
  const Settings got = read();
  ASSERT_EQ(got.partners.size(), 2u);
  EXPECT_EQ(got.partners[0].id, "a");
  EXPECT_EQ(got.partners[0].audience, "people");
  EXPECT_EQ(got.partners[0].policy, "strict");
  EXPECT_EQ(got.partners[1].policy, "hospital") << "the policy of its kind";
  EXPECT_EQ(got.partners[1].settings.at("a"), "01");
  EXPECT_EQ(got.partner("b"), &got.partners[1]);
  EXPECT_EQ(got.partner("c"), nullptr);
}

TEST_F(SettingsFolder, EveryFaultOfEveryFileIsListedAtOnce) {
  write("caseway.yaml", "http:\n  prot: 9000\n  idle_timeout_ms: soon\n");
  write("partners/a.yaml", "name: A\nkind: hopsital\ndialect: fhir-json\n");
  write("partners/b.yaml", "name: [\n");
  write("partners/c.yaml", "name: C\nkind: hospital\ndialect: fhir-json\npolicy: hospitl\n");
  EXPECT_EQ(refusal().substr(0, refusal().find("partners/b.yaml")),
            "caseway.yaml:2:3: http: unknown key `prot`; did you mean `port`?\n"
            "caseway.yaml:3:20: http.idle_timeout_ms: must be a whole number\n"
            "partners/a.yaml:2:7: kind: unknown value `hopsital`; did you mean `hospital`?\n");
  EXPECT_THAT(refusal(), HasSubstr("partners/b.yaml:"));
  EXPECT_THAT(refusal(), HasSubstr("partners/c.yaml:4:9: policy: there is no policy/hospitl.yaml beside caseway.yaml; did you mean `hospital`?"));
}

TEST_F(SettingsFolder, NamesMissingFilesAndHalvesOfPairs) {
  EXPECT_THAT(refusal(), HasSubstr("caseway.yaml: cannot be opened"));
  write("caseway.yaml", "http: {tls_key: k}\n");
  EXPECT_THAT(refusal(), HasSubstr("caseway.yaml:1:1: http: `tls_certificate` and `tls_key` belong together"));
}

TEST_F(SettingsFolder, TheEnvironmentOverridesSingleKeys) {
  write("caseway.yaml", "http: {port: 1000, address: ::1}\n");
  setenv("CASEWAY_HTTP_PORT", "9000", 1);
  setenv("CASEWAY_WORKERS_COUNT", "5", 1);
  const Settings got = read();
  unsetenv("CASEWAY_HTTP_PORT");
  unsetenv("CASEWAY_WORKERS_COUNT");
  EXPECT_EQ(got.http.port, 9000);
  EXPECT_EQ(got.http.address, "::1");
  EXPECT_EQ(got.workers.count, 5u);
}

TEST(Overrides, AreCheckedLikeTheFile) {
  const auto faults = [](const std::vector<std::string>& environment) {
    formats::ConfigNode config;
    std::vector<formats::ConfigError> found;
    apply_overrides(environment, config, found);
    std::vector<std::string> out;
    for (const auto& fault : found) out.emplace_back(fault.what());
    return out;
  };
  EXPECT_THAT(faults({"CASEWAY_HTTP_PORT=70000"}), ElementsAre("environment variable CASEWAY_HTTP_PORT: http.port: must be at most 65535"));
  EXPECT_THAT(faults({"CASEWAY_HTTP_PROT=1"}), ElementsAre("environment variable CASEWAY_HTTP_PROT: sets nothing; did you mean CASEWAY_HTTP_PORT?"));
  EXPECT_THAT(faults({"CASEWAY_CONFIG=/x", "PATH=/bin", "CASEWAY_NAME=n"}), testing::IsEmpty());
}

TEST(Overrides, ListsAreWrittenWithColons) {
  formats::ConfigNode config;
  std::vector<formats::ConfigError> faults;
  apply_overrides({"CASEWAY_PLUGIN_FOLDERS=/a::b"}, config, faults);
  ASSERT_TRUE(faults.empty());
  ASSERT_EQ(config.find("plugin_folders")->items.size(), 2u);
  EXPECT_EQ(config.find("plugin_folders")->items[1].scalar, "b");
}

// The defaults that the reference page shows must be those of the code.
TEST(Schemas, DefaultsAreThoseOfTheCode) {
  const formats::ConfigNode schema_node = formats::read_config(schema("caseway"), "caseway");
  const auto defaults = [&](const char* section) {
    std::map<std::string, std::string> out;
    for (const auto& [key, property] : schema_node.find("properties")->find(section)->find("properties")->members)
      out[key] = property.text("default", "none");
    return out;
  };
  const HttpSettings http;
  const WorkerSettings workers;
  EXPECT_EQ(defaults("http"), (std::map<std::string, std::string>{{"address", http.address},
                                                                  {"port", std::to_string(http.port)},
                                                                  {"key_file", ""},
                                                                  {"tls_certificate", ""},
                                                                  {"tls_key", ""},
                                                                  {"header_timeout_ms", std::to_string(http.header_timeout_ms)},
                                                                  {"body_timeout_ms", std::to_string(http.body_timeout_ms)},
                                                                  {"idle_timeout_ms", std::to_string(http.idle_timeout_ms)},
                                                                  {"drain_timeout_ms", std::to_string(http.drain_timeout_ms)},
                                                                  {"max_connections", std::to_string(http.max_connections)},
                                                                  {"max_connections_per_address", std::to_string(http.max_connections_per_address)},
                                                                  {"max_body_bytes", std::to_string(http.max_body_bytes)},
                                                                  {"max_stream_bytes", std::to_string(http.max_stream_bytes)}}));
  EXPECT_EQ(defaults("workers"), (std::map<std::string, std::string>{{"count", std::to_string(workers.count)},
                                                                     {"wall_timeout_ms", std::to_string(workers.wall_timeout_ms)},
                                                                     {"cpu_timeout_secs", std::to_string(workers.cpu_timeout_secs)},
                                                                     {"max_memory_bytes", std::to_string(workers.max_memory_bytes)},
                                                                     {"recycle_after_documents", std::to_string(workers.recycle_after_documents)}}));
}

TEST(Schemas, AreTheFilesOfTheRepository) {
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(CASEWAY_SOURCE_DIR "/schemas")) {
    const std::string file = entry.path().filename().string();
    if (entry.path().extension() != ".json") continue;
    std::ifstream in(entry.path());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_TRUE(schema(file.substr(0, file.find('.'))) == text) << file;
    ++files;
  }
  EXPECT_EQ(files, schemas().size());
  EXPECT_GE(files, 5u);
  EXPECT_THROW(schema("none"), std::invalid_argument);
}

TEST(Schemas, EveryPluginOfTheTreeHasAGoodManifest) {
  for (const auto& entry : fs::directory_iterator(CASEWAY_SOURCE_DIR "/plugins")) {
    const fs::path manifest = entry.path() / "plugin.json";
    if (!fs::exists(manifest)) continue;
    for (const auto& fault : formats::check_schema(formats::read_config_file(manifest.string()), manifest.string(), plugin_schema()))
      ADD_FAILURE() << fault.what();
  }
}

TEST(ShippedConfiguration, Loads) {
  const Settings got = load(CASEWAY_SOURCE_DIR "/config/caseway.yaml");
  ASSERT_EQ(got.partners.size(), 3u);
  EXPECT_EQ(got.partner("harbor-house")->kind, "housing-provider");
  EXPECT_EQ(got.partner("riverbend-community")->dialect, "community-referral");
  EXPECT_EQ(got.partner("st-brigid-hospital")->dialect, "hospital-ccda");
}

}  // namespace
}  // namespace caseway::settings
