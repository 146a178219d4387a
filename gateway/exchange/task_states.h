// Which status of a referral's Task may follow which: the state machine of FHIR's Task, https://hl7.org/fhir/R4/task.html#statemachine, as Gravity
// SDOH Clinical Care and BSeR use it for referrals. Every code of https://hl7.org/fhir/R4/valueset-task-status.html has a row.
//
// Nobody is obliged to tell every step: an agency that only reports the end goes from requested to completed at once. What has ended stays so; only
// that it was never meant may still be said.
#pragma once

#include <array>
#include <string_view>

namespace caseway::exchange {

struct TaskState {
  std::string_view status;
  std::array<std::string_view, 10> then;  // what may follow besides itself; empty places at the end
  bool ended() const { return then[0].empty() || then[1].empty(); }
};

constexpr std::array<TaskState, 12> kTaskStates{{
    {"draft", {"requested", "received", "accepted", "rejected", "ready", "in-progress", "on-hold", "cancelled", "entered-in-error"}},
    {"requested", {"received", "accepted", "rejected", "ready", "in-progress", "on-hold", "completed", "failed", "cancelled", "entered-in-error"}},
    {"received", {"accepted", "rejected", "ready", "in-progress", "on-hold", "completed", "failed", "cancelled", "entered-in-error"}},
    {"accepted", {"ready", "in-progress", "on-hold", "completed", "failed", "cancelled", "entered-in-error"}},
    {"ready", {"in-progress", "on-hold", "completed", "failed", "cancelled", "entered-in-error"}},
    {"in-progress", {"on-hold", "completed", "failed", "cancelled", "entered-in-error"}},
    {"on-hold", {"accepted", "rejected", "ready", "in-progress", "completed", "failed", "cancelled", "entered-in-error"}},
    {"rejected", {"entered-in-error"}},
    {"cancelled", {"entered-in-error"}},
    {"completed", {"entered-in-error"}},
    {"failed", {"entered-in-error"}},
    {"entered-in-error", {}},
}};

// nullptr for what is no status.
constexpr const TaskState* task_state(std::string_view status) {
  for (const auto& state : kTaskStates)
    if (state.status == status) return &state;
  return nullptr;
}

// Whether a Task may come from one status to the other; to stay is always allowed.
constexpr bool may_follow(std::string_view before, std::string_view after) {
  if (before == after) return true;
  const auto* state = task_state(before);
  if (state == nullptr || after.empty()) return false;
  for (const auto next : state->then)
    if (next == after) return true;
  return false;
}

}  // namespace caseway::exchange
