// Fields that hold fields: each, within, choose, use.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "fhir/model.h"
#include "mapping/compile/compiler.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {
constexpr std::size_t kMaxNested = 120;     // templates compiled inside templates
constexpr std::size_t kMaxExpanded = 5000;  // templates by the types and places of their arguments
}  // namespace

Index Compiler::new_block() {
  plan_.blocks.emplace_back();
  return static_cast<Index>(plan_.blocks.size() - 1);
}

// { each: rows | PATH, ours: {...}, fields: [...] } and { within: PATH, fields: [...] }
void Compiler::read_group(const ConfigNode& node, Index block, const Scope& scope) {
  known_keys(
      node, {"each", "within", "ours", "fields", "when", "if", "only", "required", "doc", "example", "up_to", "via", "is", "alone", "because", "key"},
      "a group");
  Field field = new_field(node);
  field.kind = FieldKind::group;
  field.within = node.find("within") != nullptr;
  const auto* what = node.find(field.within ? "within" : "each");
  const auto table_around = table_;
  if (plan_.format == Format::csv) {
    const auto* up_to = node.find("up_to");
    const bool numbered = up_to != nullptr && what->scalar.find("{n}") != std::string::npos;
    if (numbered) {
      field.up_to = static_cast<std::uint32_t>(std::strtoul(up_to->scalar.c_str(), nullptr, 10));
      if (field.up_to == 0 || field.up_to > 256) fault(up_to->at, "`up_to` is a number, 1 to 256");
    }
    if (!plan_.their_tables.empty() && !numbered)
      read_related_group(node, *what, field);
    else if (field.within || (what->scalar != "rows" && !numbered))
      fault(what->at, "a group of a csv mapping is `each: rows`, or numbered columns: `each: \"need_{n}\"` with `up_to`");
  } else {
    field.paths.push_back(xml_path(what->scalar, what->at));
    if (const auto* up_to = node.find("up_to")) {
      if (plan_.format != Format::json || up_to->scalar != "1") fault(up_to->at, "`up_to: 1` of json says that it is one object, not an array");
      field.up_to = 1;
    }
    plan_output(field.paths.back(), true, !field.within && field.up_to == 0);
    if (!field.paths.back().to_element()) fault(what->at, "a group is made of elements, not of attributes or texts");
  }
  Scope inner;
  inner.outer = &scope;
  if (const auto* ours = node.find("ours")) {
    if (field.within) fault(ours->at, "`within` has no variables of its own; use `each`");
    field.variables = declare(*ours, inner);
  }
  if (const auto* is = node.find("is")) field.is = row_variable(*is, field, inner);
  read_conditions(node, field, inner);
  field.block = new_block();
  const auto around = allowed_;
  const auto because_around = std::exchange(because_, field.because);
  const auto number_around = numbered_group_;
  const bool deeper = !field.paths.empty() && !field.paths.front().steps.empty() && !field.paths.front().upwards();
  descended_ += deeper ? 1 : 0;
  allowed_ = field.ways;
  if (field.up_to > 0) numbered_group_ = field.up_to;
  const auto* fields = node.find("fields");
  if (fields == nullptr) fault(node.at, "a group needs `fields:`");
  if (fields != nullptr && field.up_to > 0) order_numbered_columns(*fields, field.up_to);
  if (fields != nullptr) read_fields(*fields, field.block, inner);
  if (const auto* key = node.find("key")) read_group_key(*key, field);
  allowed_ = around;
  because_ = because_around;
  numbered_group_ = number_around;
  table_ = table_around;
  descended_ -= deeper ? 1 : 0;
  plan_.blocks[block].fields.push_back(std::move(field));
}

// `key: need`, or a list: what tells the instances of a group apart, whatever else they say.
void Compiler::read_group_key(const ConfigNode& key, Field& field) {
  if (field.within) fault(key.key_at, "`key` tells the instances of an `each` apart; `within` has only one");
  const std::vector<ConfigNode> one{key};
  for (const auto& name : key.kind == ConfigNode::Kind::list ? key.items : one) {
    if (plan_.format != Format::csv) {
      field.name_paths.push_back(xml_path(name.scalar, name.at));
      continue;
    }
    auto called = name.scalar;
    if (const auto hole = called.find("{n}"); hole != std::string::npos) called.replace(hole, 3, "1");
    const auto known = plan_.columns.size();
    field.names.push_back(column(called, name.at));
    if (plan_.columns.size() > known) fault(name.at, "no field of this group names the column `" + name.scalar + "`");
  }
}

// need_1_code, need_1_text, need_2_code, ...: the columns of one number stand together.
void Compiler::order_numbered_columns(const ConfigNode& fields, std::uint32_t up_to) {
  for (std::uint32_t n = 1; n <= up_to; ++n)
    for (const auto& field : fields.items) {
      const auto* theirs = field.find("theirs");
      const auto hole = theirs == nullptr ? std::string::npos : theirs->scalar.find("{n}");
      if (hole == std::string::npos) continue;
      auto name = theirs->scalar;
      column(name.replace(hole, 3, std::to_string(n)), theirs->at);
    }
}

// { choose: [ { when: ..., if: ..., fields: [...] }, ... ] }
void Compiler::read_choose(const ConfigNode& node, Index block, const Scope& scope) {
  known_keys(node, {"choose", "only", "because", "doc"}, "`choose`");
  Field field = new_field(node);
  field.kind = FieldKind::choose;
  const auto* choices = node.find("choose");
  if (choices->kind != ConfigNode::Kind::list || choices->items.empty())
    return fault(choices->at, "`choose` is a list of { when: ..., fields: [...] }");
  const auto around = allowed_;
  const auto because_around = std::exchange(because_, field.because);
  allowed_ = field.ways;
  ++conditional_;
  for (const auto& choice : choices->items) {
    if (!known_keys(choice, {"when", "if", "fields", "doc"}, "an alternative")) continue;
    Alternative made;
    made.place = choice.at;
    Field guard;
    read_conditions(choice, guard, scope);
    made.cells = std::move(guard.cells);
    made.nodes = std::move(guard.nodes);
    made.if_ = std::move(guard.if_);
    made.guarded = choice.find("when") != nullptr;
    if (!made.guarded && &choice != &choices->items.back()) fault(choice.at, "only the last alternative may do without `when`");
    made.block = new_block();
    if (const auto* fields = choice.find("fields")) read_fields(*fields, made.block, scope);
    field.alternatives.push_back(std::move(made));
  }
  --conditional_;
  allowed_ = around;
  because_ = because_around;
  plan_.blocks[block].fields.push_back(std::move(field));
}

// { use: TEMPLATE, with: { p: VAR } }
void Compiler::read_use(const ConfigNode& node, Index block, const Scope& scope) {
  known_keys(node, {"use", "with", "when", "if", "only", "because", "doc"}, "`use`");
  Field field = new_field(node);
  field.kind = FieldKind::call;
  read_conditions(node, field, scope);
  const auto* name = node.find("use");
  const auto found = templates_.find(name->scalar);
  if (found == templates_.end()) {
    std::vector<std::string_view> known;
    for (const auto& entry : templates_) known.push_back(entry.first);
    return fault(name->at, "there is no template `" + name->scalar + "` under `templates:`" + suggestion(name->scalar, known));
  }
  Arguments arguments;
  if (const auto* with = node.find("with"))
    for (const auto& [parameter, argument] : with->members) {
      const auto place = ours_path(argument.scalar, argument.at, scope);
      if (place.variable == kNone) return;
      arguments.emplace_back(parameter, place);
    }
  std::vector<Index> parameters;
  const auto around = allowed_;
  const auto because_around = std::exchange(because_, field.because);
  allowed_ = field.ways;
  field.block = template_block(found->second, name->scalar, arguments, parameters, name->at);
  allowed_ = around;
  because_ = because_around;
  for (std::size_t i = 0; i < parameters.size(); ++i) field.bind.emplace_back(parameters[i], arguments[i].second.variable);
  plan_.blocks[block].fields.push_back(std::move(field));
}

// A template is compiled once for the types and places of its arguments; inside itself it is the block being compiled.
Index Compiler::template_block(const Template& body, std::string_view name, const Arguments& arguments, std::vector<Index>& parameters, Position at) {
  std::string key = std::string(name) + "|" + std::to_string(static_cast<int>(allowed_)) + because_ + "|" + std::to_string(table_);
  for (const auto& [parameter, place] : arguments) {
    const auto& bound = plan_.variables[place.variable];
    key +=
        "|" + parameter + ":" + std::to_string(bound.type) + (bound.resource ? "r" : "") + "/" + std::to_string(place.slot) + (place.each ? "e" : "");
  }
  if (const auto found = expanded_.find(key); found != expanded_.end()) {
    if (const auto open = compiling_.find(key); open != compiling_.end() && open->second == descended_)
      fault(at, "the template `" + std::string(name) +
                    "` uses itself without going deeper into the document, so it would never end; put the use into an `each` or a `within`");
    parameters = found->second.parameters;
    return found->second.block;
  }
  if (compiling_.size() >= kMaxNested || expanded_.size() >= kMaxExpanded) {
    fault(at, "the template `" + std::string(name) + "` is used in more and more different ways; a path argument must not grow at each use");
    return new_block();
  }
  Scope scope;
  scope.outer = &document_;
  for (const auto& [parameter, place] : arguments) {
    const auto& bound = plan_.variables[place.variable];
    const bool whole = place.slot == kNone;
    const auto called = "$" + parameter + (whole ? "" : "~");
    const auto variable = new_variable(called, bound.type, bound.resource, bound.place);
    plan_.variables[variable].parameter = true;
    scope.variables[called] = variable;
    if (!whole) {
      auto inside = place;
      inside.variable = variable;
      scope.places["$" + parameter] = inside;
    }
    parameters.push_back(variable);
  }
  const auto block = new_block();
  expanded_.emplace(key, Expanded{block, parameters});
  const auto before = file_;
  file_ = body.file;
  compiling_.emplace(key, descended_);
  read_fields(*body.fields, block, scope);
  compiling_.erase(key);
  file_ = before;
  return block;
}

}  // namespace caseway::mapping
