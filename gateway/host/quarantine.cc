#include "host/quarantine.h"

namespace caseway::host {

bool Quarantine::holds(const std::string& dialect) const {
  const std::lock_guard lock(mutex_);
  const auto found = records_.find(dialect);
  return found != records_.end() && found->second.held;
}

bool Quarantine::blame(const std::string& dialect, Fault fault) {
  const std::lock_guard lock(mutex_);
  auto& record = records_[dialect];
  ++(fault == Fault::ended ? record.ended : record.late);
  if (record.held || record.ended + record.late < kMaxFaults) return false;
  return record.held = true;
}

void Quarantine::answered(const std::string& dialect) {
  const std::lock_guard lock(mutex_);
  if (const auto found = records_.find(dialect); found != records_.end()) found->second.late = 0;
}

}  // namespace caseway::host
