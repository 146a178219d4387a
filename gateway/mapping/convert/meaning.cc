#include "mapping/convert/meaning.h"

#include <algorithm>

#include "mapping/convert/converter.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

// What a text of theirs means, by each of its pieces that has a meaning.
std::vector<std::string> meanings(const Plan& plan, const Field& field, std::string_view theirs) {
  std::vector<std::string> made;
  for (bool more = true; more;) {
    const auto end = field.join.empty() ? std::string_view::npos : theirs.find(field.join);
    more = end != std::string_view::npos;
    const auto piece = trimmed(theirs.substr(0, end));
    if (more) theirs.remove_prefix(end + field.join.size());
    std::string said;
    if (field.codes == kNone) {
      if (field.convert->read_text(piece, said)) made.push_back(std::move(said));
    } else if (const auto* row = plan.tables[field.codes].from_theirs({piece}); row != nullptr) {
      made.push_back(row->ours.front());
    }
  }
  return made;
}

}  // namespace

std::string meaning(const Plan& plan, const Field& field, std::string_view theirs) {
  std::string said;
  for (const auto& piece : meanings(plan, field, theirs)) (said += said.empty() ? "" : field.join) += piece;
  return said.empty() ? std::string(trimmed(theirs)) : said;
}

bool says(const Plan& plan, const Field& field, std::string_view theirs, std::string_view ours) {
  const auto meant = meanings(plan, field, theirs);
  return std::find(meant.begin(), meant.end(), ours) != meant.end();
}

bool spelled(const Plan& plan, const Field& field, std::string_view ours, std::string& theirs, std::optional<std::string_view> day) {
  if (field.codes == kNone) return field.convert->write_text(ours, theirs);
  const auto* row = plan.tables[field.codes].from_ours({ours}, day);
  if (row != nullptr) theirs = row->theirs.front();
  return row != nullptr;
}

bool loses_time(const Field& field, std::string_view ours, std::string_view theirs) {
  std::string back;
  if (field.codes != kNone || !field.convert->is_date() || ours.find('T') == std::string_view::npos) return false;
  return field.convert->read_text(theirs, back) && back.find('T') == std::string::npos;
}

bool contradicts(const Plan& plan, const Field& field, std::string_view theirs, const std::vector<std::string_view>& ours) {
  const auto meant = meanings(plan, field, theirs);
  std::string text;
  const bool other = std::any_of(ours.begin(), ours.end(), [&](std::string_view value) {
    return std::find(meant.begin(), meant.end(), value) == meant.end() && spelled(plan, field, value, text) && text != theirs;
  });
  const bool more = !field.join.empty() && std::any_of(meant.begin(), meant.end(), [&](const std::string& value) {
    return std::find(ours.begin(), ours.end(), value) == ours.end();
  });
  return !ours.empty() && (other || more);
}

}  // namespace caseway::mapping
