// What any document of theirs must bear, whatever it says: nothing is thrown, every leaf is somewhere in a ledger, and what was written from it is
// read, and written as the same again.
#pragma once

#include <string>
#include <string_view>

#include "fuzz_target.h"
#include "mapping/mapping.h"
#include "mapping/plan.h"
#include "mapping/through.h"

namespace caseway::fuzz {

inline mapping::Mapping compiled(std::string_view text) {
  std::vector<formats::ConfigError> faults;
  auto plan = mapping::compile_text(text, "/nowhere/round.map.yaml", faults);
  promise(plan != nullptr, faults.empty() ? "the mapping compiles" : faults.front().what());
  return mapping::Mapping::of(std::move(plan));
}

struct Round {
  mapping::Documents documents;
  mapping::Parts parts;
  std::uint64_t leaves = 0;
  std::string bytes;
  bool errors = false;
};

inline Round round_of(const mapping::Mapping& mapping, std::string_view bytes) {
  Issues issues;
  Context context;
  context.limits = Limits::interactive();
  context.now = "2026-01-01T00:00:00Z";
  context.issues = &issues;
  Round made;
  mapping::OnePart payload{std::string(bytes)};
  mapping.read(context, payload, made.documents);
  for (const auto& document : made.documents.all) made.leaves += document.ledger.counts().total();
  for (const auto& ledger : made.documents.refused) made.leaves += ledger.counts().total();
  for (auto& document : made.documents.all) document.residual.clear();
  if (!made.documents.all.empty()) mapping.write(context, made.documents, made.parts);
  for (const auto& part : made.parts.all) made.bytes += part.bytes;
  made.errors = issues.has_errors();
  return made;
}

inline Round there_and_back(const mapping::Mapping& mapping, std::string_view bytes) {
  auto once = round_of(mapping, bytes);
  if (once.parts.all.size() != 1 || once.errors) return once;
  const auto twice = round_of(mapping, once.bytes);
  promise(twice.documents.all.size() == once.documents.all.size(), "what was written is read");
  promise(twice.bytes == once.bytes, "and written as the same");
  return once;
}

}  // namespace caseway::fuzz
