#include "mapping/compile/guard_checks.h"

#include <algorithm>
#include <optional>

#include "fhir/model.h"

namespace caseway::mapping {

namespace {

// A place as its elements from the resource down, whatever selects among them; what may stand there is known by its value, or not.
struct Said {
  TypeId resource = kNoType;
  std::vector<DefId> steps;
  std::optional<std::string> value;  // nullopt: whatever theirs says
};

class Guards {
 public:
  Guards(const Plan& plan, std::vector<formats::ConfigError>& faults) : plan_(plan), faults_(faults) {}

  void run() {
    if (!any_guard()) return;
    for (const auto& variable : plan_.variables) say_variable(variable);
    for (const auto& block : plan_.blocks)
      for (const auto& field : block.fields)
        if (has(field.ways, Way::receiving)) say_field(field);
    for (const auto& block : plan_.blocks)
      for (const auto& field : block.fields)
        if (field.kind == FieldKind::relation && field.asks_what_it_read() && !may_hold(field.if_))
          faults_.emplace_back(
              plan_.files[field.file], field.place,
              "nothing that is read can make this `if` true, so what this field reads would never be written again; give the place a "
              "field or a constant, or say `only: sending`");
  }

 private:
  bool any_guard() const {
    return std::any_of(plan_.blocks.begin(), plan_.blocks.end(), [](const Block& block) {
      return std::any_of(block.fields.begin(), block.fields.end(), [](const Field& field) { return field.asks_what_it_read(); });
    });
  }

  // ---- what the mapping says of ours when it reads
  // False where the path is below a parameter of a template that stands for an element: anything may be around it.
  bool place_of(const OursPath& path, Said& said) const {
    std::vector<DefId> below;
    for (auto slot = path.slot; slot != kNone; slot = plan_.slot(path.variable, slot).parent) below.push_back(plan_.slot(path.variable, slot).def);
    std::reverse(below.begin(), below.end());
    const auto& variable = plan_.variables[path.variable];
    if (variable.resource || (variable.parameter && fhir::type(variable.type).kind == fhir::Kind::resource)) {
      said.resource = variable.type;
      said.steps.clear();
    } else if (variable.parameter || !place_of(variable.at, said)) {
      return false;
    }
    said.steps.insert(said.steps.end(), below.begin(), below.end());
    return true;
  }
  void say(const OursPath& path, std::optional<std::string> value) {
    Said said;
    if (!place_of(path, said)) return;
    said.value = std::move(value);
    said_.push_back(std::move(said));
  }
  void say_constant(Said place, const Constant& what) {
    if (what.def != kNoDef) place.steps.push_back(what.def);
    for (const auto& child : what.children) say_constant(place, child);
    if (!what.children.empty()) return;
    place.value = what.value;
    said_.push_back(std::move(place));
  }
  void say_selectors(const OursPath& path) {
    for (auto slot = path.slot; slot != kNone; slot = plan_.slot(path.variable, slot).parent) {
      OursPath above = path;
      above.slot = slot;
      Said place;
      if (place_of(above, place))
        for (const auto& selector : plan_.slot(path.variable, slot).selectors) say_constant(place, selector);
    }
  }
  void say_variable(const Variable& variable) {
    const auto index = static_cast<Index>(&variable - plan_.variables.data());
    OursPath self;
    self.variable = index;
    Said place;
    if (!place_of(self, place)) return;
    for (const auto& constant : variable.constants) say_constant(place, constant);
    for (const auto& reference : variable.references) say(reference.from, std::nullopt);
    for (const auto& link : variable.links) say(link, std::nullopt);
  }
  void say_field(const Field& field) {
    for (std::size_t i = 0; i < field.ours.size(); ++i) {
      say_selectors(field.ours[i]);
      Said place;
      if (!place_of(field.ours[i], place)) continue;
      if (field.kind == FieldKind::value)
        for (const auto& what : field.constants) say_constant(place, what);
      else if (field.codes == kNone || i >= plan_.tables[field.codes].systems.size())
        say(field.ours[i], std::nullopt);
      else
        for (const auto& row : plan_.tables[field.codes].rows)
          if (has(row.only, Way::receiving)) say(field.ours[i], row.ours[i]);
    }
  }

  // ---- what a test asks
  bool may_hold(const OursTest& test) const {
    const auto may = [&](const OursTest& part) { return may_hold(part); };
    switch (test.kind) {
      case OursTest::Kind::all:
        return std::all_of(test.parts.begin(), test.parts.end(), may);
      case OursTest::Kind::any:
        return std::any_of(test.parts.begin(), test.parts.end(), may);
      case OursTest::Kind::exists:
      case OursTest::Kind::equals:
        return is_said(test);
      default:
        return true;  // what is not there, and FHIRPath: nobody can tell beforehand
    }
  }
  bool is_said(const OursTest& test) const {
    Said asked;
    if (!place_of(test.path, asked)) return true;
    return std::any_of(said_.begin(), said_.end(), [&](const Said& said) {
      if (said.resource != asked.resource) return false;
      const auto common = std::min(said.steps.size(), asked.steps.size());
      if (!std::equal(said.steps.begin(), said.steps.begin() + static_cast<std::ptrdiff_t>(common), asked.steps.begin())) return false;
      if (test.kind == OursTest::Kind::exists) return said.steps.size() >= asked.steps.size() || !said.value;
      return said.steps.size() <= asked.steps.size() && (!said.value || (said.steps.size() == asked.steps.size() && *said.value == test.value));
    });
  }

  const Plan& plan_;
  std::vector<formats::ConfigError>& faults_;
  std::vector<Said> said_;
};

}  // namespace

void check_guards(const Plan& plan, std::vector<formats::ConfigError>& faults) { Guards(plan, faults).run(); }

}  // namespace caseway::mapping
