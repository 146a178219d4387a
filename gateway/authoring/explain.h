// Where each value of a document goes, and by which line of the mapping, both ways: the answer of `caseway mapping explain FILE DOCUMENT`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "caseway/export.h"
#include "caseway/partner.h"
#include "caseway/report.h"

namespace caseway::authoring {

struct Explanation {
  // One value: on the way in theirs -> ours, on the way back ours -> theirs.
  struct Row {
    std::string from;   // "row 2, column dob"; a FHIRPath on the way back
    std::string value;  // shown to the analyst who asked, never logged
    std::string fate;
    std::string to;    // FHIRPath; on the way back a column or an element
    std::string rule;  // "line 17", or the reason
  };
  std::vector<std::string> faults;  // of the mapping; then there is nothing else
  bool canonical = false;           // a document of ours, which is only written
  std::string mapping_file;         // as it was named
  std::string mapping_text;
  bool recognised = true;  // false: the document does not look like what this mapping describes; the tables are told all the same
  Issues issues;
  std::vector<Row> reading;
  std::vector<Row> writing;
  Counts read, written;
  bool ok() const { return faults.empty() && !issues.has_errors(); }
  std::string text() const;  // two tables, the counts, one closing sentence
  std::string html() const;  // the same as a page that needs nothing from elsewhere, with the mapping's lines below
  std::string conclusion() const;
};

// One part, or the tables of a folder. A FHIR document is one of ours, which is written (but for a mapping that is about FHIR itself).
Explanation explain(const std::string& mapping_file, std::vector<Part> document, const Converters& own = {});

// "of 43 values: 40 copied · 2 converted · 1 undecided; 12 added"
std::string in_words(const Counts& counts);

}  // namespace caseway::authoring
