// Where a rule says what it found: an issue with the FHIRPath of the node, and its line and column where the reader kept them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "caseway/element.h"
#include "caseway/report.h"
#include "formats/position.h"

namespace caseway::validation {

// Findings about one tree; what two definitions say alike is said once. A silent one only counts errors: for the question "does it conform?" of a
// slice or a reference's target.
class Findings {
 public:
  Findings(const Tree& tree, std::span<const formats::Position> positions, Issues& issues) : tree_(tree), positions_(positions), issues_(&issues) {}
  explicit Findings(const Tree& tree) : tree_(tree) {}

  bool silent() const { return issues_ == nullptr; }
  std::size_t errors() const { return errors_; }

  void error(std::uint32_t node, std::string_view id, std::string text) { add(Severity::error, node, id, std::move(text), {}); }
  void warning(std::uint32_t node, std::string_view id, std::string text) { add(Severity::warning, node, id, std::move(text), {}); }
  void note(std::uint32_t node, std::string_view id, std::string text) { add(Severity::information, node, id, std::move(text), {}); }
  // About a child of the node that is not there: its name ends the path.
  void error_at(std::uint32_t node, std::string_view child, std::string_view id, std::string text) {
    add(Severity::error, node, id, std::move(text), child);
  }
  void add(Severity severity, std::uint32_t node, std::string_view id, std::string text, std::string_view child);

 private:
  const Tree& tree_;
  std::span<const formats::Position> positions_{};
  Issues* issues_ = nullptr;
  std::size_t errors_ = 0;
  std::unordered_set<std::string> said_;
};

}  // namespace caseway::validation
