// A first mapping of XML documents: which elements and attributes there are, which of them repeat, what they are called.
#include <algorithm>
#include <memory>

#include "authoring/first_parts.h"
#include "authoring/yaml_text.h"
#include "formats/xml_source.h"
#include "mapping/through.h"
#include "mapping/unpacking.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

// An element or attribute by its name below its parent, in all documents of the sample.
struct Shape {
  std::string name;  // "client", "@id"; "" the text of its element
  bool repeats = false;
  std::vector<std::string> values;
  std::vector<std::unique_ptr<Shape>> inside;

  Shape& child(std::string_view called) {
    for (auto& each : inside)
      if (each->name == called) return *each;
    inside.push_back(std::make_unique<Shape>());
    inside.back()->name = called;
    return *inside.back();
  }
};

void look(const formats::XmlSource& source, std::uint32_t element, Shape& shape) {
  std::map<std::string, int> seen;
  const auto& node = source.node(element);
  for (auto at = element + 1; at < node.end; at = source.node(at).end) {
    const auto& inner = source.node(at);
    if (inner.kind == formats::XmlNode::Kind::text) {
      shape.child("").values.emplace_back(source.value(inner));
      continue;
    }
    const std::string name(source.name(inner));
    if (inner.kind == formats::XmlNode::Kind::attribute) {
      shape.child("@" + name).values.emplace_back(source.value(inner));
      continue;
    }
    auto& child = shape.child(name);
    child.repeats = child.repeats || ++seen[name] > 1;
    look(source, at, child);
  }
}

// The values as a column, so that they are looked at as those of a table are.
ColumnProfile profile_of_values(const Shape& shape, std::string_view name) {
  formats::Table table;
  table.begin_row(1);
  table.add(name, formats::CellKind::text, {});
  for (const auto& value : shape.values) {
    table.begin_row(2);
    table.add(value, formats::CellKind::text, {});
  }
  return profile_of(table, 0, 0);
}

std::string joined(const std::string& path, const std::string& step) {
  if (step.empty()) return path.empty() ? "." : path;
  return path.empty() ? step : path + "/" + step;
}

class FirstXml {
 public:
  FirstXml(const GuessOptions& how, FirstParts& parts) : how_(how), parts_(parts) {}

  // `things` are the names of the elements around, the innermost last.
  void walk(const Shape& shape, const std::string& path, std::vector<std::string> things, GuessedGroup& group) {
    for (const auto& each : shape.inside) {
      const auto& inner = *each;
      if (inner.name.find_first_of("{:") != std::string::npos) {
        ++parts_.unplaced;  // of another namespace
      } else if (inner.inside.empty() || inner.name.starts_with('@') || inner.name.empty()) {
        add_leaf(inner, path, things, group);
      } else if (inner.repeats) {
        add_group(inner, path, things, group);
      } else {
        auto around = things;
        around.push_back(inner.name);
        walk(inner, joined(path, inner.name), around, group);
      }
    }
  }

 private:
  // The text of an element is called as the element is; an attribute by its own name.
  void add_leaf(const Shape& leaf, const std::string& path, std::vector<std::string> things, GuessedGroup& group) {
    auto name = leaf.name.starts_with('@') ? leaf.name.substr(1) : leaf.name;
    if (name.empty() && !things.empty()) name = things.back(), things.pop_back();
    if (leaf.values.empty()) return;
    std::string thing;
    for (auto it = things.rbegin(); it != things.rend() && thing.empty(); ++it)
      if (role_called(*it) != nullptr) thing = *it;
    auto guess = guess_column(profile_of_values(leaf, name), thing, how_);
    guess.theirs = joined(path, leaf.name);
    guess.digits = 0;  // for tables
    group.guesses.push_back(std::move(guess));
  }

  // What a repeated element says belongs to what it is called.
  void add_group(const Shape& shape, const std::string& path, std::vector<std::string> things, GuessedGroup& group) {
    GuessedGroup inner;
    inner.each = joined(path, shape.name);
    things.push_back(shape.name);
    walk(shape, "", things, inner);
    if (role_called(shape.name) == nullptr)
      for (auto& guess : inner.guesses) {
        guess.decided = false;
        guess.place.reset();
        guess.why += ", in an element that repeats and whose name is not known";
      }
    group.groups.push_back(std::move(inner));
  }

  const GuessOptions& how_;
  FirstParts& parts_;
};

// The number of what the document is about names it.
std::string key_of(const GuessedGroup& document) {
  const auto* focal = focal_role(document.guesses);
  for (const auto& guess : document.guesses)
    if (guess.decided && guess.place->role == focal && guess.place->value->name == "number") return guess.theirs;
  return {};
}

// Nothing is known by its name: the first value stands for the number, so that there is a mapping to begin with.
void take_first(GuessedGroup& document) {
  if (document.guesses.empty()) return;
  auto& first = document.guesses.front();
  first.place = plain_place("referral number");
  first.decided = true;
  first.why = "nothing here is called like anything that is known, so the first value is taken for the number";
  first.as.clear();
  first.codes.clear();
  first.accept.clear();
  document.roles.push_back(first.place->role);
}

}  // namespace

bool first_xml(const std::vector<Part>& sample, const Context& context, const GuessOptions& how, FirstParts& parts) {
  Shape root;
  std::string space;
  Payload payload(sample);
  Unpacking files(payload, context);
  while (const Part* part = files.next()) {
    formats::XmlSource source;
    if (!source.read(part->bytes, {}, context.limits, &Limits::xml_bytes, *context.issues)) return false;
    if (!root.name.empty() && root.name != source.name(source.node(0))) continue;  // another kind of document
    root.name = source.name(source.node(0));
    space = source.main_namespace();
    look(source, 0, root);
  }
  if (root.name.empty()) return false;
  FirstXml(how, parts).walk(root, "", {root.name}, parts.document);
  std::set<std::string> taken;
  settle(parts.document, taken, {});
  prune(parts.document);
  if (count_decided(parts.document) == 0) take_first(parts.document);
  declare(parts.document, {});
  parts.theirs = "theirs:\n  format: xml\n  root: " + yaml_scalar(root.name) + "\n";
  if (!space.empty()) parts.theirs += "  namespace: " + yaml_scalar(space) + "\n";
  if (const auto key = key_of(parts.document); !key.empty()) parts.theirs += "  key: " + yaml_scalar(key) + "  # guess: the number of the document\n";
  return true;
}

}  // namespace caseway::authoring
