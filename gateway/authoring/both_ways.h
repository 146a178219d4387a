// One payload through one mapping, there and back: what explain and diff show.
#pragma once

#include <string>
#include <vector>

#include "mapping/mapping.h"
#include "mapping/through.h"

namespace caseway::authoring {

struct BothWays {
  bool canonical = false;  // the payload is a document of ours, which is only written
  mapping::Documents read;
  mapping::Parts written;  // a ledger for each of the documents that was written
  Issues issues;
};

// A canonical document is a FHIR resource in JSON or XML, when the mapping itself is not about FHIR or JSON.
void run_both_ways(const mapping::Mapping& mapping, std::vector<Part> payload, BothWays& made);

// "Patient.name[0].family": a place of a document by its resource, which says more than "Bundle.entry[3].resource".
class ResourcePaths {
 public:
  explicit ResourcePaths(const Tree& tree);
  std::string of(std::uint32_t node) const;

 private:
  std::vector<std::string> paths_;
  std::vector<std::pair<std::string, std::string>> resources_;  // path, type; longest first
};

}  // namespace caseway::authoring
