// From a sample to a mapping: which kind of file it is, and the text as a whole. Tables are first_tables.cc, XML is first_xml.cc.
#include "authoring/first_mapping.h"

#include <algorithm>

#include "authoring/first_parts.h"
#include "authoring/yaml_text.h"
#include "formats/xlsx.h"
#include "mapping/spelling.h"
#include "mapping/unpacking.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

bool is_xml(const Part& part) {
  const auto first = part.bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string::npos && part.bytes[first] == '<';
}

bool is_json(const Part& part) {
  const auto first = part.bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string::npos && (part.bytes[first] == '{' || part.bytes[first] == '[');
}

// "Intake list 2026.csv" as an id: "intake-list-2026".
std::string as_id(std::string_view file) {
  std::string id;
  for (const char c : file.substr(0, file.rfind('.'))) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (c >= 'A' && c <= 'Z')
      id += static_cast<char>(c - 'A' + 'a');
    else if (letter)
      id += c;
    else if (!id.empty() && id.back() != '-')
      id += '-';
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id.empty() ? "first-mapping" : id;
}

std::string header_of(const FirstParts& parts, const FirstMappingOptions& options, std::string_view file) {
  const auto kind = kind_of_variables(parts.document);
  std::string out =
      "# A first mapping, guessed from a sample. Every guess says why; a line that is `undecided` is no field yet: take its # away and say\n"
      "# what it is, or give it `ignore:` with a reason. Then: caseway mapping check FILE.\n";
  const auto id = options.name.empty() ? as_id(file) : options.name;
  out += "mapping: " + yaml_scalar(id) + "\nversion: \"1\"\n";
  out += "document: " + (options.document.empty() ? std::string(kind) + "  # guess: by what the file speaks of\n" : options.document + "\n");
  auto title = id;
  std::replace(title.begin(), title.end(), '-', ' ');
  return out + "title: " + yaml_scalar(title) + "\n" + parts.theirs;
}

// The columns, elements and attributes of a guess, each by its own name.
void add_names(const GuessedGroup& group, std::vector<std::string>& names) {
  for (const auto& guess : group.guesses) names.push_back(guess.theirs.substr(guess.theirs.find_last_of("/@") + 1));
  for (const auto& inner : group.groups) add_names(inner, names);
}

// Whether every column whose codes are asked for is there.
bool has_columns(const GuessedGroup& document, const std::vector<std::string>& wanted, std::string_view file, Issues& issues) {
  std::vector<std::string> names;
  add_names(document, names);
  bool all = true;
  for (const auto& column : wanted) {
    const auto named = [&](const std::string& name) { return normalised_header(name) == normalised_header(column); };
    if (std::any_of(names.begin(), names.end(), named)) continue;
    all = false;
    issues.add(
        Severity::error, "mapping.init.column", {std::string(file), 0, 0},
        "no column of this sample is called `" + column + "`, so its codes cannot be taken" + suggestion(column, {names.begin(), names.end()}));
  }
  return all;
}

}  // namespace

FirstMapping first_mapping(std::vector<Part> sample, const FirstMappingOptions& options) {
  FirstMapping made;
  Context context;
  context.limits = Limits::batch();
  context.issues = &made.issues;
  if (sample.empty()) return made;
  const auto file = sample.front().name;
  GuessOptions how;
  for (const auto& column : options.codes) how.codes.insert(normalised_header(column));
  if (is_json(sample.front())) {
    made.issues.add(Severity::error, "mapping.init.no_json", {file, 1, 1},
                    "a first mapping is guessed from tables, workbooks and XML; for JSON write one by hand (docs/mapping.md)");
    return made;
  }
  FirstParts parts;
  const bool read = is_xml(sample.front()) ? first_xml(sample, context, how, parts) : first_tables(sample, context, how, parts);
  if (!read) return made;
  if (parts.document.roles.empty()) {
    made.issues.add(Severity::error, "mapping.init.nothing", {file, 1, 1},
                    "nothing at the top of this sample has a name that we know, so it does not show what a document is about; send one record alone, "
                    "or write the mapping by hand (docs/mapping.md)");
    return made;
  }
  if (!has_columns(parts.document, options.codes, file, made.issues)) return made;
  made.guessed = count_decided(parts.document) + parts.linked;
  made.undecided = count_undecided(parts.document) + parts.unplaced;
  made.yaml = header_of(parts, options, file) + yaml_of(parts.document);
  return made;
}

}  // namespace caseway::authoring
