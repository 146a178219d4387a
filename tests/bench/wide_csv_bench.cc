// The two widths that monthly files have, 50 MB each, all the way to the canonical tree on one thread: with the ledger counting, with every value
// named (what --report asks for), and beside both the same bytes only cut into cells.
#include <benchmark/benchmark.h>

#include <string>

#include "csv_split.h"
#include "mapping/mapping.h"
#include "wide_tables.h"

namespace caseway::bench {
namespace {

constexpr std::size_t kBytes = 50'000'000;

struct Table {
  Part part;
  mapping::Mapping mapping;
};
const Table& referrals() {
  static const Table table{{"referrals.csv", "text/csv", wide_referrals(kBytes)},
                           mapping::Mapping::load(CASEWAY_SOURCE_DIR "/plugins/community-referral/referral.map.yaml")};
  return table;
}
const Table& episodes() {
  static const Table table{{"episodes.csv", "text/csv", wide_episodes(kBytes)},
                           mapping::Mapping::load(CASEWAY_SOURCE_DIR "/tests/bench/episodes.map.yaml")};
  return table;
}
const Table& gaps() {
  static const Table table{{"gaps.csv", "text/csv", wide_gaps(kBytes)}, mapping::Mapping::load(CASEWAY_SOURCE_DIR "/tests/bench/episodes.map.yaml")};
  return table;
}

struct OnePart : PayloadSource {
  explicit OnePart(const Part& part) : part(&part) {}
  const Part* next() override { return std::exchange(part, nullptr); }
  const Part* part;
};
struct Counted : DocumentSink {
  void take(Document document) override {
    counts += document.ledger.counts();
    ++documents;
  }
  void rest(Ledger ledger) override { counts += ledger.counts(); }
  Counts counts;
  std::size_t documents = 0;
};

void read(benchmark::State& state, const Table& table, Detail detail) {
  for (auto _ : state) {
    Issues issues;
    Context context;
    context.now = "2026-01-01T00:00:00Z";
    context.id_seed = "bench";
    context.limits = Limits::batch();
    context.detail = detail;
    context.issues = &issues;
    OnePart part(table.part);
    Counted sink;
    table.mapping.read(context, part, sink);
    if (!issues.empty()) state.SkipWithError(issues.all().front().text.c_str());
    if (sink.counts[Fate::undecided] > 0) state.SkipWithError("some cells reached nothing");
    state.counters["documents"] = static_cast<double>(sink.documents);
    state.counters["values"] = static_cast<double>(sink.counts.total());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * table.part.bytes.size()));
}

void split(benchmark::State& state, const Table& table) {
  for (auto _ : state) benchmark::DoNotOptimize(count_commas(table.part.bytes));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * table.part.bytes.size()));
}

void register_table(const char* name, const Table& (*table)()) {
  const std::string floor = std::string(name) + "/floor", counts = std::string(name) + "/ours", values = std::string(name) + "_every_value/ours",
                    values_floor = std::string(name) + "_every_value/floor";
  benchmark::RegisterBenchmark(floor.c_str(), [=](benchmark::State& state) { split(state, table()); });
  benchmark::RegisterBenchmark(counts.c_str(), [=](benchmark::State& state) { read(state, table(), Detail::counts); });
  benchmark::RegisterBenchmark(values_floor.c_str(), [=](benchmark::State& state) { split(state, table()); });
  benchmark::RegisterBenchmark(values.c_str(), [=](benchmark::State& state) { read(state, table(), Detail::values); });
}

const bool kRegistered = [] {
  register_table("csv_55_columns", referrals);
  register_table("csv_62_columns", episodes);
  register_table("csv_62_columns_with_gaps", gaps);
  return true;
}();

}  // namespace
}  // namespace caseway::bench
