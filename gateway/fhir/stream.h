// Bundles of any size and NDJSON, from one form of FHIR to another in bounded memory: entry by entry.
//
//   how      A Bundle with some of its entries is a Bundle. The document is looked at twice: first brackets, quotes and tags only, which gives the
//            frame (what stands around the entries) and slices of whole entries; then the strict reader (codec.h) reads the frame and one Bundle per
//            slice, each with the document's own root, and the writer's text of each, without its own frame, follows the one before.
//   same     What comes out is, byte for byte, what reading and writing the whole gives; so are the issues (id, place, order) and the counts of the
//            ledger. Differences, all of documents that are refused: limit.nodes and limit.attributes look at what is read at once, not at the whole
//            first; with resourceType behind the entries, their issues are told also when a fault of syntax follows.
//   whole    Not everything can be taken in slices: no Bundle, fewer than two entries, XML in another encoding than UTF-8, entries of an element that
//            the standard's order does not allow there. `taken` is then false and nothing was written: read it whole.
//   NDJSON   https://build.fhir.org/ig/HL7/bulk-data/ : one resource per line, empty lines between are nothing. Read, it is a Bundle of type
//            collection with one entry per line; written, a Bundle is the resources of its entries, and what stands around them (type, fullUrl,
//            request, ...) has no room, which the ledger and fhir.ndjson.left_out say.
//   memory   the largest entry or line, and slice_bytes, a few times over
//   limits   entry_bytes (of an entry or line with what stands before it, and of the frame), bundle_entries, and those of a document per slice.
//            How large the whole is, and its result, is not limited here: memory does not follow it, and who offers the file decides.
//   issues   those of codec.h; limit.entry_bytes, fhir.ndjson.line, fhir.ndjson.left_out
//   threads  any; nothing is shared
#pragma once

#include <cstdint>
#include <string>

#include "caseway/limits.h"
#include "caseway/report.h"
#include "fhir/codec.h"
#include "formats/byte_source.h"

namespace caseway::fhir {

enum class Form : std::uint8_t { json, xml, ndjson };

struct StreamOptions {
  Form from = Form::json;
  Form to = Form::xml;
  Limits limits;
  Unknown unknown = Unknown::refuse;
  WriteOptions write;           // NDJSON is always without white space
  bool skip_bad_lines = false;  // NDJSON: a line that cannot be used is a warning and is left out; otherwise it is an error, and nothing is good
  std::uint64_t slice_bytes = 256u << 10;  // read at once, but for an entry that is larger
};

struct Streamed {
  bool taken = true;  // false: this is no document for slices, nothing was looked at closely and nothing was written
  bool good = false;  // the sink has the whole result; otherwise what it has is to be thrown away
  Issues issues;
  std::uint64_t entries = 0;  // that were written, or resources
  std::string kind;           // document_kind() of the first entries that show one
  Counts read;                // of the source's leaves
  Counts written;             // of the canonical values: copied, or no_room
  Counts total;               // over both
};

CASEWAY_API Streamed stream(const formats::ByteSource& from, const StreamOptions& options, formats::ByteSink& to);

}  // namespace caseway::fhir
