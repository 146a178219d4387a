#include <algorithm>
#include <string>
#include <utility>

#include "caseway/report.h"

namespace caseway {
namespace {

bool is_error(const Issue& issue) { return issue.severity == Severity::fatal || issue.severity == Severity::error; }

}  // namespace

void Issues::add(Severity severity, std::string_view id, Place place, std::string text) {
  add(Issue{severity, std::string(id), std::move(place), std::move(text)});
}

void Issues::add(Issue issue) {
  if (is_error(issue)) ++errors_;
  if (issues_.size() < limit) {
    issues_.push_back(std::move(issue));
  } else {
    leave_out(1);
  }
}

void Issues::append(const Issues& other) {
  const std::size_t listed = std::min(other.issues_.size(), limit);  // without the note on what it left out
  std::size_t listed_errors = 0;
  for (std::size_t i = 0; i < listed; ++i) {
    listed_errors += is_error(other.issues_[i]);
    add(other.issues_[i]);
  }
  if (other.unsaid_ == 0) return;
  errors_ += other.errors_ - listed_errors;
  leave_out(other.unsaid_);
}

void Issues::leave_out(std::size_t issues) {
  unsaid_ += issues;
  if (issues_.size() == limit) issues_.push_back({Severity::warning, "report.issues.limit", {}, {}});
  issues_.back().text =
      "There are more than " + std::to_string(limit) + " issues; " + std::to_string(unsaid_) + " more are not listed. Correct those above first.";
}

}  // namespace caseway
