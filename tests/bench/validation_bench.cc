// Resources validated per second, over the made-up records of fhir_bundle.h, one thread: the embedded structure alone; and with the R4 core package
// every invariant, binding, reference and extension besides (skipped when the package is not beside the source tree). items_per_second counts
// resources. `references` is one Bundle that holds a hundred thousand references.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>

#include "bench/fhir_bundle.h"
#include "fhir/codec.h"
#include "validation/validator.h"

namespace caseway::bench {

namespace {

constexpr std::uint32_t kPersons = 8;

Tree tree_of(const std::string& json) {
  Issues issues;
  Tree tree;
  if (!fhir::read_json(json, Limits::batch(), issues, tree, nullptr)) std::abort();
  return tree;
}

// Every resource of the records as a document of its own.
const std::vector<Tree>& resources() {
  static const std::vector<Tree> made = [] {
    std::vector<Tree> trees;
    for (std::uint32_t seed = 1; seed <= kPersons; ++seed) {
      const Tree bundle = tree_of(person_bundle_json(seed));
      for (const Element entry : bundle.root().children("entry")) {
        const Element resource = entry.child("resource");
        Draft draft(resource.type_id());
        for (const Element child : resource.children()) draft.copy(draft.root(), child);
        trees.push_back(draft.freeze());
      }
    }
    return trees;
  }();
  return made;
}

std::shared_ptr<const validation::Packages> core() {
  const std::filesystem::path unpack(CASEWAY_SOURCE_DIR "/../shared/suites/unpack");
  const std::filesystem::path target(CASEWAY_BUILD_DIR "/suites");
  const std::string command = "'" + unpack.string() + "' '" + target.string() + "' r4-definitions >/dev/null";
  if (!std::filesystem::exists(unpack) || std::system(command.c_str()) != 0) return nullptr;
  auto packages = std::make_shared<validation::Packages>();
  Issues issues;
  for (const char* folder : {"r4-definitions", "r4-definitions-extra/package"})
    if (!packages->add((target / folder).string(), issues)) return nullptr;
  return packages;
}

void validate_all(benchmark::State& state, const validation::Validator& validator) {
  std::size_t errors = 0;
  for (auto _ : state)
    for (const Tree& tree : resources()) {
      Issues issues;
      validator.validate(tree, {}, issues);
      errors += issues.errors();
    }
  benchmark::DoNotOptimize(errors);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(resources().size()));
}

void validate_embedded(benchmark::State& state) { validate_all(state, validation::Validator(nullptr)); }

void validate_with_core(benchmark::State& state) {
  const auto packages = core();
  if (!packages) return state.SkipWithError("the R4 core package is not beside the source tree");
  validate_all(state, validation::Validator(packages));
}

// Lists of a hundred entries, each a reference to one of two thousand Patients.
std::string many_references() {
  std::string json = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  const auto address = [](const char* type, int id) { return std::string("https://s.test/").append(type).append("/").append(std::to_string(id)); };
  for (int i = 0; i < 2000; ++i)
    json += R"({"fullUrl":")" + address("Patient", i) + R"(","resource":{"resourceType":"Patient","id":")" + std::to_string(i) + R"("}},)";
  for (int i = 0; i < 1000; ++i) {
    json += R"({"fullUrl":")" + address("List", i) + R"(","resource":{"resourceType":"List","id":")" + std::to_string(i) +
            R"(","status":"current","mode":"working","entry":[)";
    for (int k = 0; k < 100; ++k)
      json += (k == 0 ? "" : ",") + (R"({"item":{"reference":"Patient/)" + std::to_string((i * 100 + k) % 2000) + R"("}})");
    json += "]}}";
    json += i == 999 ? "]}" : ",";
  }
  return json;
}

void validate_references(benchmark::State& state) {
  const auto packages = core();
  const validation::Validator validator(packages);
  const Tree tree = tree_of(many_references());
  for (auto _ : state) {
    Issues issues;
    validator.validate(tree, {}, issues);
    if (issues.has_errors()) return state.SkipWithError("a good Bundle has errors");
  }
}

BENCHMARK(validate_embedded)->Name("validation/embedded")->Unit(benchmark::kMillisecond);
BENCHMARK(validate_with_core)->Name("validation/with the core package")->Unit(benchmark::kMillisecond);
BENCHMARK(validate_references)->Name("validation/100 000 references")->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace caseway::bench
