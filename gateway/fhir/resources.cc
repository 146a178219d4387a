#include <algorithm>

#include "fhir/documents.h"
#include "fhir/model.h"

namespace caseway::fhir {

namespace {

// "Patient/123" of "https://server/base/Patient/123"; "" when it is no such address.
std::string_view type_and_id(std::string_view reference) {
  const std::size_t id = reference.rfind('/');
  if (id == std::string_view::npos || id == 0) return {};
  const std::size_t before = reference.rfind('/', id - 1);
  const std::size_t type = before == std::string_view::npos ? 0 : before + 1;
  const TypeId known = find_type(reference.substr(type, id - type));
  return known != kNoType && fhir::type(known).kind == Kind::resource ? reference.substr(type) : std::string_view();
}

std::string contained_key(std::uint32_t container, std::string_view id) { return std::to_string(container) + '#' + std::string(id); }

}  // namespace

void Resources::read(const Tree& tree) {
  all_.clear();
  around_.clear();
  addressed_.clear();
  if (by_key_.bucket_count() > 1024)  // clearing visits every bucket: those of a big document are not for small ones to clear
    by_key_ = {};
  else
    by_key_.clear();
  std::vector<std::uint32_t> open;  // resources around the node, as positions in all_
  const auto add_key = [this](std::string key, std::uint32_t position) { by_key_.emplace(std::move(key), position); };
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    const Element element = tree.at(i);
    if (!element.is_resource()) continue;
    while (!open.empty() && tree.node(all_[open.back()].index()).end <= i) open.pop_back();
    const auto position = static_cast<std::uint32_t>(all_.size());
    all_.push_back(element);
    around_.push_back(open.empty() ? kNowhere : open.back());
    open.push_back(position);
    const std::string_view id = element.child_value("id");
    if (id.empty()) continue;
    if (element.name() == "contained") {
      add_key(contained_key(all_[container(position)].index(), id), position);
    } else {
      add_key(std::string(element.type()).append("/").append(id), position);
    }
  }
  addressed_.resize(all_.size());
  add_full_urls(tree);
}

void Resources::add_full_urls(const Tree& tree) {
  if (tree.empty() || tree.root().type() != "Bundle") return;
  for (const Element entry : tree.root().children("entry")) {
    const std::string_view url = entry.child_value("fullUrl");
    const Element resource = entry.child("resource");
    if (url.empty() || !resource) continue;
    by_key_.emplace(url, position_of(resource.index()));
    addressed_[position_of(resource.index())] = url.starts_with("http");
  }
}

// The position in all_ of the innermost resource that holds the node.
std::uint32_t Resources::position_of(std::uint32_t node) const {
  const auto after = std::upper_bound(all_.begin(), all_.end(), node, [](std::uint32_t n, const Element& e) { return n < e.index(); });
  if (after == all_.begin()) return kNowhere;
  auto position = static_cast<std::uint32_t>(after - all_.begin() - 1);
  while (position != kNowhere && all_[position].tree().node(all_[position].index()).end <= node) position = around_[position];
  return position;
}

// The resource that holds the contained ones: the innermost around that is not contained itself.
std::uint32_t Resources::container(std::uint32_t position) const {
  while (all_[position].name() == "contained" && around_[position] != kNowhere) position = around_[position];
  return position;
}

Element Resources::owner(std::uint32_t node) const {
  const std::uint32_t position = position_of(node);
  return position == kNowhere ? Element() : all_[position];
}

Element Resources::resolve(Element reference) const { return resolve(reference.child_value("reference"), reference); }

Element Resources::resolve(std::string_view reference, Element from) const {
  if (reference.empty()) return {};
  if (reference.front() == '#') {
    const std::uint32_t here = from ? position_of(from.index()) : kNowhere;
    if (here == kNowhere) return {};
    const Element container = all_[this->container(here)];
    return reference.size() == 1 ? container : find(contained_key(container.index(), reference.substr(1)));
  }
  if (const Element found = find(reference)) return found;
  const std::string_view unversioned = reference.substr(0, reference.find("/_history/"));
  if (unversioned.size() < reference.size())
    if (const Element found = find(unversioned)) return found;
  const std::string_view local = type_and_id(unversioned);
  const auto found = by_key_.find(local);
  if (local.empty() || found == by_key_.end()) return {};
  // An address that is not the fullUrl of an entry which has an address of its own is another resource with the same id.
  const bool has_base = local.size() < unversioned.size();
  return has_base && addressed_[found->second] ? Element() : all_[found->second];
}

Element Resources::find(std::string_view key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? Element() : all_[found->second];
}

}  // namespace caseway::fhir
