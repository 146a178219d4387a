// `each: document`: a Bundle of several referrals, appointments, services is as many rows of a list.
#include <map>

#include "mapping/tree/finding.h"

namespace caseway::mapping {

std::vector<std::vector<Element>> Finding::documents() {
  std::vector<std::pair<Index, Element>> leads;
  for (const auto root : plan_.roots)
    if (plan_.variables[root].each_document)
      for (const auto& candidate : candidates(root, false)) leads.emplace_back(root, candidate.element);
  bind_roots();
  std::vector<std::vector<Element>> made;
  if (leads.size() > 1) {
    std::map<Index, std::vector<Index>> wanted;  // one without them is no document: a request that nobody was asked to fulfil
    for (const auto& lead : leads) wanted.emplace(lead.first, companions(lead.first));
    for (const auto& [lead, instance] : leads) {
      bind_document(lead, instance);
      if (companions(lead) == wanted.at(lead)) made.push_back(bound(plan_.roots));
    }
    bind_roots();
  }
  if (made.empty()) made.push_back(bound(plan_.roots));
  return made;
}

// As the variables are for one of several documents: where several may lead, it is of this one alone.
void Finding::bind_document(Index lead, Element instance) {
  bind(plan_.roots, std::vector<Element>(plan_.roots.size()));
  bind(lead, instance);
  std::vector<Index> roots{lead};
  for (const auto root : plan_.roots)
    if (!plan_.variables[root].each_document) roots.push_back(root);
  bind_rest(roots);
}

// What refers to the one that leads: a Task to its request.
std::vector<Index> Finding::companions(Index lead) const {
  std::vector<Index> found;
  for (const auto root : plan_.roots)
    for (const auto& reference : plan_.variables[root].references)
      if (reference.to == lead && bound_[root]) found.push_back(root);
  return found;
}

}  // namespace caseway::mapping
