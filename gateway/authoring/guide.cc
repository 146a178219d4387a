// What a guide says about a file as a whole; its places are guide_places.cc, its texts guide_text.cc.
#include "authoring/guide.h"

#include <filesystem>

#include "authoring/guide_places.h"
#include "authoring/sample.h"
#include "mapping/mapping.h"
#include "mapping/rules.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

std::string code_span(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string list_of(const std::vector<std::string>& names, std::string_view last) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i)
    list += (i == 0 ? "" : i + 1 == names.size() ? std::string(last) : std::string(", ")) + code_span(names[i]);
  return list;
}

std::string kind_of(const Plan& plan) {
  auto kind = plan.document;
  for (auto& c : kind)
    if (c == '-') c = ' ';
  return kind;
}

std::string with_article(const std::string& words) {
  return (std::string_view("aeiou").find(words.empty() ? ' ' : words.front()) == std::string_view::npos ? "a " : "an ") + words;
}

std::string delimiter_of(const Plan& plan) { return plan.delimiter == '\t' ? "tabs" : code_span(std::string(1, plan.delimiter)); }

void say_spelling(const Plan& plan, std::vector<std::string>& about) {
  about.push_back(
      "One header row, then the rows. Columns may come in any order; upper and lower case, spaces, `_` and `-` do not count in their names.");
  about.push_back("We write " + (plan.encoding.empty() ? std::string("UTF-8") : plan.encoding) + " with " + delimiter_of(plan) +
                  " between the cells and CRLF at the end of a row. " +
                  (plan.delimiter_told ? "We read that" : std::string("We read that, and also `;`, tabs and `|`")) +
                  (plan.encoding.empty() ? ", in UTF-8, UTF-16 (with a byte-order mark) or Windows-1252." : "."));
  about.push_back("An Excel workbook (`.xlsx`) with the same columns is read as well" +
                  (plan.sheet.empty() ? std::string() : ", its sheet " + code_span(plan.sheet)) + ".");
  if (plan.title_rows > 0)
    about.push_back("The first " + (plan.title_rows == 1 ? std::string("row stands") : std::to_string(plan.title_rows) + " rows stand") +
                    " above the header and are not read.");
  for (const auto& test : plan.skip_rows)
    about.push_back("Rows whose " + code_span(plan.columns[test.column].name) + " is " + list_of(test.values, " or ") + " are not read.");
}

void say_tables(const Plan& plan, std::vector<std::string>& about) {
  const auto& root = plan.their_tables[plan.root_table];
  about.push_back("Several tables that belong together: " + std::string(plan.zip ? "a ZIP file" : "files") +
                  " with one CSV file for each, or a workbook with one sheet for each. Each row of " + code_span(root.name) + " is " +
                  with_article(kind_of(plan)) + ".");
  say_spelling(plan, about);
}

std::vector<std::string> about_file(const Plan& plan) {
  std::vector<std::string> about;
  if (plan.format == Format::csv && !plan.their_tables.empty()) {
    say_tables(plan, about);
  } else if (plan.format == Format::csv) {
    about.push_back(plan.key == kNone ? "A CSV file. Each row is " + with_article(kind_of(plan)) + "."
                                      : "A CSV file. Rows with the same " + code_span(plan.columns[plan.key].name) +
                                            " stand together: they are one " + kind_of(plan) + ".");
    say_spelling(plan, about);
  } else if (plan.format == Format::xml) {
    about.push_back("An XML file for each " + kind_of(plan) + ", with the root element " + code_span(plan.root) +
                    (plan.ns.empty() ? std::string(" in no namespace") : " in the namespace " + code_span(plan.ns)) + ".");
    about.push_back("Paths below are those of XPath: `a/b` is an element `b` in an element `a`, `@c` an attribute, `[...]` a condition.");
  } else if (plan.format == Format::json) {
    about.push_back(
        (plan.each_document ? "JSON. Each object of the list is " + with_article(kind_of(plan)) : "A JSON object for each " + kind_of(plan)) +
        ". UTF-8; no member may stand twice in an object.");
    about.push_back(
        "Paths below name members: `a/b` is the member `b` of the object `a`, or of each object of the array `a`; `[...]` is a condition.");
  } else {
    about.push_back("A file for each " + kind_of(plan) + ".");
  }
  about.push_back("Nothing is guessed: a code that is in none of its lists, or a date in another form, is told with its place.");
  return about;
}

std::vector<std::string> rules_of(const Plan& plan) {
  std::vector<std::string> sentences;
  for (const auto& rule : plan.our_rules) sentences.push_back(rule.says + " (" + code_span(rule.id) + ")");
  if (plan.rules == nullptr) return sentences;
  for (const auto& rule : plan.rules->all) {
    if (rule.id == "mapping.value.missing") continue;  // `required_if` stands at its place
    sentences.push_back(rule.says + " (" + code_span(rule.id) + columns_text(plan, rule.columns) + ")");
  }
  return sentences;
}

}  // namespace

Guide field_guide(const std::string& mapping_file, const Converters& own) {
  Guide guide;
  for (const auto& fault : Mapping::compile_all(mapping_file, own)) guide.faults.emplace_back(fault.what());
  if (!guide.faults.empty()) return guide;
  MappingFiles files(own);
  const auto mapping = Mapping::load(mapping_file, files);
  const auto& plan = mapping.plan();
  guide.file = std::filesystem::path(mapping_file).filename().string();
  guide.title = plan.title;
  guide.version = plan.version;
  guide.about = about_file(plan);
  guide.rules = rules_of(plan);
  const FieldNodes nodes(plan, files);
  GuidePlaces(plan, nodes, guide).run();
  guide.sample = sample_of(Mapping::of(std::make_shared<const Plan>(on_day(plan, days_of(plan).front()))), nodes);
  return guide;
}

std::size_t Guide::places() const {
  std::size_t n = 0;
  for (const auto& section : sections) n += section.places.size();
  return n;
}

}  // namespace caseway::authoring
