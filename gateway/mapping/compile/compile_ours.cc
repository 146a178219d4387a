// Variables: the resources a document stands for, their constants and how they refer to one another.
#include "fhir/model.h"
#include "fhir/validate.h"
#include "mapping/compile/compiler.h"
#include "mapping/spelling.h"
#include "mapping/systems.h"

namespace caseway::mapping {

Index Compiler::slots_of(TypeId type) {
  for (Index i = 0; i < plan_.slots.size(); ++i)
    if (plan_.slots[i].type == type) return i;
  plan_.slots.push_back({type, {}});
  return static_cast<Index>(plan_.slots.size() - 1);
}

Index Compiler::new_variable(std::string name, TypeId type, bool resource, Position at) {
  Variable made;
  made.name = std::move(name);
  made.type = type;
  made.resource = resource;
  made.place = at;
  made.slots = slots_of(type);
  for (const Variable& before : plan_.variables) made.namesake += before.name == made.name;
  plan_.variables.push_back(std::move(made));
  return static_cast<Index>(plan_.variables.size() - 1);
}

// All names first, so that they may refer to each other; then what each is.
std::vector<Index> Compiler::declare(const ConfigNode& ours, Scope& scope) {
  std::vector<Index> made;
  if (ours.kind != ConfigNode::Kind::map) {
    fault(ours.at, "`ours` is a map: NAME: { resource: TYPE }");
    return made;
  }
  std::vector<std::string_view> resources;
  for (const auto& type : fhir::types())
    if (type.kind == fhir::Kind::resource) resources.push_back(type.name);
  for (const auto& [name, node] : ours.members) {
    TypeId type = kNoType;
    const auto* resource = node.find("resource");
    if (resource != nullptr) {
      type = fhir::find_type(resource->scalar);
      if (type == kNoType || fhir::type(type).kind != fhir::Kind::resource) {
        fault(resource->at, "`" + resource->scalar + "` is no FHIR R4 resource" + suggestion(resource->scalar, resources));
        type = kNoType;
      }
    } else if (node.find("at") == nullptr) {
      fault(node.kind == ConfigNode::Kind::map ? node.key_at : node.at, "`" + name + "` needs `resource:` or `at:`");
    }
    if (scope.find(name) != kNone) fault(node.key_at, "`" + name + "` is declared already; another name would be clearer");
    if (resource != nullptr && type == kNoType) continue;
    if (resource == nullptr && node.find("at") == nullptr) continue;
    Index variable = kNone;
    if (resource != nullptr) {
      variable = new_variable(name, type, true, node.key_at);
    } else {
      const auto* at = node.find("at");
      const auto path = ours_path(at->scalar, at->at, scope);
      if (path.variable == kNone || path.type == kNoType) continue;
      if (path.slot == kNone) {
        fault(at->at, "`at` leads to a repeated element, as in `composition.section[]`");
        continue;
      }
      variable = new_variable(name, path.type, false, node.key_at);
      plan_.variables[variable].at = path;
    }
    scope.variables[name] = variable;
    made.push_back(variable);
  }
  for (const auto& [name, node] : ours.members)
    if (const auto found = scope.variables.find(name); found != scope.variables.end()) define(found->second, node, scope);
  return made;
}

void Compiler::define(Index variable, const ConfigNode& node, const Scope& scope) {
  for (const auto& [key, value] : node.members) {
    if (key == "resource" || key == "at") continue;
    if (key == "always") {
      plan_.variables[variable].always = value.scalar == "true";
    } else if (key == "each") {
      read_each_document(variable, value, scope);
    } else if (key == "link") {
      const std::vector<ConfigNode> one{value};
      for (const auto& item : value.kind == ConfigNode::Kind::list ? value.items : one) {
        auto path = ours_path(item.scalar, item.at, scope);
        if (path.variable == kNone) continue;
        if (path.type == kNoType || fhir::type(path.type).name != "Reference") {
          fault(item.at, "`link` names a Reference that leads here; `" + item.scalar + "` is none");
          continue;
        }
        plan_.variables[variable].links.push_back(path);
      }
    } else if (key == "key") {
      const std::vector<ConfigNode> one{value};
      for (const auto& item : value.kind == ConfigNode::Kind::list ? value.items : one)
        plan_.variables[variable].keys.push_back(xml_path(item.scalar, item.at));
    } else if (key == "where") {
      plan_.variables[variable].where = ours_test(value.scalar, value.at, scope);
    } else {
      define_element(variable, key, value, value.key_at, scope);
    }
  }
}

// `each: document`: where a document of ours has several of this resource, each is a document of theirs.
void Compiler::read_each_document(Index variable, const ConfigNode& value, const Scope& scope) {
  if (value.scalar != "document") return fault(value.at, "`each` of a variable is `document`: each such resource is sent as a document of its own");
  if (&scope != &document_ || !plan_.variables[variable].resource)
    return fault(value.at, "`each: document` is for a resource of the whole document, not for one of a group");
  plan_.variables[variable].each_document = true;
}

// `subject: patient` is a reference to a variable, anything else a constant. Dotted names lead further down.
void Compiler::define_element(Index variable, std::string_view name, const ConfigNode& node, Position at, const Scope& scope) {
  const auto type = plan_.variables[variable].type;
  OursPath path;
  path.variable = variable;
  path.type = type;
  const auto dot = name.rfind('.');
  if (dot != std::string_view::npos || (node.kind == ConfigNode::Kind::scalar && fhir::find_element(type, name) != kNoDef &&
                                        fhir::type(fhir::element(fhir::find_element(type, name)).type).name == "Reference")) {
    Scope own;
    own.outer = &scope;
    own.variables["$this"] = variable;
    path = ours_path("$this." + std::string(name), at, own);
    if (path.variable == kNone) return;
    const bool reference = path.type != kNoType && fhir::type(path.type).name == "Reference";
    if (reference && node.kind == ConfigNode::Kind::scalar) {
      if (variable == plan_.fhir.first && node.scalar.find('.') != std::string::npos) {
        const auto said = ours_path(node.scalar, node.at, scope);
        if (said.variable == kNone) return;
        if (said.type == kNoType || fhir::type(said.type).name != "Reference")
          fault(node.at, "`" + node.scalar + "` is no Reference");
        else
          plan_.variables[variable].references.push_back({path, said.variable, said});
        return;
      }
      const auto to = scope.find(node.scalar);
      if (to == kNone || !plan_.variables[to].resource) {
        if (to != kNone && plan_.variables[to].parameter) {
          plan_.variables[variable].references.push_back({path, to});
          return;
        }
        std::vector<std::string_view> known;
        for (const Scope* s = &scope; s != nullptr; s = s->outer)
          for (const auto& entry : s->variables) known.push_back(entry.first);
        fault(node.at, "`" + node.scalar + "` is no resource declared under `ours:`" + suggestion(node.scalar, known));
        return;
      }
      plan_.variables[variable].references.push_back({path, to});
      return;
    }
  }
  if (dot == std::string_view::npos) {
    constants(type, name, node, at, plan_.variables[variable].constants);
    return;
  }
  // a.b.c: wrap the constant from the inside out
  const auto first = name.substr(0, name.find('.'));
  ConfigNode inner = node;
  inner.key_at = at;
  auto rest = name.substr(first.size() + 1);
  while (!rest.empty()) {
    const auto last = rest.rfind('.');
    ConfigNode outer;
    outer.kind = ConfigNode::Kind::map;
    outer.at = outer.key_at = at;
    outer.members.emplace_back(std::string(last == std::string_view::npos ? rest : rest.substr(last + 1)), std::move(inner));
    inner = std::move(outer);
    rest = last == std::string_view::npos ? std::string_view() : rest.substr(0, last);
  }
  constants(type, first, inner, at, plan_.variables[variable].constants);
}

// A list gives one constant for each item.
void Compiler::constants(TypeId owner, std::string_view name, const ConfigNode& node, Position at, std::vector<Constant>& out) {
  if (node.kind != ConfigNode::Kind::list) {
    if (auto made = constant(owner, name, node, at)) out.push_back(std::move(*made));
    return;
  }
  const auto def = fhir::find_element(owner, name);
  if (node.items.size() > 1 && def != kNoDef && !fhir::element(def).list) {
    fault(node.at, std::string(name) + " may be there once only");
    return;
  }
  for (const auto& item : node.items) constants(owner, name, item, at, out);
}

// `code: { coding: [{ system: loinc, code: 48765-2 }] }`
std::optional<Constant> Compiler::constant(TypeId owner, std::string_view name, const ConfigNode& node, Position at) {
  Constant made;
  made.def = fhir::find_element(owner, name);
  if (made.def == kNoDef) {
    const auto& info = fhir::type(owner);
    std::vector<std::string_view> known;
    for (unsigned i = 0; i < info.count; ++i) known.push_back(fhir::element(static_cast<DefId>(info.first + i)).name);
    if (info.kind == fhir::Kind::resource) known.insert(known.end(), {"resource", "link", "key", "always", "where", "each"});
    fault(at, std::string(info.name) + " has no element " + std::string(name) + suggestion(name, known));
    return std::nullopt;
  }
  const auto type = fhir::element(made.def).type;
  const bool primitive = fhir::type(type).kind == fhir::Kind::primitive;
  if (node.kind == ConfigNode::Kind::scalar) {
    if (!primitive) {
      fault(node.at, std::string(name) + " is a " + std::string(fhir::type(type).name) + "; write its elements as a map, { element: value }");
      return std::nullopt;
    }
    made.value = node.scalar;
    if (name == "system")
      if (const auto* known = system_by_name(node.scalar)) made.value = known->uri;
    const auto& info = fhir::element(made.def);
    if (info.codes != 0) {
      const auto allowed = fhir::codes(info.codes);
      bool there = false;
      for (const auto code : allowed) there = there || code == made.value;
      if (!there)
        fault(node.at, "`" + made.value + "` is not in the required code list of " + std::string(name) +
                           suggestion(made.value, std::vector<std::string_view>(allowed.begin(), allowed.end())));
    } else if (!fhir::primitive_ok(type, made.value)) {
      fault(node.at, "`" + made.value + "` is no " + std::string(fhir::type(type).name) + ", which " + std::string(name) + " is");
    }
    return made;
  }
  if (primitive || node.kind != ConfigNode::Kind::map) {
    fault(node.at, std::string(name) + " is a single value");
    return std::nullopt;
  }
  for (const auto& [key, value] : node.members) constants(type, key, value, value.key_at, made.children);
  return made;
}

}  // namespace caseway::mapping
