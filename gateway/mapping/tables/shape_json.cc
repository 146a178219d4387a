// A shape as text, between the process that reads and the one that compares.
#include <charconv>

#include "formats/config_node.h"
#include "formats/json_writer.h"
#include "mapping/tables/shape.h"

namespace caseway::mapping {

namespace {

using formats::ConfigNode;
using formats::JsonWriter;

void write(JsonWriter& json, const ColumnShape& column) {
  json.object()
      .field("header", column.header)
      .field("column", column.column)
      .field("ours", column.ours)
      .field("table", column.table)
      .field("accepted", column.accepted);
  json.field("required", column.required).field("expected", kind_name(column.expected)).field("filled", column.filled);
  json.key("kinds").object();
  for (std::size_t i = 0; i < kValueKinds; ++i)
    if (column.kinds[i] > 0) json.field(kind_name(static_cast<ValueKind>(i)), column.kinds[i]);
  json.end().field("first_over_12", column.first_over_12).field("second_over_12", column.second_over_12).key("codes").array();
  for (const auto& code : column.codes) json.value(code);
  json.end().key("unknown").array();
  for (const auto& each : column.unknown) json.object().field("code", each.code).field("rows", each.rows).field("like", each.like).end();
  json.end().key("table_codes").array();
  for (const auto& code : column.table_codes) json.value(code);
  json.end().end();
}

std::uint64_t number(const ConfigNode& node, std::string_view key) {
  const auto digits = node.text(key);
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

const std::vector<ConfigNode>& items(const ConfigNode& node, std::string_view key) {
  static const std::vector<ConfigNode> kNothing;
  const auto* list = node.find(key);
  return list == nullptr ? kNothing : list->items;
}

ColumnShape read_column(const ConfigNode& node) {
  ColumnShape column;
  column.header = node.text("header");
  column.column = node.text("column");
  column.ours = node.text("ours");
  column.table = node.text("table");
  column.accepted = node.text("accepted");
  column.required = node.flag("required");
  column.expected = named_kind(node.text("expected"));
  column.filled = number(node, "filled");
  if (const auto* kinds = node.find("kinds"))
    for (const auto& [name, count] : kinds->members) column.kinds[static_cast<std::size_t>(named_kind(name))] = number(*kinds, name);
  column.first_over_12 = number(node, "first_over_12");
  column.second_over_12 = number(node, "second_over_12");
  for (const auto& code : items(node, "codes")) column.codes.push_back(code.scalar);
  for (const auto& each : items(node, "unknown"))
    column.unknown.push_back({std::string(each.text("code")), number(each, "rows"), std::string(each.text("like"))});
  for (const auto& code : items(node, "table_codes")) column.table_codes.push_back(code.scalar);
  return column;
}

}  // namespace

std::string shape_json(const Shape& shape) {
  std::string out;
  JsonWriter json(out, 0);
  json.object().field("mapping", shape.mapping).field("sparse", shape.sparse).key("tables").array();
  for (const auto& table : shape.tables) {
    json.object().field("name", table.name).field("rows", table.rows).key("columns").array();
    for (const auto& column : table.columns) write(json, column);
    json.end().key("absent").array();
    for (const auto& column : table.absent) write(json, column);
    json.end().end();
  }
  json.end()
      .field("full_list", shape.full_list)
      .field("part", shape.part)
      .field("closes", shape.closes)
      .field("closing", shape.closing)
      .key("row")
      .array();
  for (const auto& [column, text] : shape.row) json.object().field("column", column).field("text", text).end();
  json.end().field("keyless", shape.keyless).key("keys").array();
  for (const auto& key : shape.keys) json.value(key);
  json.end().end();
  return out;
}

Shape read_shape(std::string_view text) {
  const auto node = formats::read_config(text, "shape");
  Shape shape;
  shape.mapping = node.text("mapping");
  shape.sparse = node.flag("sparse");
  for (const auto& each : items(node, "tables")) {
    TableShape table;
    table.name = each.text("name");
    table.rows = number(each, "rows");
    for (const auto& column : items(each, "columns")) table.columns.push_back(read_column(column));
    for (const auto& column : items(each, "absent")) table.absent.push_back(read_column(column));
    shape.tables.push_back(std::move(table));
  }
  shape.full_list = node.flag("full_list");
  shape.part = node.flag("part");
  shape.closes = node.flag("closes");
  shape.closing = node.text("closing");
  for (const auto& each : items(node, "row")) shape.row.emplace_back(each.text("column"), each.text("text"));
  shape.keyless = number(node, "keyless");
  for (const auto& key : items(node, "keys")) shape.keys.push_back(key.scalar);
  return shape;
}

}  // namespace caseway::mapping
