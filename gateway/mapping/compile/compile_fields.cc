// Fields that are no groups: where a value stands in theirs and ours, and how it is converted.
#include <algorithm>

#include "fhir/model.h"
#include "fhir/validate.h"
#include "mapping/compile/compiler.h"
#include "mapping/convert/converter.h"
#include "mapping/spelling.h"
#include "mapping/systems.h"
#include "mapping/tree/sensitivity.h"

namespace caseway::mapping {

namespace {

const std::vector<std::string_view> kReasons{"plumbing", "decoration", "duplicate-of", "derivable-from", "test-data", "not-about-the-person"};

const std::vector<std::string_view> kFieldKeys{"theirs",  "ours",    "aliases", "as",          "codes",      "const",   "value",      "required",
                                               "only",    "when",    "if",      "up_to",       "max_length", "missing", "join",       "accept",
                                               "write",   "unit",    "doc",     "example",     "ignore",     "keep",    "digits",     "required_if",
                                               "derived", "because", "absent",  "sensitivity", "free_text",  "json",    "valid_from", "valid_until"};

// The element of a complex type that a plain text goes to.
std::string_view landing(std::string_view type) {
  constexpr std::pair<std::string_view, std::string_view> kLandings[] = {
      {"CodeableConcept", "text"}, {"Identifier", "value"}, {"Reference", "display"},  {"Annotation", "text"},
      {"HumanName", "text"},       {"Address", "text"},     {"ContactPoint", "value"}, {"Coding", "code"},
      {"Money", "value"},          {"Quantity", "value"},   {"Age", "value"},          {"Duration", "value"},
      {"Narrative", "div"}};
  for (const auto& [complex, element] : kLandings)
    if (complex == type) return element;
  return {};
}

std::uint32_t number(const ConfigNode& node) {
  std::uint32_t n = 0;
  for (const char c : node.scalar) {
    if (c < '0' || c > '9' || n > 100000) return 0;
    n = n * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return n;
}

}  // namespace

void Compiler::read_fields(const ConfigNode& list, Index block, const Scope& scope) {
  if (list.kind != ConfigNode::Kind::list) {
    fault(list.at, "`fields` is a list; begin each field with a dash");
    return;
  }
  for (const auto& node : list.items) read_field(node, block, scope);
}

void Compiler::read_field(const ConfigNode& node, Index block, const Scope& scope) {
  if (node.kind != ConfigNode::Kind::map) return fault(node.at, "a field is a map, as in { theirs: dob, ours: patient.birthDate }");
  if (node.find("each") != nullptr || node.find("within") != nullptr) return read_group(node, block, scope);
  if (node.find("choose") != nullptr) return read_choose(node, block, scope);
  if (node.find("use") != nullptr) return read_use(node, block, scope);
  known_keys(node, kFieldKeys, "a field");
  Field field = new_field(node);
  read_their_places(node, field);
  read_conditions(node, field, scope);
  if (const auto* condition = node.find("required_if")) read_required_if(*condition, field);
  const auto* reason = node.find("ignore");
  if (reason != nullptr || node.flag("keep")) {
    field.kind = reason != nullptr ? FieldKind::ignore : FieldKind::keep;
    if (reason != nullptr) field.constant = ignore_reason(*reason);
    if (node.find("theirs") == nullptr) fault(node.at, "`theirs` says what is ignored or kept");
  } else if (const auto* constant = node.find("const")) {
    field.kind = FieldKind::constant;
    field.constant = constant->scalar;
    field.json = json_type(node);
    if (node.find("theirs") == nullptr) fault(node.at, "`const` needs `theirs`, the place of the fixed value");
    if (node.find("ours") != nullptr) fault(node.at, "`const` is a fixed value of theirs; it has no `ours`");
  } else if (node.find("value") != nullptr) {
    read_value(node, field, scope);
  } else {
    read_relation(node, field, scope);
  }
  plan_.blocks[block].fields.push_back(std::move(field));
}

void Compiler::read_labels(const ConfigNode& labels, Field& field) {
  for (const auto& label : labels.kind == ConfigNode::Kind::list ? labels.items : std::vector<ConfigNode>{labels}) {
    const auto code = label_code(label.scalar);
    if (code.empty()) {
      fault(label.at, "`" + label.scalar + "` is no kind of sensitive value that is known here" + suggestion(label.scalar, label_names()));
      continue;
    }
    field.labels.emplace_back(code);
    if (std::find(plan_.labels.begin(), plan_.labels.end(), code) == plan_.labels.end()) plan_.labels.emplace_back(code);
  }
}

// `absent: { COLUMN: TABLE }`: where the value is missing, the other cell says why.
void Compiler::read_absent(const ConfigNode& absent, Field& field) {
  if (plan_.format != Format::csv || absent.kind != ConfigNode::Kind::map || absent.members.size() != 1 || field.columns.size() != 1)
    return fault(absent.at, "`absent` is { COLUMN: TABLE } of a field of one csv column: the other cell, and the table of its reasons");
  const auto& [name, table] = absent.members.front();
  field.absent = column(name, table.key_at);
  field.missing = missing_table(table);
}

// Asked when all columns are known.
void Compiler::read_required_if(const ConfigNode& condition, const Field& field) {
  if (plan_.format != Format::csv || field.columns.size() != 1)
    return fault(condition.key_at, "`required_if` is for a field of one csv column; it says when the cell must not be empty");
  required_if_.push_back({&condition, table_, field.columns.front(), file_});
}

// One word of the closed list, and perhaps more words behind it.
std::string Compiler::ignore_reason(const ConfigNode& reason) {
  const auto word = std::string_view(reason.scalar).substr(0, reason.scalar.find(' '));
  if (std::find(kReasons.begin(), kReasons.end(), word) == kReasons.end())
    fault(reason.at, "`" + reason.scalar +
                         "` is no reason; the reasons are plumbing, decoration, duplicate-of, derivable-from, test-data, not-about-the-person" +
                         suggestion(word, kReasons));
  return reason.scalar;
}

Field Compiler::new_field(const ConfigNode& node) {
  Field field;
  field.place = node.at;
  field.file = file_;
  field.ways = static_cast<Way>(static_cast<unsigned>(way(node, "only", Way::both)) & static_cast<unsigned>(allowed_));
  field.because = because_;
  if (const auto* because = node.find("because")) {
    field.because = because->scalar;
    if (field.because.empty()) fault(because->at, "`because` says in words why the value does not come back");
    if (field.ways != Way::receiving) fault(because->key_at, "`because` says why a field is `only: receiving`; this one is not");
  }
  field.required = way(node, "required", Way::neither);
  field.valid = validity(node);
  field.doc = node.text("doc");
  field.example = node.text("example");
  field.free_text = node.flag("free_text");
  if (const auto* labels = node.find("sensitivity")) read_labels(*labels, field);
  field.join = node.text("join");
  if (const auto* length = node.find("max_length")) {
    field.max_length = number(*length);
    if (field.max_length == 0) fault(length->at, "`max_length` is a number of characters");
  }
  if (const auto* digits = node.find("digits")) {
    field.digits = number(*digits);
    if (field.digits == 0) fault(digits->at, "`digits` is the number of digits that every value has");
  }
  return field;
}

void Compiler::read_their_places(const ConfigNode& node, Field& field) {
  const auto* theirs = node.find("theirs");
  if (theirs == nullptr) return;
  const std::vector<ConfigNode> one{*theirs};
  for (const auto& place : theirs->kind == ConfigNode::Kind::list ? theirs->items : one) {
    if (place.kind != ConfigNode::Kind::scalar || place.scalar.empty()) {
      fault(place.at, plan_.format == Format::csv ? "`theirs` is the name of a column" : "`theirs` is a path");
    } else if (plan_.format == Format::csv) {
      read_column(node, place, field);
    } else {
      field.paths.push_back(xml_path(place.scalar, place.at));
      plan_output(field.paths.back(), false, field.paths.back().all);
    }
  }
}

// `phone_{n}` with `up_to: 3` is three columns.
void Compiler::read_column(const ConfigNode& node, const ConfigNode& name, Field& field) {
  const auto hole = name.scalar.find("{n}");
  const auto* up_to = node.find("up_to");
  const bool in_group = numbered_group_ > 0 && hole != std::string::npos && up_to == nullptr;
  if (!in_group && (hole != std::string::npos) != (up_to != nullptr)) {
    fault(name.at, "numbered columns are written with {n} and `up_to`, as in { theirs: \"phone_{n}\", up_to: 3 }");
    return;
  }
  std::vector<std::string> aliases;
  if (const auto* list = node.find("aliases")) {
    if (list->kind == ConfigNode::Kind::scalar) aliases.push_back(list->scalar);
    for (const auto& alias : list->items) aliases.push_back(alias.scalar);
  }
  const auto fill = [](std::string text, const std::string& n) {
    if (const auto at = text.find("{n}"); at != std::string::npos) text.replace(at, 3, n);
    return text;
  };
  const unsigned count = in_group ? numbered_group_ : up_to == nullptr ? 1 : number(*up_to);
  if (count == 0 || count > 256) return fault(up_to->at, "`up_to` is a number of columns, 1 to 256");
  field.numbered = up_to != nullptr;
  field.by_group = in_group;
  for (unsigned n = 1; n <= count; ++n) {
    const auto index = column(fill(name.scalar, std::to_string(n)), name.at);
    auto& made = plan_.columns[index];
    for (const auto& alias : aliases) made.aliases.push_back(fill(alias, std::to_string(n)));
    if (field.columns.empty()) made.required = static_cast<Way>(static_cast<unsigned>(made.required) | static_cast<unsigned>(field.required));
    field.columns.push_back(index);
  }
}

Index Compiler::column(std::string_view name, Position at) {
  for (Index i = 0; i < plan_.columns.size(); ++i)
    if (plan_.columns[i].table == table_ && normalised_header(plan_.columns[i].name) == normalised_header(name)) return i;
  Column made;
  made.table = table_;
  made.name = name;
  made.path = plan_.their_tables.empty() ? made.name : plan_.their_tables[table_].name + "." + made.name;
  made.place = at;
  plan_.columns.push_back(std::move(made));
  return static_cast<Index>(plan_.columns.size() - 1);
}

// What only receiving fields name is a column that older files have; it is not written. Keys, links and tests have their columns in any case.
void Compiler::find_read_only_columns() {
  std::vector<char> received(plan_.columns.size(), 0);
  std::vector<char> other(plan_.columns.size(), 0);
  for (const auto& block : plan_.blocks)
    for (const auto& field : block.fields) {
      const bool only = field.kind == FieldKind::relation && !has(field.ways, Way::sending);
      for (const auto column : field.columns) (only ? received : other)[column] = 1;
      for (const auto& test : field.cells) other[test.column] = 1;
      for (const auto& alternative : field.alternatives)
        for (const auto& test : alternative.cells) other[test.column] = 1;
    }
  for (const auto& link : plan_.links) {
    for (const auto column : link.columns) other[column] = 1;
    for (const auto& test : link.when) other[test.column] = 1;
  }
  for (Index i = 0; i < plan_.columns.size(); ++i)
    plan_.columns[i].read_only = received[i] != 0 && other[i] == 0 && !plan_.columns[i].key && i != plan_.key;
}

void Compiler::read_conditions(const ConfigNode& node, Field& field, const Scope& scope) {
  if (const auto* when = node.find("when")) {
    if (plan_.format == Format::csv)
      field.cells = cell_tests(*when);
    else
      field.nodes.push_back(xml_test(when->scalar, when->at));
  }
  if (const auto* test = node.find("if")) field.if_ = ours_test(test->scalar, test->at, scope);
}

std::vector<CellTest> Compiler::cell_tests(const ConfigNode& when) {
  std::vector<CellTest> tests;
  if (when.kind != ConfigNode::Kind::map) fault(when.at, "`when` is a map, { column: value } or { column: [value, value] }");
  for (const auto& [name, value] : when.members) {
    CellTest test;
    test.column = column(name, value.key_at);
    if (value.kind == ConfigNode::Kind::scalar) test.values.push_back(value.scalar);
    for (const auto& item : value.items) test.values.push_back(item.scalar);
    tests.push_back(std::move(test));
  }
  return tests;
}

void Compiler::read_value(const ConfigNode& node, Field& field, const Scope& scope) {
  field.kind = FieldKind::value;
  const auto* value = node.find("value");
  if (node.find("theirs") != nullptr) fault(node.at, "`value` is a fixed value of ours; it has no `theirs`");
  const auto* ours = node.find("ours");
  if (ours == nullptr) return fault(node.at, "`value` needs `ours`, the place of the fixed value");
  const auto path = ours_path(ours->scalar, ours->at, scope);
  if (path.variable == kNone) return;
  if (path.slot == kNone || path.type == kNoType) return fault(ours->at, "`value` needs a place below a variable");
  field.ours.push_back(path);
  if (value->kind == ConfigNode::Kind::map) {
    for (const auto& [key, child] : value->members) constants(path.type, key, child, child.key_at, field.constants);
    return;
  }
  auto made = constant(fhir::element(path.def).owner, fhir::element(path.def).name, *value, value->at);
  if (!made) return;
  made->def = kNoDef;
  if (fhir::element(path.def).codes == 0) check_code(path, made->value, value->at);
  field.constants.push_back(std::move(*made));
}

JsonType Compiler::json_type(const ConfigNode& node) {
  constexpr std::pair<std::string_view, JsonType> kTypes[] = {
      {"string", JsonType::string}, {"number", JsonType::number}, {"boolean", JsonType::boolean}};
  const auto* said = node.find("json");
  if (said == nullptr) return JsonType::by_ours;
  for (const auto& [name, type] : kTypes)
    if (name == said->scalar) return type;
  fault(said->at, "`json` is string, number or boolean: how the member is written" + suggestion(said->scalar, {"string", "number", "boolean"}));
  return JsonType::by_ours;
}

void Compiler::read_relation(const ConfigNode& node, Field& field, const Scope& scope) {
  if (node.find("theirs") == nullptr || node.find("ours") == nullptr)
    return fault(node.at, "a field needs `theirs` and `ours` (or ignore, keep, const, value, each, within, use, choose)");
  if (field.columns.empty() && field.paths.empty()) return;
  read_our_places(node, field, scope);
  if (field.ours.empty()) return;
  const bool tuple = field.ours.size() > 1 || field.paths.size() > 1 || field.is_tuple();
  if (tuple && node.find("codes") == nullptr) return fault(node.at, "several places on one side need a code table (`codes:`)");
  if (const auto* missing = node.find("missing")) field.missing = missing_table(*missing);
  if (const auto* absent = node.find("absent")) read_absent(*absent, field);
  check_codes(node, field);
  choose_converter(node, field);
  field.derived = node.flag("derived");
  field.json = json_type(node);
  note_overlap(field);
}

void Compiler::read_our_places(const ConfigNode& node, Field& field, const Scope& scope) {
  const auto* ours = node.find("ours");
  const std::vector<ConfigNode> one{*ours};
  for (const auto& place : ours->kind == ConfigNode::Kind::list ? ours->items : one) {
    const auto path = ours_path(place.scalar, place.at, scope);
    if (path.variable == kNone) {
      field.ours.clear();
      return;
    }
    field.ours.push_back(path);
  }
}

// A table's code goes to a code, or to the coding of its system inside a CodeableConcept.
void Compiler::check_codes(const ConfigNode& node, Field& field) {
  const auto* name = node.find("codes");
  if (name == nullptr) return;
  field.codes = codes_of(*name);
  if (field.codes == kNone) return;
  const auto theirs = plan_.format == Format::csv ? (field.numbered || field.by_group ? 1 : field.columns.size()) : field.paths.size();
  finish_table(field.codes, theirs, field.ours.size(), name->at);
  const auto systems = plan_.tables[field.codes].systems;
  for (std::size_t i = 0; i < field.ours.size(); ++i) {
    auto& path = field.ours[i];
    Index display = kNone;
    Index concept_slot = kNone;
    Index text_slot = kNone;
    const std::string type(path.type == kNoType ? "" : fhir::type(path.type).name);
    const auto system = i < systems.size() ? systems[i] : std::string();
    if (type == "CodeableConcept" && node.text("as") == "cd") {
      // the converter makes the whole concept, with the table's coding first
    } else if (type == "CodeableConcept" || type == "Coding") {
      if (type == "CodeableConcept") {
        concept_slot = path.slot;
        text_slot = extend(path, "text", node.at).slot;
      }
      if (type == "CodeableConcept" && !system.empty()) {
        RawStep coding;
        coding.name = "coding";
        const auto content = "system=" + system;
        coding.brackets.push_back(content);
        const auto repeat = path.repeat;
        const auto each = path.each;
        step(path, coding, node.at);
        path.repeat = repeat;
        path.each = each;
      }
      if (type == "CodeableConcept" && system.empty()) {
        path = extend(path, "text", node.at);
      } else {
        display = extend(path, "display", node.at).slot;
        path = extend(path, "code", node.at);
        check_required_codes(plan_.tables[field.codes], i, path);
      }
    } else {
      check_required_codes(plan_.tables[field.codes], i, path);
      if (!landing(type).empty()) path = extend(path, landing(type), node.at);
    }
    field.displays.push_back(display);
    field.concepts.push_back(concept_slot);
    field.texts.push_back(text_slot);
  }
}

void Compiler::choose_converter(const ConfigNode& node, Field& field) {
  ConverterOptions options;
  const bool cda = plan_.format == Format::xml && (plan_.ccda || is_cda_type(node.text("as")));  // elsewhere values are texts, as cells are
  const bool to_element = plan_.format == Format::xml && !field.paths.empty() && field.paths.front().to_element();
  options.format = cda ? Format::xml : Format::csv;
  options.to_element = cda && to_element;
  field.as_text = to_element && !cda;
  auto& path = field.ours.front();
  const std::string_view type = path.type == kNoType ? "value[x]" : fhir::type(path.type).name;
  std::string name(node.text(
      "as", field.codes != kNone ? (options.to_element ? "code-cd" : "code") : default_converter(type, options.format, options.to_element)));
  const auto* as = node.find("as");
  const auto place = as != nullptr ? as->at : node.at;
  if (name.empty()) return fault(place, "`as` must say how a " + std::string(type) + " is written here");
  if (const auto* accept = node.find("accept")) {
    if (accept->kind == ConfigNode::Kind::scalar) options.accept.push_back(accept->scalar);
    for (const auto& form : accept->items) options.accept.push_back(form.scalar);
  }
  options.write = node.text("write");
  if (name == "list" && field.join.empty()) field.join = ";";
  field.codeable = name == "codeable" || name == "name" || name == "address";
  if (name == "quantity") {
    RawStep unit;
    unit.name = fhir::element(path.def).name;
    const std::string content = "unit=" + std::string(node.text("unit")) + " and system=ucum and code=" + std::string(node.text("unit"));
    unit.brackets.push_back(content);
    if (node.find("unit") == nullptr || type != "Quantity") return fault(place, "`quantity` goes to a Quantity and needs `unit:`, its UCUM unit");
    path.slot = plan_.slot(path.variable, path.slot).parent;
    path.type = path.slot == kNone ? plan_.variables[path.variable].type : plan_.slot(path.variable, path.slot).type;
    const auto repeat = path.repeat;
    step(path, unit, place);
    path.repeat = repeat;
  }
  options.target = path.type;
  options.own = &read_.converters();
  std::string why_not;
  field.convert = make_converter(name, options, why_not);
  if (field.convert == nullptr) return fault(place, why_not);
  check_inverse(field, name, place);
  field.identifier = field.convert->identifies();
  if (field.convert->for_elements() && plan_.format == Format::csv) return fault(place, "`" + name + "` is for xml elements");
  if (field.convert->for_elements() && !options.to_element)
    return fault(place, "`" + name + "` needs an element; the path leads to an attribute or a text");
  if (field.convert->gives_text() && field.codes == kNone) {
    check_fit(field, name, place);
    if (path.type == kNoType) return fault(place, "`" + name + "` cannot choose the type of value[x]; name it, as in valueString");
    const auto kind = fhir::type(path.type).kind;
    if (kind != fhir::Kind::primitive) {
      const auto element = landing(fhir::type(path.type).name);
      if (element.empty())
        return fault(place, "`" + name + "` gives a text, but `" + node.find("ours")->scalar + "` is a " + std::string(fhir::type(path.type).name) +
                                "; name one of its elements");
      path = extend(path, element, place);
    }
  }
}

// A converter without an inverse works one way, and its field says so.
void Compiler::check_inverse(const Field& field, std::string_view name, Position at) {
  const auto ways = field.convert->ways();
  if (ways == Way::both || field.ways == ways) return;
  fault(at, "`" + std::string(name) + "` has no inverse; say `only: " + (ways == Way::receiving ? "receiving" : "sending") + "`");
}

// `as: text` gives words, and words are no date.
void Compiler::check_fit(const Field& field, std::string_view name, Position at) {
  const auto type = field.ours.front().type;
  std::string text;
  if (type == kNoType || fhir::type(type).kind != fhir::Kind::primitive || !field.convert->read_text(field.convert->example(0), text) ||
      fhir::primitive_ok(type, text))
    return;
  const auto fitting = default_converter(fhir::type(type).name, plan_.format, false);
  if (fitting == name) return;  // its example is too plain for this type
  fault(at, "`" + std::string(name) + "` does not give a " + std::string(fhir::type(type).name) +
                ", which this place of ours holds; say `as: " + std::string(fitting) + "`");
}

// Two fields that put different values into one place of ours lose one of them.
void Compiler::note_overlap(const Field& field) {
  if (plan_.ccda || conditional_ > 0 || field.valid.limited() || field.ours.size() != 1 || !field.cells.empty() || !field.nodes.empty() ||
      field.if_.kind != OursTest::Kind::always)
    return;
  const auto& path = field.ours.front();
  if (path.each || field.numbered || !field.join.empty() || (!field.paths.empty() && field.paths.front().all)) return;
  const auto [found, fresh] = used_places_.try_emplace({path.variable, path.slot}, Use{field.ways, field.place});
  if (fresh) return;
  const auto common = static_cast<unsigned>(found->second.ways) & static_cast<unsigned>(field.ways);
  if ((common & static_cast<unsigned>(Way::receiving)) != 0)
    fault(field.place,
          "the field in line " + std::to_string(found->second.place.line) + " goes to the same place of ours; say which one is `only: sending`");
  found->second.ways = static_cast<Way>(static_cast<unsigned>(found->second.ways) | static_cast<unsigned>(field.ways));
}

}  // namespace caseway::mapping
