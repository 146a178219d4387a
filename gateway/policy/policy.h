// A pure decision: what one receiver may see of a canonical document. Deny by default; nothing here reads a clock, a file or the network.
//
// A policy is data (config/policy/<kind>.yaml): the elements a kind of partner may receive, and generalisations ("institution" for a psychiatric hospital).
#pragma once

#include "caseway/element.h"
#include "caseway/report.h"
#include "formats/config_node.h"

#include <memory>
#include <string>

namespace caseway::policy {

class Rules;  // compiled allow-list

// Throws formats::ConfigError for a path that R4 does not know (with a suggestion).
std::shared_ptr<const Rules> load(const std::string& file);
std::shared_ptr<const Rules> allow_all();  // for `fhir-json` / `fhir-xml` and dialects without a partner (TEST): everything passes, said in the report

struct View {
  Tree tree;               // what the receiver's dialect will see, and nothing else; references to what was withheld are gone too
  Ledger ledger{"policy"};  // leaf ids are node indices of the full tree, targets are node indices of `tree`
};
View apply(const Rules& rules, const Tree& full);

}  // namespace caseway::policy
