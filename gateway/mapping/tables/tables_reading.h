// Reads related tables by a plan: each row of the root table becomes a document, with the rows that lead to it and those it leads to. Then so does
// each row of a table that may stand alone, where no document has used it.
//
//   issues  those of csv_fields.h, related.h and rules.h; mapping.row.orphan (error): rows that lead nowhere; mapping.row.unused (warning): rows that
//   nothing
//           leads to
//   leaves  a row that several documents use counts in the first of them; in the others its leaves are outside the total, linked all the same
//   errors  a document with an error is left out, its leaves go to the sink's rest, its rows into a repair file of all tables (repair.h); the others
//           are given
//   order   documents in the order of the root table, then those of rows that stand alone, rows in the order of their tables
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "caseway/partner.h"
#include "mapping/tables/csv_fields.h"
#include "mapping/tables/related.h"
#include "mapping/tables/shape.h"

namespace caseway::mapping {

class TablesReading : CsvFields {
 public:
  TablesReading(const Plan& plan, const Context& context, DocumentSink& sink);
  void read(PayloadSource& from);

 private:
  using Row = Related::Row;
  enum class Use : std::uint8_t { none, used, counted };  // used: by a document that was left out
  // A row in the document at hand.
  struct Entered {
    Index table;
    Row row;
    std::uint32_t leaf;  // its first
    std::size_t leaves;
    bool counts;  // in this document
  };
  // A row that a group has been through in the document at hand: met again, its instances are linked to once more.
  struct Met {
    std::vector<Index> instances;
    Draft::Id target;  // what its link's cells became
  };

  void run_rows(const Field& field) override;
  void run_row(const Field& field, Index table, Row row);
  void refuse(const Field& field, Index table, Row row);
  bool has_room(const Field& field);
  bool told_already(Index table, Row row) const;
  bool is_there(const Field& field, Row row);
  bool meet_again(const Field& field, Row row);
  Index resource_of(const Field& field, Index table, Row row) const;
  void enter(Index table, Row row);
  void mark_link(const Field& field, Draft::Id target);
  void ask_rules();
  void read_document(Index table, Row root, const Field* alone);
  void give_rows();
  void leave_out_document(Index table);
  void give_rest();
  void refuse_rows(Index table, const std::vector<Row>& rows, std::string_view why);
  void give_repair();
  void give_shape();
  std::string rows_text(Index table, const std::vector<Row>& rows) const;

  DocumentSink& sink_;
  Related related_;
  std::vector<std::vector<Use>> uses_;                   // by table and row
  std::map<std::pair<Index, Row>, std::string> faulty_;  // rows that break a rule, which is told: what was said
  std::vector<Row> at_;                                  // by table: the row at hand
  std::vector<Entered> entered_;
  std::map<std::pair<Index, Row>, std::size_t> entered_at_;
  std::map<std::pair<const Field*, Row>, Met> met_;
  std::set<std::tuple<const Field*, Row, Index>> elements_;    // group, row and the instance that its element stands in
  std::set<std::pair<Index, Row>> refused_;                    // link and row: told already
  std::map<std::tuple<Index, Row, TypeId>, Index> resources_;  // of a row: one of each type, whichever groups of fields it goes through
};

}  // namespace caseway::mapping
