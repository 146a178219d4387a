// The XML document being written: elements in the order they were made, with what is only there because of a predicate or a constant told
// apart from what a value put there. An element of a group without any value is not written, nor what is below it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mapping/plan.h"

namespace caseway::mapping {}  // namespace caseway::mapping

namespace caseway::formats {
class JsonWriter;
}

namespace caseway::mapping {

class XmlOut {
 public:
  using Id = std::uint32_t;
  using Prefixes = std::vector<std::pair<std::string, std::string>>;
  static constexpr Id kRoot = 0;
  static constexpr Id kNo = 0xffffffffu;

  explicit XmlOut(std::string_view root);
  Id add(Id parent, std::string_view name, Index slot = kNone);  // a new last element; views must outlive the document (names of plans do)
  Id insert(Id parent, std::string_view name, Id after);         // behind a child that is there; kNo: before all elements
  Id find(Id parent, Index slot) const;                          // the last element made for that slot, or kNo
  Id find(Id parent, std::string_view name) const;               // a child of that name made for no slot
  std::vector<Id> children(Id parent) const;                     // the elements that will be written
  bool has_child(Id parent, std::string_view name) const;
  std::string_view text_of(Id element) const;  // its first text; "" when it has none
  std::string_view attribute_of(Id element, std::string_view name) const;
  Id find(Id parent, std::string_view name, std::string_view attribute, std::string_view value) const;  // a child made for no slot, by an attribute
  void adopt(Id element, Index slot) { nodes_[element].slot = slot; }
  Id parent(Id element) const { return element == kRoot ? kRoot : nodes_[element].parent; }
  std::string_view name(Id element) const { return nodes_[element].name; }
  void attribute(Id element, std::string_view name, std::string_view value);
  void text(Id element, std::string_view value, JsonType type = JsonType::string);  // the type is for JSON only
  void take_text(Id element);                                                       // what stood there is gone
  void take_attribute(Id element, std::string_view name);
  void markup(Id element, std::string_view xml);  // well-formed content, written as it is
  bool has_attribute(Id element, std::string_view name) const;
  bool has_content(Id element) const;  // text or elements that will be written
  void live(Id element);               // a value stands here: it and the elements around it are written
  void firm(Id element, Id below);     // written whenever `below` is, with or without a value
  bool is_live(Id element) const { return nodes_[element].live; }
  void remove(Id element) { nodes_[element].gone = true; }
  std::size_t size() const { return nodes_.size(); }
  void undo(std::size_t size);         // everything made since size() was that
  std::string path(Id element) const;  // "/ClinicalDocument/recordTarget", for the report

  // The whole document, indented by two spaces; namespaces are declared on the root when they are used.
  std::string spell(std::string_view ns, const Prefixes& known) const;
  // The same as a JSON value (json_out.cc): elements are members, those of one name an array where the plan says so or there are several.
  std::string spell_json(const Plan& plan) const;

 private:
  enum class Kind : std::uint8_t { element, attribute, text, markup };
  struct Node {
    Kind kind;
    bool live = false;
    bool conditional = false;  // an element that is written only when it is live
    bool gone = false;
    JsonType type = JsonType::string;
    Index slot = kNone;
    Id parent = kNo, first = kNo, last = kNo, next = kNo;
    std::string_view name{};
    std::string value{};
  };
  Id append(Id parent, Node node);
  bool written(Id id) const { return !nodes_[id].gone && (nodes_[id].live || !nodes_[id].conditional); }
  void spell(Id id, int depth, std::string& out, const Prefixes& prefixes) const;
  struct Member {
    std::string_view name;
    std::vector<Id> values;
    bool array = false;
  };
  std::vector<Member> members(Id id, const Plan& plan) const;
  void spell_json(Id id, const Plan& plan, formats::JsonWriter& out) const;
  Prefixes with_others(Prefixes prefixes) const;
  static std::string qualified(std::string_view name, const Prefixes& prefixes);

  std::vector<Node> nodes_;
};

}  // namespace caseway::mapping
