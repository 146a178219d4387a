#include "authoring/laws.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "authoring/changed_values.h"
#include "authoring/their_places.h"
#include "fhir/codec.h"
#include "mapping/through.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

struct LawText {
  std::string_view formula, sentence;
};
constexpr LawText kLaws[] = {
    {"", ""},
    {"read(x) is defined", "what the mapping describes cannot be read"},
    {"write(read(x)) is defined", "what was read cannot be written"},
    {"read(write(read(x))) = read(x)", "what was read, written and read again is not the same"},
    {"write(read(x)) = norm(x)", "what was read does not come back as it was"},
    {"read(write(b)) = project(b)", "what was written is not read again"},
};

// "code, row 2, column dob: sentence"
std::string first_error(const Issues& issues) {
  for (const auto& issue : issues.all())
    if (issue.severity == Severity::error || issue.severity == Severity::fatal)
      return issue.id + (issue.place.path.empty() ? "" : ", " + issue.place.path) + ": " + issue.text;
  return {};
}

bool has_issue(const Issues& issues, std::string_view id) {
  return std::any_of(issues.all().begin(), issues.all().end(), [&](const Issue& issue) { return issue.id == id; });
}

// Generated ids by the order in which they are met.
class Names {
 public:
  std::string normal(std::string_view text) {
    constexpr std::string_view kUuid = "urn:uuid:";
    constexpr std::size_t kLength = 36;
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
      const auto found = std::min(text.find(kUuid, at), text.size());
      made += text.substr(at, found - at);
      if (found == text.size()) break;
      const auto name = text.substr(found, kUuid.size() + kLength);
      made += "#" + std::to_string(known_.emplace(name, known_.size()).first->second);
      at = found + name.size();
    }
    return made;
  }

 private:
  std::map<std::string, std::size_t, std::less<>> known_;
};

std::string normal_text(const std::vector<Document>& documents) {
  std::string text;
  Issues issues;
  for (const auto& document : documents) {
    fhir::write_json(document.tree, {}, issues, text);
    text += '\n';
  }
  return Names().normal(text);
}

// Paths without positions and what stands there, as often as it does.
std::map<std::pair<std::string, std::string>, int> leaves_of(const std::vector<Document>& documents) {
  std::map<std::pair<std::string, std::string>, int> leaves;
  for (const auto& document : documents) {
    const auto paths = document.tree.paths();
    for (std::uint32_t i = 0; i < document.tree.size(); ++i)
      if (const auto leaf = document.tree.at(i); leaf.has_value()) ++leaves[{bare_place(paths[i]), std::string(leaf.value())}];
  }
  return leaves;
}

void add_line(std::string_view line, std::vector<std::string>& lines) {
  if (!line.empty() && std::find(lines.begin(), lines.end(), line) == lines.end()) lines.emplace_back(line);
}

}  // namespace

std::string_view law_formula(Law law) { return kLaws[static_cast<std::size_t>(law)].formula; }
std::string_view law_sentence(Law law) { return kLaws[static_cast<std::size_t>(law)].sentence; }

// One way there and back, and what was said on it.
struct Laws::Work {
  Issues issues;
  Documents documents;
  Parts parts;
  Context context;
  Work() {
    context.limits = Limits::batch();
    context.id_seed = "check";
    context.now = "2026-01-01T00:00:00Z";
    context.detail = Detail::values;
    context.issues = &issues;
    context.settings["rules"] = "off";
    context.settings["package"] = "files";  // a counter-example is a line that people can read
  }
  void read(const Mapping& mapping, const std::vector<Part>& from) {
    Payload payload(from);
    mapping.read(context, payload, documents);
    for (auto& document : documents.all) document.residual.clear();
  }
  void write(const Mapping& mapping) {
    documents.at = 0;
    mapping.write(context, documents, parts);
  }
};

Laws::Laws(Mapping mapping)
    : mapping_(std::move(mapping)),
      conditional_(mapping_.plan().columns.size(), 0),
      read_(mapping_.plan().columns.size(), 0),
      completed_(mapping_.plan().columns.size(), 0) {
  std::vector<char> seen(mapping_.plan().blocks.size(), 0);
  find_conditional(mapping_.plan().body, false, seen);
}

void Laws::find_conditional(Index block, bool conditional, std::vector<char>& seen) {
  if (block == kNone || seen[block]) return;
  seen[block] = 1;
  for (const auto& field : mapping_.plan().blocks[block].fields) {
    const bool here = conditional || !field.cells.empty() || !field.nodes.empty();
    const bool reads = field.kind == FieldKind::relation && has(field.ways, Way::receiving);
    const bool crosswalk = field.columns.size() > 1 && field.codes != kNone && mapping_.plan().tables[field.codes].picked;
    for (const auto column : field.columns) {
      if (crosswalk) completed_[column] = 1;
      if (here) conditional_[column] = 1;
      if (reads) read_[column] = 1;
    }
    find_conditional(field.block, here, seen);
    for (const auto& alternative : field.alternatives) find_conditional(alternative.block, true, seen);
  }
}

std::vector<Part> Laws::written(const Document& b) const {
  Work work;
  work.documents.all.push_back(b);
  work.write(mapping_);
  return std::move(work.parts.all);
}

Verdict Laws::of_theirs(const std::vector<Part>& x, Kind kind) const {
  Verdict verdict;
  Work once;
  once.read(mapping_, x);
  const auto refused = [&](Law law, const Work& work) {
    if (kind == Kind::whole) verdict.law = law;
    verdict.refusal = first_error(work.issues);
    return verdict;
  };
  if (once.documents.all.empty() || once.issues.has_errors()) return refused(Law::readable, once);
  if (has_issue(once.issues, "mapping.guard.unmet")) return verdict;  // told: x says what a field's own condition does not allow
  once.write(mapping_);
  if (once.parts.all.empty()) return refused(Law::writable, once);
  const auto lost = unread(once, x);
  if (lost.others || (kind == Kind::gaps && !lost.hidden.empty())) return verdict;  // told as undecided
  Work twice;
  twice.read(mapping_, once.parts.all);
  auto found = differences(once, x);
  const auto broken = [&](Law law, std::vector<Divergence> differences) {
    verdict.law = law;
    verdict.differences = std::move(differences);
  };
  if (normal_text(once.documents.all) != normal_text(twice.documents.all)) {
    broken(Law::understood_again, std::move(found));
    verdict.refusal = first_error(twice.issues);
  } else if (!lost.hidden.empty()) {
    broken(Law::comes_back, lost.hidden);
  } else if (auto made = unsaid(found, x); !made.empty()) {
    broken(Law::comes_back, std::move(made));
  } else {
    verdict.respellings = std::move(found);
  }
  return verdict;
}

Verdict Laws::under_rules(const std::vector<Part>& x, bool& asked) const {
  Verdict verdict;
  Work work;
  work.context.settings.erase("rules");
  work.read(mapping_, x);
  asked = !work.documents.all.empty() && !work.issues.has_errors();
  if (!asked) return verdict;
  work.write(mapping_);
  if (!work.parts.all.empty() && !work.issues.has_errors()) return verdict;
  verdict.law = Law::writable;
  work.issues.append(work.parts.issues);
  verdict.refusal = first_error(work.issues);
  return verdict;
}

Verdict Laws::of_ours(const Document& b) const {
  Verdict verdict;
  Work once;
  once.documents.all.push_back(b);
  once.write(mapping_);
  if (once.parts.all.empty() || once.issues.has_errors()) return verdict;  // told, and nothing is sent
  Work again;
  again.read(mapping_, once.parts.all);
  if (again.documents.all.empty()) {
    verdict.law = Law::project;
    verdict.refusal = first_error(again.issues);
    return verdict;
  }
  auto there = leaves_of(again.documents.all);
  const auto& ledger = once.parts.ledgers.front();
  const auto paths = b.tree.paths();
  for (const auto& link : ledger.links()) {
    const auto fate = ledger.fate(link.leaf);
    if (link.target == Ledger::kNoTarget || (fate != Fate::copied && fate != Fate::converted) || !b.tree.at(link.leaf).has_value()) continue;
    const auto value = std::string(b.tree.at(link.leaf).value());
    if (auto found = there.find({bare_place(paths[link.leaf]), value}); found != there.end()) continue;
    verdict.law = Law::project;
    verdict.differences.push_back({std::string(ledger.target_text(link.target)) + " for " + paths[link.leaf], value, {}, {}});
    add_line(ledger.rule_text(link.rule), verdict.differences.back().lines);
  }
  if (verdict.broken() || once.issues.has_errors()) return verdict;
  for (auto& changed : changed_values(b, once.issues, again.documents.all))
    verdict.differences.push_back({std::move(changed.place), std::move(changed.in), std::move(changed.back), {std::move(changed.line)}});
  if (!verdict.differences.empty()) verdict.law = Law::project;
  return verdict;
}

std::vector<Divergence> Laws::differences(const Work& once, const std::vector<Part>& x) const {
  const auto& plan = mapping_.plan();
  const auto sent = places_of(plan, x);
  std::map<std::string, const TheirPlace*> back;
  const auto came = places_of(plan, once.parts.all);
  for (const auto& place : came) back.emplace(place.place, &place);
  std::vector<Divergence> made;
  const auto add = [&](const TheirPlace& place, std::string_view in, std::string_view out) {
    if (in != out) made.push_back({place.place, std::string(in), std::string(out), lines_of(place, once)});
  };
  for (const auto& place : sent) {
    const auto found = back.find(place.place);
    add(place, place.value, found == back.end() ? std::string_view() : found->second->value);
    if (found != back.end()) back.erase(found);
  }
  for (const auto& place : came)
    if (back.contains(place.place)) add(place, {}, place.value);
  return made;
}

// The lines that read this place, those that wrote it, and those that might have.
std::vector<std::string> Laws::lines_of(const TheirPlace& place, const Work& work) const {
  std::vector<std::string> lines;
  for (const auto& document : work.documents.all)
    for (const auto& link : document.ledger.links())
      if (const auto* from = document.ledger.place(link.leaf); from != nullptr && from->path == place.place)
        add_line(document.ledger.rule_text(link.rule), lines);
  const auto bare = bare_place(place.place);
  for (const auto& ledger : work.parts.ledgers)
    for (const auto& link : ledger.links())
      if (link.target != Ledger::kNoTarget && bare_place(ledger.target_text(link.target)) == bare) add_line(ledger.rule_text(link.rule), lines);
  const auto& plan = mapping_.plan();
  for (const auto& block : plan.blocks)
    for (const auto& field : block.fields)
      if (place.column != kNone && std::find(field.columns.begin(), field.columns.end(), place.column) != field.columns.end())
        add_line(plan.line_of(field), lines);
  return lines;
}

Laws::Unread Laws::unread(const Work& once, const std::vector<Part>& x) const {
  std::set<std::string> undecided;
  for (const auto& document : once.documents.all)
    for (std::uint32_t leaf = 0; leaf < document.ledger.size(); ++leaf)
      if (const auto* place = document.ledger.place(leaf); document.ledger.fate(leaf) == Fate::undecided && place != nullptr)
        undecided.insert(place->path);
  Unread made;
  if (undecided.empty()) return made;
  for (const auto& place : places_of(mapping_.plan(), x)) {
    if (place.value.empty() || !undecided.contains(place.place)) continue;
    if (place.column == kNone || (read_[place.column] && !conditional_[place.column]))
      made.hidden.push_back({place.place, place.value, {}, lines_of(place, once)});
    else
      made.others = true;
  }
  return made;
}

// Values that came back from cells that said nothing, though everything that was said came back where it had been. A cell of the whole document
// may say on one row what it says on another.
std::vector<Divergence> Laws::unsaid(const std::vector<Divergence>& differences, const std::vector<Part>& x) const {
  std::vector<Divergence> made;
  const auto places = places_of(mapping_.plan(), x);
  for (const auto& difference : differences) {
    if (difference.back.empty()) return {};
    if (!difference.in.empty()) continue;
    const auto place = std::find_if(places.begin(), places.end(), [&](const TheirPlace& each) { return each.place == difference.place; });
    if (place == places.end() || place->column == kNone || !read_[place->column] || conditional_[place->column] || completed_[place->column])
      continue;
    const bool elsewhere = std::any_of(places.begin(), places.end(),
                                       [&](const TheirPlace& each) { return each.column == place->column && each.value == difference.back; });
    if (!elsewhere) made.push_back(difference);
  }
  return made;
}

}  // namespace caseway::authoring
