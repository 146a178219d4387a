// The values of a file that was written, each with its place: cells by row and column, elements and attributes by path, JSON by key.
#pragma once

#include <string>
#include <vector>

#include "caseway/partner.h"

namespace caseway::authoring {

struct WrittenValue {
  std::string name;   // the column; the path without positions
  std::string place;  // "row 2"; the path
  std::string value;
};
std::vector<WrittenValue> written_values(const Part& part);

}  // namespace caseway::authoring
