#include "authoring/sample_header.h"

#include <algorithm>
#include <string>

#include "mapping/plain_names.h"
#include "mapping/spelling.h"
#include "mapping/tables/value_kind.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

constexpr std::size_t kLongestHeader = 80;  // in characters
constexpr std::size_t kRowsLookedAt = 200;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// What cannot be the name of a column: dates, telephone numbers, e-mail addresses, identifiers, long texts.
bool is_value(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  const bool number = digits > 0 && static_cast<std::size_t>(digits) == text.size();
  return number || characters(text) > kLongestHeader || digits > 5 || text.find('@') != std::string_view::npos;
}

// ---- how names are written, and values are not: each is a sign only where no cell below is written so too

// case_no, clientName, PersonalID
bool is_joined(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i)
    if ((is_lower(text[i - 1]) && is_upper(text[i])) || (text[i] == '_' && i + 1 < text.size())) return text.find(' ') == std::string_view::npos;
  return false;
}
// "surname", "Date of birth", "client phone"
bool is_known(std::string_view text) { return plain_place(text).has_value(); }
// "Organization ID", "kind of service": its last word says what sort of thing a column holds.
bool is_called(std::string_view text) {
  constexpr std::string_view kSorts[] = {
      "address", "amount", "body",         "category",     "city",  "code",     "comment",  "comments", "count",   "country",
      "date",    "day",    "description",  "email",        "end",   "first",    "gender",   "group",    "id",      "identifier",
      "key",     "kind",   "language",     "last",         "level", "list",     "location", "name",     "no",      "note",
      "notes",   "number", "organisation", "organization", "phone", "postcode", "question", "rank",     "reason",  "response",
      "result",  "score",  "service",      "sex",          "start", "state",    "status",   "street",   "surname", "text",
      "time",    "title",  "town",         "type",         "unit",  "uri",      "url",      "value",    "year",    "zip"};
  const auto last = text.find_last_of(" _-.");
  std::string word(last == std::string_view::npos ? text : text.substr(last + 1));
  std::transform(word.begin(), word.end(), word.begin(), [](char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::find(std::begin(kSorts), std::end(kSorts), word) != std::end(kSorts);
}
// A word where all others hold digits.
bool is_without_digits(std::string_view text) { return std::none_of(text.begin(), text.end(), is_digit); }

// A word where all others answer a question.
bool is_no_answer(std::string_view text) { return kind_of(text) != ValueKind::yes_no; }

// A word above one row of values is a word beside a value: how a name differs from values shows from two of them on.
struct Trait {
  bool (*holds)(std::string_view);
  std::size_t least;  // values below that do not have it
};
constexpr Trait kTraits[] = {{is_joined, 0}, {is_known, 0}, {is_called, 0}, {is_without_digits, 2}, {is_no_answer, 2}};

std::string_view text_at(const SampleTable& table, std::size_t row, std::size_t column) { return trimmed(table.rows.cell(row, column).text); }

// Enough values stand below, and none has the trait too.
bool is_apart(const SampleTable& table, std::size_t column, const Trait& trait) {
  std::size_t values = 0;
  const auto last = std::min(table.rows.rows(), table.header + 1 + kRowsLookedAt);
  for (auto row = table.header + 1; row < last; ++row) {
    const auto text = text_at(table, row, column);
    if (!text.empty() && trait.holds(text)) return false;
    values += text.empty() ? 0u : 1u;
  }
  return values >= trait.least;
}

bool looks_like_a_name(const SampleTable& table, std::size_t column) {
  const auto text = text_at(table, table.header, column);
  return std::any_of(std::begin(kTraits), std::end(kTraits), [&](const Trait& trait) { return trait.holds(text) && is_apart(table, column, trait); });
}

bool repeats_below(const SampleTable& table, std::size_t column) {
  const auto text = text_at(table, table.header, column);
  for (auto row = table.header + 1; row < table.rows.rows() && !text.empty(); ++row)
    if (text_at(table, row, column) == text) return true;
  return false;
}

}  // namespace

bool has_header(const SampleTable& table, const Context& context) {
  const auto width = table.rows.width(table.header);
  std::size_t said = 0, values = 0, repeated = 0, names = 0, first = width;
  for (std::size_t c = 0; c < width; ++c) {
    const auto text = text_at(table, table.header, c);
    if (text.empty()) continue;
    const bool value = is_value(text);
    const bool again = repeats_below(table, c);
    const bool name = looks_like_a_name(table, c);
    ++said;
    values += value ? 1u : 0u;
    repeated += again ? 1u : 0u;
    names += name ? 1u : 0u;
    if ((value || again || !name) && first == width) first = c;
  }
  if (values == 0 && repeated * 3 < width && names * 2 > said) return true;
  context.issues->add(
      Severity::error, "mapping.init.header",
      {table.name + ", row " + std::to_string(table.rows.line(table.header)) + ", column " + std::to_string(first == width ? 1 : first + 1), 0, 0},
      "this row does not look like the names of the columns, here for one, and no value of a sample may become part of a mapping; send it with a "
      "header row such as last_name,birth_date,phone");
  return false;
}

}  // namespace caseway::authoring
