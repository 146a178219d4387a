#include "validation/package_manifest.h"

#include "formats/json_reader.h"

namespace caseway::validation {
namespace {

// The strings of a JSON document with the keys that lead to them; what an array holds has the array's keys.
class Strings : public formats::JsonHandler {
 public:
  bool null(std::size_t) override { return pass(); }
  bool boolean(bool, std::size_t) override { return pass(); }
  bool number(std::string_view, std::size_t) override { return pass(); }
  bool string(std::string_view text, std::size_t) override {
    on_string(text);
    return true;
  }
  bool key(std::string_view text, std::size_t) override {
    keys_.back() = text;
    return true;
  }
  bool start_object(std::size_t) override {
    keys_.emplace_back();
    return true;
  }
  bool end_object(std::size_t) override {
    keys_.pop_back();
    on_object_end();
    return true;
  }
  bool start_array(std::size_t) override { return pass(); }
  bool end_array(std::size_t) override { return pass(); }

 protected:
  virtual void on_string(std::string_view text) = 0;
  virtual void on_object_end() {}
  const std::vector<std::string>& keys() const { return keys_; }  // of the open objects, outermost first

 private:
  static bool pass() { return true; }
  std::vector<std::string> keys_;
};

class ManifestReader : public Strings {
 public:
  explicit ManifestReader(PackageManifest& manifest) : manifest_(manifest) {}

 private:
  void on_string(std::string_view text) override {
    if (keys().empty()) return;
    const std::string& key = keys().front();
    if (keys().size() == 2 && key == "dependencies") manifest_.dependencies.emplace_back(keys().back(), text);
    if (keys().size() != 1) return;
    if (key == "name") manifest_.name = text;
    if (key == "version") manifest_.version = text;
    if (key == "fhirVersions" || key == "fhir-version-list") manifest_.fhir_versions.emplace_back(text);
  }

  PackageManifest& manifest_;
};

class IndexReader : public Strings {
 public:
  std::unordered_map<std::string, ResourceHead> files;

 private:
  void on_string(std::string_view text) override {
    if (keys().size() != 2 || keys().front() != "files") return;
    const std::string& key = keys().back();
    if (key == "filename") file_ = text;
    if (key == "resourceType") head_.type = text;
    if (key == "url") head_.url = text;
    if (key == "version") head_.version = text;
  }
  void on_object_end() override {
    if (keys().size() != 1) return;
    if (!file_.empty() && !head_.type.empty()) files.emplace(std::move(file_), std::move(head_));
    file_.clear();
    head_ = {};
  }

  std::string file_;
  ResourceHead head_;
};

}  // namespace

bool read_manifest(std::string_view json, PackageManifest& manifest, Issues& issues) {
  ManifestReader reader(manifest);
  return formats::read_json(json, reader, Limits::batch(), &Limits::json_bytes, issues);
}

std::unordered_map<std::string, ResourceHead> read_index(std::string_view json) {
  IndexReader reader;
  Issues issues;
  if (!formats::read_json(json, reader, Limits::batch(), &Limits::json_bytes, issues)) return {};
  return std::move(reader.files);
}

}  // namespace caseway::validation
