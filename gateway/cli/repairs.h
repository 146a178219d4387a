// The rows that were refused, written for their sender (caseway/partner.h, Repair).
#pragma once

#include <string>

#include "cli/files.h"
#include "exchange/pipeline.h"

namespace caseway::cli {

// `place` is a file, or a folder where several sources go through. Says for people what was refused and where it is now; "" when nothing was.
// Throws std::runtime_error when it cannot be written.
// A place that ends in .xlsx gets a workbook, whatever the source was; related tables are a ZIP, and their place ends so.
std::string write_repairs(const exchange::Journey& journey, const Source& source, const std::string& place, bool folder);

}  // namespace caseway::cli
