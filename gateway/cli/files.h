// Files of the command line: what to read, and results written beside their place and renamed, so that nobody sees half of one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/byte_source.h"

namespace caseway::cli {

// A source file; "-" is stdin.
struct Source {
  std::string path;
  std::string relative;  // below the folder that was named
  std::string result;    // where its results go, below theirs and without an ending: `relative` without its own, which stays where several have the
                         // same name without it
};

// Files as they are, folders as all files below them in order of their names. Throws UsageError for what does not exist, and for files of different
// folders whose results would have one name.
std::vector<Source> sources_of(const std::vector<std::string>& operands);

// Throws std::runtime_error with the path and why ("is a directory", "Permission denied").
std::string read_source(const std::string& path);

// A source that is open and not yet read, so that one of any size can be taken in slices. What is no file (stdin, a pipe) is read up to kLargeBytes,
// and beyond that spooled into a temporary file (formats::Spool). Throws std::runtime_error as read_source does.
class OpenSource {
 public:
  static constexpr std::uint64_t kLargeBytes = 1u << 20;
  static constexpr std::uint64_t kLargeArchiveBytes = 1u << 16;

  explicit OpenSource(const std::string& path);
  ~OpenSource();
  OpenSource(const OpenSource&) = delete;
  OpenSource& operator=(const OpenSource&) = delete;

  std::uint64_t size() const { return size_; }
  bool is_large() const;  // then it has a descriptor. An archive unpacks to many times its size
  int descriptor() const { return spool_ ? spool_->descriptor() : file_; }
  std::string head() const;  // the first 64 KiB
  std::string all() const;

 private:
  void take_stream(const std::string& path);
  std::string range(std::uint64_t end) const;
  int file_;
  std::uint64_t size_ = 0;
  std::string held_;  // a short stream
  std::optional<formats::Spool> spool_;
};

// A result that is written bit by bit: into path.part, which finish() flushes to disk and renames; without it nothing is left. "-" is stdout, which
// gets all of it when it is finished. Throws std::runtime_error.
class ResultFile {
 public:
  explicit ResultFile(std::string path);
  ~ResultFile();
  ResultFile(const ResultFile&) = delete;
  ResultFile& operator=(const ResultFile&) = delete;
  int descriptor() const { return spool_ ? spool_->descriptor() : file_; }
  void finish();

 private:
  void give(int to, const std::string& name) const;  // what was spooled

  std::string path_;  // of the file itself where a link was named
  std::string part_;
  int file_ = -1;
  std::optional<formats::Spool> spool_;  // stdout, a device, a pipe: what cannot be renamed gets the result when it is whole
};

// Throws UsageError when one of the results would replace one of the files that they are made from.
void refuse_own_sources(const std::vector<std::string>& results, const std::vector<std::string>& sources);

// Writes path.part, flushes it to disk, renames. "-" is stdout. Throws std::runtime_error.
void write_result(const std::string& path, const std::string& bytes);

// ".csv" for "text/csv", ".json" for "application/fhir+json", ...; ".txt" for what is not known.
std::string extension_of(const std::string& media_type);

// Of results in a form ("csv", "fhir-json"): tables that belong together may be a ZIP.
std::vector<std::string> extensions_of_form(std::string_view form);

std::string size_text(std::size_t bytes);  // "812 bytes", "38 KB"

}  // namespace caseway::cli
