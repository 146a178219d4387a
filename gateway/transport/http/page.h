// The page at /: the files of gateway/page and the examples that it offers, built into the program.
#pragma once

#include "exchange/pipeline.h"
#include "transport/http/server.h"

namespace caseway::http {

Response page_file(const exchange::Pipeline& pipeline, const Request& request);  // by its path, which is one of kPageFiles

}  // namespace caseway::http
