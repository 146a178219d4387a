#include "mapping/markup/element_paths.h"

#include "mapping/overlay.h"

namespace caseway::mapping {

using formats::XmlNode;

namespace {

constexpr int kMostRenamedAround = 8;  // elements around one that is renamed
constexpr int kMostTemplates = 8;      // inside each other: a shape needs no more

std::string below(const std::string& parent, std::string_view name, bool attribute) {
  return (parent.empty() ? "" : parent + "/") + (attribute ? "@" : "") + std::string(name);
}

class Places {
 public:
  Places(const Plan& plan, const std::function<void(const Field&, std::size_t, const std::string&)>& take) : plan_(plan), take_(take) {}

  void block(Index index, const std::string& around, int depth) const {
    for (const auto& field : plan_.blocks[index].fields) {
      if (!has(field.ways, Way::receiving)) continue;
      for (const auto& alternative : field.alternatives) block(alternative.block, around, depth);
      std::string path = around;
      const bool inside = field.paths.empty() || lead(field.paths.front(), path);
      if (field.kind == FieldKind::call && depth < kMostTemplates) block(field.block, around, depth + 1);
      if (field.kind == FieldKind::group && inside) block(field.block, path, depth);
      if (field.kind != FieldKind::relation) continue;
      for (std::size_t i = 0; i < field.paths.size(); ++i)
        if (path = around; lead(field.paths[i], path) && !path.empty()) take_(field, i, path);
    }
  }

 private:
  // Goes on from `path`; false when the steps lead out of the record.
  bool lead(const XmlPath& steps, std::string& path) const {
    for (const auto& step : steps.steps) {
      if (step.axis == XmlStep::Axis::text) continue;
      if (step.axis == XmlStep::Axis::parent) {
        if (path.empty()) return false;
        path = parent_path(path);
      } else {
        path = below(path, plan_.names[step.name], step.axis == XmlStep::Axis::attribute);
      }
    }
    return true;
  }

  const Plan& plan_;
  const std::function<void(const Field&, std::size_t, const std::string&)>& take_;
};

}  // namespace

ElementPaths::ElementPaths(const formats::XmlSource& source, std::uint32_t base) : base_(base), paths_{""} {
  const auto& nodes = source.nodes();
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> known;  // of the element around, kind and name
  numbers_.push_back(0);
  for (auto node = base + 1; node < nodes[base].end; ++node) {
    const auto around = numbers_[nodes[node].parent - base];
    if (nodes[node].kind == XmlNode::Kind::text) {
      numbers_.push_back(around);
      continue;
    }
    const bool attribute = nodes[node].kind == XmlNode::Kind::attribute;
    const auto [at, fresh] = known.try_emplace({around, nodes[node].name | (attribute ? 1u << 16 : 0u)}, static_cast<std::uint32_t>(paths_.size()));
    if (fresh) paths_.push_back(below(paths_[around], source.name(nodes[node]), attribute));
    numbers_.push_back(at->second);
  }
}

std::string_view parent_path(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view last_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

void each_place_read(const Plan& plan, const std::function<void(const Field&, std::size_t, const std::string&)>& take) {
  Places(plan, take).block(plan.body, "", 0);
}

void name_as_accepted(const Plan& plan, std::uint32_t base, formats::XmlSource& source) {
  if (plan.accepted == nullptr || plan.accepted->names.empty()) return;
  bool renamed = true;
  for (int around = 0; renamed && around < kMostRenamedAround; ++around) {
    renamed = false;
    const ElementPaths paths(source, base);
    for (auto node = base + 1; node < source.nodes()[base].end; ++node) {
      if (source.nodes()[node].kind == XmlNode::Kind::text) continue;
      const auto found = plan.accepted->names.find(paths.of(node));
      if (found == plan.accepted->names.end()) continue;
      auto name = last_name(found->second);
      if (name.starts_with('@')) name.remove_prefix(1);
      source.name_anew(node, name);
      renamed = true;
    }
  }
}

}  // namespace caseway::mapping
