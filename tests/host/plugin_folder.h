// A folder of plugins of a test's own, below the build folder; gone with the test.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace caseway::host {

class PluginFolder {
 public:
  PluginFolder() {
    std::string path = std::filesystem::path(HOST_TEST_PLUGINS).parent_path().string() + "/folder-XXXXXX";
    path_ = ::mkdtemp(path.data());
  }
  PluginFolder(const PluginFolder&) = delete;
  PluginFolder& operator=(const PluginFolder&) = delete;
  ~PluginFolder() { std::filesystem::remove_all(path_); }

  const std::string& path() const { return path_; }
  std::string path(const std::string& inside) const { return path_ + "/" + inside; }

  // A copy of a built plugin of tests/host/plugins.
  PluginFolder& add(const std::string& name) {
    std::filesystem::copy(std::string(HOST_TEST_PLUGINS "/") + name, path(name), std::filesystem::copy_options::recursive);
    return *this;
  }
  PluginFolder& write(const std::string& inside, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(path(inside)).parent_path());
    std::filesystem::remove(path(inside));
    std::ofstream(path(inside), std::ios::binary) << text;
    return *this;
  }
  static std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  std::string path_;
};

}  // namespace caseway::host
