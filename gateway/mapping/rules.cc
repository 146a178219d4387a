#include "mapping/rules.h"

#include <algorithm>
#include <optional>

#include "mapping/convert/converter.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

using Row = TheirRows::Row;
constexpr std::int64_t kMillion = 1000000;
constexpr std::size_t kWholeDigits = 12;

// An exact decimal in millionths.
std::optional<std::int64_t> decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::int64_t value = 0;
  std::int64_t scale = kMillion;
  bool point = false;
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    if (!point && ++digits > kWholeDigits) return std::nullopt;
    if (point && scale == 1) return std::nullopt;
    if (point) scale /= 10;
    value = value * 10 + (c - '0');
  }
  if (text.empty() || text == ".") return std::nullopt;
  return (negative ? -value : value) * scale;
}

// Counted from 1970-01-01; month 13 is January of the next year.
std::int64_t day_number(std::int64_t year, std::int64_t month, std::int64_t dom) {
  if (month <= 2) --year;
  const auto of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dom - 1;
  return year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719468;
}

// The digits at a place of YYYY-MM-DD, whatever follows it; 0 where there are none.
std::int64_t part_of(std::string_view iso, std::size_t at, std::size_t length) {
  if (iso.size() < at + length || (at > 0 && iso[at - 1] != '-')) return 0;
  std::int64_t n = 0;
  for (const char c : iso.substr(at, length)) {
    if (c < '0' || c > '9') return 0;
    n = n * 10 + (c - '0');
  }
  return n;
}

bool has_word(std::string_view text, std::string_view word) {
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (text.substr(0, end) == word) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

}  // namespace

std::string columns_text(const Plan& plan, std::span<const Index> columns) {
  std::string text = columns.empty() ? "" : columns.size() == 1 ? ", column " : ", columns ";
  for (std::size_t i = 0; i < columns.size(); ++i) (text += i == 0 ? "" : ", ") += plan.columns[columns[i]].name;
  return text;
}

RuleCheck::RuleCheck(const Plan& plan, const Context& context, Way way) : plan_(plan), context_(context) {
  const auto told = context.settings.find("rules");
  const std::string_view setting = told == context.settings.end() ? std::string_view() : told->second;
  only_warns_ = setting == "warn";
  if (plan.rules == nullptr || setting == "off") return;
  for (const auto& rule : plan.rules->all)
    if (has(rule.ways, way)) (rule.of_document ? of_documents_ : of_rows_).push_back(&rule);
}

bool RuleCheck::row(const TheirRows& rows, Index table, Row row) {
  rows_ = &rows;
  why_.clear();
  bool good = true;
  for (const auto* rule : of_rows_)
    if (rule->table == table) good = ask(*rule, row) && good;
  return good;
}

bool RuleCheck::document(const TheirRows& rows) {
  rows_ = &rows;
  why_.clear();
  bool good = true;
  for (const auto* rule : of_documents_) good = ask(*rule, 0) && good;
  return good;
}

bool RuleCheck::ask(const Rule& rule, Row row) {
  rule_ = &rule;
  std::string says = rule.says;
  if (rule.nodes.empty()) {
    const auto before = line_before(rule, row);
    if (before == 0) return true;
    says += " (row " + std::to_string(before) + " has the same)";
  } else if (truth(static_cast<Index>(rule.nodes.size() - 1), row) != Truth::no) {
    return true;
  }
  const auto severity = only_warns_ ? std::max(rule.severity, Severity::warning) : rule.severity;
  if (severity <= Severity::error) (why_ += why_.empty() ? "" : "; ") += says;
  context_.issues->add(severity, rule.id, rows_->place(row, rule.table, rule.columns), std::move(says));
  return severity > Severity::error;
}

// Of unique columns: the line that has had these values before; 0 when none has, or there is no value in any of them.
std::uint32_t RuleCheck::line_before(const Rule& rule, Row row) {
  std::string key;
  bool any = false;
  for (const auto column : rule.columns) {
    const auto said = rows_->cell(column, row).text;
    any = any || !said.empty();
    (key += said) += '\x1f';
  }
  if (!any) return 0;
  const auto [first, fresh] = seen_[&rule].try_emplace(key, rows_->place(row, rule.table, {}).line);
  if (fresh) seen_now_.emplace_back(&rule, std::move(key));
  return fresh ? 0 : first->second;
}

void RuleCheck::end_document(bool accepted) {
  if (!accepted)
    for (const auto& [rule, key] : seen_now_) seen_[rule].erase(key);
  seen_now_.clear();
}

RuleCheck::Truth RuleCheck::truth(Index index, Row row) const {
  const auto& node = rule_->nodes[index];
  using Kind = RuleNode::Kind;
  const auto as_truth = [](bool holds) { return holds ? Truth::yes : Truth::no; };
  switch (node.kind) {
    case Kind::empty: {
      const auto said = text(node.parts.front(), row).text;
      return as_truth(said.empty() || is_reason(said, rule_->nodes[node.parts.front()].column));
    }
    case Kind::listed: {
      const auto said = text(node.parts.front(), row).text;
      return as_truth(std::find(node.values.begin(), node.values.end(), said) != node.values.end());
    }
    case Kind::contains:
      return as_truth(has_word(text(node.parts[0], row).text, text(node.parts[1], row).text));
    case Kind::none: {
      const auto inner = truth(node.parts.front(), row);
      return inner == Truth::unsaid ? inner : as_truth(inner == Truth::no);
    }
    case Kind::all:
    case Kind::any: {
      const auto settled = node.kind == Kind::all ? Truth::no : Truth::yes;
      bool unsaid = false;
      for (const auto part : node.parts) {
        const auto each = truth(part, row);
        if (each == settled) return settled;
        unsaid = unsaid || each == Truth::unsaid;
      }
      return unsaid ? Truth::unsaid : as_truth(node.kind == Kind::all);
    }
    case Kind::implies: {
      const auto premise = truth(node.parts[0], row);
      if (premise == Truth::no) return Truth::yes;
      const auto then = truth(node.parts[1], row);
      return then == Truth::yes || premise == Truth::yes ? then : Truth::unsaid;
    }
    case Kind::same: {
      const auto a = truth(node.parts[0], row);
      const auto b = truth(node.parts[1], row);
      return a == Truth::unsaid || b == Truth::unsaid ? Truth::unsaid : as_truth(a == b);
    }
    default:
      return compare(node, row);
  }
}

RuleCheck::Truth RuleCheck::compare(const RuleNode& node, Row row) const {
  using Kind = RuleNode::Kind;
  if (node.sense == RuleNode::Sense::text) return text(node.parts[0], row).text == text(node.parts[1], row).text ? Truth::yes : Truth::no;
  const auto a = number(node.parts[0], row);
  const auto b = number(node.parts[1], row);
  if (!a.said || !b.said) return Truth::unsaid;
  const auto last_of_a = a.millionths + a.wide;
  const auto last_of_b = b.millionths + b.wide;
  if (node.kind == Kind::equals) {
    if (last_of_a < b.millionths || last_of_b < a.millionths) return Truth::no;
    return a.wide == 0 && b.wide == 0 ? Truth::yes : Truth::unsaid;
  }
  const std::int64_t least = node.kind == Kind::less ? 1 : 0;
  if (last_of_a + least <= b.millionths) return Truth::yes;
  return a.millionths + least > last_of_b ? Truth::no : Truth::unsaid;
}

// A year or a month is all of its days: a comparison that holds for some of them says nothing.
RuleCheck::Number RuleCheck::date(std::string_view iso) {
  const auto year = part_of(iso, 0, 4);
  const auto month = part_of(iso, 5, 2);
  const auto dom = part_of(iso, 8, 2);
  if (year == 0) return {};
  const auto first = day_number(year, month == 0 ? 1 : month, dom == 0 ? 1 : dom);
  const auto last = dom > 0 ? first : day_number(year, month == 0 ? 13 : month + 1, 1) - 1;
  return {true, first * kMillion, (last - first) * kMillion};
}

RuleCheck::Number RuleCheck::number(Index index, Row row) const {
  const auto& node = rule_->nodes[index];
  using Kind = RuleNode::Kind;
  switch (node.kind) {
    case Kind::literal: {
      if (node.sense == RuleNode::Sense::date) return date(node.text);
      const auto value = decimal(node.text);
      return {value.has_value(), value.value_or(0)};
    }
    case Kind::cell:
      return number_of(cell(node, row), node.column, node.sense);
    case Kind::today:
      return date(context_.now);
    case Kind::length:
      return {true, static_cast<std::int64_t>(characters(cell(node, row).text)) * kMillion};
    case Kind::check_digits:
      return check_digits(node, cell(node, row).text);
    case Kind::plus:
    case Kind::minus: {
      const auto a = number(node.parts[0], row);
      const auto b = number(node.parts[1], row);
      if (node.kind == Kind::plus) return {a.said && b.said, a.millionths + b.millionths, a.wide + b.wide};
      return {a.said && b.said, a.millionths - b.millionths - b.wide, a.wide + b.wide};
    }
    default:
      return fold(node, row);
  }
}

// Of a text that is not as many digits as there are weights it says nothing.
RuleCheck::Number RuleCheck::check_digits(const RuleNode& node, std::string_view text) {
  if (text.size() != node.values.size()) return {};
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] < '0' || text[i] > '9') return {};
    sum += (text[i] - '0') * std::stoll(node.values[i]);
  }
  return {true, sum % std::stoll(node.text) * kMillion};
}

// What rows that lead here say together.
RuleCheck::Number RuleCheck::fold(const RuleNode& node, Row row) const {
  using Kind = RuleNode::Kind;
  Number made{node.kind == Kind::count || node.kind == Kind::sum, 0};
  for (const auto each : rows_->leading_to(node.link, row)) {
    if (!node.parts.empty() && truth(node.parts.front(), each) != Truth::yes) continue;
    if (node.kind == Kind::count) {
      made.millionths += kMillion;
      continue;
    }
    const auto value = number_of(rows_->cell(node.column, each), node.column, node.sense);
    if (!value.said) continue;
    if (node.kind == Kind::sum)
      made.millionths += value.millionths;
    else if (!made.said || (node.kind == Kind::lowest ? value.millionths < made.millionths : value.millionths > made.millionths))
      made = value;
  }
  return made;
}

RuleCheck::Number RuleCheck::number_of(TheirRows::Said said, Index column, RuleNode::Sense sense) const {
  if (said.text.empty() || is_reason(said.text, column)) return {};
  if (sense != RuleNode::Sense::date) {
    const auto value = decimal(said.text);
    return {value.has_value(), value.value_or(0)};
  }
  const auto& converter = *plan_.rules->senses[column].date;
  std::string iso;
  if (!(said.iso ? converter.read_date(said.text, iso) : converter.read_text(said.text, iso))) return {};
  return date(iso);
}

TheirRows::Said RuleCheck::text(Index index, Row row) const {
  const auto& node = rule_->nodes[index];
  if (node.kind == RuleNode::Kind::literal) return {node.text};
  return cell(node, row);
}

TheirRows::Said RuleCheck::cell(const RuleNode& node, Row row) const {
  for (const auto link : node.hops) {
    row = rows_->led_to(link, row);
    if (row == TheirRows::kNobody) return {};
  }
  return rows_->cell(node.column, row);
}

bool RuleCheck::is_reason(std::string_view text, Index column) const {
  if (column == kNone) return false;
  const auto missing = plan_.rules->senses[column].missing;
  return missing != kNone && plan_.tables[missing].from_theirs({text}) != nullptr;
}

}  // namespace caseway::mapping
