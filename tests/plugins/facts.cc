#include "plugins/facts.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "caseway/limits.h"
#include "formats/config_node.h"
#include "formats/csv.h"

namespace caseway::plugins_test {
namespace {

using formats::ConfigNode;

struct Step {
  std::string name;
  std::string chooser;  // "code.coding.code=93034-7", "2", or ""
};

// Dots inside brackets belong to the chooser.
std::vector<Step> steps_of(std::string_view path) {
  std::vector<Step> steps(1);
  int depth = 0;
  for (const char c : path) {
    if (c == '[' && depth++ == 0) continue;
    if (c == ']' && --depth == 0) continue;
    if (c == '.' && depth == 0) {
      steps.emplace_back();
    } else {
      (depth > 0 ? steps.back().chooser : steps.back().name) += c;
    }
  }
  for (const auto& step : steps)
    if (step.name.empty() || depth != 0) throw std::invalid_argument("\"" + std::string(path) + "\" is no path");
  return steps;
}

std::vector<Element> follow(const std::vector<Element>& from, const std::vector<Step>& steps, std::size_t at);

bool chosen(Element element, const std::string& chooser) {
  const auto equals = chooser.find('=');
  if (equals == std::string::npos) throw std::invalid_argument("[" + chooser + "] is neither a position nor path=value");
  const auto inner = steps_of(std::string_view(chooser).substr(0, equals));
  const auto wanted = std::string_view(chooser).substr(equals + 1);
  const auto reached = follow({element}, inner, 0);
  return std::any_of(reached.begin(), reached.end(), [&](Element e) { return e.value() == wanted; });
}

std::vector<Element> choose(const std::vector<Element>& among, const std::string& chooser) {
  if (chooser.empty()) return among;
  std::size_t position = 0;
  const auto [end, error] = std::from_chars(chooser.data(), chooser.data() + chooser.size(), position);
  if (error == std::errc() && end == chooser.data() + chooser.size())
    return position >= 1 && position <= among.size() ? std::vector<Element>{among[position - 1]} : std::vector<Element>{};
  std::vector<Element> kept;
  std::copy_if(among.begin(), among.end(), std::back_inserter(kept), [&](Element e) { return chosen(e, chooser); });
  return kept;
}

std::vector<Element> follow(const std::vector<Element>& from, const std::vector<Step>& steps, std::size_t at) {
  if (at == steps.size()) return from;
  std::vector<Element> reached;
  for (const auto element : from) {
    std::vector<Element> children;
    for (const auto child : element.children(steps[at].name)) children.push_back(child);
    for (const auto child : choose(children, steps[at].chooser)) reached.push_back(child);
  }
  return follow(reached, steps, at + 1);
}

std::size_t number(const ConfigNode& fact, std::string_view key) { return static_cast<std::size_t>(std::stoul(std::string(fact.text(key)))); }

std::string check_count(const ConfigNode& fact, std::string_view what, std::size_t found) {
  if (!fact.find("count") || number(fact, "count") == found) return {};
  return std::string(what) + ": " + std::to_string(found) + " found, " + std::string(fact.text("count")) + " said";
}

std::string check_path(const ConfigNode& fact, const Result& result) {
  const auto path = fact.text("path");
  std::vector<Element> reached;
  for (const auto& tree : result.documents)
    for (const auto element : reach(tree, path)) reached.push_back(element);
  if (const auto* wanted = fact.find("value")) {
    const auto is = [&](Element e) { return e.value() == wanted->scalar; };
    if (std::any_of(reached.begin(), reached.end(), is)) return check_count(fact, path, reached.size());
    std::string text = std::string(path) + " is not \"" + wanted->scalar + "\"";
    for (const auto element : reached) text += ", but \"" + std::string(element.value()) + "\"";
    return text;
  }
  return check_count(fact, path, reached.size());
}

// The table that a fact names, else the first part.
const Part* part_of(const ConfigNode& fact, const Result& result) {
  for (const auto& part : result.parts)
    if (!fact.find("table") || part.name == std::string(fact.text("table")) + ".csv") return &part;
  return nullptr;
}

std::string check_cell(const ConfigNode& fact, const Result& result) {
  const auto* part = part_of(fact, result);
  if (part == nullptr) return fact.find("table") ? "there is no table " + std::string(fact.text("table")) : "there is no result";
  Issues issues;
  const Limits limits;
  formats::CsvReader reader(part->bytes, {}, limits, issues);
  std::vector<formats::CsvCell> row;
  std::vector<std::string> header;
  if (reader.next(row))
    for (const auto& cell : row) header.emplace_back(cell.text);
  const auto column = static_cast<std::size_t>(std::find(header.begin(), header.end(), fact.text("column")) - header.begin());
  if (column == header.size()) return "there is no column " + std::string(fact.text("column"));
  const auto wanted_row = fact.find("row") ? number(fact, "row") : 1;
  for (std::size_t n = 1; reader.next(row); ++n) {
    if (n != wanted_row) continue;
    const auto cell = column < row.size() ? row[column].text : std::string_view();
    if (cell == fact.text("value")) return {};
    return std::string(fact.text("column")) + " of row " + std::to_string(n) + " is \"" + std::string(cell) + "\", not \"" +
           std::string(fact.text("value")) + "\"";
  }
  return "there is no row " + std::to_string(wanted_row);
}

std::string check_issue(const ConfigNode& fact, const Result& result) {
  const auto& all = result.issues.all();
  const auto found = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const Issue& i) { return i.id == fact.text("issue"); }));
  if (!fact.find("count") && found == 0) return "no issue " + std::string(fact.text("issue"));
  return check_count(fact, fact.text("issue"), found);
}

std::string check(const ConfigNode& fact, const Result& result) {
  if (fact.find("path") && (fact.find("value") || fact.find("count"))) return check_path(fact, result);
  if (fact.find("column") && fact.find("value")) return check_cell(fact, result);
  if (fact.find("issue")) return check_issue(fact, result);
  if (fact.find("undecided") && fact.find("why")) {
    const auto undecided = result.total[Fate::undecided];
    if (undecided == number(fact, "undecided")) return {};
    return std::to_string(undecided) + " values are undecided, not " + std::to_string(number(fact, "undecided"));
  }
  if (const auto* text = fact.find("text"))
    return std::any_of(result.parts.begin(), result.parts.end(), [&](const Part& part) { return part.bytes.find(text->scalar) != std::string::npos; })
               ? std::string()
               : "the result does not contain \"" + text->scalar + "\"";
  throw std::invalid_argument("a fact needs path and value or count, column and value, issue, undecided and why, or text");
}

}  // namespace

std::vector<Element> reach(const Tree& tree, std::string_view path) {
  const auto steps = steps_of(path);
  std::vector<Element> resources;
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    const auto element = tree.at(i);
    if (element.is_resource() && element.type() == steps.front().name) resources.push_back(element);
  }
  return follow(choose(resources, steps.front().chooser), steps, 1);
}

bool tells_undecided(std::string_view facts, const std::string& file) {
  const auto list = formats::read_config(facts, file);
  return std::any_of(list.items.begin(), list.items.end(), [](const ConfigNode& fact) { return fact.find("undecided") != nullptr; });
}

std::vector<std::string> untrue_facts(std::string_view facts, const std::string& file, const Result& result) {
  const auto list = formats::read_config(facts, file);
  if (list.kind != ConfigNode::Kind::list || list.items.empty()) throw std::invalid_argument(file + " holds no list of facts");
  std::vector<std::string> untrue;
  for (const auto& fact : list.items)
    if (auto sentence = check(fact, result); !sentence.empty()) untrue.push_back(file + ":" + std::to_string(fact.at.line) + ": " + sentence);
  return untrue;
}

}  // namespace caseway::plugins_test
