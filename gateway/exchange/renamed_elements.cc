#include "exchange/renamed_elements.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "mapping/markup/element_paths.h"

namespace caseway::exchange {

namespace {

using Insides = std::map<std::string, std::set<std::string>>;  // by the element around: what is in it

// Of the outermost elements that no known place is in.
Insides insides_of(const std::vector<std::string>& places, const std::set<std::string, std::less<>>& known) {
  Insides all;
  for (const std::string_view place : places)
    for (auto slash = place.find('/'); slash != std::string_view::npos; slash = place.find('/', slash + 1)) {
      const auto element = place.substr(0, slash);
      if (known.contains(element)) continue;
      all[std::string(element)].emplace(place.substr(slash + 1));
      break;
    }
  return all;
}

std::size_t shared(const std::set<std::string>& one, const std::set<std::string>& other) {
  return static_cast<std::size_t>(std::count_if(one.begin(), one.end(), [&](const std::string& each) { return other.contains(each); }));
}

}  // namespace

std::vector<RenamedElement> renamed_elements(const std::vector<std::string>& gone, const std::vector<std::string>& fresh,
                                             const std::vector<std::string>& present) {
  std::set<std::string, std::less<>> known;
  for (const auto& place : present)
    for (std::string_view at = place; !at.empty(); at = mapping::parent_path(at)) known.emplace(at);
  const auto before = insides_of(gone, known);
  std::vector<RenamedElement> made;
  for (const auto& [is, inside] : insides_of(fresh, known)) {
    RenamedElement best{"", is, 1, inside.size()};
    bool sole = false;
    for (const auto& [was, held] : before) {
      const auto alike = mapping::parent_path(was) == mapping::parent_path(is) ? shared(inside, held) : 0;
      if (alike < best.alike || 2 * alike < inside.size()) continue;
      sole = alike > best.alike;
      best.was = was;
      best.alike = alike;
    }
    if (sole) made.push_back(best);
  }
  return made;
}

std::string place_before(const std::vector<RenamedElement>& renamed, const std::string& place) {
  for (const auto& each : renamed)
    if (place.starts_with(each.is) && place.size() > each.is.size() && place[each.is.size()] == '/') return each.was + place.substr(each.is.size());
  return place;
}

}  // namespace caseway::exchange
