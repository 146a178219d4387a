// How well a mapping fits the beginning of a payload: by its columns, or by its root element and template ids.
#include <algorithm>

#include "formats/csv.h"
#include "formats/xlsx.h"
#include "formats/xml_reader.h"
#include "formats/xml_writer.h"
#include "mapping/fhir_dialect.h"
#include "mapping/mapping.h"
#include "mapping/markup/element_paths.h"
#include "mapping/markup/xml_reading.h"
#include "mapping/spelling.h"
#include "mapping/tables/workbook.h"
#include "mapping/unpacking.h"

namespace caseway::mapping {

namespace {

int score(std::size_t held, std::size_t all) {
  if (held < all) return 0;
  return std::min<int>(100, 50 + 10 * static_cast<int>(all));
}

}  // namespace

Partner::Recognition XmlReading::recognise(std::unique_ptr<formats::XmlSource> head) {
  source_ = std::move(head);
  if (!source_->nodes().empty()) name_as_accepted(plan_, base_, *source_);
  bind_names();
  if (source_->nodes().empty() || (!is_json() && source_->name(source_->nodes()[0]) != plan_.root)) return {};
  std::size_t held = 0;
  std::string what = plan_.title;
  for (const auto& test : plan_.recognise) {
    if (!test.tests_path || holds(test.path, base_)) ++held;
    if (!test.what.empty()) what = test.what;
  }
  return {score(held, plan_.recognise.size()), what};
}

namespace {

constexpr std::size_t kElementsOfHead = 4000;

// The beginning of a document as a document of its own: what was open where it ends, or where the bytes end, is closed.
class Head : public formats::XmlHandler {
 public:
  bool start_element(const formats::XmlName& name, std::span<const formats::XmlAttribute> attributes, formats::Position) override {
    ((text_ += '<') += name.qualified);
    for (const auto& attribute : attributes) {
      ((text_ += ' ') += attribute.name.qualified) += "=\"";
      formats::append_xml_attribute_value(text_, attribute.value);
      text_ += '"';
    }
    text_ += '>';
    open_.emplace_back(name.qualified);
    return ++elements_ < kElementsOfHead;
  }
  bool end_element(const formats::XmlName& name) override {
    ((text_ += "</") += name.qualified) += '>';
    open_.pop_back();
    return true;
  }
  bool text(std::string_view piece, formats::Position) override {
    formats::append_xml_text(text_, piece);
    return true;
  }
  std::string closed() {
    for (; !open_.empty(); open_.pop_back()) ((text_ += "</") += open_.back()) += '>';
    return std::move(text_);
  }

 private:
  std::string text_;
  std::vector<std::string> open_;
  std::size_t elements_ = 0;
};

// The header row, normalised; below titles when the first row is none.
std::vector<std::string> headers_of(const Plan& plan, Index table, std::string_view head) {
  const Limits limits;
  std::vector<formats::CsvCell> row;
  std::vector<std::string> headers;
  for (auto titles = plan.title_rows; titles <= kMostTitles; ++titles) {
    Issues ignored;
    formats::CsvDialect dialect;
    if (plan.delimiter_told) dialect.delimiter = plan.delimiter;
    dialect.encoding = plan.encoding;
    dialect.title_rows = titles;
    formats::CsvReader reader(head, dialect, limits, ignored);
    if (!reader.next(row)) break;
    const auto found = likeness(plan, table, row);
    if (titles > plan.title_rows && !(found.complete && found.known > 1)) continue;
    headers.clear();
    for (const auto& cell : row) headers.push_back(normalised_header(cell.text));
    if (found.known > 0) break;
  }
  return headers;
}

bool has_column(const Plan& plan, const std::vector<std::string>& headers, const std::string& name) {
  const auto stands = [&](const std::string& spelling) {
    return std::find(headers.begin(), headers.end(), normalised_header(spelling)) != headers.end();
  };
  if (stands(name)) return true;
  for (const auto& column : plan.columns)
    if (normalised_header(column.name) == name) return std::any_of(column.aliases.begin(), column.aliases.end(), stands);
  return false;
}

Partner::Recognition recognise_header(const Plan& plan, const std::vector<std::string>& headers) {
  std::size_t all = 0;
  std::size_t held = 0;
  std::string what = plan.title;
  for (const auto& test : plan.recognise) {
    if (!test.what.empty()) what = test.what;
    for (const auto& name : test.has) {
      ++all;
      held += has_column(plan, headers, name);
    }
  }
  if (plan.recognise.empty())
    for (const auto& column : plan.columns) {
      if (!has(column.required, Way::receiving)) continue;
      ++all;
      held += has_column(plan, headers, normalised_header(column.name));
    }
  if (all == 0) return {};
  return {score(held, all), what};
}

}  // namespace

namespace {
bool looks_like_csv(std::string_view head) {
  const auto first = head.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  return first != std::string_view::npos && head[first] != '<' && head[first] != '{';
}
}  // namespace

namespace {

// How much of a header is known.
double known_of(const Plan& plan, const std::vector<std::string>& headers) {
  std::size_t known = 0;
  for (const auto& column : plan.columns) known += has_column(plan, headers, normalised_header(column.name));
  return headers.empty() ? 0 : static_cast<double>(known) / static_cast<double>(headers.size());
}

// A header that is mostly ours but lacks what tells the file type, misspelt perhaps: whoever reads it says what is wrong.
Partner::Recognition recognise_columns(const Plan& plan, const std::vector<std::string>& headers) {
  constexpr double kMostly = 0.5;  // of the header's columns
  constexpr double kSeveral = 3;   // columns: fewer could be anybody's
  constexpr double kUnsure = 40;   // below every mapping that recognises its own
  auto found = recognise_header(plan, headers);
  if (found.confidence > 0) return found;
  const double known = known_of(plan, headers);
  if (known >= kMostly && known * static_cast<double>(headers.size()) >= kSeveral) found = {static_cast<int>(kUnsure * known), plan.title};
  return found;
}

// The names of the files whose beginnings stand in the head of a ZIP.
std::vector<std::string> files_in(std::string_view head) {
  constexpr std::string_view kFile = "PK\x03\x04";
  constexpr std::size_t kLengthAt = 26;
  constexpr std::size_t kNameAt = 30;
  std::vector<std::string> names;
  for (auto at = head.find(kFile); at != std::string_view::npos && at + kNameAt <= head.size(); at = head.find(kFile, at + 1)) {
    const auto low = static_cast<unsigned char>(head[at + kLengthAt]);
    const auto high = static_cast<unsigned char>(head[at + kLengthAt + 1]);
    auto name = head.substr(at + kNameAt, low + 256u * high);
    if (const auto slash = name.rfind('/'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
    if (!name.empty()) names.emplace_back(name.substr(0, name.rfind('.')));
  }
  return names;
}

constexpr int kByNames = 45;

// Related tables are recognised by their names, and a single one of them by its columns too.
Partner::Recognition recognise_tables(const Plan& plan, std::string_view head, std::string_view file_name) {
  constexpr int kByColumns = 45;
  if (is_archive(head)) {
    const auto names = files_in(head);
    std::size_t known = 0;
    for (const auto& name : names) known += find_table(plan, name) != kNone;
    if (known == 0 || (known == 1 && names.size() > 1)) return {};
    return {kByNames + static_cast<int>(50 * known / names.size()), plan.title};
  }
  const auto table = find_table(plan, file_name.substr(0, file_name.rfind('.')));
  if (table == kNone || !looks_like_csv(head)) return {};
  std::vector<formats::CsvCell> row;
  const auto headers = headers_of(plan, table, head);
  for (const auto& header : headers) row.push_back({header, false, {}, formats::CellKind::text});
  const auto found = likeness(plan, table, row);
  return {found.complete ? kByColumns + std::min<int>(50, 5 * static_cast<int>(found.known)) : 0, plan.title};
}

// What a workbook says of itself to a mapping.
struct Sheets {
  struct Table {
    std::vector<std::string> headers;  // normalised
    bool complete;                     // with every column that it must have
  };
  bool opened = false;        // false of a workbook of which only the beginning is here
  std::size_t all = 0;        // that it has
  std::vector<Table> tables;  // that could be this mapping's
};

Sheets sheets_of(const Plan& plan, std::string_view head) {
  const Limits limits;
  Issues issues;
  formats::Workbook book(limits);
  Sheets found;
  found.opened = book.open(head, issues);
  if (!found.opened) return found;
  found.all = book.sheets().size();
  for (const auto& sheet : book.sheets()) {
    formats::Table rows;
    if (!book.read(sheet, rows, issues) || rows.rows() == 0) continue;
    const auto table = plan.their_tables.empty() ? 0 : find_table(plan, sheet.name);
    if (table == kNone) continue;
    std::vector<formats::CsvCell> row;
    rows.row(header_row(plan, table, rows), row);
    found.tables.push_back({{}, likeness(plan, table, row).complete});
    for (const auto& cell : row) found.tables.back().headers.push_back(normalised_header(cell.text));
  }
  return found;
}

Partner::Recognition recognise_workbook(const Plan& plan, std::string_view head) {
  constexpr int kPerhaps = 15;
  const auto sheets = sheets_of(plan, head);
  if (!sheets.opened) return {kPerhaps, plan.title};
  Partner::Recognition best;
  std::size_t related = 0;
  for (const auto& table : sheets.tables) {
    related += !plan.their_tables.empty() && table.complete ? 1 : 0;
    if (auto found = recognise_columns(plan, table.headers); found.confidence > best.confidence) best = std::move(found);
  }
  if (related > 0) return {kByNames + static_cast<int>(50 * related / sheets.all), plan.title};
  return best;
}

}  // namespace

double Mapping::likeness(std::string_view head) const {
  if (plan_->format != Format::csv || relates_tables()) return 0;
  if (formats::is_workbook(head)) {
    double most = 0;
    for (const auto& table : sheets_of(*plan_, head).tables) most = std::max(most, known_of(*plan_, table.headers));
    return most;
  }
  return is_archive(head) || !looks_like_csv(head) ? 0 : known_of(*plan_, headers_of(*plan_, 0, head));
}

Partner::Recognition Mapping::recognise(std::string_view head, std::string_view file_name) const {
  if (plan_->format == Format::fhir) return recognise_fhir(*plan_, head);
  if (plan_->format == Format::csv) {
    if (formats::is_workbook(head)) return recognise_workbook(*plan_, head);
    if (relates_tables()) return recognise_tables(*plan_, head, file_name);
    if (is_archive(head) || !looks_like_csv(head)) return {};
    return recognise_columns(*plan_, headers_of(*plan_, 0, head));
  }
  struct Nowhere : DocumentSink {
    void take(Document) override {}
    void rest(Ledger) override {}
  } nowhere;
  Issues unsaid;
  Context context;
  context.issues = &unsaid;
  if (plan_->format == Format::json) return XmlReading(*plan_, context, nowhere).recognise_json(head);
  if (head.find('<') == std::string_view::npos) return {};
  Head copy;
  Issues ignored;
  const Limits limits;
  formats::read_xml(head, copy, limits, &Limits::ccda_bytes, ignored);
  auto source = std::make_unique<formats::XmlSource>();
  Issues issues;
  if (!source->read(copy.closed(), {.ccda = plan_->ccda}, limits, &Limits::ccda_bytes, issues)) return {};
  return XmlReading(*plan_, context, nowhere).recognise(std::move(source));
}

}  // namespace caseway::mapping
