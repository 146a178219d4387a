#include "authoring/twin.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "mapping/convert/converter.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

// Writes each text as it was read last.
class AsRead final : public Converter {
 public:
  explicit AsRead(std::shared_ptr<const Converter> of) : of_(std::move(of)) {}
  bool read_text(std::string_view theirs, std::string& ours) const override {
    if (!of_->read_text(theirs, ours)) return false;
    spelled_[ours] = theirs;
    return true;
  }
  bool write_text(std::string_view ours, std::string& theirs) const override {
    const auto found = spelled_.find(ours);
    if (found == spelled_.end()) return of_->write_text(ours, theirs);
    theirs = found->second;
    return true;
  }
  bool is_prose() const override { return of_->is_prose(); }
  bool identifies() const override { return of_->identifies(); }
  std::string_view xsi_type() const override { return of_->xsi_type(); }
  std::string example(std::uint32_t n) const override { return of_->example(n); }

 private:
  std::shared_ptr<const Converter> of_;
  mutable std::map<std::string, std::string, std::less<>> spelled_;  // ours -> theirs
};

void turn_field(const Plan& plan, Field& field) {
  const bool told = has(field.ways, Way::receiving) && !is_given_up(plan, field);
  field.ways = told ? Way::both : Way::neither;
  field.required = Way::neither;
  if (field.kind != FieldKind::relation) return;
  if (field.cells.empty() && field.nodes.empty()) field.if_ = {};  // how it is written has no say in what may be read
  if (field.convert != nullptr && !field.convert->for_elements() && field.codes == kNone) field.convert = std::make_shared<AsRead>(field.convert);
}

// Of the rows that read as the same of ours one is written, another one at each turn.
void turn_table(CodeTable& table, std::uint32_t turn) {
  std::map<std::vector<std::string>, std::vector<Index>> same;
  for (const auto row : table.by_theirs) same[table.rows[row].ours].push_back(row);
  table.by_ours.clear();
  for (auto& row : table.rows) row.only = has(row.only, Way::receiving) ? Way::receiving : Way::neither;
  for (const auto& [ours, rows] : same) {
    const auto chosen = rows[turn % rows.size()];
    table.rows[chosen].only = Way::both;
    table.by_ours.push_back(chosen);
  }
}

}  // namespace

bool is_given_up(const Plan& plan, const Field& field) { return field.ways == Way::receiving && (plan.ccda || !field.because.empty()); }

std::shared_ptr<const Plan> reading_twin(const Plan& plan, std::uint32_t turn) {
  auto made = std::make_shared<Plan>(plan);
  for (auto& block : made->blocks)
    for (auto& field : block.fields) turn_field(plan, field);
  if (!plan.ccda)
    for (auto& table : made->tables) turn_table(table, turn);
  for (auto& column : made->columns) column.required = Way::neither, column.read_only = false;
  for (auto& table : made->their_tables) table.written = table.columns;
  return made;
}

}  // namespace caseway::authoring
