#include "authoring/sheet_cells.h"

#include <algorithm>
#include <array>

#include "authoring/field_nodes.h"
#include "authoring/guess.h"
#include "mapping/convert/converter.h"
#include "mapping/spelling.h"

namespace caseway::authoring {

using namespace mapping;

using formats::ConfigNode;

namespace {

using Kind = SheetColumn::Kind;
constexpr SheetColumn kColumns[] = {{"line", Kind::line, ""},
                                    {"their column", Kind::list, "theirs"},
                                    {"also called", Kind::list, "aliases"},
                                    {"our field", Kind::place, "ours"},
                                    {"format", Kind::form, "as"},
                                    {"codes", Kind::text, "codes"},
                                    {"if empty", Kind::text, "missing"},
                                    {"must have", Kind::must, "required"},
                                    {"longest", Kind::text, "max_length"},
                                    {"direction", Kind::words, "only"},
                                    {"meaning", Kind::text, "doc"},
                                    {"example", Kind::text, "example"},
                                    {"more in the file", Kind::the_rest, ""}};

// A word of the sheet and the word of the mapping.
struct Word {
  std::string_view key, says, value;
};
constexpr Word kWords[] = {
    {"only", "only receiving", "receiving"},    {"only", "only sending", "sending"}, {"required", "always", "both"}, {"required", "yes", "both"},
    {"required", "when received", "receiving"}, {"required", "when sent", "sending"}};

// Keys that have a column.
constexpr std::string_view kSaid[] = {"theirs",  "aliases",  "ours",        "as",   "accept", "write",   "unit",      "codes",
                                      "missing", "required", "required_if", "only", "doc",    "example", "max_length"};

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
  std::string text;
  for (const auto& each : texts) text += (text.empty() ? "" : std::string(separator)) + each;
  return text;
}

std::vector<std::string> split(const std::string& text, std::string_view separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(separator, begin), text.size());
    if (const auto part = trimmed(std::string_view(text).substr(begin, end - begin)); !part.empty()) parts.emplace_back(part);
    begin = end + separator.size();
  }
  return parts;
}

std::string_view said_as(std::string_view key, std::string_view value) {
  for (const auto& word : kWords)
    if (word.key == key && word.value == value) return word.says;
  return value;
}

std::string choices(std::string_view key) {
  std::string list;
  for (const auto& word : kWords)
    if (word.key == key) list += (list.empty() ? "" : ", ") + std::string(word.says);
  return list;
}

// "date MM/DD/YYYY or YYYY-MM-DD, written MM/DD/YYYY"
struct Form {
  std::string as, write, unit;
  std::vector<std::string> accept;
};

std::string text_of(const Form& form) {
  auto text = form.as;
  if (!form.accept.empty()) text += (text.empty() ? "" : " ") + joined(form.accept, " or ");
  if (!form.write.empty()) text += (text.empty() ? "" : ", ") + std::string("written ") + form.write;
  if (!form.unit.empty()) text += (text.empty() ? "" : ", ") + std::string("in ") + form.unit;
  return text;
}

Form form_of(const ConfigNode& field) {
  return {std::string(field.text("as")), std::string(field.text("write")), std::string(field.text("unit")), texts_of(field.find("accept"))};
}

Form parse_form(const std::string& cell) {
  Form form;
  for (const auto& part : split(cell, ", ")) {
    if (part.starts_with("written ")) {
      form.write = trimmed(std::string_view(part).substr(8));
    } else if (part.starts_with("in ")) {
      form.unit = trimmed(std::string_view(part).substr(3));
    } else {
      const auto space = std::min(part.find(' '), part.size());
      const bool converter = part.find("YYYY") >= space && part.find("HH") >= space;
      if (converter) form.as = part.substr(0, space);
      form.accept = split(converter ? part.substr(space) : part, " or ");
    }
  }
  return form;
}

std::string place_text(const ConfigNode& field) {
  if (const auto* reason = field.find("ignore")) return "ignore: " + reason->scalar;
  if (field.find("keep") != nullptr) return "keep";
  const auto texts = texts_of(field.find("ours"));
  if (texts.size() != 1) return joined(texts, "; ");
  const auto dot = texts.front().find('.');
  const auto variable = texts.front().substr(0, dot);
  for (const auto& role : roles()) {
    if (role.variable != variable || dot == std::string::npos) continue;
    const auto name = plain_name(role.type, std::string_view(texts.front()).substr(dot + 1));
    if (const auto place = plain_place(name); place && ours_of(*place) == texts.front()) return name;
  }
  return texts.front();
}

std::string yaml_texts(const std::vector<std::string>& texts, bool list) {
  return list || texts.size() > 1 ? yaml_list(texts) : yaml_scalar(texts.empty() ? "" : texts.front());
}

constexpr std::string_view kLayout = "the file says this over several lines; change it there";

std::string put(const ConfigNode& field, std::string_view key, const std::string& yaml, YamlText& text) {
  return text.set(field, key, yaml) ? "" : std::string(kLayout);
}

std::string put_text(const ConfigNode& field, std::string_view key, const std::string& value, YamlText& text) {
  if (!value.empty()) return put(field, key, yaml_scalar(value), text);
  return field.find(key) == nullptr || text.remove(field, key) ? "" : std::string(kLayout);
}

std::string put_texts(const ConfigNode& field, std::string_view key, const std::vector<std::string>& values, YamlText& text) {
  if (values.empty()) return put_text(field, key, "", text);
  const auto* old = field.find(key);
  return put(field, key, yaml_texts(values, key == "accept" || key == "aliases" || (old != nullptr && old->kind == ConfigNode::Kind::list)), text);
}

std::string put_form(const ConfigNode& field, const std::string& cell, YamlText& text) {
  const auto before = form_of(field);
  const auto after = parse_form(cell);
  if (text_of(after) != cell) return "write it as `date MM/DD/YYYY or YYYY-MM-DD, written MM/DD/YYYY`, or as one converter";
  std::string why;
  if (after.as != before.as) why += put_text(field, "as", after.as, text);
  if (after.accept != before.accept) why += put_texts(field, "accept", after.accept, text);
  if (after.write != before.write) why += put_text(field, "write", after.write, text);
  if (after.unit != before.unit) why += put_text(field, "unit", after.unit, text);
  return why;
}

std::string put_words(const ConfigNode& field, std::string_view key, const std::string& cell, YamlText& text) {
  if (cell.empty()) return put_text(field, key, "", text);
  for (const auto& word : kWords)
    if (word.key == key && (word.says == cell || word.value == cell)) return put_text(field, key, std::string(word.value), text);
  return "`" + cell + "` is none of its words: " + choices(key);
}

}  // namespace

std::span<const SheetColumn> sheet_columns() { return kColumns; }

bool is_editable(const ConfigNode& field) { return field.find("theirs") != nullptr && field.find("const") == nullptr; }

std::string cell_of(const ConfigNode& field, const SheetColumn& column) {
  switch (column.kind) {
    case Kind::line:
      return std::to_string(field.at.line);
    case Kind::text:
      return std::string(field.text(column.key));
    case Kind::list:
      return joined(texts_of(field.find(column.key)), "; ");
    case Kind::place:
      return place_text(field);
    case Kind::form:
      return text_of(form_of(field));
    case Kind::words:
      return std::string(said_as(column.key, field.text(column.key)));
    case Kind::must:
      if (const auto condition = field.text("required_if"); !condition.empty()) return "if " + std::string(condition);
      return std::string(said_as(column.key, field.text(column.key)));
    case Kind::the_rest:
      break;
  }
  std::string rest;
  for (const auto& [key, value] : field.members)
    if (std::find(std::begin(kSaid), std::end(kSaid), key) == std::end(kSaid)) rest += (rest.empty() ? "" : ", ") + key;
  return rest;
}

std::string set_cell(const ConfigNode& field, const SheetColumn& column, const std::string& cell, YamlText& text) {
  switch (column.kind) {
    case Kind::line:
    case Kind::the_rest:
      return "this column only shows what the file says";
    case Kind::text:
      return put_text(field, column.key, cell, text);
    case Kind::list:
      if (column.key == "theirs" && cell.empty()) return "a field has a column of theirs; take it out in the file if it is not wanted";
      return put_texts(field, column.key, split(cell, ";"), text);
    case Kind::place:
      if (cell.starts_with("ignore: ")) {
        if (field.find("ignore") == nullptr) return "what is ignored is said in the file: { theirs: ..., ignore: REASON }";
        return put_text(field, "ignore", cell.substr(8), text);
      }
      if (field.find("ours") == nullptr || cell.empty()) return "where a value goes at all is said in the file";
      return put_texts(field, "ours", {cell}, text);
    case Kind::form:
      return put_form(field, cell, text);
    case Kind::words:
      return put_words(field, column.key, cell, text);
    case Kind::must:
      if (cell.starts_with("if ") || field.find("required_if") != nullptr) {
        auto why = put_text(field, "required_if", cell.starts_with("if ") ? cell.substr(3) : "", text);
        return why.empty() && !cell.starts_with("if ") ? put_words(field, column.key, cell, text) : why;
      }
      return put_words(field, column.key, cell, text);
  }
  return {};
}

std::string new_field(const std::vector<std::string>& cells, std::string& why_not) {
  std::string yaml;
  for (std::size_t i = 0; i < std::size(kColumns); ++i) {
    const auto& column = kColumns[i];
    const auto& cell = cells[i];
    if (cell.empty() || column.kind == Kind::line || column.kind == Kind::the_rest) continue;
    const auto add = [&](std::string_view key, const std::string& value) { yaml += (yaml.empty() ? "{ " : ", ") + std::string(key) + ": " + value; };
    if (column.kind == Kind::form) {
      const auto form = parse_form(cell);
      if (!form.as.empty()) add("as", yaml_scalar(form.as));
      if (!form.accept.empty()) add("accept", yaml_list(form.accept));
      if (!form.write.empty()) add("write", yaml_scalar(form.write));
      if (!form.unit.empty()) add("unit", yaml_scalar(form.unit));
    } else if (column.kind == Kind::place) {
      if (cell.starts_with("ignore: "))
        add("ignore", yaml_scalar(cell.substr(8)));
      else if (cell == "keep")
        add("keep", "true");
      else
        add("ours", yaml_scalar(cell));
    } else if (column.kind == Kind::must && cell.starts_with("if ")) {
      add("required_if", yaml_scalar(cell.substr(3)));
    } else if (column.kind == Kind::words || column.kind == Kind::must) {
      const auto word =
          std::find_if(std::begin(kWords), std::end(kWords), [&](const Word& each) { return each.key == column.key && each.says == cell; });
      if (word == std::end(kWords)) {
        why_not = "`" + cell + "` is none of its words: " + choices(column.key);
        return {};
      }
      add(column.key, std::string(word->value));
    } else {
      add(column.key, column.kind == Kind::list ? yaml_texts(split(cell, ";"), column.key == "aliases") : yaml_scalar(cell));
    }
  }
  return yaml.empty() ? yaml : yaml + " }";
}

}  // namespace caseway::authoring
