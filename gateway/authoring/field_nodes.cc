#include "authoring/field_nodes.h"

#include "fhir/model.h"
#include "mapping/convert/converter.h"
#include "mapping/plain_names.h"

namespace caseway::authoring {

using namespace mapping;

using formats::ConfigNode;

FieldNodes::FieldNodes(const Plan& plan, MappingFiles& files) : plan_(plan) {
  for (std::size_t i = 0; i < plan.files.size(); ++i) gather(static_cast<std::uint16_t>(i), files.at(plan.files[i]));
}

void FieldNodes::gather(std::uint16_t file, const ConfigNode& node) {
  if (node.kind == ConfigNode::Kind::map) nodes_.try_emplace({file, node.at.line, node.at.column}, &node);
  for (const auto& item : node.items) gather(file, item);
  for (const auto& member : node.members) gather(file, member.second);
}

const ConfigNode& FieldNodes::of(const Field& field) const {
  static const ConfigNode nothing;
  const auto found = nodes_.find({field.file, field.place.line, field.place.column});
  return found == nodes_.end() ? nothing : *found->second;
}

std::string FieldNodes::converter(const Field& field) const {
  if (field.kind != FieldKind::relation || field.ours.empty()) return {};
  const auto& node = of(field);
  if (const auto* as = node.find("as")) return as->scalar;
  const bool to_element = plan_.ccda && !field.paths.empty() && field.paths.front().to_element();
  if (field.codes != kNone) return to_element ? "code-cd" : "code";
  const auto type = field.ours.front().type;
  return std::string(default_converter(type == kNoType ? "value[x]" : fhir::type(type).name, plan_.ccda ? Format::xml : Format::csv, to_element));
}

std::string_view FieldNodes::resource(const Field& field) const {
  return field.ours.empty() ? std::string_view() : fhir::type(plan_.variables[field.ours.front().variable].type).name;
}

// Below the variable, or below the last one that a path hops to.
std::string FieldNodes::path(const Field& field) const {
  const auto texts = texts_of(of(field).find("ours"));
  if (texts.empty()) return {};
  auto path = std::string_view(texts.front());
  if (const auto place = plain_place(path); place && path.find('.') == std::string_view::npos) return place->path();
  if (const auto hop = path.rfind("->"); hop != std::string_view::npos) path.remove_prefix(hop + 2);
  const auto dot = path.find('.');
  return dot == std::string_view::npos ? std::string() : std::string(path.substr(dot + 1));
}

std::string FieldNodes::example(const Field& field) const {
  if (!field.example.empty() || field.codes != kNone) return field.example;
  return std::string(plain_example(resource(field), path(field)));
}

std::vector<std::string> texts_of(const ConfigNode* node) {
  std::vector<std::string> texts;
  if (node == nullptr) return texts;
  if (node->kind == ConfigNode::Kind::scalar) texts.push_back(node->scalar);
  for (const auto& item : node->items) texts.push_back(item.scalar);
  return texts;
}

}  // namespace caseway::authoring
