// Keeps the events of a JSON object whose resourceType has not come yet, to be played again once it has.
//
// "resourceType" may stand anywhere in its object, also after all entries of a Bundle; nothing inside has a meaning before it is known. While
// recording, every inner object that names its own resourceType gets it noted at its start, so that playing needs no second tape.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/json_reader.h"

namespace caseway::fhir {

enum class JsonEvent : std::uint8_t { null, boolean, number, string, key, start_object, end_object, start_array, end_array };

class JsonTape {
 public:
  static constexpr std::uint32_t kUntyped = 0xffffffffu;
  struct Event {
    JsonEvent kind;
    bool truth;            // of a boolean
    std::uint32_t length;  // of the text
    std::size_t text;      // where it begins in the tape's heap
    std::size_t offset;    // in the source
    std::uint32_t typed;   // of a start_object: the event that holds its resourceType, or kUntyped
  };

  void clear();
  // Records one event; true when it was the resourceType of the outermost object, or that object's end.
  bool record(JsonEvent kind, std::string_view text, bool truth, std::size_t offset);

  std::size_t size() const { return events_.size(); }
  const Event& event(std::size_t i) const { return events_[i]; }
  std::string_view text(const Event& event) const { return std::string_view(heap_).substr(event.text, event.length); }

 private:
  bool is_type_name(const Event& value) const;

  std::vector<Event> events_;
  std::vector<std::uint32_t> open_;  // the start events of what is open
  std::string heap_;
};

}  // namespace caseway::fhir
