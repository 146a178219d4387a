// Writes documents as rows of related tables by a plan. The inverse of tables_reading.h: one file for each table, one ZIP with all of them, or a
// workbook with a sheet for each.
//
//   keys    a row that another leads to stands once, whatever many documents say it; its key comes from ours, or is made from what the row says
//           when it is first met
//   errors  a document with an error is left out with its rows, and so is one that says something else of a row than a document before it, or
//           whose rows break a rule of the mapping; the others are written
//   issues  those of csv_cells.h, rules.h and xlsx_writer.h, mapping.key.missing, mapping.row.disagrees (errors), mapping.cell.guarded (information)
//   order   the rows of a table in the order in which the documents say them
//   time    linear: rules are asked kMostPasses times at most, because leaving one document out may break a rule for another
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "mapping/tables/csv_cells.h"

namespace caseway::mapping {

class TablesWriting final : public CsvCells {
 public:
  TablesWriting(const Plan& plan, const Context& context, KeptValues& kept);
  // Adds its rows; false, with issues, when it has an error. `which` of the source's documents it is.
  bool write(const Document& document, std::uint64_t which, Ledger& ledger);
  // Gives the tables, nothing when no document is left, and the documents that are left out now.
  std::vector<Refusal> finish(PayloadSink& sink);

 private:
  using RowCounts = std::map<std::pair<Index, std::string>, std::size_t>;  // of the document at hand: table and what its key says but the count
  enum class Phase : std::uint8_t { lead_out, led_to };  // groups whose rows this one leads to come before its key is complete, the others after
  bool run_rows(const Field& field, Row& row) override;
  bool write_related(const Field& field, Row& row);
  bool leads_elsewhere(Index link, Element found) const;
  void write_root();
  void write_alone(const Field& field);
  bool write_row(Index table, const Field* group, Row& row, bool shared, Element is, const Link* link, const std::vector<std::string>& known);
  bool run_groups(Index block, Row& row, Phase phase);
  RowCounts::iterator count_row(Index table, Row& row);
  bool make_key(Index table, Row& row, bool shared, Element is);
  void share_key(const Link& link, const std::vector<std::string>& known, Row& row);
  void lead(const Link& link, const std::vector<std::string>& key, Row& row);
  void add(Index table, const Row& row);
  void disagree(Index column, Issues& issues) const;
  std::vector<std::string> take(const std::vector<Index>& columns, const Row& row) const;

  // A row as one document says it, and all that one says.
  struct Said {
    Index table;
    std::string key;  // "" where rows have none
    std::vector<std::string> cells;
  };
  struct Written {
    std::uint64_t which;
    std::vector<Said> rows;
    Issues why;  // errors when it is left out
    bool left_out = false;
  };
  void settle();
  void merge(bool again);
  bool fits(Written& document) const;
  void merge_rows(Written& document, std::size_t number, bool again);
  bool keeps_rules(Issues& warnings);
  bool is_written(Index table) const;
  const std::vector<std::vector<std::string>>& rows_of(Index table) const;
  std::vector<std::string_view> header(Index table) const;
  std::string spell(Index table);
  void finish_workbook(PayloadSink& sink);
  void finish_files(PayloadSink& sink);

  static constexpr int kMostPasses = 4;
  std::vector<Written> documents_;
  std::vector<std::vector<std::vector<std::string>>> rows_;          // by table: cells in the order in which its columns are written
  std::vector<std::vector<std::vector<std::size_t>>> said_by_;       // by table and row: documents; only where rules ask
  std::vector<std::unordered_map<std::string, std::size_t>> keyed_;  // by table: key -> row
  std::unordered_map<std::string, std::size_t> made_;                // what keys of documents were made from, and how often
  std::unordered_map<std::string, std::size_t> made_here_;           // the same of other rows, in the document at hand
  RowCounts counts_;
  std::map<Index, std::uint32_t> led_;                                         // from the row at hand: link -> the resource that it leads to
  std::map<std::pair<Index, std::uint32_t>, std::vector<std::string>> named_;  // keys made in the document at hand, by table and what the row is
  std::map<std::pair<Index, std::string>, std::size_t> said_;                  // of the document at hand: table and key -> its row
  std::vector<std::string> counted_;                                           // of made_, in the document at hand
  Row row_;                                                                    // of the document at hand
  Phase phase_ = Phase::lead_out;
  std::size_t guarded_ = 0;
};

}  // namespace caseway::mapping
