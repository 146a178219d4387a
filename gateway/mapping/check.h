// The laws of a mapping, tested on documents made from the mapping itself: the answer of `caseway mapping check FILE`.
//
//   read(write(read(x))) = read(x)     what was understood is understood again
//   write(read(x)) = norm(x)           x comes back as it was; the generated documents are written in the spelling that the mapping writes
//
// The generated documents hold the fields that work both ways; a counter-example is made smaller until no field can be left out.
#pragma once

#include <string>
#include <vector>

#include "caseway/export.h"

namespace caseway::mapping {

struct CASEWAY_API CheckResult {
  struct Counterexample {
    std::string law;                  // "read(write(read(x))) = read(x)"
    std::vector<std::string> fields;  // "line 17: birth_date", the smallest set that breaks it
    std::string expected, found;      // the first place where the two sides differ
  };
  std::string file;
  std::vector<std::string> faults;  // of compiling
  std::vector<Counterexample> broken;
  std::size_t documents = 0;                         // generated
  std::size_t both = 0, receiving = 0, sending = 0;  // fields by the way they work
  std::size_t columns = 0, elements = 0;             // of theirs (columns or paths) and of ours that fields name
  bool ok() const { return faults.empty() && broken.empty(); }
  std::string text() const;  // what was found, coverage, one closing sentence with the next step
};

CASEWAY_API CheckResult check(const std::string& mapping_file);

}  // namespace caseway::mapping
