// The answer of `caseway mapping check FILE`: the laws (laws.h) tested on documents made from the mapping itself, and what it covers (coverage.h).
//
// Documents of theirs say what the mapping reads, in every accepted spelling, with every code, with cells left out; documents of ours say what it
// writes. A counter-example is made smaller until nothing can be left out of it. The same mapping gives the same answer.
#pragma once

#include <string>
#include <vector>

#include "authoring/coverage.h"
#include "authoring/laws.h"
#include "authoring/rule_trials.h"
#include "caseway/converter.h"
#include "caseway/export.h"

namespace caseway::authoring {

struct CheckResult {
  struct Counterexample {
    Law law = Law::none;
    std::vector<Divergence> differences;  // the places where the two sides differ; the values are invented
    std::string refusal;                  // or the issue with which it was refused
    std::vector<std::string> fields;      // "line 17: birth_date": the smallest set of fields that breaks it, where it was made smaller by fields
  };
  std::string file;
  std::vector<std::string> faults;  // of compiling
  std::vector<Counterexample> broken;
  std::vector<Counterexample> one_sided;  // required when it is read and not when it is written: what we send would be refused by us
  std::vector<Divergence> respellings;    // one for each place of theirs
  std::vector<IdleRule> idle_rules;       // that nothing breaks, or nothing keeps
  std::size_t documents = 0;              // generated
  bool has_rules = false;
  std::size_t under_rules = 0;  // documents that keep all rules
  Coverage coverage;
  bool ok() const;           // the laws hold, and something can be read
  std::string text() const;  // what was found, coverage, projection, one closing sentence with the next step
  std::string json() const;  // the same for machines
};

CheckResult check(const std::string& mapping_file, const Converters& own = {});

}  // namespace caseway::authoring
