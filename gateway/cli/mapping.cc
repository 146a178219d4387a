// caseway mapping: an analyst's view of a mapping file. Its commands are a table; each is a file beside this one.
#include <cstdio>
#include <filesystem>

#include "cli/arguments.h"
#include "cli/files.h"
#include "cli/mapping_commands.h"
#include "formats/config_node.h"

namespace caseway::cli {
namespace {

constexpr Command kVerbs[] = {
    {"init", "a first mapping, guessed from a sample", mapping_init},
    {"check", "compiles a mapping, tests its laws on documents made from itself, says what it covers", mapping_check},
    {"explain", "where each value of a document goes, and by which line of the mapping", mapping_explain},
    {"doc", "the partner's field guide, with a sample file", mapping_doc},
    {"codes", "a code table as a FHIR ConceptMap", mapping_codes},
    {"sheet", "a mapping as a sheet for a spreadsheet, and back", mapping_sheet},
    {"diff", "what a change would change on real documents", mapping_diff},
};

std::string overview() {
  std::string text = "usage: caseway mapping COMMAND [...]\n\nA partner's mapping file, from the first sample to the change of next year.\n\n";
  for (const auto& verb : kVerbs) text += "  " + std::string(verb.name) + std::string(10 - verb.name.size(), ' ') + std::string(verb.about) + "\n";
  return text + "\n`caseway mapping COMMAND --help` says more about one. docs/mapping.md is the language.\n";
}

}  // namespace

int mapping(const Words& words) {
  if (!words.empty() && (words.front() == "--help" || words.front() == "-h" || words.front() == "help"))
    return std::fputs(overview().c_str(), stdout), kOk;
  std::vector<std::string_view> names;
  std::string list;
  for (const auto& verb : kVerbs) {
    if (!words.empty() && verb.name == words.front()) return verb.run({words.begin() + 1, words.end()});
    names.push_back(verb.name);
    list += (list.empty() ? "" : ", ") + std::string(verb.name);
  }
  if (words.empty()) throw UsageError("say what to do with the mapping: " + list + " (`caseway mapping --help`)");
  const auto near = formats::nearest(words.front(), names);
  throw UsageError("there is no `caseway mapping " + words.front() + "`" +
                   (near.empty() ? "; there is " + list : "; did you mean " + std::string(near) + "?"));
}

std::vector<Part> parts_of(const std::string& place) {
  std::vector<Part> parts;
  for (const auto& source : sources_of({place}))
    parts.push_back({std::filesystem::path(source.path).filename().string(), "", read_source(source.path)});
  return parts;
}

}  // namespace caseway::cli
