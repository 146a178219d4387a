#include "authoring/written_values.h"

#include "formats/config_node.h"
#include "formats/csv.h"
#include "formats/xml_source.h"

namespace caseway::authoring {

namespace {

void add_cells(const Part& part, std::vector<WrittenValue>& values) {
  const auto limits = Limits::batch();
  Issues issues;
  formats::CsvReader reader(part.bytes, {}, limits, issues);
  std::vector<formats::CsvCell> row;
  std::vector<std::string> header;
  for (std::size_t number = 1; reader.next(row); ++number) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (number == 1)
        header.emplace_back(row[c].text);
      else if (!row[c].text.empty() && c < header.size())
        values.push_back({header[c], "row " + std::to_string(number), std::string(row[c].text)});
    }
  }
}

std::string without_positions(const std::string& path) {
  std::string bare;
  bool inside = false;
  for (const char c : path) {
    if (c == '[') inside = true;
    if (!inside) bare += c;
    if (c == ']') inside = false;
  }
  return bare;
}

void add_xml(const Part& part, std::vector<WrittenValue>& values) {
  formats::XmlSource source;
  Issues issues;
  if (!source.read(part.bytes, {}, Limits::batch(), &Limits::xml_bytes, issues)) return;
  for (std::uint32_t leaf = 0; leaf < source.leaves(); ++leaf) {
    const auto node = source.node_of_leaf(leaf);
    const auto path = source.path(node);
    values.push_back({without_positions(path), path, std::string(source.value(source.node(node)))});
  }
}

void add_json(const formats::ConfigNode& node, const std::string& path, std::vector<WrittenValue>& values) {
  using Kind = formats::ConfigNode::Kind;
  if (node.kind == Kind::scalar) values.push_back({without_positions(path), path, node.scalar});
  for (std::size_t i = 0; i < node.items.size(); ++i) add_json(node.items[i], path + "[" + std::to_string(i) + "]", values);
  for (const auto& [key, value] : node.members) add_json(value, path.empty() ? key : path + "." + key, values);
}

}  // namespace

std::vector<WrittenValue> written_values(const Part& part) {
  std::vector<WrittenValue> values;
  const auto first = part.bytes.find_first_not_of(" \t\r\n");
  const char c = first == std::string::npos ? '\0' : part.bytes[first];
  if (c == '<') {
    add_xml(part, values);
  } else if (c == '{' || c == '[') {
    try {
      add_json(formats::read_config(part.bytes, part.name), "", values);
    } catch (const formats::ConfigError&) {  // larger than what people wrote: its bytes are one value
      values.push_back({part.name, "", part.bytes});
    }
  } else {
    add_cells(part, values);
  }
  return values;
}

}  // namespace caseway::authoring
