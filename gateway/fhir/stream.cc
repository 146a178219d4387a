#include "fhir/stream.h"

#include "fhir/documents.h"
#include "fhir/entry_input.h"
#include "fhir/entry_output.h"

namespace caseway::fhir {

namespace {

// Of what was refused nothing is decided, as when the whole is read.
void take_back(Counts& counts) {
  counts[Fate::undecided] += counts[Fate::copied] + counts[Fate::converted];
  counts[Fate::copied] = counts[Fate::converted] = 0;
}

std::uint64_t count_entries(const Tree& entries) {
  std::uint64_t count = 0;
  for ([[maybe_unused]] const Element entry : entries.root().children("entry")) ++count;
  return count;
}

}  // namespace

Streamed stream(const formats::ByteSource& from, const StreamOptions& options, formats::ByteSink& to) {
  Streamed result;
  const auto input = options.from == Form::ndjson ? open_ndjson(from, options) : open_bundle(from, options);
  const auto output = open_output(options, to);
  result.taken = input != nullptr && (!input->good() || output->begin(*input));
  if (!result.taken) return result;

  Tree entries;
  std::uint64_t first = 0;
  while (input->next(entries, first)) {
    if (entries.empty()) continue;
    if (result.kind.empty()) result.kind = document_kind(entries);
    result.entries = first + count_entries(entries);
    if (input->good() && output->good()) output->take(entries, first);
  }
  result.good = input->good() && output->good();
  if (result.good) output->end();
  result.issues = input->issues();
  result.issues.append(output->issues());
  result.read = result.total = input->counts();
  result.written = output->counts();
  if (!input->good()) take_back(result.read);
  if (!result.good) {
    take_back(result.total);
  } else {
    result.total[Fate::copied] -= result.written[Fate::no_room];
    result.total[Fate::no_room] += result.written[Fate::no_room];
    result.total.added = input->made();
  }
  return result;
}

}  // namespace caseway::fhir
