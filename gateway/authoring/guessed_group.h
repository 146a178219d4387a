// A guessed mapping before it is text: the document and, inside it, the related tables or repeated elements, each with the resources that its
// instances are and the guesses about its columns.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "authoring/guess.h"

namespace caseway::authoring {

struct GuessedGroup {
  std::string each;                         // "phones", "client/needs/need"; "" the document
  std::vector<const mapping::Role*> roles;  // of its variables; those with the same variable once
  std::vector<std::string> declarations;    // "patient: { resource: Patient }", by declare()
  std::vector<Guess> guesses;
  std::vector<GuessedGroup> groups;
};

// Decides which of the guesses stand: a place of ours is said once, a variable is declared in one group. `taken` are the places, `around` the
// variables of the groups around. Fills the roles.
void settle(GuessedGroup& group, std::set<std::string>& taken, const std::set<std::string>& around);

// Groups in which nothing is decided are groups no longer: what they hold waits with the others of the group around, by its path from there.
void prune(GuessedGroup& group);

// Makes the declarations of the group and of those inside, with the references between them.
void declare(GuessedGroup& group, std::vector<std::string> around);

// The role that a document of these guesses is about, the one that says its kind; nullptr when nothing is decided.
const mapping::Role* focal_role(const std::vector<Guess>& guesses);

// The kind of document that resources with these variables are; "" for none of them.
std::string_view kind_of_variables(const GuessedGroup& group);

std::size_t count_decided(const GuessedGroup& group);
std::size_t count_undecided(const GuessedGroup& group);

// `ours:`, `fields:` and `codes:` of the mapping.
std::string yaml_of(const GuessedGroup& group);

}  // namespace caseway::authoring
