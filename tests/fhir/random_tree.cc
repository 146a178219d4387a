#include "fhir/random_tree.h"

#include <algorithm>

#include "fhir/lexical.h"
#include "fhir/model.h"
#include "formats/json_writer.h"

namespace caseway::fhir {

namespace {

constexpr int kMaxDepth = 6;

class Maker {
 public:
  explicit Maker(std::mt19937& random) : random_(random) {}

  Tree tree() {
    Draft draft(resource_type());
    fill(draft, draft.root(), 0);
    return draft.freeze();
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  bool chance(std::size_t in) { return below(in) == 0; }

  TypeId resource_type() {
    while (true) {
      const auto type = static_cast<TypeId>(below(types().size()));
      if (fhir::type(type).kind == Kind::resource) return type;
    }
  }

  std::string text() {
    constexpr const char* kPieces[] = {"a", "Z", " ",  "  ", "\t",     "\n",     "\r\n",       "\"",    "'",  "&",
                                       "<", ">", "\\", "/",  "\u00e9", "\u20ac", "\U0001F600", "&amp;", "]]>"};
    std::string text = "x";
    for (std::size_t n = below(8); n > 0; --n) text += kPieces[below(std::size(kPieces))];
    return text;
  }

  std::string value(Primitive type) {
    switch (type) {
      case Primitive::boolean:
        return chance(2) ? "true" : "false";
      case Primitive::integer:
        return chance(2) ? "-2147483648" : std::to_string(below(1000));
      case Primitive::positiveInt:
        return std::to_string(below(1000) + 1);
      case Primitive::unsignedInt:
        return std::to_string(below(1000));
      case Primitive::decimal:
        return std::vector<std::string>{"0", "-0.0", "1.00", "1E-22", "12345678901234567890.123456789", "2.5e+10"}[below(6)];
      case Primitive::xhtml:
        return "<div xmlns=\"http://www.w3.org/1999/xhtml\">one  <b class='x'>two</b>\n<!-- c -->&#160;<br/>&amp;<p></p></div>";
      case Primitive::date:
        return "2026-02-28";
      case Primitive::dateTime:
        return "2026-02-28T10:00:00.10+01:00";
      default:
        return text();
    }
  }

  void fill(Draft& draft, Draft::Id node, int depth) {
    const TypeInfo& type = fhir::type(draft.type(node));
    std::uint16_t taken_choice = 0;
    const std::size_t rarity = depth == 0 ? 2 : 4;
    for (std::uint32_t def = type.first; def < std::uint32_t{type.first} + type.count; ++def) {
      const ElementInfo& element = fhir::element(static_cast<DefId>(def));
      if (!chance(element.choice != 0 ? rarity * 8 : rarity) || (element.choice != 0 && element.choice == taken_choice)) continue;
      taken_choice = element.choice;
      for (std::size_t n = element.list ? 1 + below(3) : 1; n > 0; --n) add(draft, node, static_cast<DefId>(def), depth + 1);
    }
  }

  void add(Draft& draft, Draft::Id parent, DefId def, int depth) {
    const ElementInfo& element = fhir::element(def);
    if (element.any_resource) {
      const Draft::Id node = draft.add_resource(parent, def, resource_type());
      if (depth < kMaxDepth) fill(draft, node, depth);
      return;
    }
    const Draft::Id node = draft.add(parent, def);
    const Primitive type = primitive(element.type);
    const bool attribute = element.xml_attribute || type == Primitive::xhtml;
    if (type != Primitive::none && (attribute || !chance(6))) draft.set_value(node, value(type));
    if (depth < kMaxDepth && !attribute && (type == Primitive::none || chance(4))) fill(draft, node, depth);
  }

  std::mt19937& random_;
};

class Shuffler {
 public:
  Shuffler(const Tree& tree, std::mt19937& random) : tree_(tree), random_(random) {}

  std::string object(std::uint32_t node) {
    std::vector<std::string> members;
    if (type(tree_.node(node).type).kind == Kind::resource)
      members.push_back("\"resourceType\":\"" + std::string(type(tree_.node(node).type).name) + '"');
    for (std::uint32_t at = node + 1; at < tree_.node(node).end;) at = member(at, tree_.node(node).end, members);
    std::shuffle(members.begin(), members.end(), random_);
    return '{' + joined(members) + '}';
  }

 private:
  static std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ",") + part;
    return text;
  }

  std::string value(std::uint32_t node) {
    const std::string_view text = tree_.at(node).value();
    if (json_form(primitive(tree_.node(node).type)) != JsonForm::string) return std::string(text);
    std::string out;
    formats::append_json_string(out, text);
    return out;
  }

  // The siblings of one definition from `first` on, as one member or two.
  std::uint32_t member(std::uint32_t first, std::uint32_t end, std::vector<std::string>& members) {
    const ElementInfo& element = fhir::element(tree_.node(first).def);
    const bool simple = primitive(element.type) != Primitive::none;
    std::vector<std::string> values, more;
    bool has_values = false, has_more = false;
    std::uint32_t at = first;
    for (; at < end && tree_.node(at).def == tree_.node(first).def; at = tree_.node(at).end) {
      const bool children = tree_.node(at).end > at + 1;
      values.push_back(!simple ? object(at) : tree_.at(at).has_value() ? value(at) : "null");
      more.push_back(simple && children ? object(at) : "null");
      has_values = has_values || values.back() != "null";
      has_more = has_more || more.back() != "null";
    }
    const auto say = [&](const std::string& prefix, const std::vector<std::string>& parts) {
      const std::string text = element.list ? '[' + joined(parts) + ']' : parts.front();
      members.push_back('"' + prefix + std::string(element.name) + "\":" + text);
    };
    if (has_values) say("", values);
    if (has_more) say("_", more);
    return at;
  }

  const Tree& tree_;
  std::mt19937& random_;
};

}  // namespace

Tree random_tree(std::mt19937& random) { return Maker(random).tree(); }

std::string shuffled_json(const Tree& tree, std::mt19937& random) { return Shuffler(tree, random).object(0); }

}  // namespace caseway::fhir
