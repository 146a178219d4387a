#include "fhir/codec.h"
#include "fhir/xml_sink.h"

namespace caseway::fhir {

bool read_xml(std::string_view bytes, const Limits& limits, Issues& issues, Tree& tree, Ledger* ledger, const ReadOptions& options) {
  XmlSink sink(bytes, limits, issues, options);
  const bool read = formats::read_xml(bytes, sink, limits, &Limits::xml_bytes, issues);
  std::vector<std::uint32_t> index_of;
  const bool usable = read && sink.draft() != nullptr;
  if (usable) tree = sink.draft()->freeze(ledger || options.positions ? &index_of : nullptr);
  if (usable && options.positions) *options.positions = sink.places().of_tree(tree, index_of, XmlSink::position);
  if (!ledger) return usable;
  sink.leaves().account(index_of, *ledger);
  if (options.name_leaves) {
    const std::vector<std::string> paths = usable ? tree.paths() : std::vector<std::string>();
    for (std::uint32_t i = 0; i < sink.leaves().size(); ++i) {
      const std::uint32_t node = sink.leaves().node(i, index_of);
      const formats::Position at = XmlSink::position(sink.leaves().place(i));
      ledger->name_leaf(i, {node == Draft::kNone ? std::string(sink.leaves().unknown_path(i)) : paths[node], at.line, at.column});
    }
  }
  return usable;
}

}  // namespace caseway::fhir
