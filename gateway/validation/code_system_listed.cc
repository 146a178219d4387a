#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "validation/code_system.h"

namespace caseway::validation {
namespace {

constexpr std::array<std::string_view, 2> kParentProperties = {"parent", "subsumedBy"};

struct PropertyValue {
  std::string_view property;
  std::string_view value;
};
constexpr std::array<PropertyValue, 3> kInactive = {{{"inactive", "true"}, {"status", "retired"}, {"status", "inactive"}}};
constexpr std::array<PropertyValue, 1> kAbstract = {{{"notSelectable", "true"}}};

// Concepts stand in the order of the resource; edges are what is nested and what the properties parent, subsumedBy and child say.
class ListedCodeSystem : public CodeSystem {
 public:
  explicit ListedCodeSystem(const Tree& tree)
      : complete_(tree.root().child_value("content") == "complete"), is_a_(means_is_a(tree.root().child_value("hierarchyMeaning"))) {
    add_concepts(tree.root(), kNone);
    add_edges_of_properties();
    const auto by_child = [](const Edge& a, const Edge& b) { return a.child < b.child; };
    std::stable_sort(edges_.begin(), edges_.end(), by_child);
  }

  Answer exists(std::string_view code) const override { return find(code) != kNone ? Answer::yes : absent(); }

  Answer matches(const CodeFilter& filter, std::string_view code) const override {
    const std::uint32_t at = find(code);
    if (at == kNone) return absent();
    if (!filter.of_hierarchy()) return weak(filter.holds_for(values_of(at, filter.property)));
    switch (filter.op) {
      case CodeFilter::Op::is_a:
        return subsumes(filter.value, code);
      case CodeFilter::Op::descendent_of:
        return filter.value == code ? Answer::no : subsumes(filter.value, code);
      case CodeFilter::Op::is_not_a:
        return negate(subsumes(filter.value, code));
      default:
        return subsumes(code, filter.value);
    }
  }

  Answer inactive(std::string_view code) const override { return has_one_of(kInactive, code); }
  Answer abstract(std::string_view code) const override { return has_one_of(kAbstract, code); }

  Answer subsumes(std::string_view ancestor, std::string_view code) const override {
    const std::uint32_t below = find(code);
    const std::uint32_t above = find(ancestor);
    if (below == kNone || above == kNone) return absent();
    if (below == above) return Answer::yes;
    return is_a_ ? weak(answer(reaches(below, above))) : Answer::unknown;
  }

  std::vector<std::string_view> displays(std::string_view code) const override {
    std::vector<std::string_view> all;
    const std::uint32_t at = find(code);
    if (at == kNone) return all;
    const std::string_view display = concepts_[at].child_value("display");
    if (display.empty()) return all;
    all.push_back(display);
    for (Element designation : concepts_[at].children("designation")) all.push_back(designation.child_value("value"));
    return all;
  }

 private:
  static constexpr std::uint32_t kNone = 0xffffffffu;
  struct Edge {
    std::uint32_t child;
    std::uint32_t parent;
  };

  Answer has_one_of(std::span<const PropertyValue> wanted, std::string_view code) const {
    const std::uint32_t at = find(code);
    if (at == kNone) return absent();
    return answer(std::any_of(wanted.begin(), wanted.end(), [&](const PropertyValue& w) {
      const std::vector<std::string_view> values = values_of(at, w.property);
      return std::find(values.begin(), values.end(), w.value) != values.end();
    }));
  }

  static bool means_is_a(std::string_view hierarchy) { return hierarchy.empty() || hierarchy == "is-a"; }
  Answer absent() const { return complete_ ? Answer::no : Answer::unknown; }
  // "no" of a system that is not all here is no proof.
  Answer weak(Answer said) const { return said == Answer::no ? absent() : said; }

  std::uint32_t find(std::string_view code) const {
    const auto found = by_code_.find(code);
    return found == by_code_.end() ? kNone : found->second;
  }

  // Recursion follows the nesting of the resource, which the reader limits.
  void add_concepts(Element parent, std::uint32_t parent_index) {
    for (Element item : parent.children("concept")) {
      const auto index = static_cast<std::uint32_t>(concepts_.size());
      concepts_.push_back(item);
      by_code_.emplace(item.child_value("code"), index);
      if (parent_index != kNone) edges_.push_back({index, parent_index});
      add_concepts(item, index);
    }
  }

  void add_edges_of_properties() {
    for (std::uint32_t i = 0; i < concepts_.size(); ++i) {
      for (Element property : concepts_[i].children("property")) {
        const std::string_view name = property.child_value("code");
        const std::uint32_t other = find(property.child_value("value[x]"));
        if (other == kNone) continue;
        if (std::find(kParentProperties.begin(), kParentProperties.end(), name) != kParentProperties.end()) edges_.push_back({i, other});
        if (name == "child") edges_.push_back({other, i});
      }
    }
  }

  std::pair<std::vector<Edge>::const_iterator, std::vector<Edge>::const_iterator> parents_of(std::uint32_t child) const {
    return std::equal_range(edges_.begin(), edges_.end(), Edge{child, 0}, [](const Edge& a, const Edge& b) { return a.child < b.child; });
  }

  // Upwards from `below`; each concept once, so that loops end.
  bool reaches(std::uint32_t below, std::uint32_t above) const {
    std::vector<std::uint32_t> way = {below};
    std::unordered_set<std::uint32_t> seen = {below};
    for (std::size_t i = 0; i < way.size(); ++i) {
      const auto [first, last] = parents_of(way[i]);
      for (auto edge = first; edge != last; ++edge) {
        if (edge->parent == above) return true;
        if (seen.insert(edge->parent).second) way.push_back(edge->parent);
      }
    }
    return false;
  }

  std::vector<std::string_view> values_of(std::uint32_t at, std::string_view property) const {
    const Element item = concepts_[at];
    if (property == "code" || property == "concept") return {item.child_value("code")};
    if (property == "display") return {item.child_value("display")};
    std::vector<std::string_view> values;
    if (property == "parent") {
      const auto [first, last] = parents_of(at);
      for (auto edge = first; edge != last; ++edge) values.push_back(concepts_[edge->parent].child_value("code"));
      return values;
    }
    for (Element said : item.children("property")) {
      if (said.child_value("code") != property) continue;
      const Element value = said.child("value[x]");
      values.push_back(value.has_value() ? value.value() : value.child_value("code"));
    }
    return values;
  }

  bool complete_;
  bool is_a_;  // what hierarchies mean
  std::vector<Element> concepts_;
  std::unordered_map<std::string_view, std::uint32_t> by_code_;
  std::vector<Edge> edges_;  // by child
};

}  // namespace

std::unique_ptr<CodeSystem> listed_code_system(const Tree& tree) { return std::make_unique<ListedCodeSystem>(tree); }

}  // namespace caseway::validation
