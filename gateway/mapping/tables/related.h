// The related tables of one payload, in memory: which file or sheet is which table, where its header stands, which row a key names, which rows lead
// to which. For tables_reading.h.
//
//   issues  mapping.table.missing, mapping.table.twice, mapping.tables.other, mapping.key.missing, mapping.key.twice (errors),
//           mapping.link.broken, mapping.table.unknown, mapping.sheet.unread (warnings), mapping.rows.title (information), those of
//           csv_header.h and of the formats
//   leaves  of what cannot be read or is no table of theirs go to the sink's rest
//   memory  linear in the payload: the tables' texts and a few numbers for each row; time too
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "caseway/partner.h"
#include "formats/table.h"
#include "mapping/plan.h"
#include "mapping/tables/csv_header.h"

namespace caseway::mapping {

class Related {
 public:
  using Row = std::uint32_t;
  static constexpr Row kNobody = 0xffffffffu;  // the link's cells are empty
  static constexpr Row kBroken = 0xfffffffeu;  // they name no row

  Related(const Plan& plan, const Context& context, DocumentSink& sink) : plan_(plan), context_(context), sink_(sink) {}
  bool load(PayloadSource& from);  // false: nothing can be read, and the issues say why

  // Rows count from 0 at the first one below the header.
  std::size_t rows(Index table) const { return tables_[table].count; }
  void row(Index table, Row row, std::vector<formats::CsvCell>& cells) const { tables_[table].rows.row(tables_[table].first + row, cells); }
  std::uint32_t line(Index table, Row row) const { return tables_[table].rows.line(tables_[table].first + row); }
  formats::CsvCell cell(Index column, Row row) const;  // of its table; empty when the table has no such column
  const CsvHeader& header(Index table) const { return tables_[table].header; }
  const Where& where(Index table) const { return tables_[table].where; }
  bool refused(Index table, Row row) const { return tables_[table].refused[row] != 0; }  // its key is missing or stands twice

  Row target(Index link, Row from) const { return targets_[link][from]; }  // the row that a row leads to
  std::span<const Row> sources(Index link, Row to) const;                  // the rows that lead to a row, in their order
  const formats::CsvDialect& dialect(Index table) const { return tables_[table].dialect; }
  void header_cells(Index table, std::vector<formats::CsvCell>& cells) const { tables_[table].rows.row(tables_[table].first - 1, cells); }
  bool there(Index table) const { return tables_[table].there && tables_[table].first <= tables_[table].rows.rows(); }
  std::string_view fault(Index table, Row row) const;  // why it is refused, for people
  std::string key(Index table, Row row) const;         // its key columns, for people: "PHN999 CL0001"; "" where it has none

 private:
  struct Loaded {
    formats::Table rows;
    CsvHeader header;
    Where where;
    std::size_t first = 1;  // row below the header
    std::size_t count = 0;
    bool there = false;
    bool fits = false;  // its header is that of the mapping
    std::vector<char> refused;
    std::map<Row, std::string> faults;
    formats::CsvDialect dialect;
  };
  struct Sources {
    std::vector<std::uint32_t> begins;  // by row that is led to
    std::vector<Row> rows;
  };
  void take_file(const Part& part);
  std::uint32_t pass_titles(Index table, std::string_view head, const formats::CsvDialect& dialect, const Where& where);
  void tell_titles(const formats::Table& rows, std::size_t header, const Where& where);
  bool says_other_version(const std::vector<formats::CsvCell>& row) const;
  std::string told_by_fixed() const;
  void take_workbook(const Part& part);
  void take(Index table, Where where, formats::Table rows, std::size_t header);
  void give_back(const formats::Table& rows, std::size_t from, std::size_t to, const Where& where, Fate fate, std::string_view reason);
  void compare_fixed(Index table, const formats::Table& rows);
  void check_tables();
  bool tell_other_version();
  void find_cells();
  void name_rows(Index table);
  void resolve(Index link);
  bool leads(const Link& link, Row row) const;  // whether its `when` holds
  bool names_nobody(const Link& link, Row row) const;
  std::string joined(Row row, const std::vector<Index>& columns, char separator) const;
  void issue(Severity severity, std::string_view id, Index table, Row row, Index column, std::string text);

  const Plan& plan_;
  Context context_;
  DocumentSink& sink_;
  std::vector<Loaded> tables_;
  std::optional<Issue> other_version_;                       // a row above a header says so: nothing else is worth saying
  std::vector<std::size_t> cell_of_;                         // by column of the plan: its place in a row; beyond the row when it has none
  std::vector<std::unordered_map<std::string, Row>> named_;  // by table
  std::vector<std::vector<Row>> targets_;                    // by link
  std::vector<Sources> sources_;                             // by link
  bool broken_ = false;
};

}  // namespace caseway::mapping
