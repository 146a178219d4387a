// A first mapping, guessed from a sample that a partner sent: the answer of `caseway mapping init SAMPLE`. It compiles, reads the sample and writes
// it again; every guess says why, and what is not guessed stands there as a line to decide. No value of the sample is in it, but codes if they are
// asked for.
#pragma once

#include <string>
#include <vector>

#include "caseway/export.h"
#include "caseway/partner.h"

namespace caseway::authoring {

struct FirstMappingOptions {
  std::string name;                // of the mapping; "" the sample's
  std::string document;            // kind; "" is guessed
  std::vector<std::string> codes;  // columns whose codes may be taken
};

struct FirstMapping {
  std::string yaml;                        // "" when the sample cannot be read
  Issues issues;                           // of reading the sample
  std::size_t guessed = 0, undecided = 0;  // columns, or elements and attributes
  bool ok() const { return !yaml.empty(); }
};

//   issues  mapping.init.column (error): the options ask for the codes of a column that the sample does not have
FirstMapping first_mapping(std::vector<Part> sample, const FirstMappingOptions& options);

}  // namespace caseway::authoring
