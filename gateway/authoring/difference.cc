#include "authoring/difference.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "authoring/both_ways.h"
#include "authoring/written_values.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

constexpr std::string_view kAdded = "(said by the mapping itself)";

// "table phones, row 2, column number" is the column phones.number in row 2; a path is itself, without positions.
struct TheirPlace {
  std::string name, row;
};

TheirPlace their_place(const std::string& path) {
  const auto column = path.find("column ");
  if (column == std::string::npos) {
    TheirPlace place;
    bool inside = false;
    for (const char c : path) {
      if (c == '[') inside = true;
      if (!inside) place.name += c;
      if (c == ']') inside = false;
    }
    place.row = path;
    return place;
  }
  const auto row = path.find("row ");
  const auto table = path.starts_with("table ") ? path.substr(6, path.find(',') - 6) + "." : std::string();
  return {table + path.substr(column + 7), row < column ? path.substr(row, path.find(',', row) - row) : ""};
}

// What one value of theirs became, or what one place of theirs says.
struct Found {
  std::vector<std::string> values;
  std::set<std::string> rules;
};
using Side = std::map<std::pair<std::string, std::string>, Found>;  // name, place

// One payload through one mapping.
class Through {
 public:
  Through(const Mapping& mapping, const std::vector<Part>& payload, std::size_t number, bool numbered) {
    run_both_ways(mapping, payload, ways_);
    prefix_ = numbered ? "document " + std::to_string(number) : "";
    for (const auto& document : ways_.read.all) add_document(document);
    for (const auto& rest : ways_.read.refused) add_leaves(rest, nullptr, nullptr);
    for (const auto& part : ways_.written.all)
      for (auto& value : written_values(part)) {
        const auto table = ways_.written.all.size() > 1 && part.name.ends_with(".csv") ? part.name.substr(0, part.name.size() - 4) + "." : "";
        written[{table + value.name, placed(value.place)}].values.push_back(value.value);
      }
    for (const auto& issue : ways_.issues.all()) issues.insert(issue.id + " " + placed(issue.place.path) + ": " + issue.text);
  }
  Side read, written;
  std::set<std::string> issues;
  std::size_t documents() const { return ways_.read.all.size(); }

 private:
  std::string placed(const std::string& place) const { return prefix_.empty() || place.empty() ? prefix_ + place : prefix_ + ", " + place; }

  void add_document(const Document& document) {
    const ResourcePaths paths(document.tree);
    std::vector<char> reached(document.tree.size(), 0);
    add_leaves(document.ledger, &document.tree, &paths, &reached);
    if (ways_.canonical) return;
    for (std::uint32_t node = 0; node < document.tree.size(); ++node) {
      const auto value = document.tree.at(node).value();
      if (reached[node] == 0 && !value.empty() && !value.starts_with("urn:uuid:"))
        read[{std::string(kAdded), placed("")}].values.push_back(paths.of(node) + " " + std::string(value));
    }
  }

  void add_leaves(const Ledger& ledger, const Tree* tree, const ResourcePaths* paths, std::vector<char>* reached = nullptr) {
    std::vector<std::vector<const Ledger::Link*>> links(ledger.size());
    for (const auto& link : ledger.links()) links[link.leaf].push_back(&link);
    for (std::uint32_t leaf = 0; leaf < ledger.size(); ++leaf) {
      const auto* place = ledger.place(leaf);
      const auto fate = ledger.fate(leaf);
      if (place == nullptr || fate == Fate::none || fate == Fate::structural) continue;
      const auto theirs = their_place(place->path);
      auto& found = read[{theirs.name, placed(theirs.row)}];
      for (const auto* link : links[leaf]) {
        if (link->rule != 0) found.rules.insert(std::string(ledger.rule_text(link->rule)));
        if (tree == nullptr || link->target == Ledger::kNoTarget) continue;
        (*reached)[link->target] = 1;
        found.values.push_back(paths->of(link->target) + " " + std::string(tree->at(link->target).value()));
      }
      if (found.values.empty()) found.values.push_back(tree == nullptr ? "(not read)" : "(" + std::string(fate_name(fate)) + ")");
    }
  }

  BothWays ways_;
  std::string prefix_;
};

std::string joined(const std::set<std::string>& texts) {
  std::string text;
  for (const auto& each : texts) text += (text.empty() ? "" : ", ") + each;
  return text;
}

class Comparing {
 public:
  explicit Comparing(Difference& difference) : difference_(difference) {}

  void compare(const Side& before, const Side& after, std::vector<Difference::Value> Difference::Group::*way) {
    for (const auto& [key, found] : before) {
      const auto other = after.find(key);
      add(key, found, other == after.end() ? Found() : other->second, way);
    }
    for (const auto& [key, found] : after)
      if (!before.contains(key)) add(key, Found(), found, way);
  }

 private:
  // What both say is no difference; the others stand side by side in their order.
  void add(const std::pair<std::string, std::string>& key, const Found& before, const Found& after,
           std::vector<Difference::Value> Difference::Group::*way) {
    auto gone = before.values;
    std::vector<std::string> fresh;
    for (const auto& value : after.values) {
      const auto same = std::find(gone.begin(), gone.end(), value);
      same == gone.end() ? fresh.push_back(value) : static_cast<void>(gone.erase(same));
    }
    if (gone.empty() && fresh.empty()) return;
    auto& group = group_called(key.first);
    if (group.before.empty()) group.before = joined(before.rules);
    if (group.after.empty()) group.after = joined(after.rules);
    for (std::size_t i = 0; i < std::max(gone.size(), fresh.size()); ++i)
      (group.*way).push_back({key.second, i < gone.size() ? gone[i] : "", i < fresh.size() ? fresh[i] : ""});
  }

  Difference::Group& group_called(const std::string& name) {
    for (auto& group : difference_.groups)
      if (group.name == name) return group;
    difference_.groups.push_back({name, {}, {}, {}, {}});
    return difference_.groups.back();
  }

  Difference& difference_;
};

void append_values(std::string& out, std::string_view what, const std::vector<Difference::Value>& values, bool counts_only) {
  if (values.empty()) return;
  out += "  " + std::to_string(values.size()) + (values.size() == 1 ? " value " : " values ") + std::string(what) + " differently\n";
  if (counts_only) return;
  for (const auto& value : values) {
    out += "    " + (value.place.empty() ? "" : value.place + ": ");
    out += (value.before.empty() ? "(nothing)" : value.before) + "  ->  " + (value.after.empty() ? "(nothing)" : value.after) + "\n";
  }
}

}  // namespace

Difference difference(const std::string& before, const std::string& after, const std::vector<std::vector<Part>>& payloads, const Converters& own) {
  Difference made;
  for (const auto& file : {before, after})
    for (const auto& fault : Mapping::compile_all(file, own)) made.faults.emplace_back(fault.what());
  if (!made.faults.empty()) return made;
  const auto old_mapping = Mapping::load(before, own);
  const auto new_mapping = Mapping::load(after, own);
  Comparing comparing(made);
  for (std::size_t i = 0; i < payloads.size(); ++i) {
    const Through was(old_mapping, payloads[i], i + 1, payloads.size() > 1);
    const Through is(new_mapping, payloads[i], i + 1, payloads.size() > 1);
    made.documents += std::max(was.documents(), is.documents());
    comparing.compare(was.read, is.read, &Difference::Group::read);
    comparing.compare(was.written, is.written, &Difference::Group::written);
    std::set_difference(was.issues.begin(), was.issues.end(), is.issues.begin(), is.issues.end(), std::back_inserter(made.only_before));
    std::set_difference(is.issues.begin(), is.issues.end(), was.issues.begin(), was.issues.end(), std::back_inserter(made.only_after));
  }
  std::stable_partition(made.groups.begin(), made.groups.end(), [](const auto& group) { return group.name != kAdded; });
  return made;
}

std::string Difference::text(bool counts_only) const {
  std::string out;
  for (const auto& fault : faults) out += fault + "\n";
  if (!faults.empty()) return out + "A mapping does not compile; correct it, and compare again.\n";
  std::size_t read = 0, written = 0;
  for (const auto& group : groups) {
    out += group.name;
    if (!group.before.empty() || !group.after.empty())
      out += "  (" + (group.before.empty() ? "no line" : group.before) +
             (group.before == group.after ? "" : " -> " + (group.after.empty() ? "no line" : group.after)) + ")";
    out += "\n";
    append_values(out, "read", group.read, counts_only);
    append_values(out, "written", group.written, counts_only);
    read += group.read.size();
    written += group.written.size();
  }
  for (const auto& issue : only_before) out += "no longer: " + issue + "\n";
  for (const auto& issue : only_after) out += "new: " + issue + "\n";
  if (documents == 0) return out + "Neither mapping reads a document of these files, so there is nothing to compare; take others.\n";
  if (same())
    return "Nothing changes on " + std::to_string(documents) + (documents == 1 ? " document" : " documents") + ". Next: caseway mapping check NEW.\n";
  return out + "On " + std::to_string(documents) + (documents == 1 ? " document " : " documents ") + std::to_string(read) + " values are read and " +
         std::to_string(written) +
         " written differently. Next: if that is what you meant, caseway mapping check NEW and send the partner the new guide.\n";
}

}  // namespace caseway::authoring
