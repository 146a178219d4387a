#include "authoring/rule_values.h"

#include <algorithm>

#include "mapping/convert/converter.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

constexpr std::size_t kLongest = 200;   // of a text made for length()
constexpr std::uint32_t kMostRows = 4;  // that lead to one row
constexpr std::string_view kToday = "2026-01-01";
constexpr std::string_view kDays[] = {"2025-12-30", "2025-12-31", "2026-01-01", "2026-01-02", "2027-05-17"};

std::string with_year(std::string day, int change) {
  const auto year = std::to_string(std::stoi(day.substr(0, 4)) + change);
  return std::string(4 - std::min<std::size_t>(year.size(), 4), '0') + year + day.substr(4);
}
bool is_day(std::string_view text) { return text.size() == kToday.size() && text[4] == '-' && text[7] == '-'; }
bool is_number(std::string_view text) { return !text.empty() && text.size() < 9 && text.find_first_not_of("0123456789") == std::string_view::npos; }

}  // namespace

RuleValues::RuleValues(const Plan& plan, const Rule& rule) : plan_(plan) {
  for (const auto& node : rule.nodes) {
    if (node.kind == RuleNode::Kind::literal) literals_.insert(node.text);
    if (node.kind == RuleNode::Kind::listed) literals_.insert(node.values.begin(), node.values.end());
    if (node.kind == RuleNode::Kind::check_digits) checked_ = node.values.size();
    measures_ = measures_ || node.kind == RuleNode::Kind::length;
    lists_ = lists_ || node.kind == RuleNode::Kind::contains;
  }
}

RuleValues::OfColumn RuleValues::of(Index column) const {
  std::set<std::string> all;
  OfColumn made;
  made.closed = codes(column, all);
  if (!made.closed) words(column, all);
  if (!has(plan_.columns[column].required, Way::receiving)) all.insert("");
  for (const auto& text : all) {
    made.any.push_back(text);
    if (literals_.contains(text)) made.asked.push_back(text);
  }
  if (made.asked.empty()) made.asked = made.any;
  return made;
}

// The codes that a column can say; false when some field reads it without a table.
bool RuleValues::codes(Index column, std::set<std::string>& all) const {
  bool closed = false;
  bool open = false;
  for (const auto& block : plan_.blocks)
    for (const auto& field : block.fields) {
      const auto at = std::find(field.columns.begin(), field.columns.end(), column);
      if (at == field.columns.end() || !has(field.ways, Way::receiving)) continue;
      for (const auto& test : field.cells)
        if (test.column == column) all.insert(test.values.begin(), test.values.end());
      if (field.missing != kNone) add(field.missing, 0, all);
      if (field.kind == FieldKind::constant) all.insert(field.constant);
      if (field.kind == FieldKind::relation && field.codes != kNone && field.join.empty()) {
        add(field.codes, field.is_tuple() ? static_cast<std::size_t>(at - field.columns.begin()) : 0, all);
        closed = true;
      } else if (field.kind != FieldKind::constant) {
        open = true;
      }
    }
  return closed && !open;
}

void RuleValues::add(Index table, std::size_t place, std::set<std::string>& all) const {
  for (const auto& row : plan_.tables[table].rows)
    if (has(row.only, Way::receiving) && place < row.theirs.size()) all.insert(row.theirs[place]);
}

void RuleValues::words(Index column, std::set<std::string>& all) const {
  const auto& date = plan_.rules->senses[column].date;
  const auto add_day = [&](const std::string& day) {
    std::string theirs;
    if (date->write_text(day, theirs)) all.insert(theirs);
  };
  for (const auto& literal : literals_) {
    if (date == nullptr)
      add_beside(literal, all);
    else if (is_day(literal))
      for (const int change : {-1, 0, 1}) add_day(with_year(literal, change));
  }
  if (date != nullptr)
    for (const auto day : kDays) add_day(std::string(day));
  else
    for (const auto number : {"0", "1", "2"}) all.insert(number);
  for (int last = 10; checked_ > 2 && last < 100; ++last) all.insert(std::string(checked_ - 2, '1') + std::to_string(last));
  for (const auto& block : plan_.blocks)
    for (const auto& field : block.fields)
      if (field.kind == FieldKind::relation && field.convert != nullptr && field.convert->gives_text() &&
          std::find(field.columns.begin(), field.columns.end(), column) != field.columns.end())
        for (const std::uint32_t n : {1u, 2u}) all.insert(field.convert->example(n));
}

// A literal; of a number those beside it too, and, where texts are measured, texts so long; where cells list words, with another word.
void RuleValues::add_beside(const std::string& literal, std::set<std::string>& all) const {
  all.insert(literal);
  if (lists_) all.insert(literal + " and more");
  if (!is_number(literal)) return;
  for (const int number : {std::stoi(literal) - 1, std::stoi(literal), std::stoi(literal) + 1}) {
    if (number < 0) continue;
    all.insert(std::to_string(number));
    if (measures_ && static_cast<std::size_t>(number) <= kLongest) all.insert(std::string(static_cast<std::size_t>(number), '7'));
  }
}

}  // namespace caseway::authoring
