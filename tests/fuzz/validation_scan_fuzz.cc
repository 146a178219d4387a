// Any bytes as a definition of a package. The scan that only looks for the head of a resource sees what the reader of the whole resource sees.
#include <string>

#include "fhir/codec.h"
#include "fuzz_target.h"
#include "validation/package_scan.h"

CASEWAY_FUZZ_TARGET(validation_scan, ".json") {
  using namespace caseway;
  validation::ResourceHead head;
  const bool scanned = validation::scan_resource(bytes, head);
  Limits limits;
  limits.json_bytes = 1u << 20;
  Issues issues;
  Tree tree;
  if (!fhir::read_json(bytes, limits, issues, tree, nullptr)) return;
  fuzz::promise(scanned, "what is a resource has a head");
  fuzz::promise(head.type == tree.root().type(), "the head says the resource's type");
  fuzz::promise(head.url == tree.root().child_value("url"), "the head says the resource's url");
  fuzz::promise(head.version == tree.root().child_value("version"), "the head says the resource's version");
}
