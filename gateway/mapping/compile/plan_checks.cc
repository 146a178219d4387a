#include "mapping/compile/plan_checks.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "mapping/compile/guard_checks.h"
#include "mapping/convert/converter.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

using formats::ConfigError;
using formats::Position;

const CellTest* test_of(const std::vector<CellTest>& tests, Index column) {
  for (const auto& test : tests)
    if (test.column == column) return &test;
  return nullptr;
}

bool holds_value(const CellTest& test, const std::string& value) {
  return std::find(test.values.begin(), test.values.end(), value) != test.values.end();
}

// No row passes both.
bool disjoint(const std::vector<CellTest>& a, const std::vector<CellTest>& b) {
  return std::any_of(a.begin(), a.end(), [&](const CellTest& test) {
    const auto* other = test_of(b, test.column);
    return other != nullptr && std::none_of(test.values.begin(), test.values.end(), [&](const auto& value) { return holds_value(*other, value); });
  });
}

// Every row that passes `narrow` passes `wide`.
bool implies(const std::vector<CellTest>& narrow, const std::vector<CellTest>& wide) {
  return std::all_of(wide.begin(), wide.end(), [&](const CellTest& test) {
    const auto* inner = test_of(narrow, test.column);
    return inner != nullptr && std::all_of(inner->values.begin(), inner->values.end(), [&](const auto& value) { return holds_value(test, value); });
  });
}

// The same columns are tested: whether both can hold is a matter of their values.
bool comparable(const std::vector<CellTest>& a, const std::vector<CellTest>& b) {
  return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const CellTest& test) { return test_of(b, test.column) != nullptr; });
}

class Checking {
 public:
  Checking(const Plan& plan, std::vector<ConfigError>& faults) : plan_(plan), faults_(faults) {}

  void run() {
    for (const auto& block : plan_.blocks)
      for (const auto& field : block.fields) {
        check_alternatives(field);
        check_joined_codes(field);
        check_lengths(field);
      }
    check_guards(plan_, faults_);
    check_tests(plan_.body, {});
    check_places();
    check_names();
    check_recognised();
  }

 private:
  void fault(std::uint16_t file, Position at, const std::string& sentence) { faults_.emplace_back(plan_.files[file], at, sentence); }
  void fault(const Field& field, const std::string& sentence) { fault(field.file, field.place, sentence); }
  const std::string& name(Index column) const { return plan_.columns[column].path; }

  // ---- alternatives: the first that holds is taken
  void check_alternatives(const Field& field) {
    if (plan_.format != Format::csv || !has(field.ways, Way::receiving)) return;
    for (std::size_t i = 0; i < field.alternatives.size(); ++i)
      for (std::size_t before = 0; before < i; ++before) check_pair(field, field.alternatives[before], field.alternatives[i]);
  }
  void check_pair(const Field& field, const Alternative& first, const Alternative& second) {
    if (!first.guarded || !second.guarded) return;
    const auto line = std::to_string(first.place.line);
    if (implies(second.cells, first.cells))
      return fault(field.file, second.place,
                   "this alternative is never reached: whenever its `when` holds, that in line " + line + " does, and the first is taken");
    if (comparable(first.cells, second.cells) && !disjoint(first.cells, second.cells))
      fault(field.file, second.place, "this `when` and that in line " + line + " can both hold; give each value to one of them");
  }

  // ---- tests of cells: a value that the column's own codes know, and that no test around excludes
  void check_tests(Index block, const std::vector<CellTest>& around) {
    if (block == kNone || plan_.format != Format::csv || std::find(open_.begin(), open_.end(), block) != open_.end()) return;
    open_.push_back(block);
    for (const auto& field : plan_.blocks[block].fields) {
      check_test(field, field.place, field.cells, around);
      auto inside = around;
      if (field.link == kNone) inside.insert(inside.end(), field.cells.begin(), field.cells.end());
      check_tests(field.block, inside);
      for (const auto& alternative : field.alternatives) {
        check_test(field, alternative.place, alternative.cells, inside);
        auto within = inside;
        within.insert(within.end(), alternative.cells.begin(), alternative.cells.end());
        check_tests(alternative.block, within);
      }
    }
    open_.pop_back();
  }
  void check_test(const Field& field, Position at, const std::vector<CellTest>& tests, const std::vector<CellTest>& around) {
    if (disjoint(tests, around)) fault(field.file, at, "this `when` never holds: the one around it asks another value of the same column");
    for (const auto& test : tests) check_test_codes(field, at, test);
  }
  void check_test_codes(const Field& field, Position at, const CellTest& test) {
    const CodeTable* table = nullptr;  // of a field that reads every row
    for (const auto& other : plan_.blocks[plan_.body].fields)
      if (other.codes != kNone && other.cells.empty() && other.columns == std::vector<Index>{test.column} && other.join.empty())
        table = &plan_.tables[other.codes];
    if (table == nullptr) return;
    std::vector<std::string_view> known;
    for (const auto& row : table->rows) known.push_back(row.theirs.front());
    for (const auto& value : test.values)
      if (!value.empty() && std::find(known.begin(), known.end(), value) == known.end())
        fault(field.file, at,
              "this `when` never holds: `" + value + "` is not in the codes `" + table->name + "` of the column `" + name(test.column) + "`" +
                  suggestion(value, known));
  }

  // ---- two fields that want one place of ours
  void check_places() {
    std::map<std::pair<Index, Index>, std::vector<const Field*>> used;
    for (const auto& block : plan_.blocks) {
      used.clear();  // fields of one block stand beside one another; alternatives exclude each other
      for (const auto& field : block.fields) {
        if (!fills_one_place(field)) continue;
        auto& before = used[{field.ours.front().variable, field.ours.front().slot}];
        for (const auto* other : before) check_place(*other, field);
        before.push_back(&field);
      }
    }
  }
  bool fills_one_place(const Field& field) const {
    const bool fills = field.kind == FieldKind::relation || field.kind == FieldKind::value;
    return fills && has(field.ways, Way::receiving) && field.ours.size() == 1 && !field.ours.front().each && !field.numbered && field.join.empty() &&
           (field.paths.empty() || !field.paths.front().all);
  }
  void check_place(const Field& first, const Field& second) {
    if (first.valid.apart(second.valid)) return;
    const bool fixed = first.kind == FieldKind::value || second.kind == FieldKind::value;
    if (fixed && first.kind == second.kind && first.constants.front().def != kNoDef) return;  // each gives its own elements of it
    const bool always = !first.valid.limited() && !second.valid.limited();
    const bool told = always && first.cells.empty() && second.cells.empty();  // two relations without conditions: note_overlap()
    if (!fixed && (told || plan_.format != Format::csv)) return;
    if (!first.nodes.empty() || !second.nodes.empty() || disjoint(first.cells, second.cells)) return;
    const auto line = plan_.line_of(first);
    if (fixed)
      fault(second,
            "the fixed value and the field (" + line + ") want the same place of ours: what theirs leaves empty would get a value that nobody sent");
    else
      fault(second,
            "this field and that in " + line + " go to the same place of ours, and the `when` of both can hold; make them exclude each other");
  }

  // ---- codes that their column cannot carry
  void check_joined_codes(const Field& field) {
    if (field.codes == kNone || field.join.empty()) return;
    const auto& table = plan_.tables[field.codes];
    for (const auto& row : table.rows)
      if (row.theirs.front().find(field.join) != std::string::npos)
        fault(table.file, row.place,
              "the code `" + row.theirs.front() + "` holds `" + field.join + "`, which separates the values of the column `" +
                  name(field.columns.front()) + "`; choose another `join`");
  }
  void check_lengths(const Field& field) {
    if (field.max_length == 0) return;
    for (const auto column : field.columns)
      if (column == plan_.key || plan_.columns[column].key)
        return fault(field, "`max_length` would cut the key, and two documents could become one; leave it out");
    if (field.digits > field.max_length) fault(field, "`digits` asks for more than `max_length` allows");
    const auto longer = [&](std::string_view text) { return characters(text) > field.max_length; };
    if (field.codes != kNone && field.join.empty()) {
      const auto& table = plan_.tables[field.codes];
      for (const auto& row : table.rows)
        if (has(row.only, Way::sending) && longer(row.theirs.front()))
          return fault(field, "`max_length` is shorter than the code `" + row.theirs.front() + "` of `" + table.name + "`");
    } else if (field.convert != nullptr && field.convert->gives_text() && !field.convert->is_prose() && !field.convert->forms().empty()) {
      std::string ours;
      std::string theirs;
      if (field.convert->read_text(field.convert->example(0), ours) && field.convert->write_text(ours, theirs) && longer(theirs))
        fault(field, "`max_length` is shorter than what this column holds (" + field.convert->forms() + "); nothing could be written");
    }
  }

  // ---- a header that means two columns
  void check_names() {
    std::map<std::pair<Index, std::string>, Index> known;
    for (Index i = 0; i < plan_.columns.size(); ++i) known.emplace(std::pair(plan_.columns[i].table, normalised_header(plan_.columns[i].name)), i);
    for (Index i = 0; i < plan_.columns.size(); ++i)
      for (const auto& alias : plan_.columns[i].aliases)
        if (const auto [found, fresh] = known.emplace(std::pair(plan_.columns[i].table, normalised_header(alias)), i); !fresh && found->second != i)
          fault(0, plan_.columns[i].place,
                "the alias `" + alias + "` of `" + name(i) + "` is also a name of the column `" + name(found->second) +
                    "`; a header must mean one column");
  }
  void check_recognised() {
    if (plan_.format != Format::csv) return;
    std::vector<std::string> names;
    for (const auto& column : plan_.columns) {
      names.push_back(normalised_header(column.name));
      for (const auto& alias : column.aliases) names.push_back(normalised_header(alias));
    }
    const std::vector<std::string_view> known(names.begin(), names.end());
    for (const auto& recogniser : plan_.recognise)
      for (const auto& wanted : recogniser.has)
        if (std::find(names.begin(), names.end(), wanted) == names.end())
          fault(0, recogniser.place, "`recognise` asks for a column that no field has: `" + wanted + "`" + suggestion(wanted, known));
  }

  const Plan& plan_;
  std::vector<ConfigError>& faults_;
  std::vector<Index> open_;
};

}  // namespace

void check_plan(const Plan& plan, std::vector<ConfigError>& faults) { Checking(plan, faults).run(); }

}  // namespace caseway::mapping
