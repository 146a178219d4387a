// XmlOut as JSON text: the inverse of formats/json_source.h.
#include <algorithm>
#include <unordered_map>

#include "formats/json_writer.h"
#include "mapping/markup/xml_out.h"

namespace caseway::mapping {

namespace {

// https://www.rfc-editor.org/rfc/rfc8259#section-6
bool is_json_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const auto begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - begin;
  };
  const bool zero = at < text.size() && text[at] == '0';
  if (const auto whole = digits(); whole == 0 || (zero && whole > 1)) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

// Items of an array in an array have no name of their own (formats/json_source.h).
constexpr std::string_view kItem = "item";

void put(std::string_view text, JsonType type, formats::JsonWriter& out) {
  if (type == JsonType::number && is_json_number(text))
    out.raw(text);
  else if (type == JsonType::boolean && (text == "true" || text == "false"))
    out.value(text == "true");
  else
    out.value(text);
}

}  // namespace

// The children by name, in the order of their first.
std::vector<XmlOut::Member> XmlOut::members(Id id, const Plan& plan) const {
  std::vector<Member> made;
  std::unordered_map<std::string_view, std::size_t> known;
  for (auto child = nodes_[id].first; child != kNo; child = nodes_[child].next) {
    const auto& node = nodes_[child];
    if (node.kind != Kind::element || !written(child)) continue;
    const auto [at, fresh] = known.try_emplace(node.name, made.size());
    if (fresh) made.push_back({node.name, {}, false});
    auto& member = made[at->second];
    member.values.push_back(child);
    member.array = member.array || member.values.size() > 1 || (node.slot != kNone && plan.outs[node.slot].array);
  }
  return made;
}

void XmlOut::spell_json(Id id, const Plan& plan, formats::JsonWriter& out) const {
  for (auto child = nodes_[id].first; child != kNo; child = nodes_[child].next)
    if (nodes_[child].kind == Kind::text && !nodes_[child].gone) return put(nodes_[child].value, nodes_[child].type, out);
  const auto all = members(id, plan);
  const bool nested = all.size() == 1 && all.front().array && all.front().name == kItem;
  if (!nested) out.object();
  for (const auto& member : all) {
    if (!nested) out.key(member.name);
    if (member.array) out.array();
    for (const auto value : member.values) spell_json(value, plan, out);
    if (member.array) out.end();
  }
  if (!nested) out.end();
}

std::string XmlOut::spell_json(const Plan& plan) const {
  std::string text;
  formats::JsonWriter out(text);
  spell_json(kRoot, plan, out);
  return text + "\n";
}

}  // namespace caseway::mapping
