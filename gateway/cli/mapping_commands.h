// The analyst's commands, `caseway mapping VERB ...`: one file each, mapping_VERB.cc. Each takes the words after its verb.
#pragma once

#include <string>
#include <vector>

#include "caseway/partner.h"
#include "cli/commands.h"

namespace caseway::cli {

int mapping_check(const Words& words);
int mapping_explain(const Words& words);
int mapping_diff(const Words& words);
int mapping_init(const Words& words);
int mapping_sheet(const Words& words);
int mapping_doc(const Words& words);
int mapping_codes(const Words& words);

// A document as an analyst names it: a file, or the files of a folder together.
std::vector<Part> parts_of(const std::string& place);

}  // namespace caseway::cli
