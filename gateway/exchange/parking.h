// Payloads that wait for an operator, because their sender's files have changed: nothing of them goes on, and nothing of them is lost.
//
//   STATE/SENDER/parked/ID/payload/   the payload as it came, part by part
//   STATE/SENDER/parked/ID/proposal.json, proposal.txt   what has changed, each change with its evidence, and what was decided
//
// ID is derived from the payload: the same file parks once. Decided changes go into the sender's overlay (mapping/overlay.h), never into the mapping
// as it was shipped; when all are decided, translating the payload again takes it through, with the ids that it would always have had.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "caseway/partner.h"
#include "exchange/sender_state.h"
#include "exchange/shape_changes.h"

namespace caseway::exchange {

struct Proposal {
  std::string id;
  std::string sender;
  std::string receiver;  // that it was on its way to
  std::string mapping;
  std::vector<std::string> files;  // names of the payload's parts, below parked/ID/payload
  std::vector<Change> changes;
  std::size_t undecided() const;
  std::string text() const;  // for people: the changes, numbered from 1, and what to say
  std::string json() const;
  static Proposal read(std::string_view json);  // throws formats::ConfigError
};

// With nothing decided.
Proposal proposal_for(const SenderState& state, std::string_view receiver, std::string_view mapping, const std::vector<Part>& payload,
                      std::vector<Change> changes);
std::string payload_id(const std::vector<Part>& payload);

void park(const SenderState& state, const Proposal& proposal, const std::vector<Part>& payload);
std::optional<Proposal> parked(const SenderState& state, std::string_view id);
std::vector<Proposal> all_parked(const SenderState& state);
std::vector<Proposal> all_parked(const std::string& state_folder);              // of all senders, without waiting for whoever has one
std::string payload_place(const SenderState& state, const Proposal& proposal);  // the file, or the folder of several
void forget_parked(const SenderState& state, std::string_view id);              // the payload too

// How a change is accepted where it does not say so itself.
struct Acceptance {
  std::string as;      // a column or a known code that it means
  std::string ignore;  // a reason: the new column is left out
};

// Thrown for what cannot be accepted so; what() is one sentence.
struct CannotAccept : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};
// `number` from 1. Writes the overlay, then the decision.
void accept(const SenderState& state, Proposal& proposal, std::size_t number, const Acceptance& how);

}  // namespace caseway::exchange
