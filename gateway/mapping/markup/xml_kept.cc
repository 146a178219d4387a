// What is kept of a document of elements. Each value goes with the name of the nearest element around it that is there in ours too, and the path
// from there:
//
//   names   of the document its key; of a C-CDA element its id; of a group's element the name of the one around, and what `key` of the group says,
//           else what of it goes to an identifier of ours, else all that goes both ways
//   path    "extra[2][after text]/@lang": the second of its name; behind which sibling it stands ("[after .]": it is the first). A step that says
//           so is an element of which nothing went to ours, and it is kept with everything in it; other steps are elements that ours says too
#include <algorithm>

#include "mapping/convert/converter.h"
#include "mapping/convert/meaning.h"
#include "mapping/identifying.h"
#include "mapping/markup/xml_reading.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

using formats::XmlNode;

namespace {

bool keeps_some(const Plan& plan) {
  for (const auto& block : plan.blocks)
    for (const auto& field : block.fields)
      if (field.kind == FieldKind::keep) return true;
  return plan.keep_rest;
}

bool leads_alike(const XmlPath& one, const XmlPath& other) {
  return std::equal(one.steps.begin(), one.steps.end(), other.steps.begin(), other.steps.end(),
                    [](const XmlStep& a, const XmlStep& b) { return a.axis == b.axis && a.name == b.name; });
}

}  // namespace

XmlReading::XmlReading(const Plan& plan, const Context& context, DocumentSink& sink)
    : plan_(plan), context_(context), sink_(sink), keys_(*context.issues), keeps_(keeps_some(plan)) {}

bool XmlReading::look_at(std::string_view text) {
  if (!load(text)) return false;
  making_->open(plan_.roots);
  know_roots();
  run(plan_.body, 0);
  find_carried(making_->ledger());
  return true;
}

void XmlReading::keep_below(std::uint32_t node) {
  const auto& nodes = source_->nodes();
  auto& ledger = making_->ledger();
  for (auto below = node; below < nodes[node].end; ++below)
    if (const auto leaf = nodes[below].leaf; leaf != XmlNode::kNone && ledger.fate(leaf) == Fate::undecided) ledger.mark(leaf, Fate::kept);
}

// ---- names ----------------------------------------------------------------------------------------------------------------------------

// "root^extension" of a C-CDA element; "" when it has none, or ours has not.
std::string XmlReading::id_text(std::uint32_t element) const {
  const auto id = plan_.ccda ? child(element, Word::id) : XmlNode::kNone;
  if (id == XmlNode::kNone || !carried_[id] || attribute_value(id, Word::root).empty()) return {};
  return std::string(attribute_value(id, Word::root)) + "^" + std::string(attribute_value(id, Word::extension));
}

bool XmlReading::is_named(std::uint32_t element) {
  auto& known = named_[element];
  if (!known) known = element == base_ || element == 0 || entered_.contains(element) || !id_text(element).empty();
  return *known;
}

const std::string& XmlReading::name_of(std::uint32_t element) {
  const auto [at, fresh] = called_.try_emplace(element);
  auto& name = at->second;  // stays where it is, whatever comes to the map
  if (!fresh) return name;
  const bool document = element == base_ || element == 0;
  name = document ? key_of_document() : id_text(element);
  if (!name.empty()) return name;
  if (document) {
    append_names(plan_.body, {}, base_, name);
    return name;
  }
  const auto& group = *entered_.find(element)->second;
  auto around = source_->nodes()[element].parent;
  while (!is_named(around)) around = source_->nodes()[around].parent;
  name = name_of(around) + "; ";
  name += source_->name(source_->nodes()[element]);
  append_names(group.block, group.name_paths, element, name);
  return name;
}

void XmlReading::append_names(Index block, const std::vector<XmlPath>& told, std::uint32_t element, std::string& name) {
  const auto [at, fresh] = name_parts_.try_emplace(block);
  auto& parts = at->second;
  if (fresh) {
    std::vector<const XmlPath*> within;
    std::vector<char> seen(plan_.blocks.size(), 0);
    gather_names(block, within, parts, seen);
  }
  std::vector<NamePart> asked;
  for (const auto& path : told) {
    const auto known = std::find_if(parts.begin(), parts.end(), [&](const NamePart& part) { return leads_alike(*part.path, path); });
    asked.push_back({{}, &path, known == parts.end() ? nullptr : known->field});
  }
  for (const auto& part : parts)
    if (told.empty() && is_identifier(*part.field)) asked.push_back(part);
  for (const auto* those : {&asked, &parts}) {
    bool any = false;
    for (const auto& part : *those) {
      const auto text = said_at(part, element);
      if (text.empty()) continue;
      any = true;
      name += name.empty() ? "" : ", ";
      const auto step = part.path->steps.empty() ? kNone : part.path->steps.back().name;
      append_named(step == kNone ? std::string_view(".") : std::string_view(plan_.names[step]), text, name);
    }
    if (any) return;
  }
}

// The places that go both ways, outside of groups inside.
void XmlReading::gather_names(Index block, std::vector<const XmlPath*>& within, std::vector<NamePart>& all, std::vector<char>& seen) const {
  if (block == kNone || seen[block]) return;
  seen[block] = 1;
  for (const auto& field : plan_.blocks[block].fields) {
    if (field.kind == FieldKind::call) gather_names(field.block, within, all, seen);
    for (const auto& alternative : field.alternatives) gather_names(alternative.block, within, all, seen);
    if (field.kind == FieldKind::group && field.within) {
      within.push_back(&field.paths.front());
      gather_names(field.block, within, all, seen);
      within.pop_back();
    }
    if (!goes_both_ways(field)) continue;
    for (const auto& path : field.paths)
      if (!path.all) all.push_back({within, &path, &field});
  }
}

// What stands there, in the spelling of ours where that is one text.
std::string XmlReading::said_at(const NamePart& part, std::uint32_t element) const {
  auto at = element;
  for (const auto* path : part.within)
    if (at = first(*path, at); at == XmlNode::kNone) return {};
  const auto node = first(*part.path, at);
  if (node == XmlNode::kNone) return {};
  std::string text(trimmed(text_of(node)));
  if (source_->nodes()[node].kind == XmlNode::Kind::element && !(part.field != nullptr && part.field->as_text)) {
    for (const auto name : {Word::value, Word::code, Word::root})
      if (text.empty()) text = attribute_value(node, name);
    text.append(attribute_value(node, Word::extension));
  }
  const bool one_text = part.field != nullptr && part.field->paths.size() == 1 && part.field->ours.size() == 1 &&
                        (part.field->codes != kNone || !part.field->convert->for_elements());
  return one_text && !text.empty() ? meaning(plan_, *part.field, text) : text;
}

// ---- what reading gives ---------------------------------------------------------------------------------------------------------------

// Which elements have something that went to ours, which something that is kept, and behind which of those siblings each stands.
void XmlReading::find_carried(const Ledger& ledger) {
  const auto& nodes = source_->nodes();
  named_.assign(nodes.size(), {});
  carried_.assign(nodes.size(), 0);
  kept_.assign(nodes.size(), 0);
  after_.assign(nodes.size(), XmlNode::kNone);
  for (std::uint32_t leaf = 0; leaf < source_->leaves(); ++leaf) {
    const auto fate = ledger.fate(leaf);
    const bool carried = fate == Fate::copied || fate == Fate::converted;
    if (!carried && fate != Fate::kept) continue;
    auto& found = carried ? carried_ : kept_;
    for (auto at = source_->node_of_leaf(leaf); at != XmlNode::kNone && !found[at]; at = nodes[at].parent) found[at] = 1;
  }
  for (std::uint32_t parent = 0; parent < nodes.size(); ++parent) {
    if (nodes[parent].kind != XmlNode::Kind::element) continue;
    auto before = XmlNode::kNone;
    for (const auto child : source_->children(parent)) {
      if (nodes[child].kind != XmlNode::Kind::element) continue;
      after_[child] = before;
      if (carried_[child] || kept_[child]) before = child;
    }
  }
}

std::string XmlReading::path_below(std::uint32_t anchor, std::uint32_t node) const {
  const auto& nodes = source_->nodes();
  std::vector<std::uint32_t> steps;
  for (auto at = node; at != anchor; at = nodes[at].parent) steps.push_back(at);
  std::string path;
  bool whole = false;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const auto at = *step;
    path += path.empty() ? "" : "/";
    if (nodes[at].kind == XmlNode::Kind::attribute) path += '@';
    path += nodes[at].kind == XmlNode::Kind::text ? std::string_view("text()") : source_->name(nodes[at]);
    if (const auto position = source_->position(at); position > 0) path += "[" + std::to_string(position) + "]";
    if (whole || nodes[at].kind != XmlNode::Kind::element || carried_[at]) continue;
    whole = true;
    path.append("[after ").append(after_[at] == XmlNode::kNone ? std::string_view(".") : source_->name(nodes[after_[at]])).append("]");
  }
  return path;
}

// With an element that is kept goes everything in it: what is structure there, or ignored, is needed to make it again.
void XmlReading::give_kept(Document& document) {
  const auto& nodes = source_->nodes();
  if (plan_.keep_rest)
    for (std::uint32_t leaf = 0; leaf < source_->leaves(); ++leaf)
      if (document.ledger.fate(leaf) == Fate::undecided) document.ledger.settle(leaf, Fate::kept);
  find_carried(document.ledger);
  for (std::uint32_t leaf = 0; leaf < source_->leaves(); ++leaf) {
    const auto node = source_->node_of_leaf(leaf);
    bool goes = document.ledger.fate(leaf) == Fate::kept;
    auto anchor = nodes[node].parent == XmlNode::kNone ? node : nodes[node].parent;
    for (; anchor != base_ && anchor != 0 && !(carried_[anchor] && is_named(anchor)); anchor = nodes[anchor].parent)
      goes = goes || (kept_[anchor] && !carried_[anchor]);
    if (!goes || (carried_[node] && document.ledger.fate(leaf) != Fate::kept)) continue;
    document.residual.push_back({name_of(anchor), path_below(anchor, node), std::string(value(node))});
  }
}

}  // namespace caseway::mapping
