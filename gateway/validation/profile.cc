#include "validation/profile.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <unordered_map>

#include "fhir/model.h"
#include "validation/discriminator_path.h"

namespace caseway::validation {

namespace {

constexpr std::string_view kTypeBase = "http://hl7.org/fhir/StructureDefinition/";

template <typename Value>
struct Named {
  std::string_view name;
  Value value;
};

template <typename Value, std::size_t size>
Value named(const Named<Value> (&table)[size], std::string_view name, Value otherwise) {
  for (const Named<Value>& row : table)
    if (row.name == name) return row.value;
  return otherwise;
}

constexpr Named<Strength> kStrengths[] = {{"required", Strength::required}, {"extensible", Strength::extensible}, {"preferred", Strength::preferred}};
constexpr Named<Slicing::Rules> kRules[] = {{"closed", Slicing::Rules::closed}, {"openAtEnd", Slicing::Rules::open_at_end}};
constexpr Named<Discriminator::Kind> kDiscriminators[] = {{"pattern", Discriminator::Kind::pattern},
                                                          {"type", Discriminator::Kind::type},
                                                          {"exists", Discriminator::Kind::exists},
                                                          {"profile", Discriminator::Kind::profile}};
constexpr Named<Aggregation> kAggregations[] = {{"contained", Aggregation::contained}, {"referenced", Aggregation::referenced}};
constexpr Named<ExtensionContext::Kind> kContexts[] = {{"extension", ExtensionContext::Kind::extension},
                                                       {"fhirpath", ExtensionContext::Kind::fhirpath}};

// What is checked without packages, faster: that no element is empty (ele-1) and that #references lead somewhere (ref-1) by fhir/validate.h,
// narratives (txt-1, txt-2) by narrative_rules.h, contained resources (dom-3) by contained_rules.h, unique fullUrls (bdl-7) by bundle_rules.h. ext-1
// stands at the type Extension; it is not checked again at each place that has one.
constexpr std::string_view kElsewhere[] = {"ele-1", "ref-1", "txt-1", "txt-2", "dom-3", "bdl-7"};

bool is_elsewhere(std::string_view key, bool at_type) {
  return std::find(std::begin(kElsewhere), std::end(kElsewhere), key) != std::end(kElsewhere) || (key == "ext-1" && !at_type);
}

// The profiles of vital signs require these units of every component, also of those that are no vital signs; HL7's own examples have others, and the
// reference validator takes the binding as extensible.
constexpr std::string_view kVitalSignUnits = "http://hl7.org/fhir/ValueSet/ucum-vitals-common";

// Published expressions that give nothing, not true, where the element that they are about is absent, which they mean to allow.
constexpr std::string_view kAbsentPasses[] = {"bdl-8", "ras-2"};

std::uint32_t number(std::string_view text, std::uint32_t otherwise) {
  std::uint32_t value = 0;
  return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc() ? value : otherwise;
}

class Compiler {
 public:
  Compiler(Element definition, Profile& profile) : definition_(definition), profile_(profile) {}

  bool run() {
    profile_.url = definition_.child_value("url");
    profile_.name = definition_.child_value("name");
    profile_.type = type_named(definition_.child_value("type"));
    profile_.constraint = definition_.child_value("derivation") == "constraint";
    profile_.abstract = definition_.child_value("abstract") == "true";
    if (profile_.type == kNoType) return false;
    for (const Element context : definition_.children("context"))
      profile_.contexts.push_back(
          {named(kContexts, context.child_value("type"), ExtensionContext::Kind::element), std::string(context.child_value("expression"))});
    for (const Element element : definition_.child("snapshot").children("element")) add(element);
    for (const auto& [place, id] : references_) {
      const auto found = by_id_.find(id);
      if (found != by_id_.end()) borrow(profile_.elements[place], profile_.elements[found->second]);
    }
    return !profile_.elements.empty();
  }

 private:
  static TypeId type_named(std::string_view code) {
    if (code.starts_with(kTypeBase)) code.remove_prefix(kTypeBase.size());
    return fhir::find_type(code);
  }

  static void borrow(ElementRule& rule, const ElementRule& from) {
    rule.borrowed = true;
    rule.children = from.children;
    rule.constraints.insert(rule.constraints.end(), from.constraints.begin(), from.constraints.end());
  }

  void add(Element element) {
    const auto place = static_cast<std::uint32_t>(profile_.elements.size());
    const std::string id(element.child_value(element.child("id") ? "id" : "path"));
    ElementRule rule;
    rule.id = id;
    rule.slice_name = element.child_value("sliceName");
    const std::string_view path = element.child_value("path");
    rule.name = path.substr(path.rfind('.') + 1);
    rule.min = number(element.child_value("min"), 0);
    rule.max = number(element.child_value("max"), ElementRule::kMany);
    rule.max_length = number(element.child_value("maxLength"), 0);
    rule.fixed = element.child("fixed[x]");
    rule.pattern = element.child("pattern[x]");
    rule.min_value = element.child("minValue[x]");
    rule.max_value = element.child("maxValue[x]");
    for (const Element type : element.children("type")) rule.types.push_back(type_rule(type));
    if (const Element binding = element.child("binding")) rule.binding = binding_of(binding);
    for (const Element constraint : element.children("constraint")) add_constraint(rule, constraint, place == 0);
    if (const Element slicing = element.child("slicing")) rule.slicing = slicing_of(slicing);
    if (const std::string_view reference = element.child_value("contentReference"); !reference.empty())
      references_.emplace_back(place, reference.substr(reference.find('#') + 1));
    if (id == "Extension" && element.child_value("isModifier") == "true") profile_.modifier = true;
    profile_.elements.push_back(std::move(rule));
    by_id_.emplace(id, place);
    if (place != 0) link(place, id);
  }

  // The parent of "Patient.extension:race" is the element it slices, of "a:x/y" the slice "a:x" when there is one; of all others the id before the
  // last name.
  void link(std::uint32_t place, const std::string& id) {
    const std::size_t last_dot = id.rfind('.');
    const std::size_t colon = id.find(':', last_dot == std::string::npos ? 0 : last_dot);
    if (colon == std::string::npos) {
      const auto parent = by_id_.find(id.substr(0, last_dot));
      if (parent != by_id_.end()) profile_.elements[parent->second].children.push_back(place);
      return;
    }
    const std::size_t slash = id.find('/', colon);
    const auto outer = slash == std::string::npos ? by_id_.end() : by_id_.find(id.substr(0, slash));
    const auto sliced = outer != by_id_.end() ? outer : by_id_.find(id.substr(0, colon));
    if (sliced != by_id_.end()) profile_.elements[sliced->second].slices.push_back(place);
  }

  static Binding binding_of(Element from) {
    Binding binding{named(kStrengths, from.child_value("strength"), Strength::example), std::string(from.child_value("valueSet"))};
    if (binding.value_set.starts_with(kVitalSignUnits)) binding.strength = std::min(binding.strength, Strength::extensible);
    return binding;
  }

  static TypeRule type_rule(Element type) {
    TypeRule rule;
    rule.type = type_named(type.child_value("code"));
    for (const Element profile : type.children("profile")) rule.profiles.emplace_back(profile.value());
    for (const Element target : type.children("targetProfile")) rule.targets.emplace_back(target.value());
    for (const Element aggregation : type.children("aggregation"))
      rule.aggregation |= static_cast<std::uint8_t>(named(kAggregations, aggregation.value(), Aggregation::bundled));
    return rule;
  }

  void add_constraint(ElementRule& rule, Element from, bool at_type) {
    if (is_elsewhere(from.child_value("key"), at_type)) return;
    Constraint constraint;
    constraint.key = from.child_value("key");
    constraint.human = from.child_value("human");
    constraint.absent_passes = std::find(std::begin(kAbsentPasses), std::end(kAbsentPasses), constraint.key) != std::end(kAbsentPasses);
    constraint.error = from.child_value("severity") == "error";
    const std::string_view expression = from.child_value("expression");
    if (expression.empty()) return;
    fhirpath::Error error;
    constraint.expression = fhirpath::Expression::compile(expression, at_type ? profile_.type : kNoType, error);
    constraint.fault = std::move(error.text);
    rule.constraints.push_back(std::move(constraint));
  }

  static Slicing slicing_of(Element from) {
    Slicing slicing;
    slicing.rules = named(kRules, from.child_value("rules"), Slicing::Rules::open);
    slicing.ordered = from.child_value("ordered") == "true";
    for (const Element discriminator : from.children("discriminator"))
      slicing.discriminators.push_back({named(kDiscriminators, discriminator.child_value("type"), Discriminator::Kind::value),
                                        discriminator_path(discriminator.child_value("path"))});
    return slicing;
  }

  Element definition_;
  Profile& profile_;
  std::unordered_map<std::string, std::uint32_t> by_id_;
  std::vector<std::pair<std::uint32_t, std::string>> references_;
};

}  // namespace

std::optional<Profile> compile_profile(const Tree& definition) {
  Profile profile;
  if (definition.empty() || !Compiler(definition.root(), profile).run()) return std::nullopt;
  return profile;
}

}  // namespace caseway::validation
