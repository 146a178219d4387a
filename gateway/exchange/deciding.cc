#include "exchange/deciding.h"

#include <algorithm>

#include "fhir/documents.h"
#include "fhir/validate.h"

namespace caseway::exchange {

Context context_for(const Request& request, const Party& party) {
  Context context;
  context.now = request.now;
  context.kind = request.kind;
  context.limits = request.limits;
  context.detail = request.detail;
  context.repair = request.repair;
  context.id_seed = party.partner ? party.partner->id : party.dialect;
  if (party.partner) {
    context.settings = party.partner->settings;
    context.settings.emplace("audience", party.partner->audience);
  }
  if (!party.form.empty()) context.settings["form"] = party.form;
  if (request.lenient) context.settings["unknown_elements"] = "report";
  if (request.whole) context.settings["collections"] = "whole";
  if (request.skip_bad_lines) context.settings["bad_lines"] = "skip";
  return context;
}

namespace {

// What the standard asks for and the source does not say is for the receiver to know, not a reason to stop.
void warn_about_structure(const Document& document, Issues& issues) {
  Issues found;
  fhir::validate(document.tree, found);
  for (auto issue : found.all()) {
    issue.severity = std::max(issue.severity, Severity::warning);
    issues.add(std::move(issue));
  }
}

}  // namespace

policy::View decide(const Document& document, bool made, const Party& receiver, Issues& issues) {
  if (receiver.partner || made) warn_about_structure(document, issues);  // FHIR between its own spellings goes as it came
  auto view = policy::apply(*receiver.rules, document.tree);
  if (view.tree.empty())
    issues.add(Severity::error, "policy.nothing_passes", document.place,
               "the policy for " + receiver.name + " lets nothing of this document pass; nothing was written");
  return view;
}

bool focus_withheld(const Document& document, const policy::View& view) {
  const auto kind = fhir::document_kind(document.tree);
  return !kind.empty() && !view.tree.empty() && fhir::document_kind(view.tree) != kind;
}

void say_focus_withheld(const Document& document, const Party& receiver, Severity severity, Issues& issues) {
  issues.add(severity, "policy.focus_withheld", document.place,
             receiver.name + " may not have this document (" + (document.kind.empty() ? fhir::document_kind(document.tree) : document.kind) +
                 "): its policy withholds what the document is about; send it to somebody else, or have the policy changed");
}

Ledger all_withheld(const Tree& tree) {
  Ledger ledger("write");
  const auto rule = ledger.rule("the policy withholds what the document is about");
  ledger.resize(tree.size(), Fate::none);
  for (std::uint32_t i = 0; i < tree.size(); ++i)
    if (tree.node(i).offset != Node::kNoValue) ledger.settle(i, Fate::withheld, rule);
  return ledger;
}

std::vector<Kept> residual_for(const Request& request, const Document& document, const Party& receiver, const std::string& from, bool first) {
  const auto& owner = receiver.partner ? receiver.id : receiver.dialect;
  std::vector<Kept> residual;
  if (owner == from) residual = document.residual;
  if (first && request.carried && request.carried->of == owner)
    residual.insert(residual.end(), request.carried->values.begin(), request.carried->values.end());
  return residual;
}

void say_not_theirs(const Request& request, const Party& receiver, Issues& issues) {
  if (!request.carried || request.carried->of == (receiver.partner ? receiver.id : receiver.dialect)) return;
  issues.add(Severity::warning, "carry.not_theirs", {},
             "what was kept is of " + request.carried->of + " and goes back to nobody else; it was left out");
}

}  // namespace caseway::exchange
