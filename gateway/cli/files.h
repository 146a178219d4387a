// Files of the command line: what to read, and results written beside their place and renamed, so that nobody sees half of one.
#pragma once

#include <string>
#include <vector>

namespace caseway::cli {

// A source file; `relative` is its path below the folder that was named, for the result's place. "-" is stdin.
struct Source {
  std::string path;
  std::string relative;
};

// Files as they are, folders as all files below them in order of their names. Throws UsageError for what does not exist.
std::vector<Source> sources_of(const std::vector<std::string>& operands);

// Throws std::runtime_error with the path and why ("is a directory", "Permission denied").
std::string read_source(const std::string& path);

// Writes path.part, flushes it to disk, renames. "-" is stdout. Throws std::runtime_error.
void write_result(const std::string& path, const std::string& bytes);

// ".csv" for "text/csv", ".json" for "application/fhir+json", ...; ".txt" for what is not known.
std::string extension_of(const std::string& media_type);

std::string size_text(std::size_t bytes);  // "812 bytes", "38 KB"

}  // namespace caseway::cli
