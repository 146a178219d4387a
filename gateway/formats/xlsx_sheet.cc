// The cells of one sheet, as a table.
#include <array>
#include <charconv>

#include "formats/number_format.h"
#include "formats/xlsx.h"
#include "formats/xlsx_xml.h"

namespace caseway::formats {
namespace {

// "AB12": column 28, row 12; 0 where it is missing.
struct Reference {
  std::uint32_t column = 0;
  std::uint32_t row = 0;
  explicit Reference(std::string_view text) {
    std::size_t i = 0;
    for (; i < text.size() && i < 3 && text[i] >= 'A' && text[i] <= 'Z'; ++i) column = column * 26 + static_cast<std::uint32_t>(text[i] - 'A' + 1);
    row = number_of(text.substr(i), 0);
  }
};

std::string letters_of(std::uint32_t column) {
  std::string made;
  for (; column > 0; column = (column - 1) / 26) made.insert(made.begin(), static_cast<char>('A' + (column - 1) % 26));
  return made;
}

// Things that happen to many cells are told once for a sheet: how many, and where the first is.
enum class Note : std::uint8_t { no_value, date_bad, time_hidden, precision, merged, hidden, kCount };
struct NoteText {
  Severity severity;
  std::string_view id, text;
};
constexpr std::array<NoteText, static_cast<std::size_t>(Note::kCount)> kNotes{{
    {Severity::warning, "xlsx.formula.no_value", "with a formula that was never computed; taken as empty. Open the workbook in Excel and save it"},
    {Severity::warning, "xlsx.date.bad", "formatted as a date, with a number that is no day; the number was taken. Correct the cells"},
    {Severity::warning, "xlsx.date.time_hidden", "formatted as a date, with a time of day that nobody sees; the date was taken"},
    {Severity::warning, "xlsx.number.precision",
     "with a number of more than 15 digits, of which Excel has made the last ones zero; format such columns as text before typing numbers in"},
    {Severity::warning, "xlsx.merged", "merged below the header; only the first cell of each has its value, the others are empty. Unmerge them"},
    {Severity::information, "xlsx.rows.hidden", "in rows that are hidden or filtered out; they were read like the others"},
}};

class SheetReader : public XmlHandler {
 public:
  struct Book {
    const std::vector<std::string>& strings;
    const std::vector<std::uint8_t>& dates;
    const std::vector<std::string>& digits;
    bool since_1904;
  };
  SheetReader(const Book& book, std::string_view name, const Limits& limits, std::size_t most, Table& table, Issues& issues)
      : book_(book), name_(name), limits_(limits), most_(most), table_(table), issues_(issues) {}
  bool full() const { return table_.rows() == most_; }

  bool start_element(const XmlName& name, std::span<const XmlAttribute> attributes, Position) override {
    if (name.local == "sheetData") in_data_ = true;
    if (name.local == "mergeCell") note_merged(attribute(attributes, "ref"));
    if (!in_data_) return true;
    taking_ = false;
    if (name.local == "row") return begin_row(attributes);
    if (name.local == "c") return begin_cell(attributes);
    if (name.local == "f") formula_ = true;
    if (name.local == "rPh") ++hints_;
    taking_ = name.local == "v" || (name.local == "t" && hints_ == 0);
    return true;
  }
  bool end_element(const XmlName& name) override {
    taking_ = false;
    if (!in_data_) return true;
    if (name.local == "sheetData") in_data_ = false;
    if (name.local == "rPh") --hints_;
    if (name.local == "c") return end_cell();
    if (name.local == "row") return end_row();
    return true;
  }
  bool text(std::string_view piece, Position) override {
    if (taking_) text_ += piece;
    return true;
  }
  void tell() {
    for (std::size_t i = 0; i < kNotes.size(); ++i) {
      if (notes_[i].count == 0) continue;
      issues_.add(kNotes[i].severity, kNotes[i].id, place(notes_[i].row, notes_[i].column),
                  std::to_string(notes_[i].count) + (notes_[i].count == 1 ? " cell " : " cells ") + std::string(kNotes[i].text) + ".");
    }
  }

 private:
  struct Cell {
    std::string text;
    CellKind kind = CellKind::text;
  };
  struct Noted {
    std::size_t count = 0;
    std::uint32_t row = 0, column = 0;
  };

  bool begin_row(std::span<const XmlAttribute> attributes) {
    const auto row = number_of(attribute(attributes, "r"), row_ + 1);
    if (row <= row_) return refuse("its rows are not in order");
    row_ = row;
    column_ = 0;
    cells_.clear();
    hidden_ = attribute(attributes, "hidden") == "1" || attribute(attributes, "hidden") == "true";
    return true;
  }

  bool begin_cell(std::span<const XmlAttribute> attributes) {
    const auto where = attribute(attributes, "r");
    const auto column = where.empty() ? column_ + 1 : Reference(where).column;
    if (column <= column_ || row_ == 0) return refuse("the cells of a row are not in order");
    if (column > limits_.csv_columns) {
      issues_.add(Severity::fatal, "limit.csv_columns", place(row_, column), "more than " + std::to_string(limits_.csv_columns) + " columns");
      return false;
    }
    column_ = column;
    type_ = attribute(attributes, "t");
    style_ = number_of(attribute(attributes, "s"), 0);
    text_.clear();
    formula_ = false;
    return true;
  }

  bool end_cell() {
    Cell cell;
    if (text_.empty()) {
      if (formula_ && type_ != "str") note(Note::no_value);
      return true;
    }
    if (!read_value(cell)) return false;
    if (cell.text.empty()) return true;
    cells_.resize(column_);
    cells_.back() = std::move(cell);
    if (hidden_) note(Note::hidden);
    return true;
  }

  bool read_value(Cell& cell) {
    if (type_ == "s") {
      const auto index = number_of(text_, ~std::uint32_t{0});
      if (index >= book_.strings.size()) return refuse("a cell names a text that is not there");
      cell.text = book_.strings[index];
    } else if (type_ == "inlineStr" || type_ == "str") {
      cell.text = unescaped(text_);
    } else if (type_ == "b") {
      cell = {text_ == "1" || text_ == "true" ? "TRUE" : "FALSE", CellKind::boolean};
    } else if (type_ == "e") {
      cell = {text_, CellKind::error};
    } else if (type_ == "d") {
      cell = {text_.ends_with("T00:00:00") ? text_.substr(0, text_.size() - 9) : text_, CellKind::date};
    } else {
      return read_number(cell);
    }
    return true;
  }

  bool read_number(Cell& cell) {
    bool exact = true;
    if (!number_text(text_, cell.text, exact)) return refuse("a cell that says it is a number is none");
    cell.kind = CellKind::number;
    const auto what = style_ < book_.dates.size() ? static_cast<Shows>(book_.dates[style_]) : Shows::number;
    if (what != Shows::number) {
      double serial = 0;
      std::from_chars(text_.data(), text_.data() + text_.size(), serial);
      std::string date;
      bool hidden = false;
      if (date_text(serial, book_.since_1904, what, date, hidden))
        cell = {std::move(date), CellKind::date};
      else
        note(Note::date_bad);
      if (hidden) note(Note::time_hidden);
      return true;
    }
    if (!exact) note(Note::precision);
    std::string padded;
    const bool digits = style_ < book_.digits.size() && !book_.digits[style_].empty();
    if (digits && fill_digits(book_.digits[style_], cell.text, padded)) cell = {std::move(padded), CellKind::text};
    return true;
  }

  bool end_row() {
    std::size_t said = 0;
    for (const auto& cell : cells_) said += cell.text.empty() ? 0 : 1;
    if (said == 0) return true;
    if (said > 1 && header_ == 0) header_ = row_;
    if (table_.rows() > limits_.csv_rows) {
      issues_.add(Severity::fatal, "limit.csv_rows", place(row_, 1), "more than " + std::to_string(limits_.csv_rows) + " rows; split the workbook");
      return false;
    }
    table_.begin_row(row_);
    for (std::uint32_t i = 0; i < cells_.size(); ++i) table_.add(cells_[i].text, cells_[i].kind, {row_, i + 1});
    return !full();
  }

  // A title across the sheet is no loss; a value that stands for several rows or columns of data is.
  void note_merged(std::string_view range) {
    const auto colon = range.find(':');
    if (colon == std::string_view::npos) return;
    const Reference first(range.substr(0, colon));
    const Reference last(range.substr(colon + 1));
    if (header_ == 0 || last.row <= header_) return;
    row_ = first.row;
    column_ = first.column;
    note(Note::merged);
  }

  void note(Note what) {
    auto& noted = notes_[static_cast<std::size_t>(what)];
    if (noted.count++ > 0) return;
    noted.row = row_;
    noted.column = column_;
  }

  Place place(std::uint32_t row, std::uint32_t column) const {
    return {"sheet " + std::string(name_) + ", row " + std::to_string(row) + ", column " + letters_of(column), row, column};
  }

  bool refuse(std::string_view why) {
    issues_.add(Severity::fatal, "xlsx.part", place(row_, column_),
                "The sheet cannot be read: " + std::string(why) + ". Save the workbook again with Excel.");
    return false;
  }

  const Book& book_;
  std::string_view name_;
  const Limits& limits_;
  const std::size_t most_;
  Table& table_;
  Issues& issues_;
  bool in_data_ = false;
  bool taking_ = false;
  int hints_ = 0;
  std::uint32_t row_ = 0, column_ = 0, style_ = 0;
  std::uint32_t header_ = 0;  // the first row with more than one value
  bool hidden_ = false, formula_ = false;
  std::string type_, text_;
  std::vector<Cell> cells_;
  std::array<Noted, kNotes.size()> notes_;
};

}  // namespace

bool Workbook::read(const Sheet& sheet, Table& table, Issues& issues, std::size_t most) const {
  const auto* part = find(sheet.part);
  if (part == nullptr) {
    issues.add(Severity::fatal, "xlsx.part", {"sheet " + sheet.name, 0, 0},
               "The workbook names a sheet that is not in it. Save it again with Excel.");
    return false;
  }
  const SheetReader::Book book{strings_, date_formats_, digit_formats_, since_1904_};
  SheetReader reader(book, sheet.name, limits_, most, table, issues);
  if (!read_xml(*part, reader, limits_of_parts(limits_), &Limits::xml_bytes, issues) && !reader.full()) return false;
  reader.tell();
  return true;
}

}  // namespace caseway::formats
