// Any text as a mapping: it compiles, or every fault has its sentence.
#include "fuzz_target.h"
#include "mapping/plan.h"

CASEWAY_FUZZ_TARGET(mapping, ".map.yaml") {
  using namespace caseway;
  std::vector<formats::ConfigError> faults;
  const auto plan = mapping::compile_text(bytes, "/nowhere/fuzz.map.yaml", faults);  // no folder: nothing to include
  fuzz::promise((plan != nullptr) == faults.empty(), "there is a plan exactly when there is no fault");
  for (const formats::ConfigError& fault : faults) fuzz::promise(!std::string_view(fault.what()).empty(), "a fault has a sentence");
}
