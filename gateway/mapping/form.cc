#include "mapping/form.h"

#include <algorithm>

#include "mapping/places.h"

namespace caseway::mapping {

namespace {

constexpr std::size_t kManyNodes = 1u << 18;  // 4 MB of nodes, about as much again beside them

std::uint64_t hash_of(std::span<const Line> lines) {
  std::uint64_t hash = lines.size();
  for (const auto& line : lines) {
    const auto what =
        static_cast<std::uint64_t>(line.kind) | std::uint64_t{line.says} << 8 | std::uint64_t{line.def} << 16 | std::uint64_t{line.instance} << 32;
    const auto where = std::uint64_t{line.slot} | std::uint64_t{line.n} << 32;
    hash = (hash ^ (what * 0x9e3779b97f4a7c15u) ^ (where * 0xc2b2ae3d27d4eb4fu)) * 0x100000001b3u;
    hash ^= hash >> 29;
  }
  return hash;
}

// One resource on its way to a form.
class Maker {
 public:
  Maker(const Plan& plan, std::span<const Line> lines, std::string_view text)
      : plan_(plan), lines_(lines), text_(text), draft_(plan.variables[lines.front().n].type), places_(plan, draft_) {}

  std::unique_ptr<Form> run() {
    std::vector<Draft::Id> made;
    std::vector<std::uint32_t> filled_by;  // by id: the line whose text it has
    for (std::uint32_t i = 0; i < lines_.size(); ++i) {
      made.push_back(make(lines_[i], made));
      filled_by.resize(draft_.size(), kNone);
      if (lines_[i].says && made[i] != Draft::kNone && draft_.value(made[i]) == text_of(lines_[i])) filled_by[made[i]] = i;
    }
    std::vector<std::uint32_t> node_of;
    const auto tree = draft_.freeze(&node_of);
    auto form = std::make_unique<Form>();
    form->lines.assign(lines_.begin(), lines_.end());
    form->nodes.assign(tree.nodes().begin(), tree.nodes().end());
    for (const auto id : made) form->node_of.push_back(id == Draft::kNone ? Draft::kNone : node_of[id]);
    for (std::uint32_t id = 0; id < filled_by.size(); ++id)
      if (filled_by[id] != kNone && node_of[id] != Draft::kNone) form->filled.push_back({node_of[id], filled_by[id]});
    settle_texts(tree, *form);
    return form;
  }

 private:
  std::string_view text_of(const Line& line) const { return text_.substr(line.offset, line.says ? line.length : 0); }

  OursPath path(const Line& line) const {
    OursPath made;
    made.variable = variables_[line.instance];
    made.slot = line.slot;
    made.repeat = line.repeat;
    return made;
  }

  Draft::Id make(const Line& line, const std::vector<Draft::Id>& made) {
    const auto says = text_of(line);
    auto id = Draft::kNone;
    switch (line.kind) {
      case Line::Kind::instance:
        variables_.push_back(line.n);
        places_.add(line.n, line.slot, variables_.size() == 1 ? draft_.root() : Draft::kNone);
        return Draft::kNone;
      case Line::Kind::constants:
        places_.constants(line.instance);
        return Draft::kNone;
      case Line::Kind::fixed:
        places_.fixed(line.instance, line.slot, *line.what);
        return Draft::kNone;
      case Line::Kind::absent:
        return places_.absent_at(line.instance, path(line), says);
      case Line::Kind::label:
        return places_.label(line.instance, says);
      case Line::Kind::reference:
        return places_.refer(line.instance, path(line), line.appended, line.n, says, line.again);
      case Line::Kind::node:
        id = places_.node(line.instance);
        break;
      case Line::Kind::place:
        id = places_.place(line.instance, line.slot);
        break;
      case Line::Kind::fresh:
        id = places_.fresh(line.instance, path(line));
        break;
      case Line::Kind::numbered:
        id = places_.numbered(line.instance, path(line), line.n);
        break;
      case Line::Kind::beside:
        id = places_.beside(made[line.n], line.def);
        break;
      case Line::Kind::below:
        id = places_.below(made[line.n], line.def);
        break;
    }
    if (line.says) draft_.set_value(id, says);
    return id;
  }

  // What no line fills is the same in every resource of the form.
  void settle_texts(const Tree& tree, Form& form) const {
    std::vector<char> is_filled(form.nodes.size(), 0);
    for (const auto& each : form.filled) is_filled[each.node] = 1;
    for (std::uint32_t i = 0; i < form.nodes.size(); ++i) {
      auto& node = form.nodes[i];
      if (node.offset == Node::kNoValue) continue;
      ++form.values;
      if (is_filled[i] != 0) continue;
      const auto value = tree.heap().substr(node.offset, node.length);
      node.offset = static_cast<std::uint32_t>(form.text.size());
      form.text.append(value);
    }
  }

  const Plan& plan_;
  std::span<const Line> lines_;
  std::string_view text_;
  Draft draft_;
  Places places_;
  std::vector<Index> variables_;  // by instance
};

}  // namespace

std::unique_ptr<Form> Forms::make(std::span<const Line> lines, std::string_view text) const { return Maker(plan_, lines, text).run(); }

const Form& Forms::of(std::span<const Line> lines, std::string_view text) {
  const auto hash = hash_of(lines);
  const auto [first, last] = forms_.equal_range(hash);
  for (auto known = first; known != last; ++known) {
    const auto& form = *known->second;
    if (std::equal(lines.begin(), lines.end(), form.lines.begin(), form.lines.end(), [](const Line& a, const Line& b) { return a.like(b); }))
      return form;
  }
  const auto made = forms_.emplace(hash, make(lines, text));
  nodes_ += made->second->nodes.size() + lines.size();
  return *made->second;
}

void Forms::forget_many() {
  if (nodes_ < kManyNodes) return;
  forms_.clear();
  nodes_ = 0;
}

}  // namespace caseway::mapping
