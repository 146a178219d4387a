#include <archive.h>
#include <archive_entry.h>

#include "formats/archive.h"
#include "formats/csv.h"
#include "limit_cases.h"

namespace caseway {

namespace {

bool read_csv(const std::string& text, const Limits& limits, Issues& issues) {
  formats::CsvReader reader(text, {}, limits, issues);
  std::vector<formats::CsvCell> row;
  while (reader.next(row)) continue;
  return !reader.failed();
}

// Rows of 8 bytes, the last one filled up: no single row comes near its own limit.
std::string csv_of_bytes(std::size_t n) {
  const std::size_t rows = n / 8 - 1;
  return "a,b\n" + repeated("1234,67\n", rows) + "1,2" + repeated("2", n - 4 - 8 * rows - 4) + "\n";
}

bool read_archive(const std::string& bytes, const Limits& limits, Issues& issues) {
  struct : formats::ArchiveHandler {
    Want begin(std::string_view) override { return Want::take; }
    bool data(std::string_view) override { return true; }
    bool end() override { return true; }
  } handler;
  return formats::read_archive(bytes, handler, limits, issues);
}

struct File {
  std::string name;
  std::string bytes;
  bool packed = false;
};

la_ssize_t append(archive*, void* to, const void* bytes, size_t count) {
  static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), count);
  return static_cast<la_ssize_t>(count);
}

std::string archive_of(const std::vector<File>& files, bool zip = true) {
  std::string out;
  archive* a = archive_write_new();
  zip ? archive_write_set_format_zip(a) : archive_write_set_format_ustar(a);
  if (!zip) archive_write_add_filter_gzip(a);
  archive_write_set_bytes_in_last_block(a, 1);
  archive_write_open(a, &out, nullptr, append, nullptr);
  archive_entry* entry = archive_entry_new();
  for (const File& file : files) {
    if (zip) file.packed ? archive_write_zip_set_compression_deflate(a) : archive_write_zip_set_compression_store(a);
    archive_entry_clear(entry);
    archive_entry_set_pathname(entry, file.name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(file.bytes.size()));
    archive_write_header(a, entry);
    archive_write_data(a, file.bytes.data(), file.bytes.size());
  }
  archive_entry_free(entry);
  archive_write_close(a);
  archive_write_free(a);
  return out;
}

std::string of_bytes(std::size_t n) {
  static const std::size_t around = archive_of({{"a.txt", "x"}}).size() - 1;
  return archive_of({{"a.txt", std::string(n - around, 'x')}});
}

std::string of_unpacked_bytes(std::size_t n) { return archive_of({{"a.txt", std::string(n / 2, 'x')}, {"b.txt", std::string(n - n / 2, 'x')}}); }

// Zeros that pack to next to nothing, beside bytes that are not packed at all, so many that the whole is just n times the archive.
std::string of_ratio(std::size_t n) {
  constexpr std::size_t kZeros = 16u << 20;
  const std::size_t packed = archive_of({{"a.txt", ""}, {"b.txt", std::string(kZeros, '\0'), true}}).size();
  const std::size_t beside = (kZeros - n * packed + n - 2) / (n - 1);
  return archive_of({{"a.txt", std::string(beside, 'x')}, {"b.txt", std::string(kZeros, '\0'), true}});
}

std::vector<File> files(std::size_t n) {
  std::vector<File> all;
  for (std::size_t i = 0; i < n; ++i) all.push_back({"f" + std::to_string(i), ""});
  return all;
}

}  // namespace

const std::vector<LimitCase>& file_limits() {
  static const std::vector<LimitCase> cases = {
      {&Limits::csv_bytes, "csv", PointsAt::document, 50, csv_of_bytes, read_csv},
      {&Limits::csv_row_bytes, "csv", PointsAt::row, 10, [](std::size_t n) { return "a,b\n1," + repeated("2", n - 2) + "\n"; }, read_csv},
      {&Limits::csv_row_bytes, "csv_quoted", PointsAt::row, 10, [](std::size_t n) { return "a,b\n\"1\"," + repeated("2", n - 4) + "\n"; }, read_csv},
      {&Limits::csv_columns, "csv", PointsAt::character, 5, [](std::size_t n) { return numbered("c", n - 1, ",") + "z\n"; }, read_csv},
      {&Limits::csv_rows, "csv", PointsAt::row, 5, [](std::size_t n) { return "a\n" + repeated("1\n", n); }, read_csv},
      {&Limits::archive_bytes, "zip", PointsAt::document, 500, of_bytes, read_archive},
      {&Limits::archive_unpacked_bytes, "zip", PointsAt::part, 500, of_unpacked_bytes, read_archive},
      {&Limits::archive_ratio, "zip", PointsAt::part, 20, of_ratio, read_archive},
      {&Limits::archive_entries, "zip", PointsAt::part, 5, [](std::size_t n) { return archive_of(files(n)); }, read_archive},
      {&Limits::archive_entries, "tar_gz", PointsAt::part, 5, [](std::size_t n) { return archive_of(files(n), false); }, read_archive},
  };
  return cases;
}

}  // namespace caseway
