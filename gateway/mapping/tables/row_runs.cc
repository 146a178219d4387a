#include "mapping/tables/row_runs.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace caseway::mapping {

namespace {
constexpr std::size_t kFewRows = 64;  // of a run, read at once when there are many runs
}

static_assert(std::is_trivially_copyable_v<RowRuns::Row>);

bool RowRuns::before(const Row& a, const Row& b) { return std::tie(a.group, a.place.line) < std::tie(b.group, b.place.line); }

void RowRuns::add(const Row& row) {
  rows_.push_back(row);
  if (rows_.size() == held_) write_run();
}

void RowRuns::write_run() {
  std::sort(rows_.begin(), rows_.end(), before);
  if (!spool_) sink_.emplace(spool_.emplace().descriptor());
  const auto begin = sink_->written();
  sink_->write({reinterpret_cast<const char*>(rows_.data()), rows_.size() * sizeof(Row)});
  runs_.push_back({begin, sink_->written(), {}});
  rows_.clear();
}

void RowRuns::sort() {
  if (runs_.empty()) return std::sort(rows_.begin(), rows_.end(), before);
  if (!rows_.empty()) write_run();
  sink_->finish();
  bytes_.emplace(spool_->descriptor());
  std::vector<Row>().swap(rows_);  // its memory is the runs' now
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    refill(runs_[i]);
    heap_.push_back(i);
  }
  std::make_heap(heap_.begin(), heap_.end(), [this](auto a, auto b) { return before(runs_[b].rows.front(), runs_[a].rows.front()); });
}

// All runs together are given as much memory as the rows that are held had.
void RowRuns::refill(Run& run) const {
  const auto rows = std::max(kFewRows, held_ / runs_.size());
  run.rows.resize(std::min<std::uint64_t>(rows, (run.end - run.at) / sizeof(Row)));
  run.row = 0;
  run.at += bytes_->read(run.at, reinterpret_cast<char*>(run.rows.data()), run.rows.size() * sizeof(Row));
}

bool RowRuns::next(Row& row) {
  if (runs_.empty()) {
    if (at_ == rows_.size()) return false;
    row = rows_[at_++];
    return true;
  }
  if (heap_.empty()) return false;
  const auto later = [this](auto a, auto b) { return before(runs_[b].rows[runs_[b].row], runs_[a].rows[runs_[a].row]); };
  std::pop_heap(heap_.begin(), heap_.end(), later);
  auto& run = runs_[heap_.back()];
  row = run.rows[run.row++];
  if (run.row == run.rows.size()) refill(run);
  if (run.rows.empty())
    heap_.pop_back();
  else
    std::push_heap(heap_.begin(), heap_.end(), later);
  return true;
}

}  // namespace caseway::mapping
