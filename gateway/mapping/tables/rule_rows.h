// The rows that rules look at (rules.h), as the four ways of reading and writing CSV have them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "mapping/rules.h"
#include "mapping/tables/related.h"

namespace caseway::mapping {

// One table: the row at hand, or, where a rule counts rows, those of the document at hand.
class DocumentRows final : public TheirRows {
 public:
  explicit DocumentRows(const Plan& plan);
  void forget() { rows_.clear(); }
  // `said` gives the text of a column, whether it is an ISO date whatever the mapping accepts, and where it stands.
  struct Cell {
    std::string_view text;
    bool iso = false;
    formats::Position at;
  };
  template <class SaidOf>
  Row add(const Where& where, std::uint32_t line, const SaidOf& said) {
    auto& made = rows_.emplace_back();
    made.where = where;
    made.line = line;
    for (const auto column : used_) {
      const Cell cell = said(column);
      made.cells.push_back({std::string(cell.text), cell.iso, cell.at});
    }
    all_.push_back(static_cast<Row>(all_.size()));
    return static_cast<Row>(rows_.size() - 1);
  }

  Said cell(Index column, Row row) const override;
  Row led_to(Index, Row) const override { return kNobody; }
  std::span<const Row> leading_to(Index, Row) const override { return std::span(all_).first(rows_.size()); }
  Place place(Row row, Index table, std::span<const Index> columns) const override;

 private:
  struct Kept {
    std::string text;
    bool iso;
    formats::Position at;
  };
  struct One {
    Where where;
    std::uint32_t line;
    std::vector<Kept> cells;  // by used_
  };
  const Plan& plan_;
  std::vector<Index> used_;   // columns that a rule names
  std::vector<Index> where_;  // by column of the plan: its place in used_
  std::vector<One> rows_;
  std::vector<Row> all_;  // 0, 1, 2, ...
};

// Related tables that were read.
class RelatedRows final : public TheirRows {
 public:
  RelatedRows(const Plan& plan, const Related& related) : plan_(plan), related_(related) {}
  Said cell(Index column, Row row) const override;
  Row led_to(Index link, Row from) const override;
  std::span<const Row> leading_to(Index link, Row to) const override { return related_.sources(link, to); }
  Place place(Row row, Index table, std::span<const Index> columns) const override;

 private:
  const Plan& plan_;
  const Related& related_;
};

// Related tables that are about to be written; cells in the order in which their table's columns are written.
class WrittenRows final : public TheirRows {
 public:
  using Table = std::vector<std::vector<std::string>>;
  WrittenRows(const Plan& plan, const std::vector<Table>& tables);
  Said cell(Index column, Row row) const override;
  Row led_to(Index link, Row from) const override { return targets_[link][from]; }
  std::span<const Row> leading_to(Index link, Row to) const override { return sources_[link][to]; }
  Place place(Row row, Index table, std::span<const Index> columns) const override;

 private:
  static constexpr std::size_t kNowhere = ~std::size_t{0};
  bool leads(const Link& link, Row row) const;
  std::string joined(Row row, const std::vector<Index>& columns) const;
  const Plan& plan_;
  const std::vector<Table>& tables_;
  std::vector<std::size_t> cell_of_;                    // by column of the plan; kNowhere: not written
  std::vector<std::vector<Row>> targets_;               // by link and row that leads
  std::vector<std::vector<std::vector<Row>>> sources_;  // by link and row that is led to
};

}  // namespace caseway::mapping
