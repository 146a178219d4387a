// What one field's texts of theirs mean in ours, and how ours is spelled in theirs, whatever the format.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/plan.h"

namespace caseway::mapping {

// What a text of theirs means, in the spelling of ours; the text itself where it means nothing.
std::string meaning(const Plan& plan, const Field& field, std::string_view theirs);

// Whether a text of theirs, or one of the pieces that `join` separates, says this value of ours.
bool says(const Plan& plan, const Field& field, std::string_view theirs, std::string_view ours);

// Of a derived field: whether its values, changed since, are others than a text means that an earlier field wrote for it.
bool contradicts(const Plan& plan, const Field& field, std::string_view theirs, const std::vector<std::string_view>& ours);

// How a value of ours is spelled in theirs; false when it cannot be.
bool spelled(const Plan& plan, const Field& field, std::string_view ours, std::string& theirs, std::optional<std::string_view> day = std::nullopt);

// Whether a date and time was written as a date: the time of day does not come back.
bool loses_time(const Field& field, std::string_view ours, std::string_view theirs);

}  // namespace caseway::mapping
