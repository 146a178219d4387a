#include "authoring/coverage.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "fhir/model.h"
#include "mapping/convert/converter.h"
#include "mapping/prescribed.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

// What US Core asks for (minimum 1) beyond R4. https://hl7.org/fhir/us/core/STU7/profiles-and-extensions.html
struct Asked {
  std::string_view resource, element;
};
constexpr Asked kUsCore[] = {
    {"Patient", "identifier"},
    {"Patient", "name"},
    {"Patient", "gender"},
    {"Practitioner", "identifier"},
    {"Practitioner", "name"},
    {"Organization", "active"},
    {"Organization", "name"},
    {"Location", "name"},
    {"RelatedPerson", "active"},
    {"Condition", "category"},
    {"Condition", "code"},
    {"AllergyIntolerance", "code"},
    {"Observation", "category"},
    {"Procedure", "code"},
    {"ServiceRequest", "code"},
    {"Encounter", "type"},
    {"Goal", "lifecycleStatus"},
    {"Goal", "description"},
    {"CarePlan", "text"},
    {"CarePlan", "category"},
    {"CareTeam", "participant"},
    {"DocumentReference", "category"},
    {"MedicationRequest", "requester"},
    {"QuestionnaireResponse", "questionnaire"},
    {"QuestionnaireResponse", "subject"},
    {"QuestionnaireResponse", "authored"},
};

class Covering {
 public:
  explicit Covering(const Plan& plan) : plan_(plan) {}

  Coverage whole() {
    add_structure();
    walk(plan_.body);
    for (const auto& name : order_) made_.theirs.push_back(theirs_.at(name));
    for (const auto& name : our_order_) made_.ours.push_back(ours_.at(name));
    for (Index i = 0; i < plan_.variables.size(); ++i) unfilled(i);
    for (Index i = 0; i < plan_.tables.size(); ++i)
      if (!tables_.contains(i) && plan_.tables[i].file == 0) made_.unused.push_back("code table " + plan_.tables[i].name);
    return std::move(made_);
  }

 private:
  using How = Coverage::How;

  static How how_of(Way ways) { return ways == Way::both ? How::both : ways == Way::receiving ? How::receiving : How::sending; }

  // Two ways together are both.
  static void join(Coverage::Row& row, const Coverage::Row& more) {
    const auto one = [](How a, How b, How x, How y) { return (a == x && b == y) || (a == y && b == x); };
    if (one(row.how, more.how, How::receiving, How::sending) || more.how == How::both) row.how = How::both, row.why.clear();
    if (row.how > How::sending && more.how < row.how) row = more;
  }

  static void note(std::map<std::string, Coverage::Row>& rows, std::vector<std::string>& order, Coverage::Row row) {
    const auto [found, fresh] = rows.try_emplace(row.name, row);
    if (fresh)
      order.push_back(row.name);
    else
      join(found->second, row);
  }

  void add_structure() {
    for (const auto& link : plan_.links)
      for (const auto column : link.columns)
        note(theirs_, order_, {plan_.columns[column].path, How::structure, "leads to " + plan_.their_tables[link.to].name, {}});
    for (const auto& table : plan_.their_tables)
      for (const auto column : table.columns)
        if (!table.fixed.empty()) note(theirs_, order_, {plan_.columns[column].path, How::fixed, {}, {}});
  }

  std::string spelled(const XmlPath& path) const {
    std::string text = around_;
    for (const auto& step : path.steps) {
      text += text.empty() ? "" : "/";
      if (step.axis == XmlStep::Axis::parent) text += "..";
      if (step.axis == XmlStep::Axis::text) text += "text()";
      if (step.axis == XmlStep::Axis::attribute) text += "@";
      if (step.name != kNone) text += plan_.names[step.name];
    }
    return text.empty() ? "." : text;
  }

  void note_theirs(const Field& field, How how, std::string_view why) {
    const auto line = plan_.line_of(field);
    for (const auto column : field.columns) note(theirs_, order_, {plan_.columns[column].path, how, std::string(why), line});
    for (const auto& path : field.paths) note(theirs_, order_, {spelled(path), how, std::string(why), line});
  }

  std::string spelled(const OursPath& path) const {
    std::string text;
    for (auto at = path.slot; at != kNone; at = plan_.slot(path.variable, at).parent) {
      const auto& slot = plan_.slot(path.variable, at);
      std::string step(slot.choices.empty() ? fhir::element(slot.def).name : fhir::choice_name(fhir::element(slot.def).choice));
      for (const auto& selector : slot.selectors) step += "[" + spelled(selector) + "]";
      if (slot.position > 0) step += "[" + std::to_string(slot.position) + "]";
      text = text.empty() ? step : step + "." + text;
    }
    return plan_.variables[path.variable].name + (text.empty() ? "" : "." + text);
  }
  static std::string spelled(const Constant& what) {
    std::string text(fhir::element(what.def).name);
    for (const auto& child : what.children) text += "." + spelled(child);
    return what.children.empty() ? text + "=" + what.value : text;
  }

  void note_ours(const Field& field, How how, std::string_view why) {
    for (const auto& path : field.ours) {
      note(ours_, our_order_, {spelled(path), how, std::string(why), plan_.line_of(field)});
      if (how != How::sending) fill(path);
    }
  }

  // "routine, urgent, asap, stat"
  static std::string listed(std::span<const std::string_view> codes) {
    constexpr std::size_t kMost = 8;
    std::string list;
    for (std::size_t i = 0; i < codes.size() && i < kMost; ++i) list += (i == 0 ? "" : ", ") + std::string(codes[i]);
    return list + (codes.size() > kMost ? ", ..." : "");
  }
  void note_uncoded(const Field& field) {
    if (field.codes != kNone || !has(field.ways, Way::receiving) || field.convert == nullptr) return;
    for (const auto& path : field.ours) {
      if (path.def == kNoDef || path.type == kNoType) continue;
      if (const auto codes = concept_codes(path); !codes.empty())
        made_.uncoded.push_back({spelled(path), plan_.line_of(field), listed(codes)});
      else if (const auto list = fhir::element(path.def).codes; list != 0 && fhir::type(path.type).name == "code" && !field.convert->for_elements())
        made_.uncoded.push_back({spelled(path), plan_.line_of(field), listed(fhir::codes(list))});
    }
  }
  // Of a concept whose codes are prescribed, or of its text or a coding in it.
  std::span<const std::string_view> concept_codes(const OursPath& path) const {
    for (auto at = path.slot; at != kNone; at = plan_.slot(path.variable, at).parent)
      if (const auto codes = prescribed_codes(plan_.slot(path.variable, at).def); !codes.empty()) return codes;
    return {};
  }

  void fill(const OursPath& path) {
    for (auto at = path.slot; at != kNone; at = plan_.slot(path.variable, at).parent)
      filled_[path.variable].insert(plan_.slot(path.variable, at).def);
  }

  void walk(Index block) {
    if (block == kNone || !seen_.insert(block).second) return;
    for (const auto& field : plan_.blocks[block].fields) {
      for (const auto table : {field.codes, field.missing}) tables_.insert(table);
      switch (field.kind) {
        case FieldKind::relation:
          note_theirs(field, how_of(field.ways), field.because);
          note_ours(field, how_of(field.ways), field.because);
          note_uncoded(field);
          break;
        case FieldKind::constant:
          note_theirs(field, How::fixed, field.constant);
          break;
        case FieldKind::value:
          note_ours(field, How::fixed, {});
          break;
        case FieldKind::ignore:
          note_theirs(field, How::ignored, field.constant);
          break;
        case FieldKind::keep:
          note_theirs(field, How::kept, {});
          break;
        case FieldKind::group:
        case FieldKind::choose:
        case FieldKind::call:
          walk_inside(field);
          break;
      }
    }
  }

  void walk_inside(const Field& field) {
    const auto around = around_;
    if (!field.paths.empty()) around_ = spelled(field.paths.front());
    for (const auto& [parameter, argument] : field.bind) stands_for_[parameter] = argument;
    walk(field.block);
    for (const auto& alternative : field.alternatives) walk(alternative.block);
    around_ = around;
  }

  bool filled(Index variable, DefId def) const {
    for (const auto& [other, defs] : filled_)
      if (stood_for(other) == variable && defs.contains(def)) return true;
    const auto& what = plan_.variables[variable];
    for (const auto& constant : what.constants)
      if (constant.def == def) return true;
    for (const auto& reference : what.references)
      if (reference.from.slot != kNone && plan_.slot(variable, reference.from.slot).def == def) return true;
    for (const auto& other : plan_.variables)
      for (const auto& link : other.links)
        if (link.variable == variable && link.slot != kNone && plan_.slot(variable, link.slot).def == def) return true;
    return false;
  }

  Index stood_for(Index variable) const {
    for (std::size_t i = 0; i < plan_.variables.size(); ++i) {  // a template that uses itself leads in circles
      const auto found = stands_for_.find(variable);
      if (found == stands_for_.end()) break;
      variable = found->second;
    }
    return variable;
  }
  // A variable that only sending fields name is never made when reading.
  bool is_made(Index variable) const {
    return plan_.variables[variable].always ||
           std::any_of(filled_.begin(), filled_.end(), [&](const auto& entry) { return stood_for(entry.first) == variable; });
  }

  // Elements that must be there, of a resource that is made when reading.
  void unfilled(Index variable) {
    const auto& what = plan_.variables[variable];
    if (!what.resource || what.parameter || !is_made(variable)) return;
    const auto& type = fhir::type(what.type);
    std::set<std::uint16_t> choices;
    for (unsigned i = 0; i < type.count; ++i) {
      const auto def = static_cast<DefId>(type.first + i);
      const auto& element = fhir::element(def);
      const bool us_core = std::any_of(std::begin(kUsCore), std::end(kUsCore),
                                       [&](const Asked& asked) { return asked.resource == type.name && asked.element == element.name; });
      if ((element.min == 0 && !us_core) || filled(variable, def)) continue;
      if (element.choice != 0 && (!choices.insert(element.choice).second || any_choice(variable, element.choice))) continue;
      made_.unfilled.push_back(
          {what.name, std::string(element.choice != 0 ? fhir::choice_name(element.choice) : element.name), element.min > 0 ? "R4" : "US Core"});
    }
  }
  bool any_choice(Index variable, std::uint16_t choice) const {
    const auto& type = fhir::type(plan_.variables[variable].type);
    for (unsigned i = 0; i < type.count; ++i)
      if (const auto def = static_cast<DefId>(type.first + i); fhir::element(def).choice == choice && filled(variable, def)) return true;
    return false;
  }

  const Plan& plan_;
  Coverage made_;
  std::map<std::string, Coverage::Row> theirs_, ours_;
  std::vector<std::string> order_, our_order_;
  std::map<Index, std::set<DefId>> filled_;  // variable -> its elements
  std::map<Index, Index> stands_for_;        // parameter of a template -> what it was last bound to
  std::set<Index> seen_, tables_;
  std::string around_;
};

}  // namespace

std::string_view coverage_name(Coverage::How how) {
  constexpr std::string_view kNames[] = {"both ways", "only received", "only sent", "fixed", "structure", "ignored", "kept"};
  return kNames[static_cast<std::size_t>(how)];
}

Coverage coverage_of(const Plan& plan) { return Covering(plan).whole(); }

}  // namespace caseway::authoring
