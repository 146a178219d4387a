#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "fhir/model.h"
#include "policy/policy.h"
#include "policy/rules.h"
#include "settings/schemas.h"

namespace caseway::policy {
namespace {

using formats::ConfigError;
using formats::ConfigNode;

// Withheld from everybody in this version, because passing them on needs a consent that names the receiver: 42 CFR Part 2 records and substance
// use information, psychotherapy notes. Codes: https://terminology.hl7.org/CodeSystem-v3-ActCode.html
constexpr std::string_view kAlwaysWithheld[] = {"42CFRPart2", "ETH", "ETHUD", "OPIOIDUD", "SUD", "PSYTHPN", "HIPAAPsyNotes"};

bool is_resource(const fhir::TypeInfo& type) { return type.kind == fhir::Kind::resource; }

std::vector<std::string> texts(const ConfigNode& node) {
  if (node.kind == ConfigNode::Kind::scalar) return {node.scalar};
  std::vector<std::string> out;
  for (const ConfigNode& item : node.items) out.push_back(item.scalar);
  return out;
}

class Loader {
 public:
  explicit Loader(const std::string& file) : file_(file), root_(formats::read_config_file(file)) {}

  std::shared_ptr<const Rules> load() {
    faults_ = formats::check_schema(root_, file_, settings::schema("policy"));
    if (faults_.empty()) {
      read_head();
      read_rules("allow", Action::allow);
      read_rules("deny", Action::deny);
      read_rules("generalise", Action::generalise);
    }
    if (!faults_.empty()) throw_all();
    return rules_;
  }

 private:
  void read_head() {
    Rules& rules = *rules_;
    const std::string stem = std::filesystem::path(file_).stem().string();
    rules.name = root_.text("policy");
    if (rules.name != stem) faults_.emplace_back(file_, root_.find("policy")->at, "policy: must be `" + stem + "`, as the file is called");
    rules.replaces_ids = root_.text("ids") == "replaced";
    rules.references_outside = root_.flag("references_outside");
    rules.labels.insert(std::begin(kAlwaysWithheld), std::end(kAlwaysWithheld));
    if (const ConfigNode* labels = root_.find("withhold_labels")) {
      for (const ConfigNode& label : labels->items) rules.labels.insert(label.scalar);
    }
    if (const ConfigNode* urls = root_.find("extensions")) {
      for (const ConfigNode& url : urls->items) rules.extensions.insert(url.scalar);
    }
    rules.texts.push_back("policy " + rules.name + ": not on its list");
  }

  void read_rules(std::string_view key, Action action) {
    const ConfigNode* list = root_.find(key);
    if (!list) return;
    for (const ConfigNode& node : list->items) {
      const std::string why(node.text("why"));
      rules_->texts.push_back("policy " + rules_->name + ", line " + std::to_string(node.at.line) + (why.empty() ? "" : ": " + why));
      read_rule(node, action);
    }
  }

  void read_rule(const ConfigNode& node, Action action) {
    const ConfigNode& resource = *node.find("resource");
    if (resource.scalar != "*") {
      const TypeId type = fhir::find_type(resource.scalar);
      if (type == kNoType || !is_resource(fhir::type(type))) {
        faults_.emplace_back(file_, resource.at, unknown_resource(resource.scalar));
        return;
      }
      add(node, action, type, Reach::listed);
      return;
    }
    if (node.find("when") || node.find("elements") || action == Action::generalise) {
      faults_.emplace_back(file_, resource.at, "resource: `*` means everything of every resource; conditions and elements need a resource type");
      return;
    }
    for (std::size_t type = 0; type < fhir::types().size(); ++type) {
      if (is_resource(fhir::types()[type])) add(node, action, static_cast<TypeId>(type), Reach::everything);
    }
  }

  static std::string unknown_resource(std::string_view name) {
    std::vector<std::string_view> known;
    for (const fhir::TypeInfo& type : fhir::types()) {
      if (is_resource(type)) known.push_back(type.name);
    }
    const std::string_view near = formats::nearest(name, known);
    return "resource: R4 has no resource `" + std::string(name) + "`" + (near.empty() ? "" : "; did you mean `" + std::string(near) + "`?");
  }

  // One rule of the file for one resource type: as many compiled ones as it has elements.
  void add(const ConfigNode& node, Action action, TypeId type, Reach reach) {
    const ConfigNode* documents = node.find("documents");
    Conditions conditions{documents ? texts(*documents) : std::vector<std::string>(), condition(node.find("when"), type),
                          condition(node.find("unless"), type)};
    Rule rule{action, reach, static_cast<std::uint32_t>(rules_->conditions.size()), static_cast<std::uint32_t>(rules_->texts.size() - 1), {}, {}};
    rules_->conditions.push_back(std::move(conditions));
    std::vector<Rule>& of_type = rules_->rules[type];
    if (const ConfigNode* element = node.find("element")) {
      const ConfigNode& to = *node.find("to");
      rule.to = {std::string(to.text("text")), std::string(to.text("system")), std::string(to.text("code"))};
      if (compile(*element, type, rule.path)) {
        require_general(*element, rule.path);
        of_type.push_back(rule);
      }
      return;
    }
    const ConfigNode* elements = node.find("elements");
    if (!elements) {
      of_type.push_back(rule);
      return;
    }
    for (const ConfigNode& element : elements->items) {
      Path path;
      if (!compile(element, type, path)) continue;
      Rule one = rule;
      one.reach = path.free_text ? Reach::free_text : reach;
      one.path = std::move(path);
      of_type.push_back(std::move(one));
    }
  }

  Condition condition(const ConfigNode* node, TypeId type) {
    Condition out;
    if (!node) return out;
    if (node->kind == ConfigNode::Kind::scalar) {
      fhirpath::Error error;
      out.expression = fhirpath::Expression::compile(node->scalar, type, error);
      if (!out.expression)
        faults_.emplace_back(file_, node->at, "FHIRPath, character " + std::to_string(error.at + 1) + " of the expression: " + error.text);
      return out;
    }
    for (const auto& [path, values] : node->members) {
      Test test{{}, texts(values)};
      ConfigNode key;
      key.scalar = path;
      key.at = values.key_at;
      if (compile(key, type, test.path)) out.tests.push_back(std::move(test));
    }
    return out;
  }

  bool compile(const ConfigNode& element, TypeId type, Path& out) {
    try {
      out = compile_path(element.scalar, type);
      return true;
    } catch (const std::invalid_argument& e) {
      faults_.emplace_back(file_, element.at, e.what());
      return false;
    }
  }

  // Only what has a place for a word can be told in general terms.
  void require_general(const ConfigNode& element, const Path& path) {
    bool fits = !path.steps.empty();
    for (const DefRange& range : fits ? path.steps.back().defs : std::vector<DefRange>()) {
      const fhir::TypeInfo& type = fhir::type(fhir::element(range.first).type);
      fits = fits && range.first == range.last && (type.name == "string" || type.name == "CodeableConcept" || type.name == "Coding");
    }
    if (!fits) faults_.emplace_back(file_, element.at, "element: only a string, a CodeableConcept or a Coding can be told in general terms");
  }

  [[noreturn]] void throw_all() const {
    std::string lines;
    for (const ConfigError& fault : faults_) lines += (lines.empty() ? "" : "\n") + std::string(fault.what());
    ConfigError all({}, {}, lines);
    all.file = file_;
    all.at = faults_.front().at;
    throw all;
  }

  std::string file_;
  ConfigNode root_;
  std::shared_ptr<Rules> rules_ = std::make_shared<Rules>();
  std::vector<ConfigError> faults_;
};

}  // namespace

std::optional<bool> Condition::holds(Element resource) const {
  if (!expression) return std::all_of(tests.begin(), tests.end(), [&](const Test& test) { return test.holds(resource); });
  try {
    fhirpath::Environment environment;
    environment.resource = resource;
    return expression->test(resource, environment);
  } catch (const fhirpath::EvaluationError&) {
    return std::nullopt;
  }
}

bool Conditions::hold(std::string_view document, Element resource, bool in_doubt) const {
  if (!documents.empty() && std::find(documents.begin(), documents.end(), document) == documents.end()) return false;
  if (when.given() && !when.holds(resource).value_or(in_doubt)) return false;
  return !unless.given() || !unless.holds(resource).value_or(!in_doubt);
}

std::shared_ptr<const Rules> load(const std::string& file) { return Loader(file).load(); }

std::shared_ptr<const Rules> allow_all() {
  auto rules = std::make_shared<Rules>();
  rules->name = "none";
  rules->passes_all = true;
  return rules;
}

}  // namespace caseway::policy
