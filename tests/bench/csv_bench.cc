// Reading CSV beside its floor: cutting the same bytes at every newline and comma with memchr, which knows no quotes, encodings or places.
#include <benchmark/benchmark.h>

#include <cstring>
#include <string>
#include <vector>

#include "formats/csv.h"

namespace caseway::bench {
namespace {

enum class Shape { plain, quoted, accented };

// About 16 MB of a referral list: 24 columns of names, dates, codes and a note. `quoted` has quotes around every cell and one doubled in each row.
std::string referral_list(Shape shape) {
  std::string out;
  const auto add_row = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out += ',';
      if (shape == Shape::quoted) out += '"';
      out += cells[i];
      if (shape == Shape::quoted) out += '"';
    }
    out += "\r\n";
  };
  std::vector<std::string> header;
  for (int i = 0; i < 24; ++i) header.push_back("column_" + std::to_string(i));
  add_row(header);
  for (int row = 0; out.size() < (16u << 20); ++row) {
    std::vector<std::string> cells{"R-2026-" + std::to_string(row),
                                   "2026-11-16",
                                   "Okafor",
                                   shape == Shape::accented ? "Am\xc3\xa9lie" : "Amara",
                                   "1989-03-02",
                                   "F",
                                   "+1 503 555 0142",
                                   "",
                                   "12 Alder Street",
                                   "",
                                   "Riverton",
                                   "OR",
                                   "97035",
                                   "food-insecurity",
                                   "733423003",
                                   "Z59.41",
                                   "Food insecurity",
                                   "467771000124109",
                                   "Help with the food pantry application",
                                   shape == Shape::quoted ? "Prefers \"\"mornings\"\"" : "Prefers mornings",
                                   "Cedar Street Clinic",
                                   "+1 503 555 0100",
                                   "Rosa Lindqvist",
                                   "sent"};
    add_row(cells);
  }
  return out;
}

void ours(benchmark::State& state, Shape shape) {
  const std::string text = referral_list(shape);
  const Limits limits = Limits::batch();
  for (auto _ : state) {
    Issues issues;
    formats::CsvReader reader(text, {}, limits, issues);
    std::vector<formats::CsvCell> row;
    std::size_t bytes = 0;
    while (reader.next(row)) {
      for (const auto& cell : row) bytes += cell.text.size();
    }
    benchmark::DoNotOptimize(bytes);
    if (reader.failed() || !issues.empty()) state.SkipWithError("the list should read without issues");
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

void floor(benchmark::State& state, Shape shape) {
  const std::string text = referral_list(shape);
  for (auto _ : state) {
    std::vector<std::string_view> row;
    std::size_t bytes = 0;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
      const char* newline = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
      if (!newline) newline = end;
      row.clear();
      while (at < newline) {
        const char* comma = static_cast<const char*>(std::memchr(at, ',', static_cast<std::size_t>(newline - at)));
        if (!comma) comma = newline;
        row.emplace_back(at, static_cast<std::size_t>(comma - at));
        at = comma + 1;
      }
      for (std::string_view cell : row) bytes += cell.size();
      at = newline == end ? end : newline + 1;
    }
    benchmark::DoNotOptimize(bytes);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

const bool registered = [] {
  const std::pair<const char*, Shape> shapes[] = {
      {"csv_read_plain", Shape::plain}, {"csv_read_quoted", Shape::quoted}, {"csv_read_accented", Shape::accented}};
  for (const auto& [name, shape] : shapes) {
    benchmark::RegisterBenchmark((std::string(name) + "/ours").c_str(), ours, shape);
    benchmark::RegisterBenchmark((std::string(name) + "/floor").c_str(), floor, shape);
  }
  return true;
}();

}  // namespace
}  // namespace caseway::bench
