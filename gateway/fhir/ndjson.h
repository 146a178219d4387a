// FHIR bulk data: NDJSON, one resource per line. https://build.fhir.org/ig/HL7/bulk-data/ , http://ndjson.org
//
//   lines   end with LF, or CR LF; the last one may end with the file. Empty lines are nothing. UTF-8; a byte order mark before a line is skipped.
//   places  a resource's FHIRPath, the line of the file and the column in it
//   issues  those of fhir::read_json, per line, as errors at worst; limit.entry_bytes; fhir.ndjson.line, fhir.ndjson.left_out
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "caseway/element.h"
#include "caseway/report.h"
#include "fhir/codec.h"

namespace caseway::fhir {

constexpr std::string_view kNdjsonBlank = " \t\r";

// Reads one line, without its end, that is number `line` (from 1) of its file.
bool read_ndjson_line(std::string_view text, std::uint32_t line, const Limits& limits, Issues& issues, Tree& tree, Ledger* ledger,
                      const ReadOptions& options);

// Adds a line's issues; as warnings at worst when it can be skipped.
void add_line_issues(const Issues& line, bool skip_bad_lines, Issues& issues);

struct LineTally {
  std::uint64_t read = 0;  // lines that are not empty
  std::uint64_t bad = 0;
};
// Says in the end what the lines come to: json.empty, fhir.ndjson.line. True when there is something to use.
bool tell_lines(const LineTally& lines, bool skip_bad_lines, Issues& issues);

// All lines as one Bundle of type collection, an entry per line; false when there is none, or one cannot be used and is not to be skipped. The
// ledger's targets are nodes of the Bundle. Unlike a Bundle's, its entries are not held to Limits::json_bytes together.
CASEWAY_API bool read_ndjson(std::string_view bytes, const Limits& limits, Issues& issues, Tree& tree, Ledger* ledger,
                             const ReadOptions& options = {}, bool skip_bad_lines = false);

// The resources of a Bundle's entries, one per line, or the one line of any other resource, appended to `out`. What stands around the resources has
// no room, but for the type collection, which NDJSON means by itself; `fates`, if asked for, becomes a fate per node of the tree: none, copied or
// no_room. False when something cannot be written.
CASEWAY_API bool write_ndjson(const Tree& tree, Issues& issues, std::string& out, std::vector<Fate>* fates = nullptr);

// "12 values ... have no room in NDJSON", the warning of fhir.ndjson.left_out; nothing when there are none.
CASEWAY_API void tell_left_out(std::uint64_t values, Issues& issues);

}  // namespace caseway::fhir
