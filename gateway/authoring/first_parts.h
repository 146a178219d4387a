// The parts of a first mapping, as first_tables.cc and first_xml.cc guess them.
#pragma once

#include <string>
#include <vector>

#include "authoring/guessed_group.h"
#include "caseway/partner.h"

namespace caseway::authoring {

struct FirstParts {
  std::string theirs;  // the section of the mapping, as text
  GuessedGroup document;
  std::size_t linked = 0;    // columns that lead to other tables
  std::size_t unplaced = 0;  // columns, elements and attributes that stand in no group
};

// False when there is nothing that could be mapped; issues say why.
bool first_tables(const std::vector<Part>& sample, const Context& context, GuessOptions how, FirstParts& parts);
bool first_xml(const std::vector<Part>& sample, const Context& context, const GuessOptions& how, FirstParts& parts);

}  // namespace caseway::authoring
