// caseway plugins: lists the dialects; `caseway plugins new NAME` makes the folder of a new one.
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/gateway.h"
#include "formats/json_writer.h"
#include "host/scaffold.h"

#include <cstdio>

namespace caseway::cli {
namespace {

const Usage kPlugins{"caseway plugins [--json] | caseway plugins new NAME [--into FOLDER]",
                     "Lists the dialects that are loaded, and the plugins that were refused and why; or makes the folder of a new plugin that builds,\n"
                     "loads and passes its own test as it is.",
                     {{"json", "", "", "As JSON."}, {"into", "", "FOLDER", "Where the new folder goes (default: here)."}, kConfigOption}};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void list_json(formats::JsonWriter& json, std::string_view name, const std::vector<std::string>& words) {
  json.key(name).array();
  for (const auto& word : words) json.value(word);
  json.end();
}

std::string as_json(const host::Plugins& plugins) {
  std::string out;
  formats::JsonWriter json(out);
  json.object().key("plugins").array();
  for (const auto& plugin : plugins.loaded()) {
    const auto& m = plugin.manifest;
    json.object().field("name", m.name).field("version", m.version).field("title", m.title).field("status", m.status);
    list_json(json, "documents", m.documents);
    list_json(json, "formats", m.formats);
    list_json(json, "directions", m.directions);
    list_json(json, "spec", m.spec);
    json.end();
  }
  json.end().key("refused").array();
  for (const auto& refused : plugins.refused()) json.object().field("folder", refused.folder).field("reason", refused.reason).end();
  json.end().end();
  return out;
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
    if (arguments.operands().front() != "new") throw UsageError("caseway plugins " + arguments.operands().front() + " is not known; did you mean new?");
    return scaffold(arguments);
  }
  const auto settings = load_settings(arguments);
  const auto loaded = load_plugins(*settings);
  if (arguments.has("json")) std::puts(as_json(*loaded).c_str());
  else as_table(*loaded);
  return loaded->refused().empty() ? kOk : kDataErrors;
}

}  // namespace caseway::cli
