// Paths of ours: `patient.name[use=official].family`, `request.requester->agency.name`, `plan.activity[]`. Tests on them: compile_tests.cc.
#include <algorithm>

#include "fhir/model.h"
#include "mapping/compile/compiler.h"
#include "mapping/plain_names.h"
#include "mapping/spelling.h"
#include "mapping/systems.h"

namespace caseway::mapping {

namespace {

constexpr std::size_t kLongest = 4000;  // characters of a path or a test

bool digits(std::string_view text) {
  for (const char c : text)
    if (c < '0' || c > '9') return false;
  return !text.empty();
}

std::string no_element(TypeId type, std::string_view name) {
  const auto& info = fhir::type(type);
  std::vector<std::string_view> known;
  for (unsigned i = 0; i < info.count; ++i) known.push_back(fhir::element(static_cast<DefId>(info.first + i)).name);
  return std::string(info.name) + " has no element " + std::string(name) + suggestion(name, known);
}

}  // namespace

// Splits at dots and arrows that stand outside brackets.
std::vector<Compiler::RawStep> Compiler::raw_steps(std::string_view text, Position at) {
  std::vector<RawStep> steps;
  std::size_t i = 0;
  bool hop = false;
  while (i <= text.size()) {
    const auto begin = i;
    while (i < text.size() && text[i] != '.' && text[i] != '[' && text.substr(i, 2) != "->") ++i;
    RawStep step;
    step.name = text.substr(begin, i - begin);
    step.hop = hop;
    while (i < text.size() && text[i] == '[') {
      const auto close = text.find(']', i);
      if (close == std::string_view::npos) {
        fault(at, "the bracket in `" + std::string(text) + "` is not closed");
        return {};
      }
      if (close == i + 1)
        step.each = true;
      else
        step.brackets.push_back(text.substr(i + 1, close - i - 1));
      i = close + 1;
    }
    if (step.name.empty()) {
      fault(at, "`" + std::string(text) + "` has an empty step; write VARIABLE.element.element");
      return {};
    }
    steps.push_back(step);
    if (i >= text.size()) break;
    hop = text.substr(i, 2) == "->";
    if (!hop && text[i] != '.') {
      fault(at, "`" + std::string(text) + "`: a dot or an arrow is missing after `" + std::string(step.name) + "`");
      return {};
    }
    i += hop ? 2 : 1;
  }
  return steps;
}

// `names:` of the mapping; { NAME: PATH }, where {} in both stands for one more word.
void Compiler::read_names(const ConfigNode& names) {
  if (names.kind != ConfigNode::Kind::map) return fault(names.at, "`names` is a map, { NAME: PATH }");
  for (const auto& [name, path] : names.members) {
    const bool words = name.find(' ') != std::string::npos && name.find_first_of(".[") == std::string::npos;
    const bool holes = (name.find("{}") == std::string::npos) == (path.scalar.find("{}") == std::string::npos);
    if (!words || !holes)
      fault(path.key_at, "a name is two words or more, so that it is no path; when it ends with {}, so does its path have it: \"contact item {}\"");
    if (!names_.emplace(name, path.scalar).second) fault(path.key_at, "the name `" + name + "` is there twice");
  }
}

// What words stand for: a name of the mapping, else one of the catalogue, of the variable that the catalogue gives or the one of its type. "":
// nothing.
std::string Compiler::path_named(std::string_view words, const Scope& scope) const {
  if (words.find(' ') == std::string_view::npos || words.find_first_of(".[") != std::string_view::npos) return {};
  if (const auto found = names_.find(words); found != names_.end()) return found->second;
  const auto last = words.rfind(' ') + 1;
  if (const auto found = names_.find(std::string(words.substr(0, last)) + "{}"); found != names_.end()) {
    auto path = found->second;
    return path.replace(path.find("{}"), 2, words.substr(last));
  }
  const auto place = plain_place(words);
  if (!place) return {};
  if (scope.find(place->role->variable) != kNone) return std::string(place->role->variable) + "." + place->path();
  for (const Scope* around = &scope; around != nullptr; around = around->outer)
    for (const auto& [name, variable] : around->variables)
      if (fhir::type(plan_.variables[variable].type).name == place->role->type) return name + "." + place->path();
  return {};
}

OursPath Compiler::ours_path(std::string_view text, Position at, const Scope& scope) {
  if (text.size() > kLongest) {
    fault(at, "a path has " + std::to_string(kLongest) + " characters at most");
    return {};
  }
  const auto named = path_named(trimmed(text), scope);
  if (!named.empty()) text = named;
  const auto steps = raw_steps(trimmed(text), at);
  if (steps.empty()) return {};
  OursPath path;
  if (const auto* place = scope.find_place(steps[0].name)) {
    path = *place;
  } else {
    path.variable = scope.find(steps[0].name);
    if (path.variable != kNone) path.type = plan_.variables[path.variable].type;
  }
  if (path.variable == kNone) {
    std::vector<std::string_view> known;
    for (const Scope* s = &scope; s != nullptr; s = s->outer)
      for (const auto& entry : s->variables) known.push_back(entry.first);
    if (steps.size() == 1 && steps[0].name.find(' ') != std::string_view::npos) {
      for (const auto& entry : names_) known.push_back(entry.first);
      fault(at, "`" + std::string(steps[0].name) + "` is no plain name of the catalogue or under `names:` whose resource is declared here" +
                    suggestion(steps[0].name, known));
      return {};
    }
    fault(at, "`" + std::string(steps[0].name) +
                  (plan_.format == Format::fhir ? "` is no FHIR R4 resource; a place begins with one" : "` is not declared under `ours:`") +
                  suggestion(steps[0].name, known));
    return {};
  }
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (!(steps[i].hop ? hop(path, steps[i], at, scope) : step(path, steps[i], at))) return {};
    if (!steps[i].each) continue;
    if (path.each) {
      fault(at, "`[]` may stand once in a path");
      return {};
    }
    path.each = true;
    path.repeat = path.slot;
  }
  return path;
}

bool Compiler::step(OursPath& path, const RawStep& raw, Position at) {
  Slot slot;
  slot.parent = path.slot;
  slot.def = fhir::find_element(path.type, raw.name);
  if (slot.def == kNoDef && raw.name.size() > 3 && raw.name.ends_with("[x]")) slot.def = kNoDef;
  if (!raw.brackets.empty() && raw.brackets.front() == "x") {
    const auto& owner = fhir::type(path.type);
    for (unsigned i = 0; i < owner.count; ++i) {
      const auto def = static_cast<DefId>(owner.first + i);
      const auto choice = fhir::element(def).choice;
      if (choice != 0 && fhir::choice_name(choice) == std::string(raw.name) + "[x]") slot.choices.push_back(def);
    }
    if (!slot.choices.empty()) slot.def = slot.choices.front();
  }
  if (slot.def == kNoDef) {
    fault(at, no_element(path.type, raw.name));
    return false;
  }
  const auto& info = fhir::element(slot.def);
  slot.list = info.list;
  slot.type = slot.choices.empty() ? info.type : kNoType;
  if (info.any_resource) {
    fault(at, std::string(raw.name) + " holds a whole resource; declare it as a variable under `ours:`");
    return false;
  }
  for (const auto content : raw.brackets)
    if (content != "x" && !select(slot, raw, content, at)) return false;
  path.type = slot.type;
  path.def = slot.def;
  const bool list = slot.list;
  const auto slots = plan_.variables[path.variable].slots;
  path.slot = slot_of(slots, std::move(slot));
  slot_users_[{slots, path.slot}].insert(path.variable);
  if (list && !path.each) path.repeat = path.slot;
  return true;
}

namespace {

// `coding.system=a and coding.code=b` are tests of one coding.
void add_test(std::vector<Constant>& tests, Constant test) {
  for (auto& there : tests) {
    if (there.def != test.def || test.children.empty()) continue;
    for (auto& child : test.children) add_test(there.children, std::move(child));
    return;
  }
  tests.push_back(std::move(test));
}

}  // namespace

// One bracket: a position, a url, or tests of value joined with `and`.
bool Compiler::select(Slot& slot, const RawStep& raw, std::string_view content, Position at) {
  if (digits(content)) {
    slot.position = static_cast<std::uint32_t>(std::stoul(std::string(content.substr(0, 6))));
    if (slot.position == 0) fault(at, "positions count from 1");
    return slot.position != 0;
  }
  if (raw.name == "extension" || raw.name == "modifierExtension") {
    const bool told = content.starts_with("url=");
    slot.selectors.push_back({fhir::find_element(slot.type, "url"), std::string(unquoted(told ? content.substr(4) : content)), {}});
    return true;
  }
  std::size_t begin = 0;
  while (begin <= content.size()) {
    auto end = content.find(" and ", begin);
    if (end == std::string_view::npos) end = content.size();
    const auto term = content.substr(begin, end - begin);
    const auto equals = term.find('=');
    if (equals == std::string_view::npos) {
      fault(at, "`[" + std::string(content) + "]` is no selector; write [element=value], [1], or [] for each");
      return false;
    }
    auto made = selector(slot.type, trimmed(term.substr(0, equals)), std::string(unquoted(term.substr(equals + 1))), at);
    if (!made) return false;
    add_test(slot.selectors, std::move(*made));
    begin = end + 5;
  }
  return true;
}

// `type.coding.code` = value, as a constant below an element of type `owner`.
std::optional<Constant> Compiler::selector(TypeId owner, std::string_view path, std::string value, Position at) {
  const auto dot = path.find('.');
  const auto name = path.substr(0, dot);
  Constant made;
  made.def = owner == kNoType ? kNoDef : fhir::find_element(owner, name);
  if (made.def == kNoDef) {
    fault(at, owner == kNoType ? "a selector cannot stand on value[x]" : no_element(owner, name));
    return std::nullopt;
  }
  if (dot == std::string_view::npos) {
    if (name == "system")
      if (const auto* known = system_by_name(value)) value = known->uri;
    if (const auto list = fhir::element(made.def).codes; list != 0) {
      const auto allowed = fhir::codes(list);
      if (!std::binary_search(allowed.begin(), allowed.end(), std::string_view(value)))
        fault(at, "`" + value + "` is not in the required code list of " + std::string(name) + suggestion(value, {allowed.begin(), allowed.end()}));
    }
    made.value = std::move(value);
  } else {
    auto inner = selector(fhir::element(made.def).type, path.substr(dot + 1), std::move(value), at);
    if (!inner) return std::nullopt;
    made.children.push_back(std::move(*inner));
  }
  return made;
}

// `request.requester->agency`: from here on the path is one of agency, and request.requester refers to it.
bool Compiler::hop(OursPath& path, const RawStep& raw, Position at, const Scope& scope) {
  const auto to = scope.find(raw.name);
  if (to == kNone || !plan_.variables[to].resource) {
    fault(at, "`->" + std::string(raw.name) + "`: no resource of that name is declared under `ours:`");
    return false;
  }
  if (path.type == kNoType || fhir::type(path.type).name != "Reference") {
    fault(at, "`->` follows a Reference; the step before it is none");
    return false;
  }
  auto& references = plan_.variables[path.variable].references;
  bool there = false;
  for (const auto& r : references) there = there || (r.from.slot == path.slot && r.to == to);
  if (!there) references.push_back({path, to});
  path = {};
  path.variable = to;
  path.type = plan_.variables[to].type;
  return true;
}

OursPath Compiler::extend(const OursPath& path, std::string_view name, Position at) {
  OursPath longer = path;
  RawStep raw;
  raw.name = name;
  if (!step(longer, raw, at)) return path;
  longer.repeat = path.repeat;
  longer.each = path.each;
  return longer;
}

namespace {
bool same(const std::vector<Constant>& a, const std::vector<Constant>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].def != b[i].def || a[i].value != b[i].value || !same(a[i].children, b[i].children)) return false;
  return true;
}
}  // namespace

Index Compiler::slot_of(Index slots, Slot slot) {
  auto& all = plan_.slots[slots].slots;
  for (Index i = 0; i < all.size(); ++i)
    if (all[i].parent == slot.parent && all[i].def == slot.def && all[i].position == slot.position && all[i].choices == slot.choices &&
        same(all[i].selectors, slot.selectors))
      return i;
  all.push_back(std::move(slot));
  return static_cast<Index>(all.size() - 1);
}

// A bare `telecom` beside `telecom[system=phone]` means the others, so that writing never takes one value twice.
void Compiler::tell_namesakes_apart() {
  const auto share = [](const std::set<Index>& a, const std::set<Index>& b) {
    for (const auto variable : a)
      if (b.contains(variable)) return true;
    return false;
  };
  for (Index t = 0; t < plan_.slots.size(); ++t) {
    auto& slots = plan_.slots[t].slots;
    for (Index b = 0; b < slots.size(); ++b) {
      auto& bare = slots[b];
      if (!bare.list || !bare.selectors.empty() || bare.position != 0 || !bare.choices.empty()) continue;
      for (Index i = 0; i < slots.size(); ++i)
        if (slots[i].parent == bare.parent && slots[i].def == bare.def && !slots[i].selectors.empty() &&
            share(slot_users_[{t, b}], slot_users_[{t, i}]))
          bare.named_apart.push_back(i);
    }
  }
}

}  // namespace caseway::mapping
