// The syntax tree of an expression: what the parser reads and the compiler turns into a plan. Spec: https://hl7.org/fhirpath/N1/grammar.html
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhirpath/value.h"

namespace caseway::fhirpath {

// parts[0] of member, call and indexer is what stands before it, nullptr where nothing does (the context).
//   literal  value          variable %name     keyword $this, $index, $total     empty {}
//   member   .text          call     .text(parts[1] ...)                          indexer parts[0][parts[1]]
//   unary    text parts[0]  binary   parts[0] text parts[1]                       type_test parts[0] is|as type
struct Syntax {
  enum class Kind : std::uint8_t { literal, empty, variable, keyword, member, call, indexer, unary, binary, type_test };
  Kind kind;
  std::size_t at;
  std::string text;
  std::vector<std::unique_ptr<Syntax>> parts;
  std::optional<Value> value;
  std::string type;
};
using SyntaxTree = std::unique_ptr<Syntax>;

constexpr std::size_t kMaxExpressionBytes = 64u << 10;
constexpr int kMaxNesting = 500;

// Throws Fault: fhirpath.syntax, fhirpath.number, fhirpath.limit.length, fhirpath.limit.nesting.
SyntaxTree parse(std::string_view text);

}  // namespace caseway::fhirpath
