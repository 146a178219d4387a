#include "mapping/tables/related.h"

#include <algorithm>

#include "formats/xlsx.h"
#include "mapping/spelling.h"
#include "mapping/tables/workbook.h"
#include "mapping/unpacking.h"

namespace caseway::mapping {

namespace {

constexpr char kBetweenKeys = '\x1f';

std::string_view stem(std::string_view file) { return file.substr(0, file.rfind('.')); }

// Only such files are looked into: a README or a picture beside the tables has no cells.
bool is_table_file(std::string_view file) {
  const auto ending = normalised_header(file.substr(std::min(file.rfind('.'), file.size())));
  return ending.empty() || ending == ".csv" || ending == ".tsv" || ending == ".txt";
}

}  // namespace

bool Related::load(PayloadSource& from) {
  tables_.assign(plan_.their_tables.size(), {});
  Issues found;
  auto& told = *std::exchange(context_.issues, &found);
  Unpacking parts(from, context_);
  while (const Part* part = parts.next()) {
    if (formats::is_workbook(part->bytes))
      take_workbook(*part);
    else
      take_file(*part);
  }
  broken_ = broken_ || parts.failed() || other_version_;
  check_tables();
  context_.issues = &told;
  if (other_version_)
    told.add(*other_version_);
  else if (!broken_ || !tell_other_version())
    told.append(found);
  if (broken_) {
    for (const auto& table : tables_) give_back(table.rows, table.first, table.rows.rows(), table.where, Fate::undecided, {});
    return false;
  }
  find_cells();
  named_.resize(tables_.size());
  targets_.resize(plan_.links.size());
  sources_.resize(plan_.links.size());
  for (Index i = 0; i < tables_.size(); ++i) name_rows(i);
  for (Index i = 0; i < plan_.links.size(); ++i) resolve(i);
  return true;
}

void Related::take_file(const Part& part) {
  const auto table = find_table(plan_, stem(part.name));
  const Where where = (table == kNone ? "file " + part.name : "table " + plan_.their_tables[table].name) + ", ";
  if (table == kNone) {
    std::vector<std::string_view> known;
    for (const auto& each : plan_.their_tables) known.push_back(each.name);
    context_.issues->add(Severity::warning, "mapping.table.unknown", {"file " + part.name, 0, 0},
                         "this file is none of the tables that are known here" + suggestion(stem(part.name), known) + "; its values are not carried");
    if (!is_table_file(part.name)) return;
  }
  formats::CsvDialect dialect;
  if (plan_.delimiter_told) dialect.delimiter = plan_.delimiter;
  dialect.encoding = plan_.encoding;
  if (table != kNone) dialect.title_rows = pass_titles(table, head_of(part), dialect, where);
  Issues found;
  formats::CsvReader reader(part.bytes, dialect, context_.limits, found);
  formats::Table rows;
  std::vector<formats::CsvCell> row;
  while (reader.next(row)) rows.add_row(reader.line(), row);
  // How a file is written that is not carried at all concerns nobody: a letter that was sent along is no bad table.
  if (table == kNone) return give_back(rows, std::min<std::size_t>(1, rows.rows()), rows.rows(), where, Fate::undecided, {});
  for (auto issue : found.all()) {
    issue.place.path = issue.place.path.empty() ? where.substr(0, where.size() - 2) : where + issue.place.path;
    context_.issues->add(std::move(issue));
  }
  broken_ = broken_ || reader.failed();
  tables_[table].dialect = reader.dialect();
  take(table, where, std::move(rows), 0);
}

// Rows above the header, as in a file of one table: the first row that has all columns that are needed, and more than one that is known, is the
// header.
std::uint32_t Related::pass_titles(Index table, std::string_view head, const formats::CsvDialect& dialect, const Where& where) {
  const auto& what = plan_.their_tables[table];
  if (!what.fixed.empty() || !what.ignore.empty()) return 0;
  formats::Table above;
  std::vector<formats::CsvCell> row;
  for (std::uint32_t n = 0; n <= kMostTitles; ++n) {
    Issues ignored;
    auto below = dialect;
    below.title_rows = n;
    formats::CsvReader reader(head, below, context_.limits, ignored);
    if (!reader.next(row)) return 0;
    if (const auto header = likeness(plan_, table, row); header.complete && header.known > 1) {
      if (n > 0) tell_titles(above, n, where);
      return n;
    }
    above.add_row(reader.line(), row);
  }
  return 0;
}

void Related::tell_titles(const formats::Table& rows, std::size_t header, const Where& where) {
  give_back(rows, 0, header, where, Fate::ignored, "decoration");
  context_.issues->add(Severity::information, "mapping.rows.title", {where + "row " + std::to_string(rows.line(0)), rows.line(0), 1},
                       std::to_string(header) + " rows above the header row were taken as a title");
  std::vector<formats::CsvCell> row;
  for (std::size_t at = 0; at < header; ++at) {
    rows.row(at, row);
    if (!other_version_ && says_other_version(row))
      other_version_ = Issue{Severity::error,
                             "mapping.tables.other",
                             {where + "row " + std::to_string(rows.line(at)), rows.line(at), 1},
                             "this row says that the file is of another version than the one that is read here" + told_by_fixed()};
  }
}

// What a table that always says the same says of such files, and here a row above a header says otherwise.
bool Related::says_other_version(const std::vector<formats::CsvCell>& row) const {
  if (row.size() < 2) return false;
  const auto name = normalised_header(row[0].text);
  bool asked = false;
  for (const auto& table : plan_.their_tables)
    for (const auto* rows : {&table.fixed, &table.also})
      for (const auto& said : *rows) {
        if (said.size() < 2 || normalised_header(said[0]) != name) continue;
        if (said[1] == trimmed(row[1].text)) return false;
        asked = true;
      }
  return asked;
}

// " (type PMHC, version 4.0)"
std::string Related::told_by_fixed() const {
  std::string text;
  for (const auto& table : plan_.their_tables)
    for (const auto& row : table.fixed) {
      text += text.empty() ? " (" : ", ";
      for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : " ") + row[i];
    }
  return text.empty() ? text : text + ")";
}

void Related::take_workbook(const Part& part) {
  formats::Workbook book(context_.limits);
  if (!book.open(part.bytes, *context_.issues)) {
    broken_ = true;
    return;
  }
  for (const auto& sheet : book.sheets()) {
    formats::Table rows;
    if (!book.read(sheet, rows, *context_.issues)) {
      broken_ = true;
      return;
    }
    const auto table = find_table(plan_, sheet.name);
    const Where where = "sheet " + sheet.name + ", ";
    if (table != kNone) {
      const auto header = header_row(plan_, table, rows);
      take(table, where, std::move(rows), header);
    } else if (rows.rows() > 0) {
      context_.issues->add(
          Severity::warning, "mapping.sheet.unread", {"sheet " + sheet.name, 0, 0},
          std::string(sheet.hidden ? "this hidden sheet" : "this sheet") + " is none of the tables that are known here; its values are not carried");
      give_back(rows, 0, rows.rows(), where, Fate::undecided, {});
    }
  }
}

void Related::take(Index table, Where where, formats::Table rows, std::size_t header) {
  auto& made = tables_[table];
  const auto& what = plan_.their_tables[table];
  if (made.there) {
    context_.issues->add(Severity::error, "mapping.table.twice", {where.substr(0, where.size() - 2), 0, 0},
                         "this table is in the payload twice; which of them counts would be a guess");
    broken_ = true;
    return give_back(rows, std::min<std::size_t>(1, rows.rows()), rows.rows(), where, Fate::undecided, {});
  }
  made.there = true;
  made.where = std::move(where);
  if (rows.rows() == 0) return;
  if (!what.ignore.empty()) return give_back(rows, 1, rows.rows(), made.where, Fate::ignored, what.ignore);
  if (!what.fixed.empty()) return compare_fixed(table, rows);
  if (header > 0) tell_titles(rows, header, made.where);
  made.first = header + 1;
  made.count = rows.rows() - made.first;
  made.refused.assign(made.count, 0);
  std::vector<formats::CsvCell> cells;
  rows.row(header, cells);
  made.fits = bind_header(plan_, table, cells, made.where, context_, made.header);
  broken_ = !made.fits || broken_;
  made.rows = std::move(rows);
}

// A table that always says the same carries nothing; where it says something else, this may be another version of the file type.
void Related::compare_fixed(Index table, const formats::Table& rows) {
  const auto& what = plan_.their_tables[table];
  CsvHeader header;
  std::vector<formats::CsvCell> cells;
  rows.row(0, cells);
  bind_header(plan_, table, cells, tables_[table].where, context_, header);
  for (std::size_t row = 1; row < rows.rows(); ++row) {
    std::vector<std::string> said(what.columns.size());
    for (std::size_t c = 0; c < header.columns.size(); ++c) {
      const auto column = std::find(what.columns.begin(), what.columns.end(), header.columns[c]);
      if (column != what.columns.end()) said[static_cast<std::size_t>(column - what.columns.begin())] = trimmed(rows.cell(row, c).text);
    }
    const auto is_one_of = [&](const auto& rows_of) { return std::find(rows_of.begin(), rows_of.end(), said) != rows_of.end(); };
    const bool known = is_one_of(what.fixed) || is_one_of(what.also);
    if (!known)
      context_.issues->add(Severity::warning, "mapping.const.differs",
                           {tables_[table].where + "row " + std::to_string(rows.line(row)), rows.line(row), 1},
                           "this row is none of those that always stand in this table; check whether this is the right file type or version");
    give_back(rows, row, row + 1, tables_[table].where, known ? Fate::ignored : Fate::undecided, known ? "plumbing" : "");
  }
}

void Related::give_back(const formats::Table& rows, std::size_t from, std::size_t to, const Where& where, Fate fate, std::string_view reason) {
  if (from < to) sink_.rest(leaves_of(rows, from, to, where, fate, reason, context_.detail));
}

void Related::check_tables() {
  for (Index i = 0; i < tables_.size(); ++i) {
    const auto& what = plan_.their_tables[i];
    if (tables_[i].there || what.optional || !what.ignore.empty() || !what.fixed.empty()) continue;
    context_.issues->add(Severity::error, "mapping.table.missing", {"table " + what.name, 0, 0},
                         "the table `" + what.name + "` is not there; send it along, with its header row alone when it has nothing to say");
    broken_ = true;
  }
}

// A table that always says the same is how such files say what they are. Where it is not there, and most of the others have columns of their own,
// one sentence says more than all that is wrong with each.
bool Related::tell_other_version() {
  std::size_t fit = 0;
  std::size_t differ = 0;
  const TheirTable* says = nullptr;
  for (Index i = 0; i < tables_.size(); ++i) {
    const auto& what = plan_.their_tables[i];
    if (!what.fixed.empty() && !tables_[i].there) says = &what;
    if (what.fixed.empty() && what.ignore.empty() && tables_[i].there) ++(tables_[i].fits ? fit : differ);
  }
  if (says == nullptr || differ <= fit) return false;
  context_.issues->add(Severity::error, "mapping.tables.other", {"table " + says->name, 0, 0},
                       "the table `" + says->name + "` is missing, by which such files say what they are" + told_by_fixed() +
                           ", and most of the others have other columns: this is another version, which is not read");
  return true;
}

void Related::find_cells() {
  for (const auto& column : plan_.columns) {
    const auto& header = tables_[column.table].header.columns;
    const auto index = static_cast<Index>(&column - plan_.columns.data());
    cell_of_.push_back(static_cast<std::size_t>(std::find(header.begin(), header.end(), index) - header.begin()));
  }
}

formats::CsvCell Related::cell(Index column, Row row) const {
  const auto& from = tables_[plan_.columns[column].table];
  if (cell_of_[column] >= from.header.columns.size()) return {};
  return from.rows.cell(from.first + row, cell_of_[column]);
}

std::string Related::joined(Row row, const std::vector<Index>& columns, char separator) const {
  std::string text;
  bool any = false;
  for (const auto column : columns) {
    if (!text.empty() || any) text += separator;
    const auto said = trimmed(cell(column, row).text);
    any = any || !said.empty();
    text += said;
  }
  return any ? text : std::string();
}

std::string Related::key(Index table, Row row) const { return joined(row, plan_.their_tables[table].keys, ' '); }

// A key that stands twice names nothing: neither row is read. A row without a key is read where writing would make one: nothing leads to it.
void Related::name_rows(Index table) {
  const auto& keys = plan_.their_tables[table].keys;
  if (keys.empty()) return;
  const bool may_be_nameless = plan_.their_tables[table].makes_keys && table != plan_.root_table;
  auto& named = named_[table];
  named.reserve(rows(table));
  for (Row row = 0; row < rows(table); ++row) {
    auto key = joined(row, keys, kBetweenKeys);
    if (key.empty()) {
      if (may_be_nameless) continue;
      tables_[table].refused[row] = 1;
      issue(Severity::error, "mapping.key.missing", table, row, keys.front(), "this row has no key, so nothing can lead to it; fill the column in");
      continue;
    }
    const auto [first, fresh] = named.try_emplace(std::move(key), row);
    if (fresh) continue;
    tables_[table].refused[row] = tables_[table].refused[first->second] = 1;
    issue(Severity::error, "mapping.key.twice", table, row, keys.front(),
          "this key stands in row " + std::to_string(line(table, first->second)) +
              " already; which of them counts would be a guess, so neither is read");
  }
}

bool Related::leads(const Link& link, Row row) const {
  return std::all_of(link.when.begin(), link.when.end(), [&](const CellTest& test) {
    return std::find(test.values.begin(), test.values.end(), joined(row, {test.column}, kBetweenKeys)) != test.values.end();
  });
}

// Columns of the row's own key say what it is; only the others say where it leads.
bool Related::names_nobody(const Link& link, Row row) const {
  const auto& own = plan_.their_tables[link.from].keys;
  bool others = false;
  for (const auto column : link.columns) {
    if (std::find(own.begin(), own.end(), column) != own.end()) continue;
    if (!trimmed(cell(column, row).text).empty()) return false;
    others = true;
  }
  return others;
}

void Related::resolve(Index link) {
  const auto& what = plan_.links[link];
  auto& targets = targets_[link];
  targets.assign(rows(what.from), kNobody);
  auto& sources = sources_[link];
  sources.begins.assign(rows(what.to) + 1, 0);
  if (!tables_[what.to].there) return;
  for (Row row = 0; row < targets.size(); ++row) {
    const auto key = joined(row, what.columns, kBetweenKeys);
    if (key.empty() || names_nobody(what, row) || !leads(what, row)) continue;
    const auto found = named_[what.to].find(key);
    targets[row] = found == named_[what.to].end() ? kBroken : found->second;
    if (targets[row] != kBroken)
      ++sources.begins[targets[row] + 1];
    else
      issue(Severity::warning, "mapping.link.broken", what.from, row, what.columns.back(),
            "this leads to no row of `" + plan_.their_tables[what.to].name + "`; send that row along, or correct the key");
  }
  for (std::size_t i = 1; i < sources.begins.size(); ++i) sources.begins[i] += sources.begins[i - 1];
  sources.rows.resize(sources.begins.back());
  auto next = sources.begins;
  for (Row row = 0; row < targets.size(); ++row)
    if (targets[row] < kBroken) sources.rows[next[targets[row]]++] = row;
}

std::span<const Related::Row> Related::sources(Index link, Row to) const {
  const auto& all = sources_[link];
  return std::span(all.rows).subspan(all.begins[to], all.begins[to + 1] - all.begins[to]);
}

std::string_view Related::fault(Index table, Row row) const {
  const auto found = tables_[table].faults.find(row);
  return found == tables_[table].faults.end() ? "this key stands in a later row again" : std::string_view(found->second);
}

void Related::issue(Severity severity, std::string_view id, Index table, Row row, Index column, std::string text) {
  if (severity == Severity::error) tables_[table].faults.emplace(row, plan_.columns[column].name + ": " + text);
  const auto at = cell(column, row).at;
  context_.issues->add(severity, id,
                       {where(table) + "row " + std::to_string(line(table, row)) + ", column " + plan_.columns[column].name, at.line, at.column},
                       std::move(text));
}

}  // namespace caseway::mapping
