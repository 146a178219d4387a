// Converters by name, and which one fits when a field names none.
#include <algorithm>

#include "mapping/convert/convert.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

constexpr std::string_view kNames[] = {"text",    "code",    "date",  "datetime",          "time",     "decimal",  "integer",
                                       "yes-no",  "boolean", "phone", "quantity",          "list",     "codeable", "name",
                                       "address", "uri",     "id",    "reference-display", "dispenses"};
constexpr std::string_view kCdaTypes[] = {"ii",     "pn",         "ad",          "tel",   "cd",        "coding", "code-cd", "ts",
                                          "ivl-ts", "ivl-ts-low", "ivl-ts-high", "pq",    "ivl-pq",    "rto",    "int",     "real",
                                          "bl",     "st",         "ed",          "value", "narrative", "eivl",   "pivl",    "id-reference"};

struct Default {
  std::string_view type, csv, text, element;  // text: an XML attribute or text run
};
constexpr Default kDefaults[] = {
    {"date", "date", "ts", "ts"},
    {"dateTime", "datetime", "ts", "ts"},
    {"instant", "datetime", "ts", "ts"},
    {"time", "time", "time", "time"},
    {"decimal", "decimal", "real", "real"},
    {"integer", "integer", "int", "int"},
    {"positiveInt", "integer", "int", "int"},
    {"unsignedInt", "integer", "int", "int"},
    {"boolean", "boolean", "bl", "bl"},
    {"code", "code", "code", "code-cd"},
    {"uri", "uri", "uri", "uri"},
    {"url", "uri", "uri", "uri"},
    {"canonical", "uri", "uri", "uri"},
    {"id", "id", "id", "id"},
    {"string", "text", "text", "ed"},
    {"markdown", "text", "text", "ed"},
    {"CodeableConcept", "codeable", "codeable", "cd"},
    {"Coding", "code", "code", "coding"},
    {"Identifier", "id", "id", "ii"},
    {"HumanName", "name", "text", "pn"},
    {"Address", "address", "text", "ad"},
    {"ContactPoint", "text", "text", "tel"},
    {"Period", "", "", "ivl-ts"},
    {"Quantity", "", "", "pq"},
    {"Age", "", "", "pq"},
    {"Duration", "", "", "pq"},
    {"Range", "", "", "ivl-pq"},
    {"Ratio", "", "", "rto"},
    {"Narrative", "narrative", "", "narrative"},
    {"Timing", "", "", "pivl"},
    {"Annotation", "text", "text", "ed"},
    {"Reference", "reference-display", "text", "ed"},
    {"Attachment", "", "", "ed"},
    {"value[x]", "", "", "value"},
};

}  // namespace

std::vector<std::string_view> converter_names() {
  std::vector<std::string_view> names{std::begin(kNames), std::end(kNames)};
  names.insert(names.end(), std::begin(kCdaTypes), std::end(kCdaTypes));
  return names;
}

bool is_cda_type(std::string_view name) { return std::find(std::begin(kCdaTypes), std::end(kCdaTypes), name) != std::end(kCdaTypes); }

std::string_view default_converter(std::string_view type, Format format, bool to_element) {
  for (const auto& row : kDefaults)
    if (row.type == type) return format == Format::csv ? row.csv : to_element ? row.element : row.text;
  return format == Format::csv || !to_element ? "text" : "";
}

std::shared_ptr<const Converter> make_converter(std::string_view name, const ConverterOptions& options, std::string& why_not) {
  if (options.to_element && options.format == Format::xml) {
    if (auto made = cda_time_converter(name, options)) return made;
    if (auto made = cda_code_converter(name, options)) return made;
    if (auto made = cda_person_converter(name)) return made;
    if (auto made = cda_quantity_converter(name, options)) return made;
    if (auto made = cda_text_converter(name, options)) return made;
    if (auto made = cda_value_converter(name, options)) return made;
  }
  if (name == "ts")
    if (auto made = cda_time_converter(name, options)) return made;
  if (name == "narrative" && options.format == Format::csv)
    if (auto made = cda_text_converter(name, options)) return made;
  if (auto made = date_converter(name, options, why_not)) return made;
  if (!why_not.empty()) return nullptr;
  if (auto made = number_converter(name, options)) return made;
  if (auto made = text_converter(name)) return made;
  if (auto made = own_converter(name, options)) return made;
  for (const auto known : converter_names())
    if (known == name) {
      why_not = "`" + std::string(name) + "` " +
                (options.format == Format::csv ? "is for xml elements" : "needs an element; the path leads to an attribute or a text");
      return nullptr;
    }
  auto known = converter_names();
  if (options.own != nullptr)
    for (const auto& pair : *options.own) known.push_back(pair.name);
  why_not = "there is no converter `" + std::string(name) + "`" + suggestion(name, known);
  return nullptr;
}

}  // namespace caseway::mapping
