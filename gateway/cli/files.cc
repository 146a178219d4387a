#include "cli/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "cli/arguments.h"

namespace caseway::cli {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const std::string& path) { throw std::runtime_error(path + ": " + std::strerror(errno)); }

// A descriptor that is closed on every way out.
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd > STDERR_FILENO) ::close(fd);
  }
};

void write_all(int fd, const std::string& bytes, const std::string& path) {
  for (std::size_t done = 0; done < bytes.size();) {
    const auto n = ::write(fd, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno != EINTR) fail(path);
    if (n > 0) done += static_cast<std::size_t>(n);
  }
}

}  // namespace

std::vector<Source> sources_of(const std::vector<std::string>& operands) {
  std::vector<Source> sources;
  for (const auto& operand : operands) {
    std::error_code error;
    if (operand == "-") {
      sources.push_back({operand, "stdin"});
    } else if (fs::is_directory(operand, error)) {
      const auto before = sources.size();
      for (const auto& entry : fs::recursive_directory_iterator(operand))
        // By the names as they are, not by what links lead to: a result never leaves the folder of the results.
        if (entry.is_regular_file()) sources.push_back({entry.path().string(), entry.path().lexically_relative(operand).string()});
      if (sources.size() == before) throw UsageError(operand + ": the folder holds no files");
      std::sort(sources.begin() + static_cast<std::ptrdiff_t>(before), sources.end(),
                [](const Source& a, const Source& b) { return a.path < b.path; });
    } else if (fs::exists(operand, error)) {
      sources.push_back({operand, fs::path(operand).filename().string()});
    } else {
      throw UsageError(operand + ": there is no such file");
    }
  }
  return sources;
}

std::string read_source(const std::string& path) {
  const Descriptor file{path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd < 0) fail(path);
  std::string bytes;
  char block[64 * 1024];
  for (;;) {
    const auto n = ::read(file.fd, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(path);
    if (n == 0) return bytes;
    bytes.append(block, static_cast<std::size_t>(n));
  }
}

void write_result(const std::string& path, const std::string& bytes) {
  if (path == "-") return write_all(STDOUT_FILENO, bytes, "standard output");
  const auto folder = fs::path(path).parent_path();
  if (!folder.empty()) fs::create_directories(folder);
  const std::string part = path + ".part";
  try {
    const Descriptor file{::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640)};
    if (file.fd < 0) fail(part);
    write_all(file.fd, bytes, part);
    if (::fsync(file.fd) != 0) fail(part);
    if (std::rename(part.c_str(), path.c_str()) != 0) fail(path);
  } catch (...) {
    ::unlink(part.c_str());
    throw;
  }
}

std::string extension_of(const std::string& media_type) {
  static const std::map<std::string, std::string> known{
      {"application/fhir+json", ".json"}, {"application/json", ".json"}, {"application/fhir+xml", ".xml"},
      {"application/xml", ".xml"},        {"text/xml", ".xml"},          {"text/csv", ".csv"},
      {"application/zip", ".zip"}};
  const auto found = known.find(media_type.substr(0, media_type.find(';')));
  return found == known.end() ? ".txt" : found->second;
}

std::string size_text(std::size_t bytes) {
  if (bytes < 1024) return std::to_string(bytes) + " bytes";
  char text[32];
  const double kb = static_cast<double>(bytes) / 1024;
  if (kb < 1024)
    std::snprintf(text, sizeof text, "%.*f KB", kb < 10 ? 1 : 0, kb);
  else
    std::snprintf(text, sizeof text, "%.1f MB", kb / 1024);
  return text;
}

}  // namespace caseway::cli
