#include "validation/terminology.h"

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "validation/code_system.h"
#include "validation/value_set.h"
#include "validation/value_set_question.h"

namespace caseway::validation {
namespace {

// What is made of a tree when it is first asked for, and kept.
template <class Made>
class Kept {
 public:
  template <class Make>
  const Made& of(const Tree& tree, Make&& make) {
    {
      const std::shared_lock lock(guard_);
      if (const auto found = made_.find(&tree); found != made_.end()) return *found->second;
    }
    auto made = make(tree);
    const std::unique_lock lock(guard_);
    return *made_.emplace(&tree, std::move(made)).first->second;  // another thread may have been faster: then its one counts
  }

 private:
  std::shared_mutex guard_;
  std::unordered_map<const Tree*, std::unique_ptr<const Made>> made_;
};

// ASCII case and the length of white space make no difference.
std::string folded(std::string_view text) {
  std::string out;
  bool gap = false;
  for (char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

// A system that no value set names: what is asked of it tells what a value set says of systems that it does not know.
constexpr std::string_view kNoSystem = "\x01";

using Systems = std::vector<std::string_view>;

}  // namespace

struct Terminology::State : Definitions {
  explicit State(std::shared_ptr<const Packages> from) : packages(std::move(from)) {}

  const ValueSet* value_set(std::string_view canonical) const override {
    const Tree* tree = packages->value_set(canonical);
    return tree == nullptr ? nullptr : &value_sets.of(*tree, [](const Tree& t) { return std::make_unique<const ValueSet>(t); });
  }

  const CodeSystem* code_system(std::string_view system, std::string_view version) const override {
    const CodeSystem* known = known_code_system(system);
    const Tree* tree = version.empty() ? packages->code_system(system) : packages->code_system(std::string(system) + "|" + std::string(version));
    if (tree == nullptr || (known != nullptr && tree->root().child_value("content") != "complete")) return known;
    return &code_systems.of(*tree, [](const Tree& t) -> std::unique_ptr<const CodeSystem> { return listed_code_system(t); });
  }

  Answer ask(const ValueSet& asked, std::string_view system, std::string_view code) const { return ValueSetQuestion(*this, system, code).ask(asked); }

  // Every system that a value set and those that it is made of name; kNoSystem stands for the others.
  const Systems& systems_of(const Tree& tree, const ValueSet& value_set) const {
    return systems.of(tree, [&](const Tree&) { return std::make_unique<const Systems>(gather_systems(value_set)); });
  }

  Systems gather_systems(const ValueSet& value_set) const {
    std::unordered_set<std::string_view> found = {kNoSystem};
    std::vector<const ValueSet*> way = {&value_set};
    std::unordered_set<const ValueSet*> seen = {&value_set};
    const auto follow = [&](const ValueSetRule& rule) {
      for (std::string_view canonical : rule.value_sets) {
        const ValueSet* other = this->value_set(canonical);
        if (other != nullptr && seen.insert(other).second) way.push_back(other);
      }
    };
    for (std::size_t i = 0; i < way.size(); ++i) {
      for (const auto& [system, codes] : way[i]->expansion()) found.insert(system);
      for (const auto& [system, rules] : way[i]->includes().by_system) {
        found.insert(system);
        std::for_each(rules.begin(), rules.end(), follow);
      }
      const auto& rules = way[i]->includes().of_value_sets;
      std::for_each(rules.begin(), rules.end(), follow);
    }
    return {found.begin(), found.end()};
  }

  std::shared_ptr<const Packages> packages;
  mutable Kept<ValueSet> value_sets;
  mutable Kept<CodeSystem> code_systems;
  mutable Kept<Systems> systems;
};

Terminology::Terminology(std::shared_ptr<const Packages> packages) : state_(std::make_unique<State>(std::move(packages))) {}
Terminology::~Terminology() = default;

Answer Terminology::contains(std::string_view value_set, std::string_view system, std::string_view code) const {
  const ValueSet* asked = state_->value_set(value_set);
  if (asked == nullptr) return Answer::unknown;
  if (!system.empty()) return state_->ask(*asked, system, code);
  Answer said = Answer::no;
  for (std::string_view any : state_->systems_of(*state_->packages->value_set(value_set), *asked)) {
    if (said != Answer::yes) said = either(said, state_->ask(*asked, any, code));
  }
  return said;
}

Answer Terminology::exists(std::string_view system, std::string_view code) const {
  const CodeSystem* found = state_->code_system(system, {});
  return found == nullptr ? Answer::unknown : found->exists(code);
}

std::string Terminology::display(std::string_view system, std::string_view code) const {
  const CodeSystem* found = state_->code_system(system, {});
  if (found == nullptr) return {};
  const auto displays = found->displays(code);
  return displays.empty() ? std::string() : std::string(displays.front());
}

bool Terminology::display_fits(std::string_view system, std::string_view code, std::string_view display) const {
  const CodeSystem* found = state_->code_system(system, {});
  if (found == nullptr) return true;
  const auto displays = found->displays(code);
  const std::string said = folded(display);
  return displays.empty() || std::any_of(displays.begin(), displays.end(), [&](std::string_view known) { return folded(known) == said; });
}

Answer Terminology::subsumes(std::string_view system, std::string_view ancestor, std::string_view code) const {
  const CodeSystem* found = state_->code_system(system, {});
  return found == nullptr ? Answer::unknown : found->subsumes(ancestor, code);
}

}  // namespace caseway::validation
