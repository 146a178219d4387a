// What one partner's files are like beside the mapping as it was shipped: further names of columns, columns that are ignored, further codes, dates
// in another order. Written when an operator accepts a change (exchange/parking.h), laid over the compiled plan when that partner's files are read.
//
//   mappings:
//     housing-referral:
//       aliases: { birth_date: [Date of Birth] }
//       accept: { birth_date: [DD/MM/YYYY] }
//       ignore: { Row colour: decoration }
//       codes: { priority: { asap-ish: asap } }       # read as if it were the other
//
// Columns are named as the mapping names them, `table.column` where tables are related; in XML and JSON they are places below the record, as
// `person/birthDate` (markup/element_paths.h), and what goes by another name stands in the same place as the one it is: `person/born`. What the
// mapping does not have any more is passed over.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/export.h"
#include "mapping/plan.h"

namespace caseway::mapping {

struct CASEWAY_API Overlay {
  struct OfMapping {
    std::map<std::string, std::vector<std::string>> aliases;
    std::map<std::string, std::vector<std::string>> accept;
    std::map<std::string, std::string> ignore;                        // header -> reason
    std::map<std::string, std::map<std::string, std::string>> codes;  // table -> theirs, new -> theirs, known
  };
  std::map<std::string, OfMapping> mappings;

  static Overlay read(std::string_view text, std::string_view file);  // throws formats::ConfigError
  std::string text() const;                                           // YAML, in the order of the names
};

// Of XML and JSON, for the reader.
struct Accepted {
  std::map<std::string, std::string, std::less<>> names;                   // places as they are sent -> the mapping's
  std::map<std::string, std::string, std::less<>> ignored;                 // places -> reason, with all below them
  std::map<Index, std::map<std::string, std::string, std::less<>>> codes;  // by table: codes as they are sent -> known ones
  std::string_view meant(Index table, std::string_view code) const;        // "" for a code that is read as it stands
  std::string_view reason(std::string_view place) const;                   // "" where it is not ignored
};

std::shared_ptr<const Plan> laid_over(const Plan& plan, const Overlay::OfMapping& overlay);

}  // namespace caseway::mapping
