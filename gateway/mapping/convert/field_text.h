// Questions about one field's texts that writing a cell and writing a member both ask.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/plan.h"
#include "mapping/tree/finding.h"

namespace caseway::mapping {

// Whether a text of theirs, or one of the pieces that `join` separates, says this value of ours.
bool says(const Plan& plan, const Field& field, std::string_view theirs, std::string_view ours);

// What a text of theirs means, in the spelling of ours; the text itself where it means nothing.
std::string meaning(const Plan& plan, const Field& field, std::string_view theirs);

// The place as FHIRPath without positions and selectors: "Patient.name.given".
std::string place_text(const Plan& plan, const OursPath& path);

// The column that is read into such a place, or into one near it, of the same element of a resource ("ServiceRequest.code"); kNone: none, or not
// just one.
Index column_for(const Plan& plan, std::string_view place);

// How a value of ours is spelled in theirs; false when it cannot be.
bool spelled(const Plan& plan, const Field& field, std::string_view ours, std::string& theirs, std::optional<std::string_view> day = std::nullopt);

// Whether a date and time was written as a date: the time of day does not come back.
bool loses_time(const Field& field, std::string_view ours, std::string_view theirs);

// Of a derived field: whether its values, changed since, are others than a text means that an earlier field wrote for it.
bool contradicts(const Plan& plan, const Field& field, std::string_view theirs, const std::vector<std::string_view>& ours);

// What stands for a text that is not there: a CodeableConcept without text is called by the display of its first coding, a name or an
// address without text by its parts. False when nothing does; what is taken is marked.
bool in_words(Finding& finding, const Plan& plan, const Field& field, std::uint32_t target, std::string& text);

}  // namespace caseway::mapping
