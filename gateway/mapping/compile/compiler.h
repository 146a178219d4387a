// From the text of a mapping to its plan. One Compiler per mapping file; every fault is collected with its own file, line and column, so that
// an author sees all of them at once. The parts: compile.cc (the file), compile_ours.cc (variables), compile_fields.cc, compile_groups.cc,
// compile_tables.cc, compile_codes.cc, compile_columns.cc, compile_rules.cc, compile_tests.cc, compile_validity.cc, compile_fhir.cc, ours_path.cc and
// xml_path.cc (the two path languages).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/config_node.h"
#include "mapping/mapping_files.h"
#include "mapping/plan.h"

namespace caseway::mapping {

using formats::ConfigError;
using formats::ConfigNode;
using formats::Position;

// What is in sight at a place of the mapping, innermost last.
struct Scope {
  const Scope* outer = nullptr;
  std::map<std::string, Index, std::less<>> variables;
  std::map<std::string, OursPath, std::less<>> places;  // parameters of a template that stand for a place, not for a variable
  Index find(std::string_view name) const;
  const OursPath* find_place(std::string_view name) const;
};

class Compiler {
 public:
  Compiler(Plan& plan, MappingFiles& read, std::vector<ConfigError>& faults) : plan_(plan), faults_(faults), read_(read) {}
  void run(const ConfigNode& root, const std::string& file);

 private:
  // ---- compile.cc: the file and what it includes
  struct Template {
    const ConfigNode* fields;
    std::uint16_t file;
  };
  struct FieldList {
    const ConfigNode* list;
    std::uint16_t file;
  };
  void gather(const ConfigNode& root, std::uint16_t file, std::vector<std::string>& open);
  void read_header(const ConfigNode& root);
  void read_theirs(const ConfigNode& theirs);
  void read_json(const ConfigNode& theirs);
  void read_csv_key(const ConfigNode& key);
  void read_rows(const ConfigNode& theirs);
  void read_list(const ConfigNode& theirs);  // compile_list.cc
  void read_recognise(const ConfigNode& list);

  Validity validity(const ConfigNode& node);  // compile_validity.cc
  void read_dated(const ConfigNode& root);
  void read_dated_fhir(const ConfigNode& place);
  const Field* dated_field(Index block, const ConfigNode& place, const XmlPath& path, std::vector<char>& seen) const;

  void fault(Position at, std::string_view sentence);
  bool known_keys(const ConfigNode& map, const std::vector<std::string_view>& keys, std::string_view what);
  Way way(const ConfigNode& map, std::string_view key, Way otherwise);

  // ---- compile_tables.cc
  void read_tables(const ConfigNode& tables, const ConfigNode& theirs);
  void read_table(Index table, const ConfigNode& node);
  void read_fixed_row(const ConfigNode& row, TheirTable& table);
  Index column_of_key(const TheirTable& table, const ConfigNode& name);
  void read_links(Index table, const ConfigNode& links);
  void read_link(Index table, Index to, const ConfigNode& node, Position at);
  std::vector<Index> columns_of(Index table, const ConfigNode& names);
  Index find_their_table(const ConfigNode& name);
  void read_related_group(const ConfigNode& node, const ConfigNode& what, Field& field);
  void read_alone_group(const ConfigNode& node, Index table, Field& field);
  std::vector<CellTest> tests_of(Index table, const ConfigNode& when);
  Index row_variable(const ConfigNode& name, const Field& field, const Scope& scope);
  void finish_tables();

  // ---- compile_rules.cc
  friend class RuleParser;
  void read_rules();
  void read_rule(const ConfigNode& node, Rules& rules);
  Severity rule_severity(const ConfigNode& node, std::string_view id, std::string_view says);
  void read_senses(Rules& rules);

  // ---- compile_codes.cc
  void declare_codes(const ConfigNode& codes);
  void read_map_file(const ConfigNode& name, CodeTable& table);
  void read_row(CodeTable& table, const ConfigNode& row);
  void finish_table(Index table, std::size_t theirs, std::size_t ours, Position used_at);
  Index find_table(std::string_view name, Position at);
  Index missing_table(const ConfigNode& node);
  void check_required_codes(const CodeTable& table, std::size_t column, const OursPath& path);
  std::vector<std::string_view> prescribed(const OursPath& path, std::string_view& element) const;
  void check_code(const OursPath& path, std::string_view code, Position at);  // faults a code outside the required list of its place

  // ---- compile_columns.cc: one table of several columns, of which a field takes two sides
  struct WideTable {
    std::vector<std::string> columns;
    const ConfigNode* node;
    std::uint16_t file;
  };
  void declare_wide(const std::string& name, const ConfigNode& node);
  Index codes_of(const ConfigNode& name);  // the table that `codes:` of a field names, or picks
  Index pick(const ConfigNode& picked);
  std::vector<std::size_t> picked_columns(const WideTable& table, const ConfigNode& names);

  // ---- compile_fhir.cc
  void read_fhir(const ConfigNode& root);
  void read_fhir_form(const ConfigNode& theirs);
  void read_profiles(const ConfigNode& profiles);
  void read_fhir_rule(const ConfigNode& node);
  void read_difference(const ConfigNode& node);
  void read_difference_codes(const ConfigNode& codes, Field& field);
  void read_fixed_theirs(const ConfigNode& value, Field& field);
  TypeId resource_type(const ConfigNode& name);
  std::shared_ptr<const fhirpath::Expression> fhirpath(const ConfigNode* text, TypeId context);

  // ---- compile_ours.cc
  std::vector<Index> declare(const ConfigNode& ours, Scope& scope);
  void define(Index variable, const ConfigNode& node, const Scope& scope);
  void read_each_document(Index variable, const ConfigNode& value, const Scope& scope);
  void define_element(Index variable, std::string_view name, const ConfigNode& node, Position at, const Scope& scope);
  std::optional<Constant> constant(TypeId owner, std::string_view name, const ConfigNode& node, Position at);
  void constants(TypeId owner, std::string_view name, const ConfigNode& node, Position at, std::vector<Constant>& out);
  Index slots_of(TypeId type);
  Index new_variable(std::string name, TypeId type, bool resource, Position at);

  // ---- ours_path.cc
  OursPath ours_path(std::string_view text, Position at, const Scope& scope);
  std::string path_named(std::string_view words, const Scope& scope) const;
  void read_names(const ConfigNode& names);
  OursPath extend(const OursPath& path, std::string_view name, Position at);  // one more step
  struct RawStep {
    std::string_view name;
    std::vector<std::string_view> brackets;
    bool each = false;
    bool hop = false;  // `->name`
  };
  std::vector<RawStep> raw_steps(std::string_view text, Position at);
  bool step(OursPath& path, const RawStep& raw, Position at);
  bool select(Slot& slot, const RawStep& raw, std::string_view content, Position at);
  bool hop(OursPath& path, const RawStep& raw, Position at, const Scope& scope);
  std::optional<Constant> selector(TypeId owner, std::string_view path, std::string value, Position at);
  Index slot_of(Index slots, Slot slot);
  void tell_namesakes_apart();

  // ---- compile_tests.cc
  OursTest ours_test(std::string_view text, Position at, const Scope& scope);
  OursTest ours_term(std::string_view text, Position at, const Scope& scope);
  void read_our_rule(const ConfigNode& node);
  OursTest fhirpath_test(std::string_view text, Position at, const Scope& scope);

  // ---- xml_path.cc
  friend class XmlPathParser;
  XmlPath xml_path(std::string_view text, Position at);
  XmlTest xml_test(std::string_view text, Position at);
  Index name_of(std::string_view qualified, Position at, bool attribute);
  void plan_output(XmlPath& path, bool group, bool many);  // `many`: of json, the last element is an item of an array
  Index out_of(Out out);

  // ---- compile_fields.cc
  void read_fields(const ConfigNode& list, Index block, const Scope& scope);
  void read_field(const ConfigNode& node, Index block, const Scope& scope);
  void read_relation(const ConfigNode& node, Field& field, const Scope& scope);
  JsonType json_type(const ConfigNode& node);
  void read_their_places(const ConfigNode& node, Field& field);
  void read_our_places(const ConfigNode& node, Field& field, const Scope& scope);
  void read_column(const ConfigNode& node, const ConfigNode& name, Field& field);
  void read_conditions(const ConfigNode& node, Field& field, const Scope& scope);
  void read_labels(const ConfigNode& labels, Field& field);
  void read_absent(const ConfigNode& absent, Field& field);
  void read_required_if(const ConfigNode& condition, const Field& field);
  void check_inverse(const Field& field, std::string_view name, Position at);
  void check_fit(const Field& field, std::string_view name, Position at);
  void choose_converter(const ConfigNode& node, Field& field);
  void check_codes(const ConfigNode& node, Field& field);
  void read_value(const ConfigNode& node, Field& field, const Scope& scope);
  std::vector<CellTest> cell_tests(const ConfigNode& when);
  Index column(std::string_view name, Position at);
  void find_read_only_columns();
  void order_numbered_columns(const ConfigNode& fields, std::uint32_t up_to);
  Field new_field(const ConfigNode& node);
  std::string ignore_reason(const ConfigNode& reason);
  void note_overlap(const Field& field);

  // ---- compile_groups.cc
  void read_group(const ConfigNode& node, Index block, const Scope& scope);
  void read_group_key(const ConfigNode& key, Field& field);
  void read_choose(const ConfigNode& node, Index block, const Scope& scope);
  void read_use(const ConfigNode& node, Index block, const Scope& scope);
  using Arguments = std::vector<std::pair<std::string, OursPath>>;
  Index template_block(const Template& body, std::string_view name, const Arguments& arguments, std::vector<Index>& parameters, Position at);
  Index new_block();

  Plan& plan_;
  std::vector<ConfigError>& faults_;
  std::uint16_t file_ = 0;  // where faults are at the moment
  MappingFiles& read_;
  std::vector<const ConfigNode*> included_;
  std::map<std::string, Template, std::less<>> templates_;
  std::map<std::string, WideTable, std::less<>> wide_tables_;
  std::map<std::string, std::string, std::less<>> names_;  // of the mapping: "episode item {}" -> a path with {} in it
  std::vector<FieldList> field_lists_;
  std::vector<std::pair<const ConfigNode*, std::uint16_t>> ours_maps_;
  std::vector<std::pair<const ConfigNode*, std::uint16_t>> rule_lists_;
  struct RequiredIf {
    const ConfigNode* condition;
    Index table;
    Index column;
    std::uint16_t file;
  };
  std::vector<RequiredIf> required_if_;
  struct Expanded {
    Index block;
    std::vector<Index> parameters;
  };
  std::map<std::string, Expanded, std::less<>> expanded_;  // template + types of its arguments
  std::map<std::string, int, std::less<>> compiling_;      // of these the ones being compiled, and at which depth of groups they began
  int descended_ = 0;                                      // groups around that lead further down theirs
  struct Use {
    Way ways;
    Position place;
  };
  std::map<std::pair<Index, Index>, Use> used_places_;             // variable, slot
  Way allowed_ = Way::both;                                        // by the `only` of what is around
  std::string because_;                                            // why, as it says
  int conditional_ = 0;                                            // inside an alternative, where places may be named again
  std::uint32_t numbered_group_ = 0;                               // up_to of the numbered group around
  Index table_ = 0;                                                // of theirs, whose columns the fields at hand name
  std::map<std::pair<Index, Index>, std::set<Index>> slot_users_;  // slots, slot -> variables
  Scope document_;
};

}  // namespace caseway::mapping
