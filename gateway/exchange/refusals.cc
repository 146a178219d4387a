#include "exchange/refusals.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "exchange/deciding.h"
#include "fhir/path_step.h"

namespace caseway::exchange {

namespace {

bool has_resource(const Tree& tree, std::string_view type) {
  if (tree.root().type() == type) return true;
  for (const auto entry : tree.root().children("entry"))
    if (const auto resource = entry.child("resource"); resource && resource.type() == type) return true;
  return false;
}

// Whether the policy withholds a value at such a place ("Patient.name.given", of any resource), or below it; or all resources that could have one.
bool is_withheld(const Document& document, const policy::View& view, std::string_view place) {
  const auto& tree = document.tree;
  const auto type = place.substr(0, place.find('.'));
  if (has_resource(tree, type) && !has_resource(view.tree, type)) return true;
  struct Open {
    std::uint32_t end;
    std::string path;
  };
  std::vector<Open> open;
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    while (!open.empty() && open.back().end <= i) open.pop_back();
    const auto element = tree.at(i);
    const bool resource = i == 0 || fhir::path_step(tree.node(i).def) == "resource" || fhir::path_step(tree.node(i).def) == "contained";
    auto path = resource ? std::string(element.type()) : open.back().path + "." + std::string(fhir::path_step(tree.node(i).def));
    if (i < view.ledger.size() && view.ledger.fate(i) == Fate::withheld && path.starts_with(place) &&
        (path.size() == place.size() || path[place.size()] == '.'))
      return true;
    open.push_back({tree.node(i).end, std::move(path)});
  }
  return false;
}

Place place_of(const Document& document, const std::string& of_ours) {
  auto place = document.place;
  if (!of_ours.empty()) place.path += (place.path.empty() ? "" : ", ") + of_ours;
  return place;
}

}  // namespace

bool Refusals::add(const Refusal& refusal, const Document& document, const policy::View& view) {
  ++count_;
  if (receiver_.partner != nullptr && focus_withheld(document, view)) {
    Issues said;
    say_focus_withheld(document, receiver_, Severity::error, said);
    without_focus_.push_back(said.all().front());
    return false;
  }
  Refusal to_mend{document.number, {}};
  for (auto issue : refusal.why.all()) {
    const auto ours = issue.place.path;
    const bool withheld = issue.severity <= Severity::error && !ours.empty() && is_withheld(document, view, ours);
    if (withheld) {
      issue.id = "policy.value_withheld";
      issue.text = "withheld by policy: " + receiver_.name +
                   " needs this value and its policy does not let it pass, so the document is not sent; have the policy changed, or send it to "
                   "somebody else";
    } else if (issue.severity <= Severity::error) {
      to_mend.why.add(issue);
    }
    issue.place = place_of(document, ours);
    said_.add(std::move(issue));
  }
  if (!to_mend.why.empty()) of_sender_.push_back(std::move(to_mend));
  return true;
}

void Refusals::tell(bool others_go_on, Issues& issues) const {
  issues.append(said_);
  for (auto issue : without_focus_) {
    issue.severity = others_go_on ? Severity::warning : Severity::error;
    issues.add(std::move(issue));
  }
}

std::vector<Refusal> Refusals::for_the_sender() const {
  auto all = of_sender_;
  std::sort(all.begin(), all.end(), [](const Refusal& a, const Refusal& b) { return a.document < b.document; });
  return all;
}

}  // namespace caseway::exchange
