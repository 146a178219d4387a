#include "cli/issues_text.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "report/visible.h"

namespace caseway::cli {

std::string issues_text(const Issues& issues, const std::string& file, std::size_t most) {
  static constexpr std::array<std::string_view, 4> kSeverities{"fatal", "error", "warning", "note"};
  std::string text;
  auto all = issues.all();
  const bool some = all.size() > most;  // then the worst first, so that no error is among those that are not shown
  if (some) std::stable_sort(all.begin(), all.end(), [](const Issue& a, const Issue& b) { return a.severity < b.severity; });
  std::size_t said = 0;
  for (const auto& issue : all) {
    if (said++ == most) {
      text += "... and " + std::to_string(all.size() - most) + " more; --report FILE has them all\n";
      break;
    }
    text += file;
    if (issue.place.line) text += ":" + std::to_string(issue.place.line);
    if (issue.place.line && issue.place.column) text += ":" + std::to_string(issue.place.column);
    text += ": " + std::string(kSeverities[static_cast<std::size_t>(issue.severity)]) + " " + issue.id + ": ";
    if (!issue.place.path.empty()) text += issue.place.path + ": ";
    text += issue.text + "\n";
  }
  return report::visible(text);
}

}  // namespace caseway::cli
