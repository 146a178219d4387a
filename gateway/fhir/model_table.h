// The arrays of model_table.cc, constexpr there: nothing is initialised at start-up, and sanitizer builds compile them in a second. Only model.cc
// and code of this room that is hot enough to want them directly include this.
#pragma once

#include "fhir/model.h"

namespace caseway::fhir::table {

struct CodeList {
  std::uint16_t first;  // in kCodes
  std::uint16_t count;
};

extern const TypeInfo kTypes[];
extern const std::size_t kTypeCount;
extern const ElementInfo kElements[];
extern const std::size_t kElementCount;
extern const std::string_view kChoices[];
extern const std::string_view kCodes[];
extern const CodeList kCodeLists[];
extern const std::size_t kCodeListCount;

// Open addressing with linear probing over hash_name(); kFree ends a probe.
extern const std::uint16_t kTypeSlots[];
extern const std::uint32_t kTypeSlotMask;
extern const std::uint16_t kElementSlots[];
extern const std::uint32_t kElementSlotMask;
constexpr std::uint16_t kFree = 0xffff;

}  // namespace caseway::fhir::table
