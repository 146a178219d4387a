// Places of ours that say another thing after the way there and back. A part of a document may be left behind, but what comes back is a part of
// it: where one column of theirs feeds two places of ours, the second must not come back as the first.
#pragma once

#include <string>
#include <vector>

#include "caseway/partner.h"
#include "caseway/report.h"

namespace caseway::authoring {

struct ChangedValue {
  std::string place;     // "Task.businessStatus.coding[urn:example:words].code": by what tells elements of a list apart, without positions
  std::string in, back;  // one value of ours that is not said there any more; one that nobody had said there
  std::string line;      // of the mapping, that read it
};

// `told` are the issues of writing: a place that one of them names is no surprise. `again` is what was written, read with its ledger.
std::vector<ChangedValue> changed_values(const Document& sent, const Issues& told, const std::vector<Document>& again);

}  // namespace caseway::authoring
