// The FHIRPath of a node: names from the root down, with a position (from 0) where the definition allows several.
#include "caseway/element.h"
#include "fhir/path_step.h"

namespace caseway {

namespace {

void append_step(std::string& path, DefId def, std::size_t position) {
  path += '.';
  path += fhir::path_step(def);
  if (fhir::element(def).list) path += '[' + std::to_string(position) + ']';
}

}  // namespace

std::string Tree::path(std::uint32_t i) const {
  if (i >= nodes_.size()) return {};
  std::string path(root().type());
  std::uint32_t at = 0;
  while (at != i) {
    std::uint32_t child = at + 1;
    std::size_t position = 0;
    while (nodes_[child].end <= i) {  // ends before i: not on the way to it
      const DefId passed = nodes_[child].def;
      child = nodes_[child].end;
      position = nodes_[child].def == passed ? position + 1 : 0;
    }
    append_step(path, nodes_[child].def, position);
    at = child;
  }
  return path;
}

std::vector<std::string> Tree::paths() const {
  struct Open {
    std::uint32_t node;
    DefId last_def;        // of its children seen so far
    std::size_t position;  // of the last of them
  };
  std::vector<std::string> paths(nodes_.size());
  std::vector<Open> open;
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    while (!open.empty() && nodes_[open.back().node].end <= i) open.pop_back();
    if (open.empty()) {
      paths[i] = at(i).type();
    } else {
      Open& parent = open.back();
      parent.position = parent.last_def == nodes_[i].def ? parent.position + 1 : 0;
      parent.last_def = nodes_[i].def;
      paths[i] = paths[parent.node];
      append_step(paths[i], nodes_[i].def, parent.position);
    }
    open.push_back({i, kNoDef, 0});
  }
  return paths;
}

}  // namespace caseway
