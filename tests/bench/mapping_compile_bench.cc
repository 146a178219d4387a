// What compiling a mapping costs, beside reading its YAML only: the largest of the shipped ones, with what it includes.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "formats/config_node.h"
#include "mapping/mapping_files.h"
#include "mapping/plan.h"

namespace caseway::bench {
namespace {

std::shared_ptr<const mapping::Plan> compiled(const std::string& path) {
  mapping::MappingFiles read;
  std::vector<formats::ConfigError> faults;
  auto plan = mapping::compile(path, read, faults);
  if (plan == nullptr) throw faults.front();
  return plan;
}

std::uintmax_t bytes_of(const mapping::Plan& plan) {
  std::uintmax_t bytes = 0;
  for (const auto& file : plan.files)
    if (!mapping::MappingFiles::is_shared(file)) bytes += std::filesystem::file_size(file);
  return bytes;
}

const mapping::Plan& largest() {
  static const auto plan = [] {
    std::shared_ptr<const mapping::Plan> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(CASEWAY_SOURCE_DIR "/plugins")) {
      const auto path = entry.path().string();
      if (!path.ends_with(".map.yaml") || formats::read_config_file(path).find("mapping") == nullptr) continue;
      auto plan = compiled(path);
      if (found == nullptr || bytes_of(*plan) > bytes_of(*found)) found = std::move(plan);
    }
    return found;
  }();
  return *plan;
}

void floor(benchmark::State& state) {
  const auto& plan = largest();
  for (auto _ : state) {
    mapping::MappingFiles read;
    for (const auto& file : plan.files) benchmark::DoNotOptimize(read.at(file).members.size());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes_of(plan)));
}

void ours(benchmark::State& state) {
  const auto& plan = largest();
  for (auto _ : state) benchmark::DoNotOptimize(compiled(plan.file)->blocks.size());
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes_of(plan)));
  state.SetLabel(std::filesystem::path(plan.file).filename().string() + ", " + std::to_string(plan.files.size()) + " files");
}

BENCHMARK(floor)->Name("mapping_compile/floor")->Unit(benchmark::kMillisecond);
BENCHMARK(ours)->Name("mapping_compile/ours")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace caseway::bench
