// One line of `caseway fhirpath --batch`: what to ask of what.
//
//   in      {"resource": "path/to/file" or {an inline resource}, "expression": "...", "variables": {"name": value, ...}}; other members are left
//   alone values  true, 7, 7.0, "text", a list of such, or an inline resource out     {"result": [...], "types": [...]} or {"error": {"id": ...,
//   "at": ..., "text": ...}}
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/fhirpath_documents.h"

namespace caseway::cli {

struct BatchCase {
  std::string path;      // of the resource, or
  std::string resource;  // its JSON
  std::string expression;
  std::map<std::string, fhirpath::Collection> variables;
  std::vector<std::unique_ptr<Tree>> trees;  // of variables that are resources
};

// Throws std::runtime_error with a sentence.
BatchCase read_batch_case(std::string_view line);
std::string batch_answer(std::string_view line, FhirDocuments& documents, Expressions& expressions, const fhirpath::Knowledge* knowledge,
                         bool& failed);

}  // namespace caseway::cli
