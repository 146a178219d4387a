// Rules of theirs: `rules:` of the file and `required_if:` of its fields. The language of their expressions is in docs/mapping.md, "Rules".
#include <algorithm>
#include <array>
#include <cstdlib>

#include "mapping/compile/compiler.h"
#include "mapping/convert/converter.h"
#include "mapping/rules.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

using Kind = RuleNode::Kind;
using Sense = RuleNode::Sense;

constexpr int kMostNested = 50;
constexpr std::pair<std::string_view, Kind> kFolds[] = {
    {"count", Kind::count}, {"sum", Kind::sum}, {"lowest", Kind::lowest}, {"highest", Kind::highest}};

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool digit(char c) { return c >= '0' && c <= '9'; }

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos && std::count(text.begin(), text.end(), '.') <= 1;
}
bool is_day(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00";
  for (std::size_t i = 0; i < kForm.size(); ++i)
    if (text.size() != kForm.size() || (kForm[i] == '0' ? !digit(text[i]) : text[i] != '-')) return false;
  return true;
}

}  // namespace

bool is_issue_id(std::string_view id) {
  const auto dots = std::count(id.begin(), id.end(), '.');
  return dots >= 2 && id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string_view::npos &&
         id.find("..") == std::string_view::npos && id.front() != '.' && id.back() != '.' && !digit(id.front());
}

// expression := any [ ("=>" | "<=>") any ]      any := all ("or" all)*      all := one ("and" one)*
// one        := "not" one | "(" expression ")" | comparison
class RuleParser {
 public:
  RuleParser(Compiler& compiler, const ConfigNode& node, Index table, Rule& rule)
      : compiler_(compiler), plan_(compiler.plan_), text_(node.scalar), place_(node.at), table_(table), rule_(rule) {}

  void whole() {
    expression();
    skip_blanks();
    if (good_ && at_ < text_.size()) wrong("`" + std::string(text_.substr(at_)) + "` is not understood here");
    if (!good_) rule_.nodes.clear();
  }

 private:
  // ---- conditions
  Index expression() {
    if (++depth_ > kMostNested) wrong("this is nested too deeply");
    auto left = any();
    const auto kind = take("<=>") ? Kind::same : take("=>") ? Kind::implies : Kind::any;
    if (kind != Kind::any) left = add(kind, {left, any()});
    --depth_;
    return left;
  }
  Index any() { return joined("or", Kind::any, &RuleParser::all); }
  Index all() { return joined("and", Kind::all, &RuleParser::one); }
  Index joined(std::string_view word, Kind kind, Index (RuleParser::*part)()) {
    std::vector<Index> parts{(this->*part)()};
    while (good_ && take_word(word)) parts.push_back((this->*part)());
    return parts.size() == 1 ? parts.front() : add(kind, std::move(parts));
  }
  Index one() {
    if (!good_) return 0;
    if (take_word("not")) return add(Kind::none, {one()});
    if (!take("(")) return comparison();
    const auto inner = expression();
    expect(")");
    return inner;
  }

  Index comparison() {
    const auto left = value();
    if (take_word("empty")) return add(Kind::empty, {left});
    if (take_word("filled")) return add(Kind::none, {add(Kind::empty, {left})});
    const bool negated = take_word("not");
    Index made = 0;
    if (take_word("in"))
      made = listed(left);
    else if (take_word("contains"))
      made = add(Kind::contains, {left, literal()});
    else if (negated)
      wrong("`not` stands before a condition, or before `in` and `contains`");
    else
      return operation(left);
    return negated ? add(Kind::none, {made}) : made;
  }

  Index operation(Index left) {
    struct Operation {
      std::string_view text;
      Kind kind;
      bool turned, negated;
    };
    static constexpr std::array<Operation, 6> kOperations{{{"!=", Kind::equals, false, true},
                                                           {"<=", Kind::at_most, false, false},
                                                           {">=", Kind::at_most, true, false},
                                                           {"=", Kind::equals, false, false},
                                                           {"<", Kind::less, false, false},
                                                           {">", Kind::less, true, false}}};
    skip_blanks();
    for (const auto& operation : kOperations) {
      if (text_.substr(at_, 2) == "=>" || text_.substr(at_, 3) == "<=>" || !take(operation.text)) continue;
      const auto right = value();
      if (!good_) return 0;
      const auto made = add(operation.kind, operation.turned ? std::vector<Index>{right, left} : std::vector<Index>{left, right});
      rule_.nodes[made].sense = compared(left, right, operation.kind == Kind::equals);
      return operation.negated ? add(Kind::none, {made}) : made;
    }
    wrong("a comparison is expected: =, !=, <, <=, >, >=, in [...], contains, empty or filled");
    return 0;
  }

  // How two values are compared: dates with dates, numbers with numbers, the rest as texts.
  Sense compared(Index left, Index right, bool equals) {
    auto& a = rule_.nodes[left];
    auto& b = rule_.nodes[right];
    if (a.sense == Sense::date || b.sense == Sense::date) {
      auto& other = a.sense == Sense::date ? b : a;
      if (other.kind == Kind::literal && is_day(other.text)) other.sense = Sense::date;
      if (other.sense == Sense::date) return Sense::date;
      if (equals && other.kind == Kind::literal) return Sense::text;
      wrong("a date is compared with another date, or with one written YYYY-MM-DD; a column is a date when its field says `as: date`");
      return Sense::text;
    }
    if (equals && a.sense == Sense::text && b.sense == Sense::text) return Sense::text;
    for (const auto* node : {&a, &b})
      if (node->kind == Kind::literal && !is_number(node->text)) {
        wrong("`" + node->text + "` is no number, so it has no place in this comparison" +
              (is_day(node->text) ? "; the other side is no date: its field needs `as: date`" : ""));
        return Sense::text;
      }
    return Sense::number;
  }

  Index listed(Index left) {
    RuleNode node;
    node.kind = Kind::listed;
    node.parts = {left};
    node.values = list();
    return push(std::move(node));
  }

  std::vector<std::string> list() {
    std::vector<std::string> words;
    expect("[");
    do words.push_back(word_or_quoted());
    while (good_ && take(","));
    expect("]");
    return words;
  }

  // ---- values
  Index value() {
    auto left = operand();
    while (good_) {
      const auto kind = take("+") ? Kind::plus : take_word("-") ? Kind::minus : Kind::any;
      if (kind == Kind::any) break;
      const auto right = operand();
      if (!good_) break;
      const bool date = rule_.nodes[left].sense == Sense::date;
      left = add(kind, {left, right});
      rule_.nodes[left].sense = date ? Sense::date : Sense::number;
    }
    return left;
  }

  Index operand() {
    skip_blanks();
    if (peek() == '\'' || peek() == '"' || digit(peek())) return literal();
    const auto begin = at_;
    const auto first = name();
    if (!good_) return 0;
    if (first == "today" && text_[begin] != '`') return push_sense(Kind::today, Sense::date);
    if (peek() == '(' && text_[begin] != '`') {
      ++at_;
      if (first == "length") return length();
      if (first == "check_digits") return check_digits();
      for (const auto& [word, kind] : kFolds)
        if (word == first) return fold(kind);
      wrong("there is no function `" + first + "`" + suggestion(first, {"count", "sum", "lowest", "highest", "length", "check_digits"}));
      return 0;
    }
    return cell(first);
  }

  Index literal() {
    RuleNode node;
    node.text = word_or_quoted();
    return push(std::move(node));
  }

  Index length() {
    const auto made = cell(name());
    expect(")");
    if (!good_) return 0;
    rule_.nodes[made].kind = Kind::length;
    rule_.nodes[made].sense = Sense::number;
    return made;
  }

  // The column, the weights of its digits, and what their sum is divided by.
  Index check_digits() {
    const auto made = cell(name());
    expect(",");
    auto weights = list();
    expect(",");
    auto divisor = word_or_quoted();
    expect(")");
    if (!good_) return 0;
    const auto whole = [](const std::string& text) { return text.size() <= 4 && std::all_of(text.begin(), text.end(), digit); };
    if (!std::all_of(weights.begin(), weights.end(), whole) || !whole(divisor) || divisor.find_first_not_of('0') == divisor.npos)
      wrong("`check_digits` takes a column, the weights of its digits and a divisor, whole numbers of four digits at most");
    auto& node = rule_.nodes[made];
    node.kind = Kind::check_digits;
    node.sense = Sense::number;
    node.values = std::move(weights);
    node.text = std::move(divisor);
    return made;
  }

  // COLUMN, or TABLE.COLUMN of the row that this one leads to.
  Index cell(std::string first) {
    RuleNode node;
    node.kind = Kind::cell;
    auto table = table_;
    while (good_ && peek() == '.') {
      ++at_;
      const auto link = link_between(table, first, true);
      if (link == kNone) return 0;
      node.hops.push_back(link);
      table = plan_.links[link].to;
      first = name();
    }
    node.column = column(table, first);
    if (node.column == kNone) return 0;
    node.sense = sense(node.column);
    if (node.hops.empty() && table == rule_.table && std::find(rule_.columns.begin(), rule_.columns.end(), node.column) == rule_.columns.end())
      rule_.columns.push_back(node.column);
    return push(std::move(node));
  }

  // count(TABLE where ...), sum(TABLE.COLUMN where ...)
  Index fold(Kind kind) {
    RuleNode node;
    node.kind = kind;
    node.sense = Sense::number;
    const auto around = table_;
    const auto what = name();
    if (!good_) return 0;
    if (plan_.their_tables.empty()) {
      if (what != "rows") wrong("`" + what + "` is no table; the rows of one document are called `rows`");
      rule_.of_document = true;
    } else {
      node.link = link_between(table_, what, false);
      if (node.link == kNone) return 0;
      table_ = plan_.links[node.link].from;
    }
    if (kind != Kind::count) {
      expect(".");
      node.column = column(table_, name());
      if (node.column == kNone) return 0;
      node.sense = kind == Kind::sum ? Sense::number : sense(node.column);
    }
    if (take_word("where")) node.parts.push_back(expression());
    table_ = around;
    expect(")");
    return push(std::move(node));
  }

  // The one link by which a row leads to the named table (`out`), or by which rows of the named table lead to it.
  Index link_between(Index table, const std::string& other, bool out) {
    std::vector<Index> found;
    std::vector<std::string_view> known;
    for (Index i = 0; i < plan_.links.size(); ++i) {
      const auto& link = plan_.links[i];
      if ((out ? link.from : link.to) != table) continue;
      const auto& name = plan_.their_tables[out ? link.to : link.from].name;
      known.push_back(name);
      if (name == other) found.push_back(i);
    }
    if (found.size() == 1) return found.front();
    const auto where = plan_.their_tables.empty() ? std::string() : " of `" + plan_.their_tables[table].name + "`";
    wrong(found.empty() ? "no link " + std::string(out ? "leads from a row" : "leads to a row") + where + (out ? " to `" : " from `") + other + "`" +
                              suggestion(other, known)
                        : "several links lead between `" + plan_.their_tables[table].name + "` and `" + other + "`; a rule needs exactly one");
    return kNone;
  }

  Index column(Index table, const std::string& called) {
    if (!good_) return kNone;
    std::vector<std::string_view> known;
    for (Index i = 0; i < plan_.columns.size(); ++i) {
      if (plan_.columns[i].table != table) continue;
      known.push_back(plan_.columns[i].name);
      if (normalised_header(plan_.columns[i].name) == normalised_header(called)) return i;
    }
    const auto near = suggestion(called, known);
    wrong("there is no column `" + called + "`" + (plan_.their_tables.empty() ? "" : " in `" + plan_.their_tables[table].name + "`") +
          (near.empty() ? "; a text is written in quotes, '" + called + "'" : near));
    return kNone;
  }

  Sense sense(Index column) const { return plan_.rules->senses[column].date != nullptr ? Sense::date : Sense::text; }

  // ---- words
  std::string name() {
    skip_blanks();
    if (peek() == '`') return quoted();
    const auto begin = at_;
    while (at_ < text_.size() && (letter(text_[at_]) || (at_ > begin && (digit(text_[at_]) || text_[at_] == '-')))) ++at_;
    if (begin == at_) wrong("a column, a text in quotes, or a number is expected");
    return std::string(text_.substr(begin, at_ - begin));
  }
  std::string word_or_quoted() {
    skip_blanks();
    if (peek() == '\'' || peek() == '"') return quoted();
    const auto begin = at_;
    while (at_ < text_.size() && std::string_view(" \t\n,]()+=<>").find(text_[at_]) == std::string_view::npos) ++at_;
    if (begin == at_) wrong("a value is expected");
    return std::string(text_.substr(begin, at_ - begin));
  }
  std::string quoted() {
    const auto end = text_.find(text_[at_], at_ + 1);
    if (end == std::string_view::npos) {
      wrong("a quote is not closed");
      return {};
    }
    std::string made(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return made;
  }
  bool take(std::string_view sign) {
    skip_blanks();
    if (!good_ || text_.substr(at_, sign.size()) != sign) return false;
    at_ += sign.size();
    return true;
  }
  bool take_word(std::string_view word) {
    const auto before = at_;
    skip_blanks();
    const char after = at_ + word.size() < text_.size() ? text_[at_ + word.size()] : ' ';
    if (good_ && text_.substr(at_, word.size()) == word && !letter(after) && !digit(after)) {
      at_ += word.size();
      return true;
    }
    at_ = before;
    return false;
  }
  void expect(std::string_view sign) {
    if (!take(sign)) wrong("a `" + std::string(sign) + "` is missing");
  }
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) ++at_;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  Index add(Kind kind, std::vector<Index> parts) {
    RuleNode node;
    node.kind = kind;
    node.parts = std::move(parts);
    return push(std::move(node));
  }
  Index push_sense(Kind kind, Sense sense) {
    const auto made = add(kind, {});
    rule_.nodes[made].sense = sense;
    return made;
  }
  Index push(RuleNode node) {
    rule_.nodes.push_back(std::move(node));
    return static_cast<Index>(rule_.nodes.size() - 1);
  }
  void wrong(const std::string& sentence) {
    if (good_) compiler_.fault(place_, "in `" + std::string(text_) + "`: " + sentence);
    good_ = false;
  }

  Compiler& compiler_;
  Plan& plan_;
  std::string_view text_;
  Position place_;
  Index table_;  // whose columns are named: the rule's, inside `where` the counted one's
  Rule& rule_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool good_ = true;
};

// Which columns are dates and which texts stand in place of a value, as the fields say.
void Compiler::read_senses(Rules& rules) {
  rules.senses.resize(plan_.columns.size());
  for (const auto& block : plan_.blocks)
    for (const auto& field : block.fields) {
      if (field.kind != FieldKind::relation || field.convert == nullptr) continue;
      for (const auto column : field.columns) {
        auto& sense = rules.senses[column];
        if (sense.date == nullptr && field.convert->is_date()) sense.date = field.convert;
        if (sense.missing == kNone) sense.missing = field.missing;
      }
    }
}

void Compiler::read_rules() {
  if (rule_lists_.empty() && required_if_.empty()) return;
  auto rules = std::make_shared<Rules>();
  read_senses(*rules);
  plan_.rules = rules;
  for (const auto& [list, file] : rule_lists_) {
    file_ = file;
    if (list->kind != ConfigNode::Kind::list) fault(list->at, "`rules` is a list of { id: ..., check: ..., says: ... }");
    for (const auto& node : list->items) plan_.format == Format::csv ? read_rule(node, *rules) : read_our_rule(node);
  }
  for (const auto& need : required_if_) {
    file_ = need.file;
    Rule rule;
    rule.id = "mapping.value.missing";
    rule.table = need.table;
    rule.place = need.condition->at;
    rule.says = "this cell must not be empty where " + need.condition->scalar;
    RuleParser(*this, *need.condition, need.table, rule).whole();
    if (rule.nodes.empty()) continue;
    const auto premise = static_cast<Index>(rule.nodes.size() - 1);
    rule.columns = {need.column};
    RuleNode node;
    node.kind = Kind::cell;
    node.column = need.column;
    for (const auto& [kind, parts] : {std::pair<Kind, std::vector<Index>>{Kind::cell, {}},
                                      {Kind::empty, {premise + 1}},
                                      {Kind::none, {premise + 2}},
                                      {Kind::implies, {premise, premise + 3}}}) {
      node.kind = kind;
      node.parts = parts;
      rule.nodes.push_back(node);
    }
    rules->all.push_back(std::move(rule));
  }
  file_ = 0;
}

// How bad it is to break a rule; what every rule says is asked for.
Severity Compiler::rule_severity(const ConfigNode& node, std::string_view id, std::string_view says) {
  if (!is_issue_id(id)) fault(node.at, "a rule needs `id`, its issue id: owner.what.wrong in lower case, as in pmhc.episode.two_open");
  if (says.empty()) fault(node.at, "a rule needs `says`, the sentence that people read when it is broken");
  const auto severity = node.text("severity", "error");
  if (severity == "warning") return Severity::warning;
  if (severity == "information") return Severity::information;
  if (severity != "error")
    fault(node.find("severity")->at, "`severity` is error, warning or information" + suggestion(severity, {"error", "warning", "information"}));
  return Severity::error;
}

void Compiler::read_rule(const ConfigNode& node, Rules& rules) {
  if (!known_keys(node, {"id", "in", "check", "unique", "says", "severity", "only", "at"}, "a rule")) return;
  Rule rule;
  rule.place = node.at;
  rule.id = node.text("id");
  rule.says = node.text("says");
  rule.ways = way(node, "only", Way::both);
  rule.table = plan_.their_tables.empty() ? 0 : plan_.root_table;
  rule.severity = rule_severity(node, rule.id, rule.says);
  if (const auto* in = node.find("in")) {
    if (plan_.their_tables.empty()) return fault(in->at, "`in` names one of several tables; here there is one");
    rule.table = find_their_table(*in);
  }
  if (rule.table == kNone) return;  // its fault has been told
  const auto* check = node.find("check");
  const auto* unique = node.find("unique");
  if ((check == nullptr) == (unique == nullptr)) return fault(node.at, "a rule has either `check`, a condition, or `unique`, a list of columns");
  if (check != nullptr) RuleParser(*this, *check, rule.table, rule).whole();
  if (check != nullptr && rule.nodes.empty()) return;
  for (const auto* list : {unique, node.find("at")}) {
    if (list == nullptr) continue;
    rule.columns.clear();
    for (const auto& name : list->kind == ConfigNode::Kind::list ? list->items : std::vector<ConfigNode>{*list}) {
      Rule named;  // the parser finds the column, or says which is meant
      named.table = rule.table;
      ConfigNode comparison = name;
      comparison.scalar = "`" + name.scalar + "` empty";
      RuleParser(*this, comparison, rule.table, named).whole();
      rule.columns.insert(rule.columns.end(), named.columns.begin(), named.columns.end());
    }
  }
  rules.all.push_back(std::move(rule));
}

}  // namespace caseway::mapping
