// What a limit means in a format: a document that holds exactly so many of what is limited, and who reads it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/limits.h"
#include "caseway/report.h"

namespace caseway {

// Where a refusal points: at the document as a whole, at a part by its name, at a row, or at a line and column.
enum class PointsAt { document, part, row, character };

struct LimitCase {
  std::size_t Limits::*limit;
  const char* format;
  PointsAt place;
  std::size_t small;  // a value for the test: large enough for what the format needs around it
  std::string (*document)(std::size_t n);
  bool (*read)(const std::string& document, const Limits& limits, Issues& issues);
};

const std::vector<LimitCase>& json_limits();      // json_limits.cc
const std::vector<LimitCase>& xml_limits();       // xml_limits.cc
const std::vector<LimitCase>& file_limits();      // file_limits.cc: CSV, archives
const std::vector<LimitCase>& document_limits();  // document_limits.cc: C-CDA, results

inline std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  text.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

// `before`0`after``before`1`after` ...
inline std::string numbered(std::string_view before, std::size_t times, std::string_view after) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text.append(before).append(std::to_string(i)).append(after);
  return text;
}

// The text with blanks behind it, so that it has n bytes.
inline std::string padded(std::string text, std::size_t n) { return text.append(n - text.size(), ' '); }

}  // namespace caseway
