#include "fhir/json_tape.h"

namespace caseway::fhir {

void JsonTape::clear() {
  events_.clear();
  open_.clear();
}

// Whether the last event but one is the key "resourceType" of the innermost object and `value` its text.
bool JsonTape::is_type_name(const Event& value) const {
  if (value.kind != JsonEvent::string || events_.size() < 2) return false;
  const Event& key = events_[events_.size() - 2];
  return key.kind == JsonEvent::key && key.text == "resourceType";
}

bool JsonTape::record(JsonEvent kind, std::string_view text, bool truth, std::size_t offset) {
  const auto index = static_cast<std::uint32_t>(events_.size());
  events_.push_back({text, offset, kUntyped, kind, truth});
  if (kind == JsonEvent::start_object || kind == JsonEvent::start_array) {
    open_.push_back(index);
    return false;
  }
  if (kind == JsonEvent::end_object || kind == JsonEvent::end_array) {
    open_.pop_back();
    return open_.empty();
  }
  if (!is_type_name(events_.back())) return false;
  events_[open_.back()].typed = index;
  return open_.size() == 1;
}

}  // namespace caseway::fhir
