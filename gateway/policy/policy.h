// A pure decision: what one receiver may see of a canonical document. Deny by default; nothing here reads a clock, a file or the network.
//
// A policy is data (config/policy/<kind>.yaml, schemas/policy.schema.json, docs/configuration.md): which elements a kind of partner may receive, and
// what it may know only in general terms ("institution" for a psychiatric hospital). How a path decides:
//
//   longest     an element goes by the longest path that leads to it or above it; of equally long ones `generalise` wins. What a `deny` path leads
//               to is withheld with everything below it, whatever longer paths say
//   free text   CodeableConcept.text, Coding.display, Reference.display and .identifier, Annotation and Narrative are not covered by a path above
//               them: they pass when a path names them, or ends in `.*` above them
//   apart       meta and the ids of elements pass when a path names them, or under `resource: "*"`
//   extensions  pass when the policy lists their url or a path names them; an element or resource with a modifierExtension (or implicitRules)
//               that may not pass is withheld as a whole, because the rest would say something else without it
//   always      status, intent, doNotPerform, clinicalStatus, verificationStatus and lifecycleStatus go with whatever passes of their resource
//   references  to what is withheld, or to what is not in the document, are withheld: no view has a dangling reference
//   resources   of which nothing but an id would be left are withheld with their Bundle entry; contained resources pass only under `resource: "*"`
//   labels      a resource whose meta.security says Part 2, psychotherapy notes or substance use is withheld from everybody, whatever the policy
//               says; on the Bundle such a label covers all of it (consent comes with a later version)
//   Bundle      type, timestamp and identifier pass; a `document` that loses its Composition becomes a `collection`
#pragma once

#include <memory>
#include <string>

#include "caseway/element.h"
#include "caseway/report.h"
#include "formats/config_node.h"

namespace caseway::policy {

struct Rules;  // a compiled policy; immutable, any thread; policy/rules.h

// Throws formats::ConfigError with every fault of the file, one per line: paths that R4 does not know come with a suggestion.
std::shared_ptr<const Rules> load(const std::string& file);
std::shared_ptr<const Rules>
allow_all();  // for `fhir-json` / `fhir-xml` and dialects without a partner (TEST): everything passes, said in the report

struct View {
  Tree tree;                // what the receiver's dialect will see, and nothing else; empty when nothing may pass
  Ledger ledger{"policy"};  // leaf ids are node indices of the full tree, targets are node indices of `tree`
};
View apply(const Rules& rules, const Tree& full);  // linear in the tree

}  // namespace caseway::policy
