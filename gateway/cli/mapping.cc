// caseway mapping check | explain: an analyst's view of a mapping file.
#include <cstdio>
#include <filesystem>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "mapping/check.h"
#include "mapping/explain.h"

namespace caseway::cli {
namespace {

const Usage kMapping{"caseway mapping check FILE... | caseway mapping explain FILE DOCUMENT",
                     "check: compiles a mapping, tests its laws on documents made from the mapping itself, and says what it covers.\n"
                     "explain: where each value of a document goes, and by which line of the mapping. A folder is one document of several tables.",
                     {}};

// A file, or the files of a folder together.
std::vector<Part> parts_of(const std::string& place) {
  std::vector<Part> parts;
  for (const auto& source : sources_of({place}))
    parts.push_back({std::filesystem::path(source.path).filename().string(), "", read_source(source.path)});
  return parts;
}

}  // namespace

int mapping(const Words& words) {
  const Arguments arguments(kMapping, words);
  if (arguments.has("help")) return std::fputs(help_text(kMapping).c_str(), stdout), kOk;
  const auto& operands = arguments.operands();
  const std::string verb = operands.empty() ? "" : operands.front();
  if (verb == "check" && operands.size() >= 2) {
    int code = kOk;
    for (std::size_t i = 1; i < operands.size(); ++i) {
      const auto result = caseway::mapping::check(operands[i]);
      std::fputs(result.text().c_str(), stdout);
      if (!result.ok()) code = kDataErrors;
    }
    return code;
  }
  if (verb == "explain" && operands.size() == 3) {
    const auto result = caseway::mapping::explain(operands[1], parts_of(operands[2]));
    std::fputs(result.text().c_str(), stdout);
    return result.ok() ? kOk : kDataErrors;
  }
  throw UsageError("say `caseway mapping check FILE...` or `caseway mapping explain FILE DOCUMENT`");
}

}  // namespace caseway::cli
