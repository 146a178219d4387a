#include "validation/bundle_entries.h"

#include "fhir/model.h"
#include "validation/reference_text.h"

namespace caseway::validation {

namespace {

// "https://server/base/" of "https://server/base/Patient/1"
std::string_view base_of(std::string_view full_url) {
  full_url = full_url.substr(0, full_url.find("/_history/"));
  const std::size_t id = full_url.rfind('/');
  return full_url.substr(0, full_url.rfind('/', id - 1) + 1);
}

}  // namespace

BundleEntries::BundleEntries(Element bundle) {
  for (const Element entry : bundle.children("entry")) {
    const Entry made{entry, entry.child("resource"), entry.child_value("fullUrl")};
    if (!made.full_url.empty()) by_url_.try_emplace(made.full_url, static_cast<std::uint32_t>(entries_.size()));
    entries_.push_back(made);
  }
}

std::uint32_t BundleEntries::find(std::string_view url) const {
  const auto found = by_url_.find(url);
  if (found != by_url_.end()) return found->second;
  const std::size_t version = url.find("/_history/");
  return version == std::string_view::npos ? kNone : find(url.substr(0, version));
}

std::uint32_t BundleEntries::resolve(std::string_view reference, std::uint32_t from) const {
  reference = reference.substr(0, reference.find('#'));
  if (reference.empty()) return kNone;
  if (is_absolute(reference)) return find(reference);
  const std::string_view full_url = entries_[from].full_url;
  return is_restful(full_url) ? find(std::string(base_of(full_url)).append(reference)) : kNone;
}

std::vector<std::uint32_t> BundleEntries::targets(std::uint32_t entry) const {
  std::vector<std::uint32_t> reached;
  const Element resource = entries_[entry].resource;
  if (!resource) return reached;
  const DefId reference = fhir::find_element(fhir::find_type("Reference"), "reference");
  const Tree& tree = resource.tree();
  for (std::uint32_t i = resource.index(); i < tree.node(resource.index()).end; ++i) {
    const Node& node = tree.node(i);
    const fhir::Primitive type = fhir::primitive(node.type);
    if (node.def != reference && type != fhir::Primitive::uri && type != fhir::Primitive::url) continue;
    const std::uint32_t target = resolve(tree.at(i).value(), entry);
    if (target != kNone && target != entry) reached.push_back(target);
  }
  return reached;
}

}  // namespace caseway::validation
