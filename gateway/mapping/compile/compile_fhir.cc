// `theirs: { format: fhir }`: what a dialect of FHIR does differently. Theirs is a tree of the same model, so both places of a field are written
// in the language of ours, below the name of a resource type.
#include <algorithm>

#include "fhir/model.h"
#include "fhirpath/fhirpath.h"
#include "mapping/compile/compiler.h"
#include "mapping/rules.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

std::vector<ConfigNode> each_of(const ConfigNode& node) { return node.kind == ConfigNode::Kind::list ? node.items : std::vector<ConfigNode>{node}; }

}  // namespace

TypeId Compiler::resource_type(const ConfigNode& name) {
  const auto type = fhir::find_type(name.scalar);
  if (type != kNoType && fhir::type(type).kind == fhir::Kind::resource) return type;
  std::vector<std::string_view> known;
  for (const auto& each : fhir::types())
    if (each.kind == fhir::Kind::resource) known.push_back(each.name);
  fault(name.at, "`" + name.scalar + "` is no FHIR R4 resource" + suggestion(name.scalar, known));
  return kNoType;
}

std::shared_ptr<const fhirpath::Expression> Compiler::fhirpath(const ConfigNode* text, TypeId context) {
  if (text == nullptr) return nullptr;
  fhirpath::Error error;
  auto made = fhirpath::Expression::compile(text->scalar, context, error);
  if (made) return std::make_shared<const fhirpath::Expression>(std::move(*made));
  fault(text->at, "`" + text->scalar + "` is no FHIRPath for " + (context == kNoType ? "a resource" : std::string(fhir::type(context).name)) +
                      ": character " + std::to_string(error.at + 1) + ": " + error.text);
  return nullptr;
}

void Compiler::read_fhir(const ConfigNode& root) {
  for (const auto& [map, file] : ours_maps_) {
    file_ = file;
    fault(map->key_at, "a mapping of FHIR declares nothing under `ours:`; its places begin with the type of a resource");
  }
  file_ = 0;
  for (TypeId type = 0; type < fhir::types().size(); ++type)
    if (fhir::type(type).kind == fhir::Kind::resource) {
      const std::string name(fhir::type(type).name);
      document_.variables[name] = new_variable(name, type, true, root.at);
    }
  if (const auto* theirs = root.find("theirs")) read_fhir_form(*theirs);
  for (const auto& [list, file] : rule_lists_) {
    file_ = file;
    if (list->kind != ConfigNode::Kind::list) fault(list->at, "`rules` is a list; begin each rule with a dash");
    for (const auto& node : list->items) read_fhir_rule(node);
  }
  plan_.body = new_block();
  for (const auto& list : field_lists_) {
    file_ = list.file;
    if (list.list->kind != ConfigNode::Kind::list) fault(list.list->at, "`fields` is a list; begin each field with a dash");
    for (const auto& node : list.list->items) read_difference(node);
  }
  file_ = 0;
  read_dated(root);
}

void Compiler::read_fhir_form(const ConfigNode& theirs) {
  if (const auto* bundle = theirs.find("bundle")) {
    const auto allowed = fhir::codes(fhir::element(fhir::find_element(fhir::find_type("Bundle"), "type")).codes);
    const std::vector<std::string_view> known(allowed.begin(), allowed.end());
    for (const auto& type : each_of(*bundle)) {
      if (std::find(known.begin(), known.end(), type.scalar) == known.end())
        fault(type.at, "`" + type.scalar + "` is no type of a Bundle" + suggestion(type.scalar, known));
      plan_.fhir.bundles.push_back(type.scalar);
    }
  }
  if (const auto* profiles = theirs.find("profiles")) read_profiles(*profiles);
  const auto* first = theirs.find("first");
  if (first == nullptr) return;
  const auto* resource = first->find("resource");
  if (resource == nullptr) return fault(first->at, "`first` needs `resource:`, the type of the resource that stands first in what we send");
  const auto type = resource_type(*resource);
  if (type == kNoType) return;
  plan_.fhir.first = new_variable("first", type, true, first->at);
  define(plan_.fhir.first, *first, document_);
}

// profiles: { Task: URL, ServiceRequest: [{ is: URL, if: FHIRPATH }, ...] }
void Compiler::read_profiles(const ConfigNode& profiles) {
  if (profiles.kind != ConfigNode::Kind::map) return fault(profiles.at, "`profiles` is a map of resource types and profile URLs");
  for (const auto& [name, value] : profiles.members) {
    ConfigNode key;
    key.scalar = name;
    key.at = value.key_at;
    const auto type = resource_type(key);
    for (const auto& profile : each_of(value)) {
      FhirForm::Profile made;
      made.type = type;
      if (profile.kind == ConfigNode::Kind::scalar) {
        made.url = profile.scalar;
      } else if (known_keys(profile, {"is", "if"}, "a profile")) {
        made.url = profile.text("is");
        made.test = fhirpath(profile.find("if"), type);
      }
      if (made.url.find(':') == std::string::npos) fault(profile.at, "a profile is named by its URL");
      plan_.fhir.profiles.push_back(std::move(made));
    }
  }
}

// As rules of tables, with a FHIRPath for what must hold of a resource.
void Compiler::read_fhir_rule(const ConfigNode& node) {
  if (!known_keys(node, {"id", "in", "check", "says", "severity", "only"}, "a rule")) return;
  for (const char* key : {"id", "in", "check", "says"})
    if (node.find(key) == nullptr) return fault(node.at, "a rule of FHIR needs `" + std::string(key) + ":`");
  FhirForm::Rule made;
  made.id = node.text("id");
  made.says = node.text("says");
  if (!is_issue_id(made.id)) fault(node.at, "`id` of a rule is owner.what.wrong in lower case, as in gravity.task.reason_missing");
  made.type = resource_type(*node.find("in"));
  if (made.type == kNoType) return;
  made.check = fhirpath(node.find("check"), made.type);
  made.ways = way(node, "only", Way::both);
  const auto severity = node.text("severity", "error");
  if (severity != "error" && severity != "warning" && severity != "information")
    fault(node.find("severity")->at, "`severity` is error, warning or information");
  made.severity = severity == "error" ? Severity::error : severity == "warning" ? Severity::warning : Severity::information;
  plan_.fhir.rules.push_back(std::move(made));
}

void Compiler::read_difference(const ConfigNode& node) {
  if (!known_keys(node,
                  {"theirs", "ours", "codes", "beside", "ignore", "value", "const", "required", "only", "when", "if", "doc", "example", "valid_from",
                   "valid_until"},
                  "a field"))
    return;
  Field field = new_field(node);
  const auto* theirs = node.find("theirs");
  const auto* ours = node.find("ours");
  if (theirs == nullptr && ours == nullptr) return fault(node.at, "a field needs `theirs` or `ours`, or both");
  TypeId type = kNoType;
  if (theirs != nullptr) {
    field.place_of_theirs = ours_path(theirs->scalar, theirs->at, document_);
    if (field.place_of_theirs->variable == kNone) return;
    type = plan_.variables[field.place_of_theirs->variable].type;
  }
  if (ours != nullptr && node.find("value") == nullptr) {
    read_our_places(node, field, document_);
    if (field.ours.empty()) return;
    for (const auto& place : field.ours) {
      if (type != kNoType && plan_.variables[place.variable].type != type)
        return fault(ours->at, "`theirs` and `ours` are places of one resource; these are of two");
      type = plan_.variables[place.variable].type;
    }
  }
  field.beside = node.flag("beside");
  if (const auto* reason = node.find("ignore")) {
    field.kind = FieldKind::ignore;
    field.constant = ignore_reason(*reason);
    if (theirs != nullptr && ours != nullptr) return fault(node.at, "`ignore` has one side: theirs (receiving) or ours (sending)");
    field.ways = theirs != nullptr ? Way::receiving : Way::sending;
  } else if (const auto* constant = node.find("const")) {
    if (theirs == nullptr || ours != nullptr) return fault(node.at, "`const` is a fixed value of theirs; it has no `ours`");
    read_fixed_theirs(*constant, field);
  } else if (node.find("value") != nullptr) {
    read_value(node, field, document_);
    if (!field.ours.empty()) type = plan_.variables[field.ours.front().variable].type;
  } else if (theirs == nullptr || ours == nullptr) {
    if (field.required == Way::neither) return fault(node.at, "a field needs both `theirs` and `ours` (or ignore, const, value, required)");
    field.beside = true;
    if (theirs == nullptr) field.place_of_theirs = field.ours.front();
    field.ours = {*field.place_of_theirs};
  } else if (const auto* codes = node.find("codes")) {
    read_difference_codes(*codes, field);
  } else if (field.ours.size() > 1 || field.ours.front().type != field.place_of_theirs->type || field.beside) {
    return fault(node.at, "what moves from one place to another is of one type; where codes change, `codes:` says how");
  }
  field.test_of_theirs = fhirpath(node.find("when"), type);
  field.test_of_ours = fhirpath(node.find("if"), type);
  for (const auto& place : field.ours)  // what a document made from the mapping has
    if (std::find(plan_.roots.begin(), plan_.roots.end(), place.variable) == plan_.roots.end()) plan_.roots.push_back(place.variable);
  plan_.blocks[plan_.body].fields.push_back(std::move(field));
}

void Compiler::read_difference_codes(const ConfigNode& codes, Field& field) {
  if (field.ours.size() > 1 && !field.beside) fault(codes.at, "several places of ours need `beside: true`: they are set from theirs, which stays");
  field.codes = codes_of(codes);
  if (field.codes == kNone) return;
  finish_table(field.codes, 1, field.ours.size(), codes.at);
  for (std::size_t i = 0; i < field.ours.size(); ++i) check_required_codes(plan_.tables[field.codes], i, field.ours[i]);
}

// As `value` of ours, for a place of theirs.
void Compiler::read_fixed_theirs(const ConfigNode& value, Field& field) {
  ConfigNode node;
  node.kind = ConfigNode::Kind::map;
  node.at = value.at;
  field.kind = FieldKind::constant;
  const auto& path = *field.place_of_theirs;
  if (path.slot == kNone || path.type == kNoType) return fault(value.at, "`const` needs a place below a resource");
  if (value.kind == ConfigNode::Kind::map) {
    for (const auto& [key, child] : value.members) constants(path.type, key, child, child.key_at, field.constants);
    return;
  }
  auto made = constant(fhir::element(path.def).owner, fhir::element(path.def).name, value, value.at);
  if (!made) return;
  made->def = kNoDef;
  field.constants.push_back(std::move(*made));
}

}  // namespace caseway::mapping
