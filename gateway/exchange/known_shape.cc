#include "exchange/known_shape.h"

#include <algorithm>
#include <charconv>

#include "formats/config_node.h"
#include "formats/json_writer.h"

namespace caseway::exchange {

namespace {

const KnownColumn* same_column(const KnownTable* table, const mapping::ColumnShape& column) {
  if (table == nullptr) return nullptr;
  for (const auto& each : table->columns)
    if (column.column.empty() ? each.column.empty() && each.header == column.header : each.column == column.column) return &each;
  return nullptr;
}

KnownColumn learnt(const mapping::ColumnShape& column, std::uint64_t rows, const KnownColumn* before) {
  KnownColumn made;
  if (before != nullptr) made = *before;
  made.header = column.header;
  made.column = column.column;
  made.ours = column.ours;
  if (column.filled > 0) made.kind = column.mostly();
  if (rows > 0) made.filled = static_cast<unsigned>(100 * column.filled / rows);
  made.day_first = made.day_first || column.first_over_12 > 0;
  made.day_second = made.day_second || column.second_over_12 > 0;
  made.codes.insert(column.codes.begin(), column.codes.end());
  return made;
}

// None of several documents has it: it is not in nearly all any more.
KnownColumn left_out(KnownColumn column, std::uint64_t documents) {
  if (documents >= KnownShape::kSeveral) column.filled = 0;
  return column;
}

unsigned number(std::string_view digits) {
  unsigned value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

void KnownShape::learn(const mapping::Shape& shape) {
  std::vector<KnownTable> now;
  for (const auto& table : shape.tables) {
    const auto before = std::find_if(tables.begin(), tables.end(), [&](const KnownTable& each) { return each.name == table.name; });
    KnownTable made{table.name, {}};
    for (const auto& column : table.columns)
      made.columns.push_back(
          learnt(column, shape.sparse && table.rows < kSeveral ? 0 : table.rows, same_column(before == tables.end() ? nullptr : &*before, column)));
    if (shape.sparse && before != tables.end())
      for (const auto& known : before->columns)
        if (std::none_of(table.columns.begin(), table.columns.end(), [&](const mapping::ColumnShape& each) { return each.header == known.header; }))
          made.columns.push_back(left_out(known, table.rows));
    now.push_back(std::move(made));
  }
  tables = std::move(now);
}

KnownShape KnownShape::read(std::string_view json) {
  KnownShape made;
  const auto node = formats::read_config(json, "shape");
  const auto* tables = node.find("tables");
  for (const auto& each : tables == nullptr ? std::vector<formats::ConfigNode>() : tables->items) {
    KnownTable table{std::string(each.text("name")), {}};
    const auto* columns = each.find("columns");
    for (const auto& one : columns == nullptr ? std::vector<formats::ConfigNode>() : columns->items) {
      KnownColumn column;
      column.header = one.text("header");
      column.column = one.text("column");
      column.ours = one.text("ours");
      column.kind = mapping::named_kind(one.text("kind"));
      column.filled = number(one.text("filled"));
      column.day_first = one.flag("day_first");
      column.day_second = one.flag("day_second");
      if (const auto* codes = one.find("codes"))
        for (const auto& code : codes->items) column.codes.insert(code.scalar);
      table.columns.push_back(std::move(column));
    }
    made.tables.push_back(std::move(table));
  }
  return made;
}

std::string KnownShape::json() const {
  std::string out;
  formats::JsonWriter json(out);
  json.object().key("tables").array();
  for (const auto& table : tables) {
    json.object().field("name", table.name).key("columns").array();
    for (const auto& column : table.columns) {
      json.object().field("header", column.header).field("column", column.column).field("ours", column.ours);
      json.field("kind", mapping::kind_name(column.kind)).field("filled", std::uint64_t{column.filled});
      json.field("day_first", column.day_first).field("day_second", column.day_second).key("codes").array();
      for (const auto& code : column.codes) json.value(code);
      json.end().end();
    }
    json.end().end();
  }
  json.end().end();
  return out + "\n";
}

}  // namespace caseway::exchange
