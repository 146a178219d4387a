#include "mapping/tables/tables_reading.h"

#include <algorithm>
#include <utility>

#include "formats/zip_writer.h"
#include "mapping/tables/rule_rows.h"

namespace caseway::mapping {

namespace {
constexpr std::size_t kRowsNamed = 10;  // in one issue
}  // namespace

TablesReading::TablesReading(const Plan& plan, const Context& context, DocumentSink& sink)
    : CsvFields(plan, context), sink_(sink), related_(plan, context, sink), at_(plan.their_tables.size(), Related::kNobody) {}

void TablesReading::read(PayloadSource& from) {
  const bool good = related_.load(from);
  if (context_.shape) give_shape();
  if (!good) return;
  for (Index i = 0; i < plan_.their_tables.size(); ++i) {
    uses_.emplace_back(related_.rows(i), Use::none);
    where_[i] = related_.where(i);
    if (!related_.there(i)) continue;
    std::vector<formats::CsvCell> header;
    related_.header_cells(i, header);
    repairs_[i].begin(header, related_.dialect(i), context_.repair);
  }
  if (related_.rows(plan_.root_table) == 0)
    context_.issues->add(Severity::error, "mapping.rows.none", {"table " + plan_.their_tables[plan_.root_table].name, 0, 0},
                         "this table has no row below its header; there is nothing to read");
  ask_rules();
  for (Row row = 0; row < related_.rows(plan_.root_table); ++row)
    if (!related_.refused(plan_.root_table, row)) read_document(plan_.root_table, row, nullptr);
  for (const auto& field : plan_.blocks[plan_.body].fields) {
    if (field.alone == kNone || !has(field.ways, Way::receiving)) continue;
    for (Row row = 0; row < related_.rows(field.alone); ++row)
      if (uses_[field.alone][row] == Use::none && !told_already(field.alone, row)) read_document(field.alone, row, &field);
  }
  give_rest();
  give_repair();
}

void TablesReading::give_shape() {
  ShapeGathering shape(plan_);
  std::vector<formats::CsvCell> cells;
  for (Index table = 0; table < plan_.their_tables.size(); ++table) {
    if (!related_.there(table)) continue;
    shape.begin(table, related_.header(table));
    for (Row row = 0; row < related_.rows(table); ++row) {
      related_.row(table, row, cells);
      shape.row(table, cells);
    }
  }
  sink_.shape(shape.json());
}

// Each row is asked once, whatever many documents it is of.
void TablesReading::ask_rules() {
  RuleCheck rules(plan_, context_, Way::receiving);
  if (!rules.asks()) return;
  const RelatedRows rows(plan_, related_);
  for (Index table = 0; table < plan_.their_tables.size(); ++table)
    for (Row row = 0; row < related_.rows(table); ++row)
      if (!rules.row(rows, table, row)) faulty_.emplace(std::pair(table, row), rules.why());
}

// `alone`: the group of fields of a row that nothing leads to.
void TablesReading::read_document(Index table, Row root, const Field* alone) {
  if (making_ == nullptr) making_ = std::make_unique<Outline>(plan_, context_);
  failed_ = false;
  entered_.clear();
  entered_at_.clear();
  met_.clear();
  refused_.clear();
  resources_.clear();
  elements_.clear();
  const auto key = related_.key(table, root);
  key_ = key.empty() ? "row " + std::to_string(related_.line(table, root)) : key;
  if (alone == nullptr) making_->open(plan_.roots);
  at_[table] = root;
  enter(table, root);
  name_ = alone == nullptr ? name_of_document() : name_of(*alone, {});
  if (alone == nullptr)
    run(plan_.body);
  else if (holds(alone->cells))
    run_group(*alone);
  if (failed_) return leave_out_document(table);
  if (const auto* why = sink_.refused()) {
    wrong_for_receiver(*why, table, related_.line(table, root));
    give_rows();
    ++refused_documents_;
  }
  for (auto& each : repairs_) each.accepted();
  for (const auto& each : entered_)
    if (each.counts) uses_[each.table][each.row] = Use::counted;
  Document document;
  document.kind = plan_.document;
  document.name = key;
  document.place = {related_.where(table) + "row " + std::to_string(related_.line(table, root)), related_.line(table, root), 1};
  making_->finish(key_, document);
  sink_.take(std::move(document));
}

// Those of the document at hand, into the repair file.
void TablesReading::give_rows() {
  std::vector<formats::CsvCell> cells;
  for (const auto& each : entered_) {
    related_.row(each.table, each.row, cells);
    repairs_[each.table].row(related_.line(each.table, each.row), cells);
  }
  for (auto& table : repairs_) table.refused();
}

// Rows that other documents may use too are theirs to count.
void TablesReading::leave_out_document(Index table) {
  Ledger lost("read");
  ++refused_documents_;
  give_rows();
  for (const auto& each : entered_) {
    uses_[each.table][each.row] = std::max(uses_[each.table][each.row], Use::used);
    if (!each.counts || each.table != table) continue;
    uses_[each.table][each.row] = Use::counted;
    for (std::size_t i = 0; i < each.leaves; ++i) {
      const auto leaf = lost.add_leaf();
      if (const auto* place = making_->ledger().place(each.leaf + static_cast<std::uint32_t>(i))) lost.name_leaf(leaf, *place);
    }
  }
  making_.reset();
  sink_.rest(std::move(lost));
}

// Rows that are in no document.
void TablesReading::refuse_rows(Index table, const std::vector<Row>& rows, std::string_view why) {
  std::vector<formats::CsvCell> cells;
  for (const auto row : rows) {
    related_.row(table, row, cells);
    repairs_[table].row(related_.line(table, row), cells);
    repairs_[table].wrong(related_.line(table, row), {}, why.empty() ? related_.fault(table, row) : why);
    repairs_[table].refused();
    if (table == plan_.root_table) ++refused_documents_;
  }
}

// All tables in one ZIP, those without a bad row with their header alone: what is sent back must be whole.
void TablesReading::give_repair() {
  if (std::all_of(repairs_.begin(), repairs_.end(), [](const RepairTable& table) { return table.empty(); })) return;
  Repair repair;
  repair.documents = refused_documents_;
  if (context_.repair) {
    formats::ZipWriter zip;
    for (Index i = 0; i < repairs_.size(); ++i)
      if (related_.there(i)) zip.add(plan_.their_tables[i].name + ".csv", repairs_[i].text());
    repair.part = {repair_name(plan_.name + ".zip", ".zip"), "application/zip", zip.finish()};
  }
  sink_.repair(std::move(repair));
}

// The row becomes the one at hand of its table; its leaves are there once in a document, however often it is entered.
void TablesReading::enter(Index table, Row row) {
  lines_[table] = related_.line(table, row);
  if (const auto faulty = faulty_.find({table, row}); faulty != faulty_.end()) {
    failed_ = true;
    repairs_[table].wrong(lines_[table], {}, faulty->second);
  }
  std::vector<formats::CsvCell> cells;
  related_.row(table, row, cells);
  const auto [at, fresh] = entered_at_.try_emplace({table, row}, entered_.size());
  if (fresh) {
    auto& ledger = making_->ledger();
    const bool counts = uses_[table][row] != Use::counted;
    const auto leaf = static_cast<std::uint32_t>(ledger.size());
    add_leaves(cells, related_.header(table), table, ledger, counts ? Fate::undecided : Fate::none);
    ignore_reason(cells, related_.header(table), leaf);
    entered_.push_back({table, row, leaf, ledger.size() - leaf, counts});
  }
  const auto leaf = entered_[at->second].leaf;
  for (const auto column : plan_.their_tables[table].columns) cells_[column] = {};
  load(cells, related_.header(table), leaf);
}

void TablesReading::run_rows(const Field& field) {
  if (field.alone != kNone) return;
  const auto& link = plan_.links[field.link];
  if (!field.leads_out) {
    for (const auto row : related_.sources(field.link, at_[link.to])) run_row(field, link.from, row);
    return;
  }
  const auto row = related_.target(field.link, at_[link.from]);
  if (row < Related::kBroken) run_row(field, link.to, row);
}

void TablesReading::run_row(const Field& field, Index table, Row row) {
  if (related_.refused(table, row)) return refuse(field, table, row);
  if (field.leads_out && meet_again(field, row)) return;
  if (is_there(field, row)) return;
  std::vector<Cell> cells;
  for (const auto column : plan_.their_tables[table].columns) cells.push_back(cells_[column]);
  const auto at = std::exchange(at_[table], row);
  const auto line = lines_[table];
  enter(table, row);
  auto around = std::exchange(name_, name_of(field, name_));
  auto target = Draft::kNone;
  Met made;
  if (holds(field.cells) && has_room(field)) target = run_group(field, resource_of(field, table, row), &made.instances);
  name_ = std::move(around);
  if (!field.leads_out) mark_link(field, target);
  at_[table] = at;
  lines_[table] = line;
  for (std::size_t i = 0; i < cells.size(); ++i) cells_[plan_.their_tables[table].columns[i]] = cells[i];
  if (field.is != kNone) resources_.emplace(std::tuple(table, row, plan_.variables[field.is].type), making_->current(field.is));
  if (field.variables.empty() || made.instances.empty()) {
    if (field.leads_out) mark_link(field, target);
    return;
  }
  resources_.emplace(std::tuple(table, row, plan_.variables[field.variables.front()].type), made.instances.front());
  if (!field.leads_out) return;
  mark_link(field, target);
  made.target = target;
  met_.emplace(std::pair(&field, row), std::move(made));
}

// A second row for an element that may be there once is told; which of them counts would be a guess, and half of each would be wrong.
bool TablesReading::has_room(const Field& field) {
  if (field.variables.empty() || !making_->taken(field.variables.front())) return true;
  const auto column = plan_.links[field.link].columns.back();
  issue(Severity::warning, "mapping.place.taken", column, cells_[column].at,
        "another row has filled the one place that ours has for such a row; this one is not carried");
  return false;
}

// Which of two rows is meant, or whose this one is, cannot be told: the document would be half of one.
void TablesReading::refuse(const Field& field, Index table, Row row) {
  if (!refused_.emplace(field.link, row).second) return;  // groups for several kinds of row go the same way
  const auto line = std::exchange(lines_[table], related_.line(table, row));
  const auto& link = plan_.links[field.link];
  issue(Severity::error, "mapping.link.broken", link.columns.back(), {lines_[link.from], 1},
        "a row of `" + plan_.their_tables[table].name + "` that belongs to this document was refused, so the document is left out");
  lines_[table] = line;
}

// The resource that another group of fields has made of this row.
Index TablesReading::resource_of(const Field& field, Index table, Row row) const {
  if (field.variables.empty() || !plan_.variables[field.variables.front()].resource) return kNone;
  const auto found = resources_.find({table, row, plan_.variables[field.variables.front()].type});
  return found == resources_.end() ? kNone : found->second;
}

// A resource that several groups lead to has each of its elements once, though each of the groups goes through their rows.
bool TablesReading::is_there(const Field& field, Row row) {
  if (field.variables.empty() || plan_.variables[field.variables.front()].resource) return false;
  return !elements_.emplace(&field, row, making_->current(plan_.variables[field.variables.front()].at.variable)).second;
}

// A row that many lead to is one resource of a document.
bool TablesReading::meet_again(const Field& field, Row row) {
  const auto met = met_.find({&field, row});
  if (met == met_.end()) return false;
  std::vector<Index> before;
  for (std::size_t i = 0; i < field.variables.size(); ++i) {
    before.push_back(making_->current(field.variables[i]));
    making_->reopen(field.variables[i], met->second.instances[i]);
  }
  for (std::size_t i = 0; i < before.size(); ++i) making_->close(field.variables[i], before[i]);
  mark_link(field, met->second.target);
  return true;
}

// What the cells say that lead from row to row, what was made says by where it stands.
void TablesReading::mark_link(const Field& field, Draft::Id target) {
  if (target == Draft::kNone) return;
  const auto& link = plan_.links[field.link];
  for (const auto column : link.columns)
    if (!cells_[column].text.empty()) making_->mark(cells_[column].leaf, Fate::converted, target, &field);
  for (const auto& test : link.when)
    if (!cells_[test.column].text.empty()) making_->mark(cells_[test.column].leaf, Fate::converted, target, &field);
}

// Every row is somebody's or is told.
void TablesReading::give_rest() {
  std::vector<char> led_to(plan_.their_tables.size(), 0);
  for (const auto& block : plan_.blocks)
    for (const auto& field : block.fields)
      if (field.link != kNone && field.leads_out) led_to[plan_.links[field.link].to] = 1;
  std::vector<formats::CsvCell> cells;
  for (Index table = 0; table < uses_.size(); ++table) {
    Ledger rest("read");
    std::vector<Row> unused;
    std::vector<Row> refused;
    for (Row row = 0; row < uses_[table].size(); ++row) {
      if (uses_[table][row] == Use::counted) continue;
      if (uses_[table][row] == Use::none && !told_already(table, row)) unused.push_back(row);
      if (related_.refused(table, row)) refused.push_back(row);
      lines_[table] = related_.line(table, row);
      related_.row(table, row, cells);
      add_leaves(cells, related_.header(table), table, rest, Fate::undecided);
    }
    if (rest.size() > 0) sink_.rest(std::move(rest));
    refuse_rows(table, refused, {});
    if (unused.empty()) continue;
    const Place place{related_.where(table) + "row " + std::to_string(related_.line(table, unused.front())), related_.line(table, unused.front()), 1};
    if (led_to[table])
      context_.issues->add(Severity::warning, "mapping.row.unused", place,
                           rows_text(table, unused) + " that nothing leads to; their values are not carried");
    else {
      context_.issues->add(Severity::error, "mapping.row.orphan", place,
                           rows_text(table, unused) + " that belong to no document; send the rows that they belong to along, or correct their keys");
      refuse_rows(table, unused, "belongs to no document; send the row that it belongs to along, or correct its key");
    }
  }
}

// A row that was refused, or that belongs to one, has its issue.
bool TablesReading::told_already(Index table, Row row) const {
  if (related_.refused(table, row)) return true;
  for (Index i = 0; i < plan_.links.size(); ++i) {
    const auto& link = plan_.links[i];
    if (link.from != table) continue;
    const auto target = related_.target(i, row);
    if (target < Related::kBroken && related_.refused(link.to, target)) return true;
  }
  return false;
}

// "3 rows of `phones` (4, 7, 9)"
std::string TablesReading::rows_text(Index table, const std::vector<Row>& rows) const {
  std::string text = std::to_string(rows.size()) + (rows.size() == 1 ? " row of `" : " rows of `") + plan_.their_tables[table].name + "` (";
  for (std::size_t i = 0; i < rows.size() && i < kRowsNamed; ++i) text += (i == 0 ? "" : ", ") + std::to_string(related_.line(table, rows[i]));
  return text + (rows.size() > kRowsNamed ? ", ...)" : ")");
}

}  // namespace caseway::mapping
