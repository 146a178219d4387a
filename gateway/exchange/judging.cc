#include "exchange/judging.h"

namespace caseway::exchange {

namespace {

bool before(formats::Position a, formats::Position b) { return a.line != b.line ? a.line < b.line : a.column < b.column; }

// The operation's input: https://hl7.org/fhir/R4/resource-operation-validate.html#in
struct Asked {
  std::vector<Element> resources;
  std::vector<std::string> profiles;
};
Asked asked(Element parameters) {
  Asked found;
  for (const Element parameter : parameters.children("parameter")) {
    if (parameter.child_value("name") == "resource") found.resources.push_back(parameter.child("resource"));
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
  validator.validate(document.tree, {profiles, positions_of(document)}, issues);
}

void judge_parts(const Document& document, const std::vector<Element>& parts, const std::vector<std::string>& profiles,
                 const validation::Validator& validator, Issues& issues) {
  const auto positions = positions_of(document);
  for (const Element part : parts) {
    const Tree resource = alone(part);
    validator.validate(resource, {profiles, std::span(positions).subspan(part.index(), resource.size())}, issues);
  }
}

void judge_operation(const Document& parameters, const std::vector<std::string>& profiles, const validation::Validator& validator, Issues& issues) {
  Asked operation = asked(parameters.tree.root());
  operation.profiles.insert(operation.profiles.end(), profiles.begin(), profiles.end());
  if (operation.resources.size() == 1 && operation.resources.front())
    return judge_parts(parameters, operation.resources, operation.profiles, validator, issues);
  issues.add(Severity::error, "exchange.validate.resource", {"Parameters.parameter", 1, 1},
             "The input of $validate has exactly one parameter `resource` that holds a resource; nothing was validated.");
}

}  // namespace caseway::exchange
