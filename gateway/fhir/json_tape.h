// Keeps the events of a JSON object whose resourceType has not come yet, to be played again once it has.
//
// "resourceType" may stand anywhere in its object, also after all entries of a Bundle; nothing inside has a meaning before it is known. While
// recording, every inner object that names its own resourceType gets it noted at its start, so that playing needs no second tape. Texts are the
// reader's, which live as long as the reading (formats/json_reader.h).
#pragma once

#include <string_view>
#include <vector>

#include "formats/json_reader.h"

namespace caseway::fhir {

enum class JsonEvent : std::uint8_t { null, boolean, number, string, key, start_object, end_object, start_array, end_array };

class JsonTape {
 public:
  static constexpr std::uint32_t kUntyped = 0xffffffffu;
  struct Event {
    std::string_view text;
    std::size_t offset;   // in the source
    std::uint32_t typed;  // of a start_object: the event that holds its resourceType, or kUntyped
    JsonEvent kind;
    bool truth;  // of a boolean
  };

  void clear();
  void reserve(std::size_t events) { events_.reserve(events); }
  // Records one event; true when it was the resourceType of the outermost object, or that object's end.
  bool record(JsonEvent kind, std::string_view text, bool truth, std::size_t offset);

  std::size_t size() const { return events_.size(); }
  const Event& event(std::size_t i) const { return events_[i]; }

 private:
  bool is_type_name(const Event& value) const;

  std::vector<Event> events_;
  std::vector<std::uint32_t> open_;  // the start events of what is open
};

}  // namespace caseway::fhir
