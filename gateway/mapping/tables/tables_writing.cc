#include "mapping/tables/tables_writing.h"

#include <algorithm>
#include <utility>

#include "crypto/digest.h"
#include "formats/xlsx_writer.h"
#include "formats/zip_writer.h"
#include "mapping/tables/rule_rows.h"

namespace caseway::mapping {

namespace {
constexpr char kBetweenKeys = '\x1f';

std::string text_of(const std::vector<std::string>& cells) {
  std::string text;
  for (const auto& cell : cells) (text += cell) += kBetweenKeys;
  return text;
}

// What is said of one row in several places must be the same; a place may say more than another. The first of `cells` and `more` that differ, or
// the number of cells.
std::size_t difference(const std::vector<std::string>& cells, const std::vector<std::string>& more) {
  std::size_t i = 0;
  while (i < cells.size() && (cells[i].empty() || more[i].empty() || cells[i] == more[i])) ++i;
  return i;
}

void fill(std::vector<std::string>& cells, const std::vector<std::string>& more) {
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (cells[i].empty()) cells[i] = more[i];
}
}  // namespace

TablesWriting::TablesWriting(const Plan& plan, const Context& context, KeptValues& kept)
    : CsvCells(plan, context, kept),
      rows_(plan.their_tables.size()),
      said_by_(plan.their_tables.size()),
      keyed_(plan.their_tables.size()),
      row_(plan.columns.size()) {}

bool TablesWriting::write(const Document& document, std::uint64_t which, Ledger& ledger) {
  failed_ = false;
  documents_.push_back({which, {}, {}, false});
  said_.clear();
  counted_.clear();
  made_here_.clear();
  counts_.clear();
  finding_->begin(document.tree);
  named_.clear();
  for (const auto& bound : finding_->documents()) {
    finding_->bind_roots(bound);
    write_root();
  }
  for (const auto& field : plan_.blocks[plan_.body].fields)
    if (field.alone != kNone && has(field.ways, Way::sending)) write_alone(field);
  tell_wanted();
  finding_->finish();
  ledger = std::move(finding_->ledger());
  if (!failed_) return true;
  for (const auto& content : counted_) --made_[content];
  documents_.pop_back();
  return false;
}

// The row of the root table, with all that belongs to it; none where nothing is said and other rows may stand alone.
void TablesWriting::write_root() {
  for (auto& cell : row_) cell.clear();
  forget_writers();
  const auto before = wanted_.size();
  const bool wrote = write_row(plan_.root_table, nullptr, row_, false, {}, nullptr, {});
  static const Field kNoField;
  for (const auto root : plan_.roots) finding_->mark_instance(root, kNoField);
  bool alone = false;
  for (const auto& field : plan_.blocks[plan_.body].fields) alone = alone || field.alone != kNone;
  if (wrote || !alone)
    add(plan_.root_table, row_);
  else
    unwant(before);
}

// A row's own cells and those that lead to the row around, then the rows it leads to (its key may be made of theirs), then those that lead to it.
// `group`: whose row it is; nullptr: the document's.
bool TablesWriting::write_row(Index table, const Field* group, Row& row, bool shared, Element is, const Link* link,
                              const std::vector<std::string>& known) {
  const auto block = group == nullptr ? plan_.body : group->block;
  const auto before = wanted_.size();
  auto led_around = std::exchange(led_, {});
  const bool own = run(block, row, false);
  if (link != nullptr && shared) share_key(*link, known, row);
  if (link != nullptr && !shared) lead(*link, known, row);
  const bool above = run_groups(block, row, Phase::lead_out);
  const bool met = make_key(table, row, shared, is);
  const auto counted = group == nullptr ? counts_.end() : count_row(table, row);
  auto around = std::exchange(name_, group == nullptr ? name_of_document(row) : name_of(*group, name_, row));
  const bool below = run_groups(block, row, Phase::led_to);
  const bool wrote = own || above || below || met;
  if (wrote) restore(block, name_, row);
  name_ = std::move(around);
  led_ = std::move(led_around);
  if (!wrote) named_.erase({table, is.index()});
  if (!wrote && counted != counts_.end()) --counted->second;
  if (!wrote && block != plan_.body) unwant(before);  // no row: nothing is asked of it
  return wrote;
}

bool TablesWriting::run_groups(Index block, Row& row, Phase phase) {
  const auto around = std::exchange(phase_, phase);
  const bool wrote = run(block, row, true);
  phase_ = around;
  return wrote;
}

bool TablesWriting::run_rows(const Field& field, Row& row) {
  if (field.alone != kNone) return false;
  if (field.leads_out != (phase_ == Phase::lead_out)) return false;
  if (field.variables.empty()) return finding_->holds(field.if_) && write_related(field, row);
  bool any = false;
  const auto lead = field.variables.front();
  const auto before = finding_->bound(field.variables);
  for (const auto& candidate : finding_->candidates(lead, !field.leads_out)) {
    if (field.leads_out && (any || leads_elsewhere(field.link, candidate.element))) break;  // a row leads to one other
    finding_->bind(lead, candidate.element);
    finding_->bind_rest(field.variables);
    if (!finding_->holds(field.if_) || !write_related(field, row)) continue;
    finding_->take(candidate);
    for (const auto variable : field.variables) finding_->mark_instance(variable, field);
    if (field.leads_out) led_.try_emplace(field.link, candidate.element.index());
    any = true;
  }
  finding_->bind(field.variables, before);
  return any;
}

// Whether another group, for another kind of resource, has gone this way already: what is found now has no room.
bool TablesWriting::leads_elsewhere(Index link, Element found) const {
  const auto led = led_.find(link);
  return led != led_.end() && led->second != found.index();
}

// One row of the group's table. Its columns in `row` are put back afterwards: a table may lead to itself.
bool TablesWriting::write_related(const Field& field, Row& row) {
  const auto& link = plan_.links[field.link];
  const auto table = field.leads_out ? link.to : link.from;
  const auto& columns = plan_.their_tables[table].columns;
  const auto around = take(columns, row);
  const auto known = take(field.leads_out ? link.columns : plan_.their_tables[link.to].keys, row);
  for (const auto column : columns) row[column].clear();
  const auto variable = field.variables.empty() ? field.is : field.variables.front();
  const auto is = variable == kNone ? Element() : finding_->bound(variable);
  const bool wrote = write_row(table, &field, row, field.leads_out, is, &link, known);
  if (wrote) {
    set_tests(field.cells, row);
    add(table, row);
  }
  const auto led_to = take(plan_.their_tables[link.to].keys, row);
  for (std::size_t i = 0; i < columns.size(); ++i) row[columns[i]] = around[i];
  if (wrote && field.leads_out) lead(link, led_to, row);
  return wrote;
}

// Resources that no row has taken up: a location without a service.
void TablesWriting::write_alone(const Field& field) {
  const auto lead = field.variables.front();
  for (const auto& candidate : finding_->candidates(lead, true)) {
    if (finding_->is_written(candidate.element)) continue;
    finding_->bind(lead, candidate.element);
    finding_->bind_rest(field.variables);
    if (!finding_->holds(field.if_)) continue;
    for (auto& cell : row_) cell.clear();
    if (!write_row(field.alone, &field, row_, true, candidate.element, nullptr, {})) continue;
    set_tests(field.cells, row_);
    add(field.alone, row_);
    finding_->take(candidate);
    for (const auto variable : field.variables) finding_->mark_instance(variable, field);
  }
}

// Columns may belong to several links and to a key, as an organisation does: what the row that leads here says of them is part of this one's key,
// where ours does not say it again.
void TablesWriting::share_key(const Link& link, const std::vector<std::string>& known, Row& row) {
  const auto& keys = plan_.their_tables[link.to].keys;
  for (std::size_t i = 0; i < keys.size() && keys.size() > 1; ++i)
    if (row[keys[i]].empty()) row[keys[i]] = known[i];
}

std::vector<std::string> TablesWriting::take(const std::vector<Index>& columns, const Row& row) const {
  std::vector<std::string> cells;
  for (const auto column : columns) cells.push_back(row[column]);
  return cells;
}

// The cells that lead to a row.
void TablesWriting::lead(const Link& link, const std::vector<std::string>& key, Row& row) {
  for (std::size_t i = 0; i < link.columns.size(); ++i) {
    auto& cell = row[link.columns[i]];
    if (!cell.empty() && cell != key[i]) disagree(link.columns[i], *context_.issues), failed_ = true;
    cell = key[i];
  }
  set_tests(link.when, row);
}

// Rows that are otherwise named alike: the second has 2, the third 3.
TablesWriting::RowCounts::iterator TablesWriting::count_row(Index table, Row& row) {
  const auto& what = plan_.their_tables[table];
  if (what.counts == kNone || !row[what.counts].empty()) return counts_.end();
  const auto found = counts_.try_emplace({table, text_of(take(what.keys, row))}).first;
  if (++found->second > 1) row[what.counts] = std::to_string(found->second);
  return found;
}

// The same content has the same key, everywhere; of equal rows that nobody shares each has its own, the first of a document the same as the first of
// another that says so of the same row. What the document says of one resource in several places is one row, whatever each of them says: true when
// it has its key already.
bool TablesWriting::make_key(Index table, Row& row, bool shared, Element is) {
  const auto& what = plan_.their_tables[table];
  const auto empty = [&](Index column) { return row[column].empty(); };
  if (!what.makes_keys || std::none_of(what.keys.begin(), what.keys.end(), empty)) return false;
  if (const auto named = named_.find({table, is.index()}); is && named != named_.end()) {
    for (std::size_t i = 0; i < what.keys.size(); ++i) row[what.keys[i]] = named->second[i];
    return true;
  }
  auto content = what.name + kBetweenKeys + text_of(take(what.columns, row));
  if (!shared && table != plan_.root_table) {
    content += std::to_string(made_here_[content]++);
  } else if (!shared) {
    counted_.push_back(content);
    content += std::to_string(made_[content]++);
  }
  for (const auto column : what.keys)
    if (row[column].empty()) row[column] = crypto::uuid_of(context_.id_seed + "\n" + plan_.name, content + plan_.columns[column].name);
  if (is) named_.emplace(std::pair(table, is.index()), take(what.keys, row));
  return false;
}

void TablesWriting::add(Index table, const Row& row) {
  const auto& what = plan_.their_tables[table];
  auto& rows = documents_.back().rows;
  auto cells = take(what.written, row);
  const auto key = take(what.keys, row);
  for (std::size_t i = 0; i < key.size(); ++i)
    if (key[i].empty() && what.keys[i] != what.counts) {
      context_.issues->add(Severity::error, "mapping.key.missing", {"column " + plan_.columns[what.keys[i]].path, 0, 0},
                           "a row of this table needs a key, and the document has none for it; `make_key: true` in the mapping makes one");
      failed_ = true;
    }
  if (key.empty()) return rows.push_back({table, {}, std::move(cells)});
  const auto [at, fresh] = said_.try_emplace({table, text_of(key)}, rows.size());
  if (fresh) return rows.push_back({table, text_of(key), std::move(cells)});
  auto& there = rows[at->second].cells;
  if (const auto differs = difference(there, cells); differs < cells.size()) disagree(what.written[differs], *context_.issues), failed_ = true;
  fill(there, cells);
}

void TablesWriting::disagree(Index column, Issues& issues) const {
  issues.add(Severity::error, "mapping.row.disagrees", {"column " + plan_.columns[column].path, 0, 0},
             "two documents, or two places of one, say different things in this column of one row; make them agree");
}

// Whether the document says nothing else of a row than those before it.
bool TablesWriting::fits(Written& document) const {
  for (const auto& said : document.rows) {
    const auto known = said.key.empty() ? keyed_[said.table].end() : keyed_[said.table].find(said.key);
    if (known == keyed_[said.table].end()) continue;
    const auto differs = difference(rows_[said.table][known->second], said.cells);
    if (differs == said.cells.size()) continue;
    disagree(plan_.their_tables[said.table].written[differs], document.why);
    return false;
  }
  return true;
}

void TablesWriting::merge_rows(Written& document, std::size_t number, bool again) {
  for (auto& said : document.rows) {
    auto& rows = rows_[said.table];
    auto at = rows.size();
    if (!said.key.empty()) at = keyed_[said.table].try_emplace(said.key, at).first->second;
    if (at < rows.size())
      fill(rows[at], said.cells);
    else
      rows.push_back(again ? said.cells : std::move(said.cells));
    if (!again) continue;
    said_by_[said.table].resize(rows.size());
    said_by_[said.table][at].push_back(number);
  }
}

// The rows of all documents that are not left out. `again`: what each says is wanted once more.
void TablesWriting::merge(bool again) {
  for (Index table = 0; table < rows_.size(); ++table) {
    rows_[table].clear();
    keyed_[table].clear();
    said_by_[table].clear();
  }
  for (std::size_t i = 0; i < documents_.size(); ++i) {
    auto& document = documents_[i];
    document.left_out = document.left_out || !fits(document);
    if (!document.left_out) merge_rows(document, i, again);
  }
}

// What the receiver's own rules would refuse is not sent: documents with a row that breaks one are left out. False when there are any.
bool TablesWriting::keeps_rules(Issues& warnings) {
  Issues broken;
  auto context = context_;
  context.issues = &broken;
  RuleCheck rules(plan_, context, Way::sending);
  const WrittenRows rows(plan_, rows_);
  bool good = true;
  for (Index table = 0; table < rows_.size(); ++table)
    for (TheirRows::Row row = 0; row < rows_[table].size(); ++row) {
      broken = {};
      if (rules.row(rows, table, row)) {
        warnings.append(broken);
        continue;
      }
      good = false;
      for (const auto number : said_by_[table][row]) {
        documents_[number].left_out = true;
        documents_[number].why.append(broken);
      }
    }
  return good;
}

void TablesWriting::settle() {
  const bool asks = RuleCheck(plan_, context_, Way::sending).asks();
  merge(asks);
  for (int pass = 1; asks; ++pass) {
    Issues warnings;
    if (keeps_rules(warnings)) return context_.issues->append(warnings);
    if (pass == kMostPasses)
      for (auto& document : documents_) document.left_out = true;
    merge(true);
    if (pass == kMostPasses) return;
  }
}

bool TablesWriting::is_written(Index table) const {
  const auto& what = plan_.their_tables[table];
  return what.ignore.empty() && (what.written_empty || !what.fixed.empty() || !rows_[table].empty());
}

const std::vector<std::vector<std::string>>& TablesWriting::rows_of(Index table) const {
  const auto& fixed = plan_.their_tables[table].fixed;
  return fixed.empty() ? rows_[table] : fixed;
}

std::vector<std::string_view> TablesWriting::header(Index table) const {
  std::vector<std::string_view> cells;
  for (const auto column : plan_.their_tables[table].written) cells.push_back(plan_.columns[column].name);
  return cells;
}

std::string TablesWriting::spell(Index table) {
  std::string out;
  auto cells = header(table);
  formats::append_csv_row(out, cells, plan_.delimiter, audience_);
  for (const auto& row : rows_of(table)) {
    cells.assign(row.begin(), row.end());
    guarded_ += formats::append_csv_row(out, cells, plan_.delimiter, audience_);
  }
  return out;
}

void TablesWriting::finish_workbook(PayloadSink& sink) {
  formats::XlsxWriter workbook;
  for (Index i = 0; i < rows_.size(); ++i) {
    if (!is_written(i)) continue;
    workbook.sheet(plan_.their_tables[i].name);
    workbook.add_row(header(i));
    for (const auto& row : rows_of(i)) workbook.add_row({row.begin(), row.end()});
  }
  Part file{plan_.name + ".xlsx", std::string(formats::kXlsxMediaType), {}};
  if (workbook.finish(*context_.issues, file.bytes)) sink.take(std::move(file));
}

std::vector<Refusal> TablesWriting::finish(PayloadSink& sink) {
  settle();
  std::vector<Refusal> refusals;
  for (auto& document : documents_)
    if (document.left_out) refusals.push_back({document.which, std::move(document.why)});
  if (refusals.size() == documents_.size()) return refusals;
  if (as_workbook(context_))
    finish_workbook(sink);
  else
    finish_files(sink);
  return refusals;
}

void TablesWriting::finish_files(PayloadSink& sink) {
  const auto told = context_.settings.find("package");
  const bool zip = told == context_.settings.end() ? plan_.zip : told->second == "zip";
  std::vector<Part> parts;
  for (Index i = 0; i < rows_.size(); ++i)
    if (is_written(i)) parts.push_back({plan_.their_tables[i].name + ".csv", "text/csv", spell(i)});
  tell_guarded(guarded_, context_);
  if (!zip) {
    for (auto& part : parts) sink.take(std::move(part));
    return;
  }
  formats::ZipWriter writer;
  for (const auto& part : parts) writer.add(part.name, part.bytes);
  sink.take({plan_.name + ".zip", "application/zip", writer.finish()});
}

}  // namespace caseway::mapping
