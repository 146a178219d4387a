#include "authoring/changed_values.h"

#include <algorithm>
#include <map>
#include <set>

namespace caseway::authoring {

namespace {

// What tells an element of a list from the others: its system, or the url of an extension.
std::string_view apart(Element element) {
  const auto url = element.child_value("url");
  return url.empty() ? element.child_value("system") : url;
}

void name_below(Element element, const std::string& place, std::vector<std::string>& names) {
  names[element.index()] = place;
  for (const auto child : element.children()) {
    const auto mark = apart(child);
    name_below(child,
               child.is_resource() ? std::string(child.type())
                                   : place + "." + std::string(child.name()) + (mark.empty() ? "" : "[" + std::string(mark) + "]"),
               names);
  }
}

// The place of each node, by its resource.
std::vector<std::string> places_in(const Tree& tree) {
  std::vector<std::string> names(tree.size());
  if (!tree.empty()) name_below(tree.root(), std::string(tree.root().type()), names);
  return names;
}

struct Said {
  std::string value, line;
};
using SaidAt = std::map<std::string, std::vector<Said>>;

// What theirs said at each place: not what the mapping adds.
SaidAt said_by_theirs(const std::vector<Document>& documents) {
  SaidAt made;
  for (const auto& document : documents) {
    const auto places = places_in(document.tree);
    for (const auto& link : document.ledger.links())
      if (link.target < document.tree.size() && document.tree.at(link.target).has_value())
        made[places[link.target]].push_back({std::string(document.tree.at(link.target).value()), std::string(document.ledger.rule_text(link.rule))});
  }
  return made;
}

std::set<std::string> places_told(const Tree& tree, const std::vector<std::string>& places, const Issues& told) {
  std::set<std::string> made;
  const auto paths = tree.paths();
  for (const auto& issue : told.all())
    for (std::size_t i = 0; i < paths.size(); ++i)
      if (paths[i] == issue.place.path) made.insert(places[i]);
  return made;
}

}  // namespace

std::vector<ChangedValue> changed_values(const Document& sent, const Issues& told, const std::vector<Document>& again) {
  const auto places = places_in(sent.tree);
  const auto named = places_told(sent.tree, places, told);
  std::map<std::string, std::vector<std::string_view>> values;
  for (std::uint32_t i = 0; i < sent.tree.size(); ++i)
    if (const auto leaf = sent.tree.at(i); leaf.has_value() && !named.contains(places[i])) values[places[i]].push_back(leaf.value());
  std::vector<ChangedValue> made;
  for (const auto& [place, back] : said_by_theirs(again)) {
    const auto before = values.find(place);
    if (before == values.end()) continue;
    const auto in = [&](std::string_view value) { return std::find(before->second.begin(), before->second.end(), value) != before->second.end(); };
    const auto lost = [&](std::string_view value) {
      return std::none_of(back.begin(), back.end(), [&](const Said& said) { return said.value == value; });
    };
    const auto foreign = std::find_if(back.begin(), back.end(), [&](const Said& said) { return !in(said.value); });
    const auto gone = std::find_if(before->second.begin(), before->second.end(), lost);
    if (foreign != back.end() && gone != before->second.end()) made.push_back({place, std::string(*gone), foreign->value, foreign->line});
  }
  return made;
}

}  // namespace caseway::authoring
