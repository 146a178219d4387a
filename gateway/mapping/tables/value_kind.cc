#include "mapping/tables/value_kind.h"

#include <algorithm>
#include <utility>

#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

struct KindNames {
  std::string_view name, one, many;
};
constexpr std::array<KindNames, kValueKinds> kNames{{{"nothing", "nothing", "nothing"},
                                                     {"date", "a date", "dates"},
                                                     {"time", "a time of day", "times of day"},
                                                     {"number", "a number", "numbers"},
                                                     {"yes_no", "yes or no", "yes or no"},
                                                     {"phone", "a phone number", "phone numbers"},
                                                     {"email", "an e-mail address", "e-mail addresses"},
                                                     {"code", "a code", "codes"},
                                                     {"word", "a word", "words"},
                                                     {"text", "a text", "texts"}}};

// What a converter that raises this issue is about.
constexpr std::array<std::pair<std::string_view, ValueKind>, 5> kExpected{{{"mapping.date.bad", ValueKind::date},
                                                                           {"mapping.time.bad", ValueKind::time},
                                                                           {"mapping.number.bad", ValueKind::number},
                                                                           {"mapping.phone.bad", ValueKind::phone},
                                                                           {"mapping.yes_no.bad", ValueKind::yes_no}}};

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80) != 0; }
bool all_of(std::string_view text, std::string_view allowed) { return text.find_first_not_of(allowed) == std::string_view::npos; }

struct Numbers {
  std::array<std::string_view, 3> part;
  std::string_view rest;
  bool good = false;
};

// Three numbers with the same sign between them, and what follows.
Numbers three_numbers(std::string_view text) {
  Numbers found;
  std::size_t at = 0;
  char between = '\0';
  for (std::size_t i = 0; i < 3; ++i) {
    const auto begin = at;
    while (at < text.size() && digit(text[at])) ++at;
    found.part[i] = text.substr(begin, at - begin);
    if (found.part[i].empty() || found.part[i].size() > 4) return found;
    if (i == 2) break;
    if (at == text.size() || std::string_view("-/.").find(text[at]) == std::string_view::npos) return found;
    if (i == 1 && text[at] != between) return found;
    between = text[at++];
  }
  found.rest = text.substr(at);
  found.good = found.rest.empty() || found.rest.front() == ' ' || found.rest.front() == 'T';
  return found;
}

bool is_date(std::string_view text) {
  const auto numbers = three_numbers(text);
  if (!numbers.good || numbers.part[1].size() > 2) return false;
  return (numbers.part[0].size() == 4) != (numbers.part[2].size() == 4) || (numbers.part[0].size() <= 2 && numbers.part[2].size() == 2);
}

bool is_number(std::string_view text) {
  if (text.front() == '-' || text.front() == '+') text.remove_prefix(1);
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  return !whole.empty() && all_of(whole, "0123456789") && (point == std::string_view::npos || all_of(text.substr(point + 1), "0123456789"));
}

bool is_phone(std::string_view text) {
  const auto digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), digit));
  return digits >= 7 && digits <= 15 && digits < text.size() && all_of(text, "0123456789 +()-./");
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('@', at + 1) == std::string_view::npos && text.find('.', at) != std::string_view::npos &&
         text.find(' ') == std::string_view::npos;
}

bool is_time(std::string_view text) { return text.size() >= 4 && text.size() <= 11 && digit(text.front()) && text.find(':') < 3; }

bool is_yes_no(std::string_view text) {
  constexpr std::array<std::string_view, 6> kWords{"y", "n", "yes", "no", "true", "false"};
  if (text.size() > 5) return false;
  return std::find(kWords.begin(), kWords.end(), normalised_header(text)) != kWords.end();
}

}  // namespace

ValueKind kind_of(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return ValueKind::nothing;
  if (digit(text.front()) || std::string_view("+-(").find(text.front()) != std::string_view::npos) {
    if (is_date(text)) return ValueKind::date;
    if (is_number(text)) return ValueKind::number;
    if (is_phone(text)) return ValueKind::phone;
    if (is_time(text)) return ValueKind::time;
  }
  if (is_yes_no(text)) return ValueKind::yes_no;
  if (is_email(text)) return ValueKind::email;
  if (std::all_of(text.begin(), text.end(), [](char c) { return letter(c) || c == '-' || c == '\''; })) return ValueKind::word;
  return is_token(text) && text.size() <= 24 ? ValueKind::code : ValueKind::text;
}

std::string_view kind_name(ValueKind kind) { return kNames[static_cast<std::size_t>(kind)].name; }
std::string_view kind_one(ValueKind kind) { return kNames[static_cast<std::size_t>(kind)].one; }
std::string_view kind_many(ValueKind kind) { return kNames[static_cast<std::size_t>(kind)].many; }

ValueKind named_kind(std::string_view name) {
  std::size_t i = 0;
  while (i < kNames.size() && kNames[i].name != name) ++i;
  return i < kNames.size() ? static_cast<ValueKind>(i) : ValueKind::nothing;
}

ValueKind kind_expected(std::string_view issue) {
  for (const auto& [id, belongs] : kExpected)
    if (id == issue) return belongs;
  return ValueKind::nothing;
}

std::string misplaced(std::string_view text, std::string_view issue) {
  const auto looks = kind_of(text);
  const auto belongs = kind_expected(issue);
  if (belongs == ValueKind::nothing || belongs == looks) return "this is not written as expected";
  return std::string(kind_one(belongs)) + " belongs here, and this looks like " + std::string(kind_one(looks));
}

DayAndMonth day_and_month(std::string_view text) {
  text = trimmed(text);
  const auto numbers = three_numbers(text);
  if (!numbers.good || numbers.part[0].size() > 2 || numbers.part[1].size() > 2 || numbers.part[2].size() != 4) return {};
  const auto number = [](std::string_view part) {
    unsigned value = 0;
    for (const char c : part) value = 10 * value + static_cast<unsigned>(c - '0');
    return value;
  };
  return {number(numbers.part[0]), number(numbers.part[1])};
}

}  // namespace caseway::mapping
