// Answers of the API: JSON for results, OperationOutcome for everything that went wrong.
#pragma once

#include <string>
#include <string_view>

#include "caseway/report.h"
#include "transport/http/server.h"

namespace caseway::http {

Response json_answer(std::string body);
Response outcome_answer(int status, const Issues& issues);
// One issue without a place: about the request or the server, not about the document.
Response outcome_answer(int status, std::string_view id, std::string text);

}  // namespace caseway::http
