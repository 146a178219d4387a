// caseway plugins: lists the dialects; `caseway plugins new NAME` makes the folder of a new one.
#include <cstdio>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/gateway.h"
#include "exchange/listings.h"
#include "host/scaffold.h"

namespace caseway::cli {
namespace {

const Usage kPlugins{
    "caseway plugins [--json] | caseway plugins new NAME [--into FOLDER]",
    "Lists the dialects that are loaded, and the plugins that were refused and why; or makes the folder of a new plugin that builds,\n"
    "loads and passes its own test as it is.",
    {{"json", "", "", "As JSON."}, {"into", "", "FOLDER", "Where the new folder goes (default: here)."}, kConfigOption}};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void as_table(const host::Plugins& plugins) {
  for (const auto& plugin : plugins.loaded()) {
    const auto& m = plugin.manifest;
    const auto documents = m.documents.empty() ? "any document" : joined(m.documents);
    std::printf("%-20s %-8s %s: %s (%s)\n", m.name.c_str(), m.version.c_str(), m.title.c_str(), documents.c_str(), joined(m.directions).c_str());
  }
  std::printf("%zu dialects, %zu refused\n", plugins.loaded().size(), plugins.refused().size());
}

int scaffold(const Arguments& arguments) {
  if (arguments.operands().size() != 2) throw UsageError("say what the new plugin is called: caseway plugins new NAME");
  const auto folder = host::scaffold_plugin(arguments.operands()[1], arguments.get("into", "."));
  std::printf("%s is made. Next: read its README.md, edit its mapping, then `caseway mapping check` it.\n", folder.c_str());
  return kOk;
}

}  // namespace

int plugins(const Words& words) {
  const Arguments arguments(kPlugins, words);
  if (arguments.has("help")) return std::fputs(help_text(kPlugins).c_str(), stdout), kOk;
  if (!arguments.operands().empty()) {
    if (arguments.operands().front() != "new")
      throw UsageError("caseway plugins " + arguments.operands().front() + " is not known; did you mean new?");
    return scaffold(arguments);
  }
  const auto settings = load_settings(arguments);
  const auto loaded = load_plugins(*settings);
  if (arguments.has("json"))
    std::fputs(exchange::plugins_json(*loaded).c_str(), stdout);
  else
    as_table(*loaded);
  return loaded->refused().empty() ? kOk : kDataErrors;
}

}  // namespace caseway::cli
