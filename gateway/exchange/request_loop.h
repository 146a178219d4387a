// An answer that reached us (a referral-update), held against what was known of its referral. Pure: no clock, no memory, nothing is stored.
//
//   which    the update's Task is about the earlier ServiceRequest: by reference, by identifier, or because it is the same Task
//   taken    the earlier Task says what the update says (status, reason, our word and theirs, who has it, when), outputs, notes and identifiers are
//            joined, and what came along (the Procedure that was done) stands beside; the request itself is ours and stays as it was
//   several  of an update's Tasks those about the referral, and of these the newest by Task.lastModified
//            (https://hl7.org/fhir/R4/task-definitions.html#Task.lastModified), steps of another (partOf) last; of equally new ones the one that
//            stands last. The others are told and not taken
//   late     an update that is older than what is known changes nothing
//   refused  a status that may not follow the earlier one (task_states.h), or an answer from before the referral, changes nothing
//   issues   exchange.update.unrelated (error), exchange.update.not_allowed (error, names both statuses), exchange.update.early (error),
//            exchange.update.late, exchange.update.other (warnings), exchange.update.repeated (information)
#pragma once

#include <cstdint>

#include "caseway/element.h"
#include "caseway/report.h"

namespace caseway::exchange {

struct Answer {
  enum class Verdict : std::uint8_t { taken, late, repeated, refused, unrelated };
  Verdict verdict = Verdict::unrelated;
  Tree referral;            // as it now is; what it was before unless the update was taken
  Ledger ledger{"update"};  // what became of each value of the update; leaf ids are node indices of it, targets those of `referral`
};

// earlier: a referral, with its ServiceRequest and Task; a Bundle. update: a Bundle or a Task alone.
Answer take_update(const Tree& earlier, const Tree& update, Issues& issues);

}  // namespace caseway::exchange
