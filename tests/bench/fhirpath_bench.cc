// FHIRPath evaluations per second: expressions as people write them for routing, mapping and invariants, compiled once, over the made-up records of
// fhir_bundle.h, at most 300 resources of a type. items_per_second counts evaluations; "geometric mean" is of all of them, in one run.
#include <benchmark/benchmark.h>

#include <cmath>
#include <ctime>

#include "bench/fhir_bundle.h"
#include "fhir/codec.h"
#include "fhir/model.h"
#include "fhirpath/fhirpath.h"

namespace caseway::bench {

namespace {

constexpr std::uint32_t kPersons = 16;
constexpr std::size_t kMostResources = 300;

struct Question {
  const char* type;
  const char* expression;
};
constexpr Question kQuestions[] = {
    {"Patient", "Patient.birthDate"},
    {"Patient", "Patient.name.given"},
    {"Patient", "Patient.name.where(use='official').given.first()"},
    {"Patient", "Patient.identifier.where(type.coding.code='SS').value"},
    {"Patient", "Patient.telecom.where(system='phone').exists()"},
    {"Patient", "Patient.extension('http://hl7.org/fhir/us/core/StructureDefinition/us-core-race').extension.where(url='text').value"},
    {"Observation", "Observation.code.coding.code"},
    {"Observation", "Observation.value.ofType(Quantity).value"},
    {"Observation", "(Observation.value as Quantity).unit"},
    {"Observation", "Observation.component.where(code.coding.exists(code='8480-6')).value.value > 120"},
    {"Observation",
     "Observation.category.coding.where(system='http://terminology.hl7.org/CodeSystem/observation-category' and code='vital-signs').exists()"},
    {"Condition", "Condition.onset.ofType(dateTime) >= @2010-01-01"},
    {"Claim", "Claim.item.select(productOrService.coding.display.first()).distinct().count()"},
    {"Encounter", "Encounter.period.start <= Encounter.period.end and Encounter.participant.all(individual.exists())"},
    {"ExplanationOfBenefit", "ExplanationOfBenefit.contained.where($this is Coverage).type.text"},
};
constexpr std::size_t kCount = std::size(kQuestions);

struct Records {
  std::vector<Tree> trees;
  std::size_t bytes = 0;
};
const Records& records() {
  static const Records made = [] {
    Records records;
    for (std::uint32_t seed = 1; seed <= kPersons; ++seed) {
      const std::string json = person_bundle_json(seed);
      Issues issues;
      records.bytes += json.size();
      if (!fhir::read_json(json, Limits::batch(), issues, records.trees.emplace_back(), nullptr)) std::abort();
    }
    return records;
  }();
  return made;
}

std::vector<Element> resources_of(std::string_view type) {
  std::vector<Element> found;
  for (const Tree& tree : records().trees)
    for (const Element entry : tree.root().children("entry"))
      if (const Element resource = entry.child("resource"); resource.type() == type && found.size() < kMostResources) found.push_back(resource);
  return found;
}

fhirpath::Expression compiled(std::string_view type, std::string_view text) {
  fhirpath::Error error;
  auto expression = fhirpath::Expression::compile(text, fhir::find_type(type), error);
  if (!expression) std::abort();
  return *expression;
}

void ask(benchmark::State& state, const Question& question) {
  const std::vector<Element> resources = resources_of(question.type);
  const auto expression = compiled(question.type, question.expression);
  if (resources.empty()) return state.SkipWithError("the records have no such resource");
  const fhirpath::Environment environment;
  for (auto _ : state)
    for (const Element resource : resources) benchmark::DoNotOptimize(expression.evaluate(resource, environment));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * resources.size()));
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// All questions in every iteration, each timed by itself.
void ask_all(benchmark::State& state) {
  std::vector<std::vector<Element>> resources;
  std::vector<fhirpath::Expression> expressions;
  for (const Question& question : kQuestions) {
    resources.push_back(resources_of(question.type));
    expressions.push_back(compiled(question.type, question.expression));
  }
  std::vector<double> seconds(kCount);
  const fhirpath::Environment environment;
  for (auto _ : state) {
    for (std::size_t i = 0; i < kCount; ++i) {
      const double start = cpu_seconds();
      for (const Element resource : resources[i]) benchmark::DoNotOptimize(expressions[i].evaluate(resource, environment));
      seconds[i] += cpu_seconds() - start;
    }
  }
  double logarithms = 0;
  for (std::size_t i = 0; i < kCount; ++i) logarithms += std::log(static_cast<double>(state.iterations() * resources[i].size()) / seconds[i]);
  state.counters["evaluations_per_second"] = std::exp(logarithms / kCount);
}

// bytes_per_second: of the Bundles as JSON.
void descend(benchmark::State& state) {
  const auto expression = compiled("Bundle", "descendants().where($this is Coding).count()");
  const fhirpath::Environment environment;
  for (auto _ : state)
    for (const Tree& tree : records().trees) benchmark::DoNotOptimize(expression.evaluate(tree.root(), environment));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * records().bytes));
}

void compile_each(benchmark::State& state) {
  for (auto _ : state)
    for (const Question& question : kQuestions) benchmark::DoNotOptimize(compiled(question.type, question.expression));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kCount));
}

[[maybe_unused]] const int registered = [] {
  for (const Question& question : kQuestions) benchmark::RegisterBenchmark((std::string("fhirpath/") + question.expression).c_str(), ask, question);
  benchmark::RegisterBenchmark("fhirpath/geometric mean", ask_all);
  benchmark::RegisterBenchmark("fhirpath/descendants", descend);
  benchmark::RegisterBenchmark("fhirpath/compile", compile_each);
  return 0;
}();

}  // namespace

}  // namespace caseway::bench
