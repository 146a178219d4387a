// FHIR JSON <-> XML with the ledger on, beside the floors ("/ours" and "/floor" make a pair). bytes_per_second counts the input.
//
// Two corpora: made-up Bundles (minified, fhir_bundle.h) and, where they are beside the source tree, the real examples as they come ("examples").
#include <benchmark/benchmark.h>

#include "bench/fhir_bundle.h"
#include "bench/fhir_floors.h"
#include "fhir/codec.h"
#include "fhir/validate.h"
#include "fhir/verify.h"

namespace caseway::bench {

namespace {

constexpr std::uint32_t kPersons = 16;

struct Corpus {
  std::vector<std::string> json, xml;
  std::vector<Tree> trees;
  std::size_t json_bytes = 0, xml_bytes = 0;
};

Corpus corpus_of(std::vector<std::string> documents) {
  Corpus corpus;
  corpus.json = std::move(documents);
  for (const std::string& text : corpus.json) {
    Issues issues;
    corpus.trees.emplace_back();
    corpus.xml.emplace_back();
    if (!fhir::read_json(text, Limits::batch(), issues, corpus.trees.back(), nullptr)) std::abort();
    if (!fhir::write_xml(corpus.trees.back(), {.pretty = false}, issues, corpus.xml.back())) std::abort();
    corpus.json_bytes += text.size();
    corpus.xml_bytes += corpus.xml.back().size();
  }
  return corpus;
}

const Corpus& made_up() {
  static const Corpus corpus = [] {
    std::vector<std::string> bundles;
    for (std::uint32_t seed = 1; seed <= kPersons; ++seed) bundles.push_back(person_bundle_json(seed));
    return corpus_of(std::move(bundles));
  }();
  return corpus;
}

const Corpus& examples() {
  static const Corpus corpus = corpus_of(real_examples());
  return corpus;
}

// Runs `work` over every document of the corpus in every iteration.
template <class Documents, class Work>
void over(benchmark::State& state, const Documents& documents, std::size_t bytes, Work work) {
  if (documents.empty()) return state.SkipWithError("../shared is not beside the source tree");
  for (auto _ : state) {
    for (const auto& document : documents) {
      if (!work(document)) state.SkipWithError("refused");
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes));
}

void json_to_xml_floor(benchmark::State& state, const Corpus& (*corpus)()) {
  std::string out;
  over(state, corpus().json, corpus().json_bytes, [&](const std::string& text) { return rapidjson_to_xml_text(text, out) > 0; });
}

void json_to_xml(benchmark::State& state, const Corpus& (*corpus)()) {
  std::string out;
  over(state, corpus().json, corpus().json_bytes, [&](const std::string& text) {
    Tree tree;
    Issues issues;
    Ledger ledger("read");
    const bool done = fhir::read_json(text, Limits::batch(), issues, tree, &ledger) && fhir::write_xml(tree, {.pretty = false}, issues, out);
    benchmark::DoNotOptimize(ledger.counts());
    return done;
  });
}

void xml_to_json_floor(benchmark::State& state, const Corpus& (*corpus)()) {
  std::string out;
  over(state, corpus().xml, corpus().xml_bytes, [&](const std::string& text) { return xerces_to_utf8(text, out) > 0; });
}

void xml_to_json(benchmark::State& state, const Corpus& (*corpus)()) {
  std::string out;
  over(state, corpus().xml, corpus().xml_bytes, [&](const std::string& text) {
    Tree tree;
    Issues issues;
    Ledger ledger("read");
    const bool done = fhir::read_xml(text, Limits::batch(), issues, tree, &ledger) && fhir::write_json(tree, {.pretty = false}, issues, out);
    benchmark::DoNotOptimize(ledger.counts());
    return done;
  });
}

void verify_trees(benchmark::State& state) {
  std::vector<std::string> buffers;
  std::size_t bytes = 0;
  for (const Tree& tree : made_up().trees) bytes += buffers.emplace_back(tree.to_bytes()).size();
  std::string why_not;
  over(state, buffers, bytes, [&](const std::string& buffer) {
    Tree other;
    return Tree::from_bytes(buffer, other) && fhir::verify(other, why_not);
  });
}

void validate_trees(benchmark::State& state) {
  over(state, made_up().trees, made_up().json_bytes, [&](const Tree& tree) {
    Issues issues;
    fhir::validate(tree, issues);
    return !issues.has_errors();
  });
}

BENCHMARK_CAPTURE(json_to_xml_floor, made_up, made_up)->Name("fhir json to xml/floor")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(json_to_xml, made_up, made_up)->Name("fhir json to xml/ours")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(xml_to_json_floor, made_up, made_up)->Name("fhir xml to json/floor")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(xml_to_json, made_up, made_up)->Name("fhir xml to json/ours")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(json_to_xml_floor, examples, examples)->Name("fhir json to xml, examples/floor")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(json_to_xml, examples, examples)->Name("fhir json to xml, examples/ours")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(xml_to_json_floor, examples, examples)->Name("fhir xml to json, examples/floor")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(xml_to_json, examples, examples)->Name("fhir xml to json, examples/ours")->Unit(benchmark::kMillisecond);
BENCHMARK(verify_trees)->Name("fhir verify/ours")->Unit(benchmark::kMillisecond);
BENCHMARK(validate_trees)->Name("fhir validate/ours")->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace caseway::bench
