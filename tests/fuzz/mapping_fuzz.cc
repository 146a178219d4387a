// Any text as a mapping: it compiles, or every fault has its place.
#include "formats/config_node.h"
#include "fuzz_target.h"
#include "mapping/compiler.h"

CASEWAY_FUZZ_TARGET(mapping, ".map.yaml") {
  using namespace caseway;
  formats::ConfigNode root;
  try {
    root = formats::read_config(bytes, "fuzz.map.yaml");
  } catch (const formats::ConfigError& fault) {
    fuzz::promise(fault.what()[0] != '\0', "a refused text has a sentence");
    return;
  }
  mapping::Plan plan;
  std::vector<formats::ConfigError> faults;
  mapping::Compiler(plan, faults).run(root, "/nowhere/fuzz.map.yaml");  // no folder: nothing to include
  for (const formats::ConfigError& fault : faults) fuzz::promise(!std::string_view(fault.what()).empty(), "a fault has a sentence");
}
