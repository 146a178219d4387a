#include "validation/findings.h"

namespace caseway::validation {

void Findings::add(Severity severity, std::uint32_t node, std::string_view id, std::string text, std::string_view child) {
  if (severity <= Severity::error) ++errors_;
  if (silent()) return;
  std::string key = std::to_string(node) + " ";
  if (!said_.insert(key.append(id).append(" ").append(child).append(" ").append(text)).second) return;
  Place place;
  if (issues_->all().size() < Issues::limit) place.path = tree_.path(node);  // beyond the limit nobody reads it
  if (!child.empty()) place.path.append(".").append(child);
  if (node < positions_.size()) {
    place.line = positions_[node].line;
    place.column = positions_[node].column;
  }
  issues_->add(severity, id, std::move(place), std::move(text));
}

}  // namespace caseway::validation
