// FHIR R4 JSON and XML: the four codecs. Strict: what the standard forbids is an error with its FHIRPath, line and column; nothing is dropped.
// Elements that the standard does not have can be reported instead of refused (Unknown::report): the rest of the document is then usable.
//
//   spec    https://hl7.org/fhir/R4/json.html, https://hl7.org/fhir/R4/xml.html, https://hl7.org/fhir/R4/narrative.html
//   text    numbers, dates, base64 and strings keep every character; XML comments and layout white space are not content
//   leaves  report/leaf.h; reading gives a ledger whose leaf ids are in source order and whose targets are node indices
//   threads any; nothing is shared
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/element.h"
#include "caseway/limits.h"
#include "caseway/report.h"
#include "formats/position.h"

namespace caseway::fhir {

// What becomes of an element, property or attribute that FHIR R4 does not have, with all below it.
//   refuse  an error: there is no tree
//   report  a warning with its FHIRPath, line and column; its leaves stand in the ledger as `undecided`, named by that path; it is not in the tree
// What is known but wrong (a misplaced, repeated, badly written or wrongly typed element, an unknown resource type) is an error in both.
enum class Unknown : std::uint8_t { refuse, report };

struct ReadOptions {
  bool name_leaves = false;                             // the ledger tells every leaf's path and place, which costs text
  Unknown unknown = Unknown::refuse;                    // strict
  std::vector<formats::Position>* positions = nullptr;  // if asked for, becomes: per node of the tree, where the source has it
                                                        // (JSON: its value; XML: its start tag, an attribute's too)
};

// False when there is no tree to use; issues say why, all that one look finds. ledger may be null; of a refused document it counts every leaf
// seen as undecided.
//   issues  fhir.* of docs/errors.md and what formats/json_reader.h and xml_reader.h raise
CASEWAY_API bool read_json(std::string_view bytes, const Limits& limits, Issues& issues, Tree& tree, Ledger* ledger, const ReadOptions& options = {});
CASEWAY_API bool read_xml(std::string_view bytes, const Limits& limits, Issues& issues, Tree& tree, Ledger* ledger, const ReadOptions& options = {});

struct WriteOptions {
  bool pretty = true;  // two spaces; false: no white space at all
};
// A tree that a reader gave can always be written. Mappings fill trees too: a number that is none, a div that is no XHTML element, a character
// that XML cannot hold or an element that repeats and must not is an issue, and nothing is written. A signature gives a warning.
CASEWAY_API bool write_json(const Tree& tree, const WriteOptions& options, Issues& issues, std::string& out);
CASEWAY_API bool write_xml(const Tree& tree, const WriteOptions& options, Issues& issues, std::string& out);

}  // namespace caseway::fhir
