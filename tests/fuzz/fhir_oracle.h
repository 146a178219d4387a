// What a FHIR codec promises of any document that it accepts.
#pragma once

#include <string>

#include "fhir/codec.h"
#include "fhir/verify.h"
#include "fuzz_target.h"

namespace caseway::fuzz {

using Read = bool (*)(std::string_view, const Limits&, Issues&, Tree&, Ledger*, const fhir::ReadOptions&);
using Write = bool (*)(const Tree&, const fhir::WriteOptions&, Issues&, std::string&);

// The same elements with the same values; the heap may hold the values in another order.
inline bool same(const Tree& a, const Tree& b) {
  if (a.size() != b.size()) return false;
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    const Node& m = a.node(i);
    const Node& n = b.node(i);
    if (m.def != n.def || m.type != n.type || m.end != n.end) return false;
    if (a.at(i).has_value() != b.at(i).has_value() || a.at(i).value() != b.at(i).value()) return false;
  }
  return true;
}

// A tree that is written and read again is the same tree. Where the format cannot hold it, the writer says so.
inline void check_round(const Tree& tree, Write write, Read read, bool pretty) {
  std::string text;
  Issues issues;
  if (!write(tree, {pretty}, issues, text)) {
    promise(issues.has_errors(), "a writer that gives nothing says why");
    return;
  }
  Tree again;
  Issues reading;
  Limits limits = Limits::batch();
  limits.depth *= 2;  // XML nests a resource one deeper than JSON
  limits.attributes = limits.name_bytes = limits.number_chars = static_cast<std::size_t>(-1);
  promise(read(text, limits, reading, again, nullptr, {}), "what was written can be read");
  promise(same(again, tree), "what was written reads to the same tree");
}

inline void check_codec(std::string_view bytes, Read read) {
  const Limits limits;
  Issues issues;
  Tree tree;
  Ledger ledger("read");
  if (!read(bytes, limits, issues, tree, &ledger, {})) {
    promise(issues.has_errors(), "a reader that gives no tree says why");
    return;
  }
  std::string why;
  promise(fhir::verify(tree, why), "a tree that was read passes the verifier");
  for (const bool pretty : {true, false}) {
    check_round(tree, fhir::write_json, fhir::read_json, pretty);
    check_round(tree, fhir::write_xml, fhir::read_xml, pretty);
  }
}

}  // namespace caseway::fuzz
