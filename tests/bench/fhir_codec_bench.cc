// FHIR JSON <-> XML with the ledger on, beside the floors ("/ours" and "/floor" make a pair). bytes_per_second counts the input.
#include <benchmark/benchmark.h>

#include "bench/fhir_bundle.h"
#include "bench/fhir_floors.h"
#include "fhir/codec.h"
#include "fhir/validate.h"
#include "fhir/verify.h"

namespace caseway::bench {

namespace {

constexpr std::size_t kBytes = 5'000'000;

const std::string& json() {
  static const std::string text = bundle_json(kBytes);
  return text;
}

const Tree& tree() {
  static const Tree made = [] {
    Tree tree;
    Issues issues;
    if (!fhir::read_json(json(), Limits::batch(), issues, tree, nullptr)) std::abort();
    return tree;
  }();
  return made;
}

const std::string& xml() {
  static const std::string text = [] {
    std::string out;
    Issues issues;
    if (!fhir::write_xml(tree(), {.pretty = false}, issues, out)) std::abort();
    return out;
  }();
  return text;
}

void count(benchmark::State& state, std::size_t bytes) { state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes)); }

void json_to_xml_floor(benchmark::State& state) {
  std::string out;
  for (auto _ : state) benchmark::DoNotOptimize(rapidjson_to_xml_text(json(), out));
  count(state, json().size());
}

void json_to_xml(benchmark::State& state) {
  std::string out;
  for (auto _ : state) {
    Tree tree;
    Issues issues;
    Ledger ledger("read");
    if (!fhir::read_json(json(), Limits::batch(), issues, tree, &ledger) || !fhir::write_xml(tree, {.pretty = false}, issues, out))
      state.SkipWithError("refused");
    benchmark::DoNotOptimize(ledger.counts());
  }
  count(state, json().size());
}

void xml_to_json_floor(benchmark::State& state) {
  std::string out;
  for (auto _ : state) benchmark::DoNotOptimize(xerces_to_utf8(xml(), out));
  count(state, xml().size());
}

void xml_to_json(benchmark::State& state) {
  std::string out;
  for (auto _ : state) {
    Tree tree;
    Issues issues;
    Ledger ledger("read");
    if (!fhir::read_xml(xml(), Limits::batch(), issues, tree, &ledger) || !fhir::write_json(tree, {.pretty = false}, issues, out))
      state.SkipWithError("refused");
    benchmark::DoNotOptimize(ledger.counts());
  }
  count(state, xml().size());
}

void verify_tree(benchmark::State& state) {
  const std::string bytes = tree().to_bytes();
  std::string why_not;
  for (auto _ : state) {
    Tree other;
    if (!Tree::from_bytes(bytes, other) || !fhir::verify(other, why_not)) state.SkipWithError("refused");
  }
  count(state, bytes.size());
}

void validate_tree(benchmark::State& state) {
  for (auto _ : state) {
    Issues issues;
    fhir::validate(tree(), issues);
    benchmark::DoNotOptimize(issues.errors());
  }
  count(state, json().size());
}

BENCHMARK(json_to_xml_floor)->Name("fhir json to xml/floor")->Unit(benchmark::kMillisecond);
BENCHMARK(json_to_xml)->Name("fhir json to xml/ours")->Unit(benchmark::kMillisecond);
BENCHMARK(xml_to_json_floor)->Name("fhir xml to json/floor")->Unit(benchmark::kMillisecond);
BENCHMARK(xml_to_json)->Name("fhir xml to json/ours")->Unit(benchmark::kMillisecond);
BENCHMARK(verify_tree)->Name("fhir verify/ours")->Unit(benchmark::kMillisecond);
BENCHMARK(validate_tree)->Name("fhir validate/ours")->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace caseway::bench
