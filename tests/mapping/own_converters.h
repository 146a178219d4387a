// The converters of a plugin that tests/mapping stands for: mappings of cases/ and broken/ may name them.
#pragma once

#include "caseway/converter.h"

namespace caseway::mapping_test {

// 1:30 <=> 90
inline bool minutes_of(std::string_view theirs, std::string& ours) {
  const auto colon = theirs.find(':');
  if (colon == 0 || colon > 3 || theirs.size() != colon + 3) return false;
  for (std::size_t i = 0; i < theirs.size(); ++i)
    if (i != colon && (theirs[i] < '0' || theirs[i] > '9')) return false;
  if (theirs[colon + 1] > '5') return false;
  ours = std::to_string(std::stoi(std::string(theirs.substr(0, colon))) * 60 + std::stoi(std::string(theirs.substr(colon + 1))));
  return true;
}
inline bool hours_of(std::string_view ours, std::string& theirs) {
  if (ours.empty() || ours.size() > 5 || ours.find_first_not_of("0123456789") != ours.npos) return false;
  const auto minutes = std::stoi(std::string(ours));
  theirs = std::to_string(minutes / 60) + ":" + (minutes % 60 < 10 ? "0" : "") + std::to_string(minutes % 60);
  return minutes < 1000 * 60;
}

// Noor Haddad => NH; nobody can go back
inline bool initials_of(std::string_view theirs, std::string& ours) {
  ours.clear();
  for (std::size_t i = 0; i < theirs.size(); ++i)
    if (theirs[i] != ' ' && (i == 0 || theirs[i - 1] == ' ')) ours += theirs[i];
  return !ours.empty();
}

inline const Converters& own_converters() {
  static const Converters own{
      {.name = "hours-minutes", .forms = "hours and minutes, as 1:30", .examples = {"1:30", "0:05", "12:00"}, .read = minutes_of, .write = hours_of},
      {.name = "initials", .forms = "a name", .examples = {"Noor Haddad"}, .read = initials_of}};
  return own;
}

}  // namespace caseway::mapping_test
