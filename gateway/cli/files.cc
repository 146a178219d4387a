#include "cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <utility>

#include "cli/arguments.h"

namespace caseway::cli {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const std::string& path) { throw std::runtime_error(path + ": " + std::strerror(errno)); }

void write_all(int fd, const std::string& bytes, const std::string& path) {
  for (std::size_t done = 0; done < bytes.size();) {
    const auto n = ::write(fd, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno != EINTR) fail(path);
    if (n > 0) done += static_cast<std::size_t>(n);
  }
}

void name_results(std::vector<Source>& sources) {
  std::map<std::string, std::size_t> alike;
  for (auto& source : sources) {
    const fs::path relative = source.relative;
    source.result = (relative.parent_path() / relative.stem()).string();
    ++alike[source.result];
  }
  std::map<std::string, std::string> taken;
  for (auto& source : sources) {
    if (alike[source.result] > 1) source.result = source.relative;
    const auto [at, fresh] = taken.emplace(source.result, source.path);
    if (!fresh) throw UsageError(source.path + " and " + at->second + " have the same name, so would their results; translate them in two runs");
  }
}

}  // namespace

std::vector<Source> sources_of(const std::vector<std::string>& operands) {
  std::vector<Source> sources;
  for (const auto& operand : operands) {
    std::error_code error;
    if (operand == "-") {
      sources.push_back({operand, "stdin", {}});
    } else if (fs::is_directory(operand, error)) {
      const auto before = sources.size();
      for (const auto& entry : fs::recursive_directory_iterator(operand))
        // By the names as they are, not by what links lead to: a result never leaves the folder of the results.
        if (entry.is_regular_file()) sources.push_back({entry.path().string(), entry.path().lexically_relative(operand).string(), {}});
      if (sources.size() == before) throw UsageError(operand + ": the folder holds no files");
      std::sort(sources.begin() + static_cast<std::ptrdiff_t>(before), sources.end(),
                [](const Source& a, const Source& b) { return a.path < b.path; });
    } else if (fs::exists(operand, error)) {
      sources.push_back({operand, fs::path(operand).filename().string(), {}});
    } else {
      throw UsageError(operand + ": there is no such file");
    }
  }
  name_results(sources);
  return sources;
}

std::string read_source(const std::string& path) { return OpenSource(path).all(); }

OpenSource::OpenSource(const std::string& path) : file_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (file_ < 0) fail(path);
  struct stat status {};
  if (::fstat(file_, &status) != 0) fail(path);
  if (S_ISREG(status.st_mode) && status.st_size > 0) {  // files of /proc say 0 and hold something
    size_ = static_cast<std::uint64_t>(status.st_size);
  } else {
    take_stream(path);
  }
}

OpenSource::~OpenSource() {
  if (file_ > STDERR_FILENO) ::close(file_);
}

void OpenSource::take_stream(const std::string& path) {
  std::array<char, 64 * 1024> block{};
  std::optional<formats::FileSink> sink;
  for (;;) {
    const auto n = ::read(file_, block.data(), block.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(path);
    if (n == 0) break;
    const std::string_view bytes(block.data(), static_cast<std::size_t>(n));
    size_ += bytes.size();
    if (!sink && size_ > kLargeBytes) {
      sink.emplace(spool_.emplace().descriptor());
      sink->write(held_);
      held_ = {};
    }
    if (sink) {
      sink->write(bytes);
    } else {
      held_.append(bytes);
    }
  }
  if (sink) sink->finish();
}

bool OpenSource::is_large() const {
  if (size_ > kLargeBytes) return true;
  return size_ > kLargeArchiveBytes && held_.empty() && range(2) == "PK";
}

std::string OpenSource::range(std::uint64_t end) const {
  if (!held_.empty() || size_ == 0) return held_.substr(0, end);
  std::string bytes;
  formats::read_range(formats::FileBytes(descriptor()), 0, std::min(size_, end), bytes);
  return bytes;
}

std::string OpenSource::head() const { return range(64u << 10); }
std::string OpenSource::all() const { return range(size_); }

ResultFile::ResultFile(std::string path) : path_(std::move(path)), part_(path_ + ".part") {
  std::error_code none;
  if (path_ == "-" || (fs::exists(path_, none) && !fs::is_regular_file(path_, none) && !fs::is_directory(path_, none))) {
    spool_.emplace();
    return;
  }
  if (fs::is_symlink(path_, none)) {
    if (const auto target = fs::canonical(path_, none); !none) part_ = (path_ = target.string()) + ".part";
  }
  if (const auto folder = fs::path(path_).parent_path(); !folder.empty()) fs::create_directories(folder);
  file_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  if (file_ < 0) fail(part_);
}

ResultFile::~ResultFile() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(part_.c_str());
}

void ResultFile::finish() {
  if (spool_) {
    if (path_ == "-") return give(STDOUT_FILENO, "standard output");
    const int to = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (to < 0) fail(path_);
    give(to, path_);
    if (::close(to) != 0) fail(path_);
    return;
  }
  if (::fsync(file_) != 0) fail(part_);
  if (std::rename(part_.c_str(), path_.c_str()) != 0) fail(path_);
  ::close(std::exchange(file_, -1));
}

void ResultFile::give(int to, const std::string& name) const {
  const formats::FileBytes result(spool_->descriptor());
  std::string block;
  for (std::uint64_t at = 0; at < result.size(); at += block.size()) {
    formats::read_range(result, at, std::min<std::uint64_t>(result.size(), at + (1u << 20)), block);
    write_all(to, block, name);
  }
}

void refuse_own_sources(const std::vector<std::string>& results, const std::vector<std::string>& sources) {
  std::error_code error;
  std::map<fs::path, const std::string*> known;
  for (const auto& source : sources)
    if (source != "-") known.emplace(fs::weakly_canonical(source, error), &source);
  for (const auto& result : results) {
    if (result == "-") continue;
    const auto found = known.find(fs::weakly_canonical(result, error));
    if (found != known.end()) throw UsageError(*found->second + ": a result would take its place; choose another -o");
  }
}

void write_result(const std::string& path, const std::string& bytes) {
  if (path == "-") return write_all(STDOUT_FILENO, bytes, "standard output");
  ResultFile file(path);
  write_all(file.descriptor(), bytes, path);
  file.finish();
}

std::string extension_of(const std::string& media_type) {
  static const std::map<std::string, std::string> known{{"application/fhir+json", ".json"},
                                                        {"application/json", ".json"},
                                                        {"application/fhir+xml", ".xml"},
                                                        {"application/xml", ".xml"},
                                                        {"text/xml", ".xml"},
                                                        {"text/csv", ".csv"},
                                                        {"application/fhir+ndjson", ".ndjson"},
                                                        {"application/zip", ".zip"}};
  const auto found = known.find(media_type.substr(0, media_type.find(';')));
  return found == known.end() ? ".txt" : found->second;
}

std::vector<std::string> extensions_of_form(std::string_view form) {
  if (form.starts_with("fhir-")) form.remove_prefix(5);
  std::vector<std::string> extensions{"." + std::string(form)};
  if (form == "csv") extensions.emplace_back(".zip");
  return extensions;
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
