#include "mapping/compile/concept_map.h"

#include <optional>
#include <set>

#include "fhir/codec.h"

namespace caseway::mapping {

namespace {

using formats::ConfigNode;

struct Equivalence {
  std::string_view code;
  Way ways;
};
constexpr Equivalence kEquivalences[] = {
    {"equal", Way::both},        {"equivalent", Way::both},  {"relatedto", Way::both},      {"wider", Way::receiving},   {"subsumes", Way::receiving},
    {"inexact", Way::receiving}, {"narrower", Way::sending}, {"specializes", Way::sending}, {"unmatched", Way::neither}, {"disjoint", Way::neither}};

std::optional<Way> ways_of(std::string_view equivalence) {
  for (const auto& each : kEquivalences)
    if (each.code == equivalence) return each.ways;
  return std::nullopt;
}

Way both_of(Way a, Way b) { return static_cast<Way>(static_cast<unsigned>(a) & static_cast<unsigned>(b)); }

const std::vector<ConfigNode>& items_of(const ConfigNode& node, std::string_view key) {
  static const std::vector<ConfigNode> kNone;
  const auto* found = node.find(key);
  return found == nullptr ? kNone : found->items;
}

// A code that went this way before goes the other way only.
class Rows {
 public:
  explicit Rows(CodeTable& table) : table_(table) {}
  void add(const ConfigNode& element, const ConfigNode& target, Way ways) {
    const std::string theirs(element.text("code")), ours(target.text("code"));
    if (has(ways, Way::receiving) && !received_.insert(theirs).second) ways = both_of(ways, Way::sending);
    if (has(ways, Way::sending) && !sent_.insert(ours).second) ways = both_of(ways, Way::receiving);
    if (ways != Way::neither) table_.rows.push_back({{theirs, ours}, {}, ways, std::string(target.text("display")), {}, target.at});
  }

 private:
  CodeTable& table_;
  std::set<std::string> received_, sent_;
};

}  // namespace

std::string read_concept_map(const ConfigNode& map, CodeTable& table) {
  if (map.text("resourceType") != "ConceptMap") return "this file is no FHIR ConceptMap";
  Rows rows(table);
  for (const auto& group : items_of(map, "group")) {
    const std::string system(group.text("target"));
    if (table.systems.empty()) table.systems.push_back(system);
    if (table.systems.front() != system) return "the groups of this ConceptMap lead to several systems; a code table has one";
    for (const auto& element : items_of(group, "element"))
      for (const auto& target : items_of(element, "target")) {
        const auto ways = ways_of(target.text("equivalence"));
        if (!ways) return "`" + std::string(target.text("equivalence")) + "` is no equivalence of R4";
        rows.add(element, target, *ways);
      }
  }
  return table.rows.empty() ? "this ConceptMap has no code that leads anywhere" : "";
}

std::string concept_map_json(const Plan& plan, std::string_view name) {
  for (const auto& table : plan.tables) {
    if (table.name != name || table.rows.empty() || table.rows.front().theirs.size() != 1 || table.rows.front().ours.size() != 1) continue;
    Draft draft("ConceptMap");
    const auto root = draft.root();
    draft.add_value(root, "name", table.name);
    draft.add_value(root, "title", plan.title + ": " + table.name);
    draft.add_value(root, "version", plan.version);
    draft.add_value(root, "status", "active");
    const auto group = draft.add(root, "group");
    if (!table.systems.front().empty()) draft.add_value(group, "target", table.systems.front());
    for (const auto& row : table.rows) {
      if (row.theirs.front().empty() || row.ours.front().empty()) continue;
      const auto element = draft.add(group, "element");
      draft.add_value(element, "code", row.theirs.front());
      const auto target = draft.add(element, "target");
      draft.add_value(target, "code", row.ours.front());
      if (!row.display.empty()) draft.add_value(target, "display", row.display);
      draft.add_value(target, "equivalence", row.only == Way::both ? "equivalent" : row.only == Way::receiving ? "wider" : "narrower");
    }
    Issues issues;
    std::string json;
    return fhir::write_json(draft.freeze(nullptr), {}, issues, json) ? json + "\n" : std::string();
  }
  return {};
}

}  // namespace caseway::mapping
