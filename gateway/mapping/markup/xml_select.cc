// Walking a path of theirs in an XML source: numbers are compared, never names.
#include "mapping/markup/xml_reading.h"

namespace caseway::mapping {

using formats::XmlNode;

bool XmlReading::holds(const std::vector<XmlTest>& tests, std::uint32_t node) const {
  for (const auto& test : tests)
    if (!holds(test, node)) return false;
  return true;
}

bool XmlReading::holds(const XmlTest& test, std::uint32_t node) const {
  switch (test.kind) {
    case XmlTest::Kind::all:
      return holds(test.parts, node);
    case XmlTest::Kind::any:
      for (const auto& part : test.parts)
        if (holds(part, node)) return true;
      return false;
    case XmlTest::Kind::none:
      return !holds(test.parts.front(), node);
    case XmlTest::Kind::exists:
      return walk(test.path, 0, node, [](std::uint32_t) { return true; });
    case XmlTest::Kind::equals:
      return walk(test.path, 0, node, [&](std::uint32_t found) {
        if (source_->nodes()[found].kind != XmlNode::Kind::element) return value(found) == test.value;
        return text_of(found) == test.value;
      });
  }
  return false;
}

// Calls take(node) for each node selected, in document order, until it says true.
template <class Take>
bool XmlReading::walk(const XmlPath& path, std::size_t at, std::uint32_t node, const Take& take) const {
  if (at == path.steps.size()) return take(node);
  const auto& step = path.steps[at];
  const auto& nodes = source_->nodes();
  if (step.axis == XmlStep::Axis::parent) return nodes[node].parent != XmlNode::kNone && node != 0 && walk(path, at + 1, nodes[node].parent, take);
  const auto wanted = step.axis == XmlStep::Axis::text        ? XmlNode::Kind::text
                      : step.axis == XmlStep::Axis::attribute ? XmlNode::Kind::attribute
                                                              : XmlNode::Kind::element;
  const auto name = step.axis == XmlStep::Axis::text ? 0 : names_[step.name];
  if (name == 0 && wanted != XmlNode::Kind::text) return false;
  if (nodes[node].kind != XmlNode::Kind::element) return false;
  std::uint32_t count = 0;
  for (auto child = node + 1; child < nodes[node].end; child = nodes[child].end) {
    if (nodes[child].kind != wanted || nodes[child].name != name) {
      if (wanted == XmlNode::Kind::attribute && nodes[child].kind != XmlNode::Kind::attribute) return false;
      continue;
    }
    if (!step.tests.empty() && !holds(step.tests, child)) continue;
    ++count;
    if (step.position != 0 && count != step.position) continue;
    if (walk(path, at + 1, child, take)) return true;
    if (step.position != 0) return false;
  }
  return false;
}

// Whether a node says anything: an element with nothing but a nullFlavor does not.
bool XmlReading::has_content(std::uint32_t node) const {
  if (source_->nodes()[node].kind != XmlNode::Kind::element) return !value(node).empty();
  return attribute(node, Word::nullFlavor) == XmlNode::kNone;
}

void XmlReading::select(const XmlPath& path, std::uint32_t base, std::vector<std::uint32_t>& out) const {
  walk(path, 0, base, [&](std::uint32_t node) {
    out.push_back(node);
    return false;
  });
  for (const auto& other : path.otherwise) {
    if (!out.empty()) return;
    select(other, base, out);
  }
}

std::uint32_t XmlReading::first(const XmlPath& path, std::uint32_t base) const {
  std::uint32_t found = XmlNode::kNone;
  walk(path, 0, base, [&](std::uint32_t node) {
    found = node;
    return true;
  });
  if (path.otherwise.empty() || (found != XmlNode::kNone && has_content(found))) return found;
  for (const auto& other : path.otherwise)
    if (const auto next = first(other, base); next != XmlNode::kNone && (found == XmlNode::kNone || has_content(next))) return next;
  return found;
}

// Leaves that a predicate compared are implied by what it chose.
void XmlReading::mark_tests(const XmlTest& test, std::uint32_t node, Draft::Id target, const Field& field) {
  if (test.kind == XmlTest::Kind::equals) {
    walk(test.path, 0, node, [&](std::uint32_t found) {
      const auto& leaf = source_->nodes()[found];
      if (leaf.kind != XmlNode::Kind::element && value(found) == test.value && leaf.leaf != XmlNode::kNone &&
          making_->ledger().fate(leaf.leaf) == Fate::undecided)
        making_->mark(leaf.leaf, Fate::converted, target, &field);
      const auto run = leaf.kind == XmlNode::Kind::element ? text_run(found) : XmlNode::kNone;
      if (run != XmlNode::kNone && value(run) == test.value && making_->ledger().fate(source_->nodes()[run].leaf) == Fate::undecided)
        mark(run, Fate::converted, target);
      return false;
    });
  } else if (test.kind == XmlTest::Kind::all || test.kind == XmlTest::Kind::any) {
    for (const auto& part : test.parts)
      if (holds(part, node)) mark_tests(part, node, target, field);
  }
}

// Steps stand above the node as their elements do.
void XmlReading::mark_path(const XmlPath& path, std::uint32_t node, Draft::Id target, const Field& field) {
  for (auto step = path.steps.rbegin(); step != path.steps.rend() && node != XmlNode::kNone; ++step) {
    if (step->axis == XmlStep::Axis::parent) return;
    for (const auto& test : step->tests) mark_tests(test, node, target, field);
    node = source_->nodes()[node].parent;
  }
}

std::string XmlReading::text_of(std::uint32_t element) const {
  const auto& nodes = source_->nodes();
  if (nodes[element].kind != XmlNode::Kind::element) return std::string(value(element));
  std::string text;
  for (auto node = element + 1; node < nodes[element].end; ++node)
    if (nodes[node].kind == XmlNode::Kind::text) text += value(node);
  return text;
}

}  // namespace caseway::mapping
