// caseway mapping codes: a code table as a FHIR ConceptMap.
#include <cstdio>

#include "cli/arguments.h"
#include "cli/files.h"
#include "cli/mapping_commands.h"
#include "cli/plugin_converters.h"
#include "mapping/compile/concept_map.h"
#include "mapping/mapping.h"

namespace caseway::cli {
namespace {

const Usage kCodes{"caseway mapping codes FILE TABLE [-o OUT]",
                   "The code table as a FHIR ConceptMap (R4, JSON): theirs is the source, ours the target. `concept_map: FILE` reads one.",
                   {{"output", "o", "OUT", "Where it goes (default: the screen)."}}};

}  // namespace

int mapping_codes(const Words& words) {
  const Arguments arguments(kCodes, words);
  if (arguments.has("help")) return std::fputs(help_text(kCodes).c_str(), stdout), kOk;
  if (arguments.operands().size() != 2) throw UsageError("name a mapping and one of its code tables: caseway mapping codes FILE TABLE");
  const auto converters = plugin_converters({arguments.operands()[0]});
  const auto mapping = caseway::mapping::Mapping::load(arguments.operands()[0], converters.own);
  const auto json = caseway::mapping::concept_map_json(mapping.plan(), arguments.operands()[1]);
  if (json.empty()) throw UsageError("the mapping has no table `" + arguments.operands()[1] + "` of one code on each side");
  write_result(arguments.get("output", "-"), json);
  std::fputs("The table is written. Next: give the ConceptMap a url, and who published it, before others use it.\n", stderr);
  return kOk;
}

}  // namespace caseway::cli
