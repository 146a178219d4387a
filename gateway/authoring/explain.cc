#include "authoring/explain.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "authoring/both_ways.h"
#include "mapping/mapping.h"
#include "mapping/spelling.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

// The source value of a leaf is not in the ledger; its place is. On the way in the value of ours is shown, which is what arrived.
void add_rows(const Ledger& ledger, const Tree& tree, bool reading, std::vector<Explanation::Row>& rows) {
  std::vector<std::vector<const Ledger::Link*>> links(ledger.size());
  for (const auto& link : ledger.links()) links[link.leaf].push_back(&link);
  for (std::uint32_t leaf = 0; leaf < ledger.size(); ++leaf) {
    const auto fate = ledger.fate(leaf);
    if (fate == Fate::none || fate == Fate::structural) continue;
    Explanation::Row row;
    const auto* place = ledger.place(leaf);
    row.from = reading ? (place == nullptr ? "" : place->path) : tree.path(leaf);
    if (!reading) row.value = tree.at(leaf).value();
    row.fate = fate_name(fate);
    if (links[leaf].empty()) rows.push_back(row);
    for (const auto* link : links[leaf]) {
      auto each = row;
      each.rule = ledger.rule_text(link->rule);
      if (link->target != Ledger::kNoTarget) {
        each.to = reading ? tree.path(link->target) : std::string(ledger.target_text(link->target));
        if (reading) each.value = tree.at(link->target).value();
      }
      rows.push_back(std::move(each));
    }
  }
}

std::string shortened_value(const std::string& text, std::size_t width) {
  std::string line;
  for (const char c : text) line += c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
  if (characters(line) <= width) return line;
  return std::string(first_characters(line, width - 1)) + "…";
}

// A path says most at its end, and which entry at its beginning: the middle goes.
std::string shortened_path(const std::string& path, std::size_t width) {
  const auto length = characters(path);
  if (length <= width) return path;
  const auto begin = first_characters(path, width / 3);
  const auto without_end = first_characters(path, length - (width - width / 3 - 1));
  return std::string(begin) + "…" + path.substr(without_end.size());
}

void append_cell(std::string& out, const std::string& cell, std::size_t width) {
  out += cell;
  out.append(width - std::min(width, characters(cell)) + 2, ' ');
}

void append_table(std::string& out, const std::vector<Explanation::Row>& rows) {
  std::size_t from = 4, value = 5, to = 2;
  for (const auto& row : rows) {
    from = std::min<std::size_t>(60, std::max(from, characters(row.from)));
    value = std::min<std::size_t>(28, std::max(value, characters(row.value)));
    to = std::min<std::size_t>(64, std::max(to, characters(row.to)));
  }
  const auto line = [&](const Explanation::Row& row) {
    append_cell(out, shortened_path(row.from, from), from);
    append_cell(out, shortened_value(row.value, value), value);
    append_cell(out, row.fate, 9);
    append_cell(out, shortened_path(row.to, to), to);
    out += row.rule;
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out += '\n';
  };
  line({"from", "value", "fate", "to", "by"});
  for (const auto& row : rows) line(row);
}

}  // namespace

std::string in_words(const Counts& counts) {
  std::string text = "of " + std::to_string(counts.total()) + " values:";
  for (const auto fate : {Fate::copied, Fate::converted, Fate::kept, Fate::ignored, Fate::no_room, Fate::undecided})
    if (counts[fate] > 0) text += " " + std::to_string(counts[fate]) + " " + std::string(fate_name(fate)) + " ·";
  text.resize(text.size() - (text.ends_with("·") ? 3 : 1));
  return text + "; " + std::to_string(counts.added) + " added";
}

Explanation explain(const std::string& mapping_file, std::vector<Part> document, const Converters& own) {
  Explanation made;
  for (const auto& fault : Mapping::compile_all(mapping_file, own)) made.faults.emplace_back(fault.what());
  if (!made.faults.empty()) return made;
  const auto mapping = Mapping::load(mapping_file, own);
  std::ifstream file(mapping_file, std::ios::binary);
  made.mapping_file = std::filesystem::path(mapping_file).filename().string();
  made.mapping_text.assign(std::istreambuf_iterator<char>(file), {});
  const bool known =
      std::any_of(document.begin(), document.end(), [&](const Part& part) { return mapping.recognise(part.bytes, part.name).confidence > 0; });
  BothWays ways;
  run_both_ways(mapping, std::move(document), ways);
  made.canonical = ways.canonical;
  made.recognised = known || ways.canonical;
  made.issues = std::move(ways.issues);
  for (const auto& each : ways.read.all) {
    if (ways.canonical) break;
    add_rows(each.ledger, each.tree, true, made.reading);
    made.read += each.ledger.counts();
  }
  for (const auto& each : ways.read.refused) {
    add_rows(each, Tree(), true, made.reading);
    made.read += each.counts();
  }
  for (std::size_t i = 0; i < ways.written.ledgers.size(); ++i) {
    add_rows(ways.written.ledgers[i], ways.read.all[i].tree, false, made.writing);
    made.written += ways.written.ledgers[i].counts();
  }
  return made;
}

std::string Explanation::conclusion() const {
  if (!faults.empty()) return "The mapping does not compile; correct it and ask again.";
  if (issues.has_errors()) return "The document has errors, so not all of it was read; correct them first, and ask again.";
  if (read.total() == 0 && written.total() == 0) return "The mapping read nothing of this document; is it the right pair of files?";
  if (canonical) {
    const auto lost = written[Fate::no_room] + written[Fate::undecided];
    if (lost == 0) return "Every value of the document has a place or a reason. Next: caseway mapping check " + mapping_file + ".";
    return "There is no place in the partner's format for " + std::to_string(lost) + (lost == 1 ? " value" : " values") +
           "; give each a field if the partner may have it.";
  }
  const auto open = read[Fate::undecided];
  if (open == 0) return "Every value of the document has a place or a reason. Next: caseway mapping check " + mapping_file + ".";
  return "Nobody decided yet about " + std::to_string(open) + " values; give each a field, `ignore` it with a reason, or `keep` it.";
}

std::string Explanation::text() const {
  std::string out;
  for (const auto& fault : faults) out += fault + "\n";
  if (!faults.empty()) return out + conclusion() + "\n";
  if (!recognised) out += "The document does not look like what this mapping describes; is it the right pair of files?\n\n";
  if (!canonical) {
    out += "Theirs to ours\n";
    append_table(out, reading);
    out += in_words(read) + "\n\n";
  }
  out += "Ours to theirs\n";
  append_table(out, writing);
  out += in_words(written) + "\n\n";
  for (const auto& issue : issues.all()) out += issue.id + " " + issue.place.path + ": " + issue.text + "\n";
  return out + conclusion() + "\n";
}

}  // namespace caseway::authoring
