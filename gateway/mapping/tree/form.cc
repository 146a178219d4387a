#include "mapping/tree/form.h"

#include <algorithm>

#include "mapping/tree/places.h"

namespace caseway::mapping {

namespace {

constexpr std::size_t kManyNodes = 1u << 18;  // 4 MB of nodes, about as much again beside them

// One resource on its way to a form.
class Maker {
 public:
  Maker(const Plan& plan, std::span<const Line> lines, std::span<const std::string_view> texts)
      : lines_(lines), texts_(texts), draft_(plan.variables[lines.front().n].type), places_(plan, draft_) {}

  std::unique_ptr<Form> run() {
    std::vector<std::uint32_t> filled_by;  // by id: the line whose text it has
    for (std::uint32_t i = 0; i < lines_.size(); ++i) {
      made_.push_back(make(lines_[i], texts_[i]));
      filled_by.resize(draft_.size(), kNone);
      if (!texts_[i].empty() && made_[i] != Draft::kNone && draft_.value(made_[i]) == texts_[i]) filled_by[made_[i]] = i;
    }
    std::vector<std::uint32_t> node_of;
    const auto tree = draft_.freeze(&node_of);
    auto form = std::make_unique<Form>();
    form->nodes.assign(tree.nodes().begin(), tree.nodes().end());
    for (std::uint32_t i = 0; i < made_.size(); ++i)
      form->made.push_back({made_[i] == Draft::kNone ? Draft::kNone : node_of[made_[i]], made_[i] != Draft::kNone && filled_by[made_[i]] == i});
    settle_texts(tree, *form);
    return form;
  }

 private:
  OursPath path(const Line& line) const {
    OursPath made;
    made.variable = variables_[line.instance];
    made.slot = line.slot;
    made.repeat = line.repeat;
    return made;
  }

  Draft::Id make(const Line& line, std::string_view text) {
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
        return places_.absent_at(line.instance, path(line), text);
      case Line::Kind::label:
        return places_.label(line.instance, text);
      case Line::Kind::reference:
        return places_.refer(line.instance, path(line), (line.flags & Line::kAppended) != 0, line.n, text, (line.flags & Line::kAgain) != 0);
      case Line::Kind::node:
        return places_.node(line.instance);
      case Line::Kind::beside:
        id = places_.beside(made_[line.n], line.def);
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
    }
    draft_.set_value(id, text);
    return id;
  }

  // What no line fills is the same in every resource of the form.
  void settle_texts(const Tree& tree, Form& form) const {
    std::vector<char> is_filled(form.nodes.size(), 0);
    for (const auto& each : form.made)
      if (each.fills && each.node != Draft::kNone) is_filled[each.node] = 1;
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

  std::span<const Line> lines_;
  std::span<const std::string_view> texts_;
  Draft draft_;
  Places places_;
  std::vector<Index> variables_;  // by instance
  std::vector<Draft::Id> made_;   // by line
};

}  // namespace

// The way that was taken last is looked at first.
Branch* Forms::turn(Branch* at, const Line& line) {
  Branch* before = nullptr;
  auto* known = at->after;
  while (known != nullptr && !(known->line == line)) {
    before = known;
    known = known->next;
  }
  if (known == nullptr) {
    known = &branches_.emplace_back();
    known->line = line;
    known->before = at;
  } else if (before == nullptr) {
    return known;
  } else {
    before->next = known->next;
  }
  known->next = at->after;
  at->after = known;
  return known;
}

const Form& Forms::at(Branch* branch, std::span<const std::string_view> texts) {
  if (branch->form != nullptr) return *branch->form;
  std::vector<Line> lines;
  for (const auto* at = branch; at != &begin_; at = at->before) lines.push_back(at->line);
  std::reverse(lines.begin(), lines.end());
  branch->form = Maker(plan_, lines, texts).run();
  nodes_ += branch->form->nodes.size();
  return *branch->form;
}

void Forms::forget_many() {
  if (nodes_ + 2 * branches_.size() < kManyNodes) return;
  begin_.after = nullptr;
  branches_.clear();
  nodes_ = 0;
}

}  // namespace caseway::mapping
