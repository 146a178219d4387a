#include "fhir/ndjson.h"

#include <algorithm>

#include "fhir/collection.h"

namespace caseway::fhir {

namespace {

// Adds what one line's ledger says to the file's; `root` is where the line's resource stands in the collection.
void join(const Ledger& line, std::uint32_t root, Ledger& all) {
  const auto first = static_cast<std::uint32_t>(all.size());
  for (std::uint32_t leaf = 0; leaf < line.size(); ++leaf) {
    all.add_leaf(line.fate(leaf));
    if (const Place* place = line.place(leaf)) all.name_leaf(first + leaf, *place);
  }
  for (const Ledger::Link& link : line.links())
    all.mark(first + link.leaf, line.fate(link.leaf), link.target == Ledger::kNoTarget ? Ledger::kNoTarget : root + link.target);
}

}  // namespace

bool read_ndjson_line(std::string_view text, std::uint32_t line, const Limits& limits, Issues& issues, Tree& tree, Ledger* ledger,
                      const ReadOptions& options) {
  if (text.size() > limits.entry_bytes) {
    issues.add(Severity::error, "limit.entry_bytes", {{}, line, 1},
               "The line has more than " + std::to_string(limits.entry_bytes) + " bytes. Each line is one resource.");
    return false;
  }
  Issues found;
  const bool usable = read_json(text, limits, found, tree, ledger, options);
  for (Issue issue : found.all()) {
    // What ends a document ends a line here, and not the file.
    if (issue.severity == Severity::fatal) issue.severity = Severity::error;
    issue.place.line = line;
    issue.place.column = std::max(issue.place.column, 1u);
    issues.add(std::move(issue));
  }
  if (ledger == nullptr || !options.name_leaves) return usable;
  for (std::uint32_t leaf = 0; leaf < ledger->size(); ++leaf) {
    if (const Place* place = ledger->place(leaf)) ledger->name_leaf(leaf, {place->path, line, place->column});
  }
  return usable;
}

void add_line_issues(const Issues& line, bool skip_bad_lines, Issues& issues) {
  for (Issue issue : line.all()) {
    if (skip_bad_lines) issue.severity = std::max(issue.severity, Severity::warning);
    issues.add(std::move(issue));
  }
}

bool tell_lines(const LineTally& lines, bool skip_bad_lines, Issues& issues) {
  if (lines.read == 0) issues.add(Severity::fatal, "json.empty", {{}, 1, 1}, "The document is empty.");
  if (lines.bad == 0) return lines.read > 0;
  const bool usable = skip_bad_lines && lines.bad < lines.read;
  issues.add(usable ? Severity::warning : Severity::error, "fhir.ndjson.line", {},
             std::to_string(lines.bad) + " of " + std::to_string(lines.read) + " lines could not be used" +
                 (usable ? " and were left out." : ", so nothing was written. Correct them, or ask for the others without them."));
  return usable;
}

bool read_ndjson(std::string_view bytes, const Limits& limits, Issues& issues, Tree& tree, Ledger* ledger, const ReadOptions& options,
                 bool skip_bad_lines) {
  Collection collection;
  LineTally lines;
  std::uint32_t number = 0;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    ++number;
    if (line.find_first_not_of(kNdjsonBlank) == std::string_view::npos) continue;
    ++lines.read;
    Tree resource;
    Ledger of_line;
    Issues found;
    const bool usable = read_ndjson_line(line, number, limits, found, resource, ledger ? &of_line : nullptr, options);
    add_line_issues(found, skip_bad_lines, issues);
    if (!usable) {
      ++lines.bad;
      if (ledger) join(of_line, 0, *ledger);
      continue;
    }
    const std::uint32_t root = collection.add(resource);
    if (ledger) join(of_line, root, *ledger);
  }
  if (!tell_lines(lines, skip_bad_lines, issues)) return false;
  tree = collection.finish();
  return true;
}

bool write_ndjson(const Tree& tree, Issues& issues, std::string& out, std::vector<Fate>* fates) {
  const WriteOptions compact{.pretty = false};
  if (fates) fates->assign(tree.size(), Fate::none);
  const auto say = [&](std::uint32_t begin, std::uint32_t end, Fate fate) {
    for (std::uint32_t i = begin; fates && i < end; ++i)
      if (tree.at(i).has_value()) (*fates)[i] = fate;
  };
  say(0, static_cast<std::uint32_t>(tree.size()), Fate::no_room);
  bool written = true;
  std::string line;
  const auto write = [&](const Tree& resource, std::uint32_t begin) {
    if (!write_json(resource, compact, issues, line)) return void(written = false);
    out.append(line).append("\n");
    say(begin, begin + static_cast<std::uint32_t>(resource.size()), Fate::copied);
  };
  if (tree.root().type() != "Bundle") {
    write(tree, 0);
    return written;
  }
  if (const Element type = tree.root().child("type"); type.value() == "collection") say(type.index(), type.index() + 1, Fate::copied);
  for (const Element entry : tree.root().children("entry")) {
    if (const Element resource = entry.child("resource")) write(subtree(tree, resource.index()), resource.index());
  }
  return written;
}

void tell_left_out(std::uint64_t values, Issues& issues) {
  if (values == 0) return;
  issues.add(Severity::warning, "fhir.ndjson.left_out", {"Bundle", 0, 0},
             "NDJSON is resources only: " + std::to_string(values) +
                 " values that stand around them in the Bundle (its type and the entries' fullUrl, request or search) were left out.");
}

}  // namespace caseway::fhir
