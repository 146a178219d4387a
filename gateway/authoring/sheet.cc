#include "authoring/sheet.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "authoring/sheet_cells.h"
#include "formats/csv.h"
#include "formats/xlsx.h"
#include "formats/xlsx_writer.h"
#include "mapping/plan.h"
#include "mapping/spelling.h"

namespace caseway::authoring {

using namespace mapping;

using formats::ConfigNode;

namespace {

// The fields of a file that are no groups, in their order, with those inside groups, alternatives and templates.
void gather(const ConfigNode& list, std::vector<const ConfigNode*>& fields) {
  for (const auto& node : list.items) {
    if (node.kind != ConfigNode::Kind::map) continue;
    if (const auto* inner = node.find("fields")) gather(*inner, fields);
    if (const auto* choices = node.find("choose"))
      for (const auto& choice : choices->items)
        if (const auto* inner = choice.find("fields")) gather(*inner, fields);
    if (node.find("theirs") != nullptr) fields.push_back(&node);
  }
}

std::vector<const ConfigNode*> fields_of(const ConfigNode& root) {
  std::vector<const ConfigNode*> fields;
  if (const auto* list = root.find("fields")) gather(*list, fields);
  if (const auto* templates = root.find("templates"))
    for (const auto& member : templates->members) gather(member.second, fields);
  return fields;
}

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t index_of(SheetColumn::Kind kind) {
  const auto columns = sheet_columns();
  return static_cast<std::size_t>(std::find_if(columns.begin(), columns.end(), [&](const auto& each) { return each.kind == kind; }) -
                                  columns.begin());
}

template <class Rows>
void take_rows(Rows& rows, Sheet& sheet) {
  std::vector<formats::CsvCell> row;
  while (rows.next(row)) {
    sheet.rows.emplace_back();
    for (const auto& cell : row) sheet.rows.back().emplace_back(trimmed(formats::without_guard(cell.text)));
  }
}

// A sheet laid over the file it was made of.
class Comparison {
 public:
  Comparison(const Sheet& sheet, const std::string& file, const Converters& own)
      : sheet_(sheet),
        own_(own),
        file_(file),
        bytes_(read_text(file)),
        root_(formats::read_config(bytes_, file)),
        fields_(fields_of(root_)),
        text_(bytes_) {}

  SheetResult run() {
    if (!bind_header()) return std::move(result_);
    std::set<std::size_t> seen;
    for (std::size_t row = 1; row < sheet_.rows.size(); ++row) compare_row(row, seen);
    for (std::size_t i = 0; i < fields_.size(); ++i)
      if (!seen.contains(i))
        result_.notes.push_back("line " + std::to_string(fields_[i]->at.line) +
                                " has no row in the sheet; its field stays. Take it out in the file if it is not wanted.");
    if (!result_.ok()) return std::move(result_);
    const auto changed = text_.has_changes() ? text_.changed() : bytes_;
    verify(changed);
    if (result_.ok()) result_.yaml = changed;
    return std::move(result_);
  }

 private:
  bool bind_header() {
    const auto columns = sheet_columns();
    at_.assign(columns.size(), kNowhere);
    if (!sheet_.rows.empty())
      for (std::size_t cell = 0; cell < sheet_.rows.front().size(); ++cell) {
        const auto& name = sheet_.rows.front()[cell];
        const auto known = std::find_if(columns.begin(), columns.end(),
                                        [&](const auto& column) { return normalised_header(column.header) == normalised_header(name); });
        if (known != columns.end())
          at_[static_cast<std::size_t>(known - columns.begin())] = cell;
        else if (!name.empty())
          result_.notes.push_back("the column `" + name + "` is none of a mapping's sheet; it was not read");
      }
    if (at_[index_of(SheetColumn::Kind::line)] != kNowhere) return true;
    result_.errors.emplace_back("row 1: the column `line` is missing; it says which field a row is. Make the sheet again with caseway mapping sheet");
    return false;
  }

  std::string cell(std::size_t row, std::size_t column) const {
    const auto& cells = sheet_.rows[row];
    return at_[column] < cells.size() ? cells[at_[column]] : "";
  }

  void error(std::size_t row, std::size_t column, const std::string& why) {
    result_.errors.push_back("row " + std::to_string(row + 1) + ", column `" + std::string(sheet_columns()[column].header) + "`: " + why);
  }

  void compare_row(std::size_t row, std::set<std::size_t>& seen) {
    const auto line_column = index_of(SheetColumn::Kind::line);
    const auto line = cell(row, line_column);
    if (line.empty()) return add_row(row);
    const auto found = std::find_if(fields_.begin(), fields_.end(), [&](const auto* field) {
      return !seen.contains(static_cast<std::size_t>(&field - fields_.data())) && std::to_string(field->at.line) == line;
    });
    if (found == fields_.end()) return error(row, line_column, "no field of the mapping begins in line " + line + ", or another row has it already");
    const auto index = static_cast<std::size_t>(found - fields_.begin());
    seen.insert(index);
    rows_[index] = row;
    const auto& field = **found;
    for (std::size_t column = 0; column < at_.size(); ++column) {
      if (at_[column] == kNowhere || cell(row, column) == trimmed(cell_of(field, sheet_columns()[column]))) continue;
      const auto why = is_editable(field) ? set_cell(field, sheet_columns()[column], cell(row, column), text_)
                                          : std::string("this field is said in the file only");
      if (why.empty())
        ++result_.changed;
      else
        error(row, column, why);
    }
  }

  void add_row(std::size_t row) {
    std::vector<std::string> cells;
    for (std::size_t column = 0; column < at_.size(); ++column) cells.push_back(at_[column] == kNowhere ? "" : cell(row, column));
    if (std::all_of(cells.begin(), cells.end(), [](const auto& each) { return each.empty(); })) return;
    const auto their_column = index_of(SheetColumn::Kind::list);
    if (cells[their_column].empty()) return error(row, their_column, "a new field needs a column of theirs");
    std::string why_not;
    const auto yaml = new_field(cells, why_not);
    const auto* list = root_.find("fields");
    if (!why_not.empty()) return error(row, index_of(SheetColumn::Kind::must), why_not);
    if (list == nullptr || !text_.append(*list, yaml)) return error(row, their_column, "the file has no list of fields to add to; write it there");
    ++result_.added;
    added_.push_back(row);
  }

  // What does not compile is told by the row and column that made it so.
  void verify(const std::string& changed) {
    std::vector<formats::ConfigError> faults;
    if (compile_text(changed, file_, faults, own_) != nullptr) return;
    ConfigNode root;
    try {
      root = formats::read_config(changed, file_);
    } catch (const formats::ConfigError& fault) {
      result_.errors.emplace_back(fault.what());
      return;
    }
    const auto fields = fields_of(root);
    for (const auto& fault : faults) {
      const std::string sentence = std::string(fault.what()).substr(std::string(fault.what()).find(": ") + 2);
      const auto row = fault.file == file_ ? row_of(fields, fault.at) : kNowhere;
      if (row == kNowhere)
        result_.errors.emplace_back(fault.what());
      else
        error(row, column_at(*at_fault_, fault.at), sentence);
    }
  }

  // The sheet's row of the field that holds a place of the changed text: fields stand in the same order, new ones behind the document's own.
  std::size_t row_of(const std::vector<const ConfigNode*>& fields, formats::Position at) {
    const auto before = [](formats::Position a, formats::Position b) { return std::pair(a.line, a.column) <= std::pair(b.line, b.column); };
    std::size_t holding = kNowhere;
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (before(fields[i]->at, at) && (holding == kNowhere || before(fields[holding]->at, fields[i]->at))) holding = i;
    if (holding == kNowhere) return kNowhere;
    at_fault_ = fields[holding];
    std::vector<const ConfigNode*> own;
    if (const auto* list = root_.find("fields")) gather(*list, own);
    if (holding >= own.size() && holding < own.size() + added_.size()) return added_[holding - own.size()];
    const auto known = rows_.find(holding < own.size() ? holding : holding - added_.size());
    return known == rows_.end() ? kNowhere : known->second;
  }

  static std::size_t column_at(const ConfigNode& field, formats::Position at) {
    std::string_view key = "theirs";
    for (const auto& [name, value] : field.members)
      if (std::pair(value.key_at.line, value.key_at.column) <= std::pair(at.line, at.column)) key = name;
    if (at.line == field.at.line && at.column == field.at.column) key = "theirs";
    if (key == "accept" || key == "write" || key == "unit") key = "as";
    const auto columns = sheet_columns();
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i].key == key) return i;
    return index_of(SheetColumn::Kind::the_rest);
  }

  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
  const Sheet& sheet_;
  const Converters& own_;
  const std::string file_;
  const std::string bytes_;
  const ConfigNode root_;
  const std::vector<const ConfigNode*> fields_;
  YamlText text_;
  std::vector<std::size_t> at_;              // column of ours -> cell of the sheet
  std::map<std::size_t, std::size_t> rows_;  // field -> row
  std::vector<std::size_t> added_;           // rows of new fields
  const ConfigNode* at_fault_ = nullptr;
  SheetResult result_;
};

}  // namespace

Sheet sheet_of(const std::string& mapping_file) {
  const auto root = formats::read_config_file(mapping_file);
  Sheet sheet;
  sheet.rows.emplace_back();
  for (const auto& column : sheet_columns()) sheet.rows.front().emplace_back(column.header);
  for (const auto* field : fields_of(root)) {
    sheet.rows.emplace_back();
    for (const auto& column : sheet_columns()) sheet.rows.back().push_back(cell_of(*field, column));
  }
  return sheet;
}

std::string Sheet::csv() const {
  std::string out;
  for (const auto& row : rows) {
    const std::vector<std::string_view> cells(row.begin(), row.end());
    formats::append_csv_row(out, cells, ',', formats::CsvAudience::people);
  }
  return out;
}

std::string Sheet::xlsx() const {
  formats::XlsxWriter writer;
  writer.sheet("mapping");
  for (const auto& row : rows) writer.add_row({row.begin(), row.end()});
  Issues issues;
  std::string bytes;
  return writer.finish(issues, bytes) ? bytes : std::string();
}

bool read_sheet(std::string_view bytes, Sheet& sheet, std::string& why_not) {
  const Limits limits;
  Issues issues;
  if (formats::is_workbook(bytes)) {
    formats::Workbook book(limits);
    formats::Table table;
    if (book.open(bytes, issues) && !book.sheets().empty() && book.read(book.sheets().front(), table, issues)) {
      formats::TableRows rows(table);
      take_rows(rows, sheet);
    }
  } else {
    formats::CsvReader reader(bytes, {}, limits, issues);
    take_rows(reader, sheet);
  }
  for (const auto& issue : issues.all())
    if (issue.severity <= Severity::error && why_not.empty()) why_not = issue.place.path + ": " + issue.text;
  if (sheet.rows.empty() && why_not.empty()) why_not = "the sheet is empty";
  return why_not.empty();
}

SheetResult bring_back(const Sheet& sheet, const std::string& mapping_file, const Converters& own) {
  return Comparison(sheet, mapping_file, own).run();
}

}  // namespace caseway::authoring
