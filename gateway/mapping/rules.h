// What must hold between cells of theirs: `rules:` and `required_if:` of a mapping, compiled by compile_rules.cc, asked by rules.cc.
//
//   RuleNode   one step of an expression; its operands are nodes before it
//   Rule       an expression, or columns that no two rows share, and what is told where it is broken
//   TheirRows  what a rule looks at: rows that were read, or that are about to be written
//   RuleCheck  asks. A comparison of dates or numbers of which one is not there says nothing, and a rule that says nothing is not broken
//   settings   `rules: warn` of a partner makes every broken rule a warning, `rules: off` asks none
//   issues     those that the mapping names, and mapping.value.missing (errors) of `required_if`
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "caseway/partner.h"
#include "mapping/plan.h"

namespace caseway::mapping {

struct RuleNode {
  enum class Kind : std::uint8_t {
    // values
    literal,
    cell,
    today,
    length,
    check_digits,
    count,
    sum,
    lowest,
    highest,
    plus,
    minus,
    // conditions
    empty,
    equals,
    less,
    at_most,
    listed,
    contains,
    none,
    all,
    any,
    implies,
    same,
  };
  enum class Sense : std::uint8_t { text, number, date };
  Kind kind = Kind::literal;
  Sense sense = Sense::text;        // of a value; of a comparison, how it is made
  std::vector<Index> parts;         // nodes; of count, sum, lowest and highest the `where`, when there is one
  std::string text;                 // literal; check_digits: the divisor
  std::vector<std::string> values;  // listed; check_digits: the weights
  Index column = kNone;             // cell, length, check_digits, sum, lowest, highest
  std::vector<Index> hops;          // cell, length, check_digits: links from the row at hand to the row of the column
  Index link = kNone;               // count, sum, lowest, highest: what leads to the row at hand; kNone: the rows of the document
};

struct Rule {
  std::string id;
  Severity severity = Severity::error;
  std::string says;
  Index table = 0;
  Way ways = Way::both;
  bool of_document = false;     // asked once, at the first row of a document: it counts rows where there is one table only
  std::vector<RuleNode> nodes;  // the last one is what must hold; none: `columns` are unique
  std::vector<Index> columns;   // of `table`, that the issue names
  formats::Position place;
};

// How a column's cells are understood where they are compared.
struct ColumnSense {
  std::shared_ptr<const Converter> date;  // nullptr: no date
  Index missing = kNone;                  // code table of reasons that stand in place of a value
};

struct Rules {
  std::vector<Rule> all;
  std::vector<ColumnSense> senses;  // by column of the plan
};

class TheirRows {
 public:
  using Row = std::uint32_t;
  static constexpr Row kNobody = 0xffffffffu;
  struct Said {
    std::string_view text;  // trimmed
    bool iso = false;       // a date of a workbook
  };
  virtual ~TheirRows() = default;
  virtual Said cell(Index column, Row row) const = 0;
  virtual Row led_to(Index link, Row from) const = 0;                     // kNobody: none
  virtual std::span<const Row> leading_to(Index link, Row to) const = 0;  // link kNone: all rows of the document
  virtual Place place(Row row, Index table, std::span<const Index> columns) const = 0;
};

bool is_issue_id(std::string_view id);  // owner.what.wrong, as docs/errors.md has them

// "columns a, b" as a place names them.
CASEWAY_API std::string columns_text(const Plan& plan, std::span<const Index> columns);

class CASEWAY_API RuleCheck {
 public:
  RuleCheck(const Plan& plan, const Context& context, Way way);
  bool asks() const { return !of_rows_.empty() || !of_documents_.empty(); }
  bool asks_documents() const { return !of_documents_.empty(); }

  // Tells what is broken; false when one of the rules is an error.
  bool row(const TheirRows& rows, Index table, TheirRows::Row row);
  bool document(const TheirRows& rows);            // its first row is row 0
  void end_document(bool accepted);                // what a refused one says is not counted by `unique`
  const std::string& why() const { return why_; }  // what the errors of the last question said

 private:
  enum class Truth : std::uint8_t { no, yes, unsaid };
  struct Number {
    bool said = false;
    std::int64_t millionths = 0;  // of a date: days
    std::int64_t wide = 0;        // of a date without a day: how much later it may be
  };
  static Number date(std::string_view iso);
  static Number check_digits(const RuleNode& node, std::string_view text);
  bool ask(const Rule& rule, TheirRows::Row row);
  std::uint32_t line_before(const Rule& rule, TheirRows::Row row);
  Truth truth(Index node, TheirRows::Row row) const;
  Truth compare(const RuleNode& node, TheirRows::Row row) const;
  Number number(Index node, TheirRows::Row row) const;
  Number number_of(TheirRows::Said said, Index column, RuleNode::Sense sense) const;
  Number fold(const RuleNode& node, TheirRows::Row row) const;
  TheirRows::Said text(Index node, TheirRows::Row row) const;
  TheirRows::Said cell(const RuleNode& node, TheirRows::Row row) const;
  bool is_reason(std::string_view text, Index column) const;

  const Plan& plan_;
  const Context& context_;
  bool only_warns_ = false;
  std::string why_;
  std::vector<const Rule*> of_rows_;
  std::vector<const Rule*> of_documents_;
  const TheirRows* rows_ = nullptr;                                                       // at hand
  const Rule* rule_ = nullptr;                                                            // at hand
  std::unordered_map<const Rule*, std::unordered_map<std::string, std::uint32_t>> seen_;  // of unique columns: values -> line
  std::vector<std::pair<const Rule*, std::string>> seen_now_;                             // of these, in the document at hand
};

}  // namespace caseway::mapping
