#include "fhir/codec.h"
#include "fhir/json_sink.h"

namespace caseway::fhir {

namespace {

// "resourceType" is no node: it is told by its resource's path.
std::string leaf_path(const std::vector<std::string>& paths, std::uint32_t node, Fate fate) {
  return fate == Fate::structural ? paths[node] + ".resourceType" : paths[node];
}

}  // namespace

bool read_json(std::string_view bytes, const Limits& limits, Issues& issues, Tree& tree, Ledger* ledger, const ReadOptions& options) {
  JsonSink sink(bytes, limits, issues, options);
  const bool read = formats::read_json(bytes, sink, limits, &Limits::json_bytes, issues);
  std::vector<std::uint32_t> index_of;
  const bool usable = read && sink.draft() != nullptr;
  if (usable) tree = sink.draft()->freeze(ledger || options.positions ? &index_of : nullptr);
  if (usable && options.positions) {
    Positions positions(bytes);
    *options.positions = sink.places().of_tree(tree, index_of, [&](std::uint64_t place) { return positions.at(place); });
  }
  if (!ledger) return usable;
  sink.leaves().account(index_of, *ledger);
  if (options.name_leaves) {
    const std::vector<std::string> paths = usable ? tree.paths() : std::vector<std::string>();
    Positions positions(bytes);
    for (std::uint32_t i = 0; i < sink.leaves().size(); ++i) {
      const formats::Position at = positions.at(sink.leaves().place(i));
      const std::uint32_t node = sink.leaves().node(i, index_of);
      std::string path = node == Draft::kNone ? std::string(sink.leaves().unknown_path(i)) : leaf_path(paths, node, ledger->fate(i));
      ledger->name_leaf(i, {std::move(path), at.line, at.column});
    }
  }
  return usable;
}

}  // namespace caseway::fhir
