#include <array>
#include <cstring>

#include "formats/csv.h"
#include "formats/csv_scan.h"
#include "formats/encoding.h"
#include "formats/text_file.h"

namespace caseway::formats {
namespace {

constexpr std::string_view kDelimiters = ",;\t|";  // in the order of preference
constexpr std::size_t kWindow = 256u << 10;        // of a file, read at once
constexpr std::size_t kLongestColumnName = 60;     // in places; a longer one is shortened

bool is_newline(char c) { return c == '\n' || c == '\r'; }

std::string_view shortened(std::string_view name) {
  if (name.size() <= kLongestColumnName) return name;
  std::size_t length = kLongestColumnName;
  while (length > 0 && (name[length] & 0xc0) == 0x80) --length;  // never within a code point
  return name.substr(0, length);
}

bool has_value(const std::vector<CsvCell>& row) {
  return std::any_of(row.begin(), row.end(), [](const CsvCell& cell) { return !cell.text.empty(); });
}

}  // namespace

struct CsvReader::Scan {
  const char* at;
  const char* end;                // of what this row may use: the text's end, or where its limit is reached
  const char* line_start;         // of the physical line
  std::size_t continuations = 0;  // UTF-8 continuation bytes between line_start and at
  std::size_t column = 0;         // of the cell, from 0
  std::uint32_t line;

  Position position() const { return {line, static_cast<std::uint32_t>(static_cast<std::size_t>(at - line_start) - continuations + 1)}; }
};

CsvReader::CsvReader(std::string_view bytes, CsvDialect dialect, const Limits& limits, Issues& issues)
    : dialect_(std::move(dialect)), limits_(limits), issues_(issues) {
  if (!decode(bytes)) return;
  pass_titles();
  if (dialect_.delimiter == '\0') find_delimiter();
}

CsvReader::CsvReader(const ByteSource& file, CsvDialect dialect, const Limits& limits, Issues& issues)
    : dialect_(std::move(dialect)), limits_(limits), issues_(issues) {
  if (!open(file)) return;
  fill();
  pass_titles();
  if (dialect_.delimiter == '\0') find_delimiter();
}

CsvReader::CsvReader(const CsvReader& other, Issues& issues)
    : dialect_(other.dialect_),
      limits_(other.limits_),
      issues_(issues),
      file_(other.file_),
      base_(other.base_ + (other.file_ ? other.at_ : 0)),
      text_(other.file_ ? std::string_view() : other.text_),
      ascii_(other.ascii_),
      header_(other.header_),
      at_(other.file_ ? 0 : other.at_),
      line_(other.line_),
      row_line_(other.row_line_),
      rows_(other.rows_),
      failed_(other.failed_) {}

bool CsvReader::fits(std::uint64_t bytes) {
  if (bytes <= limits_.csv_bytes) return true;
  return fail("limit.csv_bytes", {}, 0,
              "the file has " + std::to_string(bytes) + " bytes; at most " + std::to_string(limits_.csv_bytes) + " are read");
}

bool CsvReader::open(const ByteSource& file) {
  if (!fits(file.size())) return false;
  auto text = std::make_shared<const TextFile>(file, dialect_.encoding);
  dialect_.encoding = text->encoding();
  ascii_ = text->ascii();
  if (!text->good()) return fail_encoding();
  if (text->nul_line() > 0) return fail_nul(static_cast<std::uint32_t>(text->nul_line()));
  base_ = text->begin();
  file_ = std::move(text);
  return true;
}

// Nothing follows the window.
bool CsvReader::whole() const { return file_ == nullptr || last_ || base_ + text_.size() == file_->end(); }

// The window always has the next row as a whole, or as much of it as a row may have.
void CsvReader::fill() {
  const std::size_t ahead = limits_.csv_row_bytes + 2;
  if (whole() || text_.size() - at_ > ahead) return;
  base_ += at_;
  at_ = 0;
  const auto end = std::min<std::uint64_t>(file_->end(), base_ + kWindow + ahead);
  file_->range(base_, end, window_);
  text_ = window_;
  last_ = base_ + text_.size() < end;  // it was cut while we read
}

bool CsvReader::decode(std::string_view bytes) {
  if (!fits(bytes.size())) return false;
  ascii_ = is_ascii(bytes);
  const bool told = !dialect_.encoding.empty();
  if (!told) dialect_.encoding = ascii_ ? "utf-8" : sniff_encoding(bytes);
  text_ = bytes;
  if (dialect_.encoding != "utf-8") {
    if (!to_utf8(bytes, dialect_.encoding, decoded_)) return fail_encoding();
    text_ = decoded_;
    ascii_ = is_ascii(text_);
  } else if (!ascii_) {
    const bool bom = bytes.substr(0, 3) == "\xef\xbb\xbf";
    if ((bom || told) && !is_utf8(bytes)) return fail_encoding();
    if (bom) text_.remove_prefix(3);
  }
  if (const std::size_t nul = text_.find('\0'); nul != std::string_view::npos) {
    return fail_nul(static_cast<std::uint32_t>(1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(nul), '\n')));
  }
  return true;
}

bool CsvReader::fail_encoding() {
  return fail("csv.encoding", {}, 0,
              dialect_.encoding == "utf-8" ? "the file says it is UTF-8 and is not; save it as UTF-8 again"
                                           : "the file is not in the encoding " + dialect_.encoding);
}

bool CsvReader::fail_nul(std::uint32_t line) {
  return fail("csv.nul", {line, 0}, 0,
              "the file holds a NUL byte, so it is no text: perhaps a spreadsheet file, or UTF-16 without its byte order mark");
}

// Lines with something in them, by the line: a title has no quoted line break.
void CsvReader::pass_titles() {
  for (std::uint32_t passed = 0; passed < dialect_.title_rows && at_ < text_.size(); fill()) {
    const std::size_t end = std::min(text_.find_first_of("\r\n", at_), text_.size());
    passed += end > at_ ? 1 : 0;
    const bool crlf = text_.substr(end).starts_with("\r\n");
    at_ = std::min(end + (crlf ? 2 : 1), text_.size());
    ++line_;
  }
}

// The delimiter that stands most often in the first row, outside quotes.
void CsvReader::find_delimiter() {
  std::array<std::size_t, kDelimiters.size()> counts{};
  bool in_quotes = false;
  const std::size_t begin = std::min(text_.find_first_not_of("\r\n", at_), text_.size());
  for (char c : text_.substr(begin, limits_.csv_row_bytes)) {
    if (c == '"') in_quotes = !in_quotes;
    if (in_quotes) continue;
    if (is_newline(c)) break;
    if (const std::size_t which = kDelimiters.find(c); which != std::string_view::npos) ++counts[which];
  }
  dialect_.delimiter = kDelimiters[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

bool CsvReader::next(std::vector<CsvCell>& row) {
  do {
    if (failed_ || !read_row(row)) {
      row.clear();
      if (!failed_ && header_.empty()) return fail("csv.empty", {}, 0, "the file is empty: not even a header row");
      return false;
    }
  } while (!has_value(row));
  if (header_.empty()) {
    for (const CsvCell& cell : row) header_.emplace_back(shortened(cell.text));
    return true;
  }
  if (!count_row()) {
    row.clear();
    return false;
  }
  return fit_to_header(row);
}

bool CsvReader::next_cell(std::size_t column, std::string_view& text) {
  for (bool said = false; !said;) {
    Scan scan{};
    if (failed_ || !begin_row(scan)) return false;
    std::size_t cells = 0;
    text = {};
    auto split = scan;
    const bool plain = split_row(split, [&](const char* begin, const char* end) {
      said = said || begin != end;
      if (cells++ == column) text = std::string_view(begin, static_cast<std::size_t>(end - begin));
    });
    if (plain && cells <= limits_.csv_columns) {
      end_row(split);
      continue;
    }
    if (!read_cells(scan, other_cells_)) return false;
    said = has_value(other_cells_);
    text = column < other_cells_.size() ? other_cells_[column].text : std::string_view();
  }
  return count_row();
}

bool CsvReader::count_row() {
  return ++rows_ <= limits_.csv_rows ||
         fail("limit.csv_rows", {row_line_, 0}, 0, "more than " + std::to_string(limits_.csv_rows) + " rows; split the file");
}

// Steps over blank lines to where a row begins; false at the end.
bool CsvReader::find_row(Scan& scan) {
  for (;;) {
    fill();
    const char* const end = text_.data() + text_.size();
    scan = {text_.data() + at_, nullptr, text_.data() + at_, 0, 0, line_};
    while (scan.at != end && is_newline(*scan.at) && (whole() || end - scan.at > 1)) end_line(scan, static_cast<std::size_t>(scan.at - text_.data()));
    at_ = static_cast<std::size_t>(scan.at - text_.data());
    line_ = scan.line;
    if (whole() || (scan.at != end && !is_newline(*scan.at))) return scan.at != end;
  }
}

bool CsvReader::begin_row(Scan& scan) {
  scratch_.clear();
  if (!find_row(scan)) return false;
  row_at_ = at_;
  row_line_ = scan.line;
  scan.end = scan.at + std::min<std::size_t>(limits_.csv_row_bytes, text_.size() - at_);
  return true;
}

bool CsvReader::end_row(const Scan& scan) {
  at_ = static_cast<std::size_t>(scan.at - text_.data());
  line_ = scan.line;
  return true;
}

bool CsvReader::read_row(std::vector<CsvCell>& row) {
  row.clear();
  Scan scan{};
  if (!begin_row(scan)) return false;
  const auto* const line = scan.at;
  auto split = scan;
  const bool plain = split_row(split, [&](const char* begin, const char* end) {
    row.push_back({std::string_view(begin, static_cast<std::size_t>(end - begin)), false, {row_line_, static_cast<std::uint32_t>(begin - line + 1)}});
  });
  return plain && row.size() <= limits_.csv_columns ? end_row(split) : read_cells(scan, row);
}

bool CsvReader::read_cells(Scan& scan, std::vector<CsvCell>& row) {
  row.clear();
  const char* const text_end = text_.data() + text_.size();
  for (;; ++scan.at, ++scan.column) {
    if (scan.column >= limits_.csv_columns) {
      return fail("limit.csv_columns", scan.position(), scan.column, "more than " + std::to_string(limits_.csv_columns) + " columns");
    }
    CsvCell cell{{}, false, scan.position()};
    const bool quoted = scan.at != scan.end && *scan.at == '"';
    if (!(quoted ? read_quoted(scan, cell) : read_plain(scan, cell))) return false;
    row.push_back(cell);
    if (scan.at == scan.end || *scan.at != dialect_.delimiter) break;
  }
  if (scan.at == scan.end && scan.end != text_end && !is_newline(*scan.end)) {
    return fail("limit.csv_row_bytes", {row_line_, 0}, scan.column, "the row is longer than " + std::to_string(limits_.csv_row_bytes) + " bytes");
  }
  if (scan.at != text_end) end_line(scan, static_cast<std::size_t>(scan.at - text_.data()));
  return end_row(scan);
}

// Most rows: ASCII, no quote in them, and all within the limits. False leaves the row to those who look closer.
template <class Each>
bool CsvReader::split_row(Scan& scan, Each each) {
  const char* begin = scan.at;
  const char* const end = split_line(scan.at, scan.end, dialect_.delimiter, [&](const char* end) {
    each(begin, end);
    begin = end + 1;
  });
  if (end == nullptr) return false;
  each(begin, end);
  end_line(scan, static_cast<std::size_t>(end - text_.data()));
  return true;
}

// From the opening quote to what follows the cell. Text without doubled quotes is a view of the file.
bool CsvReader::read_quoted(Scan& scan, CsvCell& cell) {
  cell.quoted = true;
  const char* piece = ++scan.at;  // what is not yet in scratch_
  const std::size_t scratch_begin = scratch_.size();
  bool in_scratch = false;
  const auto set_aside = [&](const char* end) {
    // A row never unescapes to more than it is long, so views into scratch_ stay good for the whole row.
    if (scratch_.empty()) scratch_.reserve(static_cast<std::size_t>(scan.end - scan.at) + static_cast<std::size_t>(end - piece));
    scratch_.append(piece, end);
    in_scratch = true;
  };
  for (;;) {
    const char* hit = find_any(scan.at, scan.end, '"', '\n', '\r', '"');
    if (!ascii_) scan.continuations += continuation_bytes(scan.at, hit);
    scan.at = hit;
    if (hit == scan.end) {
      const bool at_limit = scan.end != text_.data() + text_.size();
      return fail("csv.quote.unclosed", cell.at, scan.column,
                  at_limit ? "a quote opens here and does not close within " + std::to_string(limits_.csv_row_bytes) +
                                 " bytes; double the quotes inside a cell"
                           : "a quote opens here and never closes; double the quotes inside a cell");
    }
    if (is_newline(*hit)) {
      end_line(scan, static_cast<std::size_t>(hit - text_.data()));
      if (scan.at > scan.end) scan.at = scan.end;  // CRLF astride the limit
      continue;
    }
    if (hit + 1 == scan.end || hit[1] != '"') break;
    set_aside(hit + 1);
    scan.at = piece = hit + 2;
  }
  const char* close = scan.at++;
  const bool stray = scan.at != scan.end && *scan.at != dialect_.delimiter && !is_newline(*scan.at);
  if (stray) {
    warn(Severity::warning, "csv.quote.stray", scan.position(), scan.column, "text follows the closing quote; it was taken as part of the cell");
    set_aside(close);
    piece = scan.at;
    scan.at = find_any(scan.at, scan.end, dialect_.delimiter, '\n', '\r', dialect_.delimiter);
    if (!ascii_) scan.continuations += continuation_bytes(piece, scan.at);
    close = scan.at;
  }
  if (in_scratch) set_aside(close);
  cell.text = in_scratch ? std::string_view(scratch_).substr(scratch_begin) : std::string_view(piece, static_cast<std::size_t>(close - piece));
  return true;
}

bool CsvReader::read_plain(Scan& scan, CsvCell& cell) {
  const char* const begin = scan.at;
  const char* hit = find_any(begin, scan.end, dialect_.delimiter, '"', '\n', '\r');
  if (hit != scan.end && *hit == '"') {
    if (!ascii_) scan.continuations += continuation_bytes(begin, hit);
    scan.at = hit;
    warn(Severity::warning, "csv.quote.stray", scan.position(), scan.column,
         "a quote stands inside a cell that does not begin with one; it was taken as text");
    hit = find_any(hit, scan.end, dialect_.delimiter, '\n', '\r', dialect_.delimiter);
  }
  if (!ascii_) scan.continuations += continuation_bytes(scan.at, hit);
  scan.at = hit;
  cell.text = std::string_view(begin, static_cast<std::size_t>(hit - begin));
  return true;
}

// Steps over CRLF, LF or CR at `newline`.
void CsvReader::end_line(Scan& scan, std::size_t newline) {
  const bool crlf = text_[newline] == '\r' && newline + 1 < text_.size() && text_[newline + 1] == '\n';
  scan.at = text_.data() + newline + (crlf ? 2 : 1);
  scan.line_start = scan.at;
  scan.continuations = 0;
  ++scan.line;
}

bool CsvReader::fit_to_header(std::vector<CsvCell>& row) {
  while (row.size() > header_.size() && row.back().text.empty()) row.pop_back();
  if (row.size() > header_.size()) {
    warn(Severity::error, "csv.row.ragged", row[header_.size()].at, header_.size(),
         "the row has " + std::to_string(row.size()) + " cells, the header has " + std::to_string(header_.size()) +
             "; a cell with the delimiter inside must stand in quotes");
  } else if (row.size() < header_.size()) {
    warn(Severity::warning, "csv.row.ragged", row.front().at, row.size(),
         "the row has " + std::to_string(row.size()) + " cells, the header has " + std::to_string(header_.size()) +
             "; the missing ones were taken as empty");
    row.resize(header_.size(), CsvCell{{}, false, row.back().at});
  }
  return true;
}

// Rows that are asked for in the order of the file come from one window; one that stands alone is all that is read.
bool CsvReader::at(const RowPlace& place, std::vector<CsvCell>& row) {
  const auto end = place.offset + place.length;
  const bool here = base_ <= place.offset && end <= base_ + text_.size();
  if (file_ != nullptr && !here) {
    const bool follows = base_ + at_ == place.offset;
    file_->range(place.offset, follows ? std::min(file_->end(), std::max(end, place.offset + kWindow)) : end, window_);
    text_ = window_;
    base_ = place.offset;
  }
  last_ = true;
  at_ = place.offset - base_;
  line_ = place.line;
  return read_row(row) && fit_to_header(row);
}

bool CsvReader::fail(std::string_view id, Position at, std::size_t column, std::string text) {
  failed_ = true;
  warn(Severity::fatal, id, at, column, std::move(text));
  return false;
}

// `at` is where it is; the row is named by the line on which it began. Line 0: the whole file.
void CsvReader::warn(Severity severity, std::string_view id, Position at, std::size_t column, std::string text) {
  Place place{{}, at.line, at.column};
  if (at.line > 0) place.path = "row " + std::to_string(row_line_ > 0 ? row_line_ : at.line);
  if (at.column > 0) {
    const bool named = column < header_.size() && !header_[column].empty();
    place.path += ", column " + (named ? header_[column] : std::to_string(column + 1));
  }
  issues_.add(severity, id, std::move(place), std::move(text));
}

}  // namespace caseway::formats
