#include "exchange/judging.h"

namespace caseway::exchange {

namespace {

bool before(formats::Position a, formats::Position b) { return a.line != b.line ? a.line < b.line : a.column < b.column; }

// The operation's input: https://hl7.org/fhir/R4/resource-operation-validate.html#in
struct Asked {
  Element resource;
  std::vector<std::string> profiles;
};
Asked asked(Element parameters) {
  Asked found;
  for (const Element parameter : parameters.children("parameter")) {
    if (parameter.child_value("name") == "resource") found.resource = parameter.child("resource");
    if (parameter.child_value("name") == "profile") found.profiles.emplace_back(parameter.child_value("value[x]"));
  }
  return found;
}

// The same nodes in the same order: node i of the copy is node i + from.index() of the original.
Tree alone(Element from) {
  Draft draft(from.type_id());
  for (const Element child : from.children()) draft.copy(draft.root(), child);
  return draft.freeze();
}

}  // namespace

std::vector<formats::Position> positions_of(const Document& document) {
  std::vector<formats::Position> positions(document.tree.size());
  const auto take = [&](std::uint32_t node, formats::Position at) {
    if (at.line > 0 && (positions[node].line == 0 || before(at, positions[node]))) positions[node] = at;
  };
  for (const auto& link : document.ledger.links()) {
    const Place* place = document.ledger.place(link.leaf);
    if (place && link.target < positions.size()) take(link.target, {place->line, place->column});
  }
  for (auto i = static_cast<std::uint32_t>(positions.size()); i-- > 0;) {
    const std::uint32_t end = document.tree.node(i).end;
    for (std::uint32_t child = i + 1; child < end; child = document.tree.node(child).end) take(i, positions[child]);
  }
  return positions;
}

void judge(const Document& document, const std::vector<std::string>& profiles, const validation::Validator& validator, Issues& issues) {
  const auto positions = positions_of(document);
  const Element root = document.tree.root();
  const Asked operation = root.type() == "Parameters" ? asked(root) : Asked{};
  validation::ValidateOptions options{profiles, positions};
  if (!operation.resource) return validator.validate(document.tree, options, issues);
  const Tree resource = alone(operation.resource);
  options.profiles.insert(options.profiles.end(), operation.profiles.begin(), operation.profiles.end());
  options.positions = std::span(positions).subspan(operation.resource.index(), resource.size());
  validator.validate(resource, options, issues);
}

}  // namespace caseway::exchange
