// A guide as Markdown, and as a table for spreadsheets.
#include <algorithm>
#include <array>

#include "authoring/guide.h"
#include "formats/csv.h"

namespace caseway::authoring {

namespace {

constexpr std::size_t kCodesInCell = 6;

std::string cell(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '|') made += '\\';
    made += c == '\n' || c == '\r' ? ' ' : c;
  }
  return made;
}

std::string code(std::string_view text) {
  const std::string_view fence = text.find('`') == std::string_view::npos ? "`" : "``";
  return std::string(fence) + cell(text) + std::string(fence);
}

const Guide::CodeList* list_called(const Guide& guide, std::string_view name) {
  for (const auto& list : guide.code_lists)
    if (list.name == name) return &list;
  return nullptr;
}

// "`M` male, `F` female", or where the list stands when it is long.
std::string codes_text(const Guide& guide, std::string_view name) {
  const auto* list = list_called(guide, name);
  if (list == nullptr) return {};
  if (list->codes.size() > kCodesInCell) return "[" + std::string(name) + "](#codes)";
  std::string text;
  for (const auto& [theirs, meaning] : list->codes) {
    text += (text.empty() ? "" : ", ") + code(theirs);
    if (meaning != theirs) text += " " + cell(meaning);
  }
  return text;
}

std::string join(const std::vector<std::string>& texts, std::string_view separator) {
  std::string text;
  for (const auto& each : texts) text += (text.empty() ? "" : std::string(separator)) + each;
  return text;
}

std::string format_cell(const Guide& guide, const Guide::Place& place) {
  std::vector<std::string> texts;
  if (!place.format.empty()) texts.push_back(cell(place.format));
  if (!place.codes.empty()) texts.back() += ": " + codes_text(guide, place.codes);
  if (!place.missing.empty()) texts.push_back(codes_text(guide, place.missing));
  for (const auto& more : place.more) texts.push_back(cell(more));
  return join(texts, "; ");
}

void append_section(std::string& out, const Guide& guide, const Guide::Section& section) {
  if (!section.title.empty()) out += "\n### " + section.title + "\n";
  if (!section.about.empty()) out += "\n" + section.about + "\n";
  for (const auto& name : section.templates)
    out += (&name == &section.templates.front() ? "\nAlso everything of " : ", ") + code(name) + (&name == &section.templates.back() ? ".\n" : "");
  if (section.places.empty()) return;
  out += "\n| name | meaning | how it is written | must be there | example |\n|---|---|---|---|---|\n";
  for (const auto& place : section.places) {
    out += "| " + code(place.name);
    if (!place.last.empty()) out += " to " + code(place.last);
    for (const auto& alias : place.aliases) out += (&alias == &place.aliases.front() ? " (also " : ", ") + code(alias);
    if (!place.aliases.empty()) out += ")";
    out += " | " + cell(place.meaning) + " | " + format_cell(guide, place) + " | " + place.required + " | " +
           (place.example.empty() ? "" : code(place.example)) + " |\n";
  }
}

// The codes are the same words on both sides.
bool says_nothing_more(const Guide::CodeList& list) {
  return std::all_of(list.codes.begin(), list.codes.end(), [](const auto& row) { return row.first == row.second; });
}

void append_codes(std::string& out, const Guide& guide) {
  const auto is_long = [](const Guide::CodeList& list) { return list.codes.size() > kCodesInCell; };
  if (std::none_of(guide.code_lists.begin(), guide.code_lists.end(), is_long)) return;
  out += "\n## Codes\n";
  for (const auto& list : guide.code_lists) {
    if (!is_long(list)) continue;
    out += "\n### " + list.name + "\n\n";
    if (says_nothing_more(list)) {
      for (const auto& [theirs, meaning] : list.codes) out += (&theirs == &list.codes.front().first ? "" : ", ") + code(theirs);
      out += "\n";
      continue;
    }
    out += "| code | meaning |\n|---|---|\n";
    for (const auto& [theirs, meaning] : list.codes) out += "| " + code(theirs) + " | " + cell(meaning) + " |\n";
  }
}

void append_sample(std::string& out, const Guide& guide) {
  if (guide.sample.empty()) return;
  out += "\n## A sample\n\nInvented people, and every value a possible one.\n";
  for (const auto& part : guide.sample) {
    if (guide.sample.size() > 1) out += "\n" + code(part.name) + "\n";
    const auto dot = part.name.rfind('.');
    out += "\n```" + (dot == std::string::npos ? "" : part.name.substr(dot + 1)) + "\n";
    for (const char c : part.bytes)
      if (c != '\r') out += c;
    if (!out.ends_with('\n')) out += '\n';
    out += "```\n";
  }
}

}  // namespace

std::string Guide::markdown() const {
  std::string out =
      "<!-- written by `caseway mapping doc` from " + file + "; do not edit -->\n# " + title + "\n\nField guide, version " + version + ".\n\n";
  for (const auto& sentence : about) out += "- " + sentence + "\n";
  out += "\n## " + places_are + "\n";
  for (const auto& section : sections)
    if (!section.places.empty() || !section.templates.empty() || !section.about.empty()) append_section(out, *this, section);
  if (!rules.empty()) out += "\n## What must hold\n\n";
  for (const auto& rule : rules) out += "- " + rule + "\n";
  append_codes(out, *this);
  append_sample(out, *this);
  return out;
}

std::string Guide::csv() const {
  std::string out;
  const std::array<std::string_view, 9> header{"where", "name",          "also called", "meaning", "how it is written",
                                               "codes", "must be there", "more",        "example"};
  formats::append_csv_row(out, header, ',', formats::CsvAudience::people);
  for (const auto& section : sections) {
    auto where = section.title;
    std::erase(where, '`');
    for (const auto& place : section.places) {
      std::string codes;
      for (const auto& name : {place.codes, place.missing})
        if (const auto* list = list_called(*this, name))
          for (const auto& [theirs, meaning] : list->codes) codes += (codes.empty() ? "" : "; ") + theirs + " = " + meaning;
      const auto also = join(place.aliases, "; ");
      const auto more = join(place.more, "; ");
      const auto name = place.name + (place.last.empty() ? "" : " to " + place.last);
      const std::array<std::string_view, 9> row{where, name, also, place.meaning, place.format, codes, place.required, more, place.example};
      formats::append_csv_row(out, row, ',', formats::CsvAudience::people);
    }
  }
  return out;
}

}  // namespace caseway::authoring
