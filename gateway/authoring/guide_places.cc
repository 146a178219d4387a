#include "authoring/guide_places.h"

#include <algorithm>

#include "fhir/model.h"
#include "mapping/convert/converter.h"
#include "mapping/plain_names.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

// What people call that which a converter reads.
constexpr std::pair<std::string_view, std::string_view> kFormats[] = {
    {"text", "text"},
    {"code", "a word without spaces"},
    {"date", "a date"},
    {"datetime", "a date, perhaps with a time of day and its zone"},
    {"time", "a time of day"},
    {"decimal", "a number, as 12.50"},
    {"integer", "a whole number"},
    {"int", "a whole number"},
    {"real", "a number, as 12.50"},
    {"yes-no", "yes or no"},
    {"boolean", "true or false"},
    {"bl", "true or false"},
    {"phone", "a telephone number"},
    {"quantity", "a number"},
    {"list", "several texts"},
    {"codeable", "text"},
    {"name", "a person's name"},
    {"narrative", "text of several lines"},
    {"uri", "a web address or other URI"},
    {"id", "an identifier; every character counts"},
    {"reference-display", "text"},
    {"ii", "an identifier (II)"},
    {"pn", "a person's name (PN)"},
    {"ad", "an address (AD)"},
    {"tel", "a telephone number or other way of contact (TEL)"},
    {"cd", "a coded value (CD)"},
    {"coding", "a coded value (CD)"},
    {"code-cd", "a coded value (CD)"},
    {"ts", "a point in time (TS)"},
    {"ivl-ts", "an interval of time (IVL_TS)"},
    {"ivl-ts-low", "the low end of an interval of time (IVL_TS)"},
    {"ivl-ts-high", "the high end of an interval of time (IVL_TS)"},
    {"pq", "a quantity with its UCUM unit (PQ)"},
    {"ivl-pq", "a range of quantities (IVL_PQ)"},
    {"rto", "a ratio (RTO)"},
    {"st", "text"},
    {"ed", "text, or a reference to it (ED)"},
    {"value", "a value by its xsi:type"},
    {"eivl", "a timing by events (EIVL_TS)"},
    {"pivl", "a timing by periods (PIVL_TS)"},
    {"id-reference", "the id of another entry of the document"},
};

constexpr std::pair<Way, std::string_view> kRequired[] = {
    {Way::both, "always"}, {Way::receiving, "when you send it"}, {Way::sending, "we always fill it"}};

// FHIR's data-absent-reason as people say it.
constexpr std::pair<std::string_view, std::string_view> kMissing[] = {{"unknown", "not known"},
                                                                      {"asked-unknown", "asked, and the person does not know"},
                                                                      {"temp-unknown", "not known yet"},
                                                                      {"not-asked", "nobody asked"},
                                                                      {"asked-declined", "asked, and the person prefers not to say"},
                                                                      {"masked", "withheld"},
                                                                      {"not-applicable", "does not apply"},
                                                                      {"unsupported", "the system cannot hold it"},
                                                                      {"as-text", "said elsewhere in words"},
                                                                      {"error", "an error"},
                                                                      {"not-performed", "not done"},
                                                                      {"not-permitted", "not permitted"}};

std::string code_span(std::string_view text) { return "`" + std::string(text) + "`"; }

// "valueQuantity.low" as words: "value quantity low".
std::string in_words(std::string_view path) {
  std::string words;
  int depth = 0;
  for (const char c : path) {
    depth += c == '[';
    if (depth == 0 && c >= 'A' && c <= 'Z')
      (words += ' ') += static_cast<char>(c - 'A' + 'a');
    else if (depth == 0)
      words += c == '.' ? ' ' : c;
    depth -= c == ']';
  }
  return words;
}

std::string why_missing(const std::string& reason) {
  for (const auto& [code, words] : kMissing)
    if (code == reason) return std::string(words);
  return reason;
}

std::string joined_path(const std::string& around, const std::string& path) {
  if (path == ".") return around.empty() ? "." : around;
  return around.empty() ? path : around + "/" + path;
}

}  // namespace

void GuidePlaces::run() {
  guide_.places_are = plan_.format == Format::fhir  ? "Places that are different"
                      : plan_.format != Format::csv ? "Elements"
                      : plan_.their_tables.empty()  ? "Columns"
                                                    : "Tables";
  if (plan_.format == Format::fhir) return describe_fhir(plan_, nodes_, guide_);
  if (plan_.their_tables.empty()) section("", "");
  for (Index t = 0; t < plan_.their_tables.size(); ++t) {
    const auto& table = plan_.their_tables[t];
    table_sections_.push_back(guide_.sections.size());
    section(code_span(table.name), about_table(t));
  }
  walk(plan_.body, {});
  if (plan_.format == Format::csv) place_unnamed_columns();
}

// The one of that title, which alternatives share, or a new one.
std::size_t GuidePlaces::section(const std::string& title, const std::string& about) {
  auto& sections = guide_.sections;
  const auto known = std::find_if(sections.begin(), sections.end(), [&](const Guide::Section& each) { return each.title == title; });
  if (known != sections.end()) return static_cast<std::size_t>(known - sections.begin());
  sections.emplace_back();
  sections.back().title = title;
  sections.back().about = about;
  return sections.size() - 1;
}

std::string GuidePlaces::about_table(Index t) const {
  const auto& table = plan_.their_tables[t];
  if (!table.ignore.empty()) return "Not read.";
  std::string about = t == plan_.root_table ? "Each row is a document. " : "";
  if (!table.keys.empty()) {
    about += "A row is named by ";
    for (std::size_t i = 0; i < table.keys.size(); ++i) about += (i == 0 ? "" : " and ") + code_span(plan_.columns[table.keys[i]].name);
    about += ", which stand in no other row. ";
  }
  for (const auto& link : plan_.links) {
    if (link.from != t) continue;
    for (std::size_t i = 0; i < link.columns.size(); ++i) about += (i == 0 ? "" : " and ") + code_span(plan_.columns[link.columns[i]].name);
    about += std::string(link.columns.size() == 1 ? " names" : " name") + " a row of " + code_span(plan_.their_tables[link.to].name) + ". ";
  }
  if (table.optional) about += "The table may be left out. ";
  if (!about.empty()) about.pop_back();
  return about;
}

void GuidePlaces::walk(Index block, const Around& around) {
  if (block == kNone) return;
  for (const auto& field : plan_.blocks[block].fields) {
    switch (field.kind) {
      case FieldKind::group:
        walk_group(field, around);
        break;
      case FieldKind::choose:
        for (const auto& alternative : field.alternatives) {
          auto inner = around;
          if (const auto text = tests_text(alternative.cells); !text.empty()) inner.conditions.push_back("only where " + text);
          walk(alternative.block, inner);
        }
        break;
      case FieldKind::call:
        walk_template(field, around);
        break;
      case FieldKind::value:
        break;
      default:
        add(field, around);
    }
  }
}

void GuidePlaces::walk_group(const Field& field, const Around& around) {
  auto inner = around;
  const auto& node = nodes_.of(field);
  const auto* what = node.find(field.within ? "within" : "each");
  if (const auto text = tests_text(field.cells); !text.empty()) {
    for (const auto& test : field.cells) row_kinds_[test.column].insert(test.values.begin(), test.values.end());
    inner.rows = true;
    inner.section = section("Rows where " + text, field.doc);
  }
  if (field.up_to > 0) inner.conditions.push_back("up to " + std::to_string(field.up_to) + " times");
  if (plan_.format != Format::csv && what != nullptr && what->scalar != ".") {
    inner.path = joined_path(around.path, what->scalar);
    inner.section =
        section(code_span(inner.path), (field.doc.empty() ? "" : field.doc + ". ") + (field.within ? "At most one." : "As often as there are any."));
  }
  walk(field.block, inner);
}

// What a template says is described once, with its own name, wherever it is used. Columns are said where they are.
void GuidePlaces::walk_template(const Field& field, const Around& around) {
  if (plan_.format == Format::csv) return walk(field.block, around);
  const std::string name(nodes_.of(field).text("use"));
  auto& used = guide_.sections[around.section].templates;
  if (std::find(used.begin(), used.end(), name) == used.end()) used.push_back(name);
  if (!templates_.insert(name).second) return;
  Around inner;
  inner.section = section(code_span(name), "A part that stands in several places; paths begin there.");
  inner.path = "";
  walk(field.block, inner);
}

std::string GuidePlaces::tests_text(const std::vector<CellTest>& tests) const {
  std::string text;
  for (const auto& test : tests) {
    text += (text.empty() ? "" : " and ") + code_span(plan_.columns[test.column].name) + " is ";
    for (std::size_t i = 0; i < test.values.size(); ++i) text += (i == 0 ? "" : " or ") + code_span(test.values[i]);
  }
  return text;
}

void GuidePlaces::add(const Field& field, const Around& around) {
  if (plan_.format == Format::csv) return add_columns(field, around);
  for (std::size_t i = 0; i < field.paths.size(); ++i) add_path(field, i, around);
}

// Several fields may say something about one column: the first that has something to say about a thing is heard.
void GuidePlaces::add_columns(const Field& field, const Around& around) {
  const bool several = field.numbered || field.by_group;
  for (std::size_t i = 0; i < field.columns.size(); ++i) {
    const auto column = field.columns[i];
    placed_.insert(column);
    if (several && i > 0) continue;
    const auto in = around.rows || table_sections_.empty() ? around.section : table_sections_[plan_.columns[column].table];
    auto& places = guide_.sections[in].places;
    const auto [known, fresh] = at_.try_emplace({in, column}, places.size());
    if (fresh) {
      Guide::Place place;
      place.name = plan_.columns[column].name;
      if (several && field.columns.size() > 1) place.last = plan_.columns[field.columns.back()].name;
      place.aliases = plan_.columns[column].aliases;
      places.push_back(std::move(place));
    }
    describe(field, around, places[known->second]);
  }
}

void GuidePlaces::add_path(const Field& field, std::size_t which, const Around& around) {
  const auto texts = texts_of(nodes_.of(field).find("theirs"));
  auto& places = guide_.sections[around.section].places;
  auto name = which < texts.size() ? texts[which] : std::string(".");
  if (name.ends_with("[]")) name.resize(name.size() - 2);
  const auto known = std::find_if(places.begin(), places.end(), [&](const Guide::Place& place) { return place.name == name; });
  if (known != places.end()) return describe(field, around, *known);
  Guide::Place place;
  place.name = name;
  describe(field, around, place);
  places.push_back(std::move(place));
}

void GuidePlaces::describe(const Field& field, const Around& around, Guide::Place& place) {
  const auto note = [&](const std::string& text) {
    if (std::find(place.more.begin(), place.more.end(), text) == place.more.end()) place.more.push_back(text);
  };
  const bool fresh = place.meaning.empty();
  if (!field.doc.empty() && (fresh || nodes_.of(field).find("doc") == nullptr)) place.meaning = field.doc;
  if (place.example.empty()) place.example = nodes_.example(field);
  if (field.free_text) note("free text: anything may stand in it");
  if (!field.labels.empty()) note("sensitive: policies hold it back");
  if (place.required.empty())
    for (const auto& [way, text] : kRequired)
      if (field.required == way) place.required = std::string(text) + (field.is_tuple() ? ", in one of them" : "");
  if (const auto condition = nodes_.of(field).text("required_if"); !condition.empty() && place.required.empty())
    place.required = "when " + std::string(condition);
  if (field.kind == FieldKind::constant) return note("always " + code_span(field.constant));
  if (field.kind == FieldKind::ignore) return note("not read (" + field.constant.substr(0, field.constant.find(' ')) + ")");
  if (field.kind == FieldKind::keep) return note("kept as it is for the way back");
  if (place.meaning.empty()) place.meaning = meaning_of(field);
  if (field.valid.limited()) place.meaning += (place.meaning.empty() ? "Valid " : ". Valid ") + field.valid.spelled();
  if (place.codes.empty() && field.codes != kNone) add_code_list(field.codes, false, place.codes);
  if (place.missing.empty() && field.missing != kNone) add_code_list(field.missing, true, place.missing);
  if (place.format.empty()) place.format = format_of(field);
  for (const auto& condition : around.conditions) note(condition);
  if (const auto text = tests_text(field.cells); !text.empty()) note("only where " + text);
  if (!field.join.empty()) note("several, separated by " + code_span(field.join));
  if (field.max_length > 0) note("at most " + std::to_string(field.max_length) + " characters");
  if (field.digits > 0) note(std::to_string(field.digits) + " digits, with the zeros in front");
  if (fresh && field.ways == Way::receiving) note("read, never written");
  if (fresh && field.ways == Way::sending) note("written, never read");
}

std::string GuidePlaces::meaning_of(const Field& field) const {
  if (const auto texts = texts_of(nodes_.of(field).find("ours")); texts.size() == 1 && texts.front().find('.') == std::string::npos)
    return texts.front();  // a plain name says it already
  if (auto name = plain_name(nodes_.resource(field), nodes_.path(field)); !name.empty()) return name;
  const auto words = in_words(std::string(nodes_.resource(field)) + "." + nodes_.path(field));
  return words.starts_with(' ') ? words.substr(1) : words;
}

std::string GuidePlaces::format_of(const Field& field) const {
  const auto name = nodes_.converter(field);
  std::string text;
  for (const auto& [converter, words] : kFormats)
    if (converter == name) text = words;
  if (field.codes != kNone && !field.convert->for_elements()) text = "a code";
  if (name == "date" || name == "datetime" || name == "time") {
    const auto& node = nodes_.of(field);
    auto accepted = field.convert->forms();
    if (const auto time = accepted.find('T'); name == "datetime" && time == 10) accepted = accepted.substr(0, time) + " or " + accepted;
    const auto write = std::string(node.text("write"));
    text += ", " + accepted;
    if (!write.empty() && write != accepted) text += "; we write " + write;
  }
  if (name == "quantity") text += " of " + std::string(nodes_.of(field).text("unit"));
  return text;
}

void GuidePlaces::add_code_list(Index table, bool missing, std::string& name) {
  const auto& codes = plan_.tables[table];
  name = codes.name;
  const auto [known, fresh] = code_lists_.try_emplace(codes.name, guide_.code_lists.size());
  if (!fresh) return;
  Guide::CodeList list{codes.name, {}};
  for (const auto& row : codes.rows) {
    std::string theirs, meaning = row.display;
    for (const auto& code : row.theirs) theirs += (theirs.empty() ? "" : " + ") + code;
    if (meaning.empty())
      for (const auto& code : row.ours) meaning += (meaning.empty() ? "" : " + ") + code;
    if (missing) meaning = "no value: " + why_missing(meaning);
    if (row.only == Way::receiving) meaning += " (read only)";
    if (row.only == Way::sending) meaning += " (written only)";
    if (row.valid.limited()) meaning += " (" + row.valid.spelled() + ")";
    list.codes.emplace_back(theirs, meaning);
  }
  guide_.code_lists.push_back(std::move(list));
}

std::string GuidePlaces::kinds_of_rows(Index column) const {
  std::string text;
  if (const auto found = row_kinds_.find(column); found != row_kinds_.end())
    for (const auto& value : found->second) text += (text.empty() ? "" : " or ") + code_span(value);
  return text;
}

// Columns that no field names: keys, links, conditions, and such as are only written.
void GuidePlaces::place_unnamed_columns() {
  for (Index c = 0; c < plan_.columns.size(); ++c) {
    if (placed_.contains(c)) continue;
    const auto& column = plan_.columns[c];
    Guide::Place place;
    place.name = column.name;
    place.aliases = column.aliases;
    for (const auto& link : plan_.links)
      if (std::find(link.columns.begin(), link.columns.end(), c) != link.columns.end())
        place.meaning = "which row of " + plan_.their_tables[link.to].name + " belongs to this one";
    if (place.meaning.empty() && column.key) place.meaning = "names the row";
    if (place.meaning.empty()) place.meaning = "what kind of row it is";
    place.format = kinds_of_rows(c);
    guide_.sections[table_sections_.empty() ? 0 : table_sections_[column.table]].places.push_back(std::move(place));
  }
}

}  // namespace caseway::authoring
