#include "exchange/report_text.h"

#include <algorithm>
#include <array>
#include <map>

namespace caseway::exchange {
namespace {

// How people say a fate: of several values, of one, and as a heading. The order is that of interest.
struct Words {
  Fate fate;
  std::string_view many, one, heading;
};
constexpr std::array<Words, 4> kWords{{
    {Fate::withheld, "were withheld by policy", "was withheld by policy", "Withheld by policy"},
    {Fate::no_room, "have no place there", "has no place there", "No place in the receiver's format"},
    {Fate::kept, "are kept for the way back", "is kept for the way back", "Kept for the way back to the sender"},
    {Fate::ignored, "were left out for a stated reason", "was left out for a stated reason", "Left out for a stated reason"},
}};

std::string counted(std::uint64_t count, std::string_view thing) {
  return std::to_string(count) + " " + std::string(thing) + (count == 1 ? "" : "s");
}

std::string what_it_is(const Journey& journey) { return journey.document.empty() ? "this document" : "this " + journey.document; }

// A place without its rows and positions, so that the same element of several rows is one line.
std::string kind_of_place(std::string_view path) {
  std::string kind;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '[' && i + 1 < path.size() && path[i + 1] >= '0' && path[i + 1] <= '9') {
      i = std::min(path.find(']', i), path.size() - 1);
    } else if (path.substr(i).starts_with("row ")) {
      i += 4;
      while (i < path.size() && path[i] >= '0' && path[i] <= '9') ++i;
      if (path.substr(i).starts_with(", ")) i += 2;
      --i;
    } else {
      kind += path[i];
    }
  }
  return kind;
}

// In the order in which they first came.
struct Places {
  std::vector<std::pair<std::string, std::size_t>> kinds;  // and how often
  std::vector<Place> first;
  std::map<std::string, std::size_t> at;
  std::size_t total = 0;
  void add(const Place& place) {
    ++total;
    const auto [found, fresh] = at.emplace(kind_of_place(place.path), kinds.size());
    if (fresh) {
      kinds.emplace_back(found->first, 0);
      first.push_back(place);
    }
    ++kinds[found->second].second;
  }
};

std::string group_text(const std::string& rule, const Places& places, std::size_t most) {
  std::string text = "  " + rule + ": " + counted(places.total, "value") + "\n";
  for (std::size_t i = 0; i < std::min(most, places.kinds.size()); ++i) {
    const auto& [kind, count] = places.kinds[i];
    text += "    " + kind;
    if (count > 1) text += ", " + std::to_string(count) + " times";
    if (places.first[i].line > 0) text += (count > 1 ? ", first in line " : ", line ") + std::to_string(places.first[i].line);
    text += "\n";
  }
  if (places.kinds.size() > most) text += "    and " + counted(places.kinds.size() - most, "more place") + " (--all shows them)\n";
  return text;
}

std::string fate_text(const Journey& journey, Fate fate, std::string_view heading, std::size_t most) {
  std::vector<std::string> rules;
  std::map<std::string, Places> groups;
  for (const auto& value : journey.values) {
    if (value.fate != fate) continue;
    const auto& rule = !value.rule.empty() ? value.rule : value.reason;
    if (!groups.contains(rule)) rules.push_back(rule);
    groups[rule].add(value.place);
  }
  if (rules.empty()) return {};
  std::stable_sort(rules.begin(), rules.end(), [&](const auto& a, const auto& b) { return groups[a].total > groups[b].total; });
  std::string text = "\n" + std::string(heading) + "\n";
  for (const auto& rule : rules) text += group_text(rule.empty() ? "no rule" : rule, groups[rule], most);
  return text;
}

}  // namespace

std::string report_sentence(const Journey& journey) {
  const auto& counts = journey.total;
  const auto& name = journey.receiver_name.empty() ? journey.to : journey.receiver_name;
  const auto arrived = counts[Fate::copied] + counts[Fate::converted];
  if (arrived == 0 && journey.issues.has_errors())
    return name + " received nothing: " + what_it_is(journey) + " was refused with " + counted(journey.issues.errors(), "error") + ".";
  std::string text = name + " received " + std::to_string(arrived) + " of " + counted(counts.total(), "value") + " of " + what_it_is(journey);
  bool first = true;
  for (const auto& words : kWords) {
    if (counts[words.fate] == 0) continue;
    text += (first ? ": " : ", ") + std::to_string(counts[words.fate]) + " " + std::string(counts[words.fate] == 1 ? words.one : words.many);
    first = false;
  }
  const auto undecided = counts[Fate::undecided];
  if (undecided == 0) return text + "; nothing is undecided.";
  return text + "; " + std::to_string(undecided) + (undecided == 1 ? " is" : " are") + " undecided: nobody said what becomes of " +
         (undecided == 1 ? "it." : "them.");
}

std::string report_text(const Journey& journey, std::size_t places) {
  std::string text = report_sentence(journey) + "\n";
  for (const auto& hop : journey.hops) {
    text += "  " + hop.hop + std::string(hop.hop.size() < 8 ? 8 - hop.hop.size() : 1, ' ') + counted(hop.counts.total(), "value");
    for (std::size_t i = static_cast<std::size_t>(Fate::copied); i < kFates; ++i)
      if (const auto fate = static_cast<Fate>(i); hop.counts[fate] > 0)
        text += ", " + std::to_string(hop.counts[fate]) + " " + (fate == Fate::no_room ? "no room" : std::string(fate_name(fate)));
    text += "\n";
  }
  if (!journey.issues.empty()) text += "\nTo look at\n";
  for (const auto& issue : journey.issues.all())
    text += "  " + issue.id + (issue.place.path.empty() ? "" : ", " + issue.place.path) + ": " + issue.text + "\n";
  text += fate_text(journey, Fate::undecided, "Undecided: nobody said what becomes of them", places);
  for (const auto& words : kWords) text += fate_text(journey, words.fate, words.heading, places);
  return text;
}

}  // namespace caseway::exchange
