// FHIR JSON events into a Draft: knows which element every key means, what may stand there, and how "x" and "_x" make one element.
#pragma once

#include <optional>

#include "caseway/limits.h"
#include "fhir/codec.h"
#include "fhir/followers.h"
#include "fhir/json_tape.h"
#include "fhir/lexical.h"
#include "fhir/model.h"
#include "fhir/reading.h"

namespace caseway::fhir {

class JsonSink final : public formats::JsonHandler {
 public:
  JsonSink(std::string_view bytes, const Limits& limits, Issues& issues, const ReadOptions& options);

  bool null(std::size_t offset) override;
  bool boolean(bool value, std::size_t offset) override;
  bool number(std::string_view text, std::size_t offset) override;
  bool string(std::string_view text, std::size_t offset) override;
  bool key(std::string_view text, std::size_t offset) override;
  bool start_object(std::size_t offset) override;
  bool end_object(std::size_t offset) override;
  bool start_array(std::size_t offset) override;
  bool end_array(std::size_t offset) override;

  // The draft, unless something was refused.
  Draft* draft() { return draft_ && !failed_ ? &*draft_ : nullptr; }
  const Leaves& leaves() const { return leaves_; }
  const NodePlaces& places() const { return places_; }

 private:
  enum class Mode : std::uint8_t {
    live,            // every event has a meaning
    resource_start,  // a resource's { came, its first key did not
    type_name,       // the key resourceType came, its value did not
    taping,          // the resource's type is not known yet
    skipping,        // inside something that was refused
  };
  // An open object or array that means an element. An array's node is its parent element's; `cursor` walks the items that its other half made.
  struct Frame {
    bool array = false;
    bool half = false;        // array: it is the "_x" of x
    bool has_halves = false;  // object: a key "_x" came
    bool has_nulls = false;   // object: an array of it has null padding
    bool empty = true;        // nothing came in it yet
    TypeId type = kNoType;    // object
    DefId def = kNoDef;
    DefId last = kNoDef;  // object: the element of the key before
    Draft::Id node = Draft::kNone;
    Draft::Id cursor = Draft::kNone;
    std::uint32_t items = 0;  // array: items begun so far; object: keys
    std::size_t choices = 0;  // object: its first in choices_
  };
  // What the next value is the value of.
  struct Slot {
    DefId def = kNoDef;
    bool half = false;
  };

  // json_sink.cc: keys, values, objects and arrays
  Slot slot() const { return frames_.back().array ? Slot{frames_.back().def, frames_.back().half} : slot_; }
  bool scalar(JsonForm form, std::string_view text, std::size_t offset);
  bool fits(JsonForm form, std::string_view text, std::size_t offset);
  bool may_be_forbidden(std::string_view text, std::size_t offset) const;
  Fate store(Draft::Id node, std::string_view text, std::size_t offset);
  Fate store_div(Draft::Id node, std::string_view text, std::size_t offset);
  Draft::Id node_for(Slot slot, std::size_t offset);
  Draft::Id add_node(Draft::Id parent, DefId def, std::size_t offset);
  bool take_choice(DefId def, std::size_t offset);
  bool begin_item(std::size_t offset);
  void open_object(DefId def, TypeId type, Draft::Id node);
  void check_padding(const Frame& frame, std::size_t offset);

  // json_resource.cc: finding out a resource's type
  bool elsewhere(JsonEvent kind, std::string_view text, bool truth, std::size_t offset);
  bool await_resource(DefId def, std::size_t offset);
  bool untyped(std::size_t offset);
  bool resource_start(JsonEvent kind, std::string_view text, bool truth, std::size_t offset);
  bool type_name(JsonEvent kind, std::string_view text, std::size_t offset);
  bool open_resource(std::string_view type, std::size_t offset);
  bool tape(JsonEvent kind, std::string_view text, bool truth, std::size_t offset);
  bool play();
  bool play_event(const JsonTape::Event& event);
  bool skip(JsonEvent kind, std::size_t offset);
  void skip_value() {  // the value of the key that just came
    mode_ = Mode::skipping;
    skip_depth_ = 0;
  }
  bool enter_skipped() {  // what the { or [ that just came begins
    mode_ = Mode::skipping;
    skip_depth_ = 1;
    return true;
  }

  // Reports an error and goes on: several faults are worth one look. Always true, for handlers that return it.
  bool refuse(std::string_view id, std::string text, std::size_t offset, std::string_view name = {});
  bool unknown(std::string text, std::size_t offset, std::string_view name);  // refuses or reports a key that nothing is known of, as the options say
  bool refuse_and_skip(std::string_view id, std::string text, std::size_t offset);  // ... and passes over what the { or [ that just came begins
  bool stop(std::string_view id, std::string text, std::size_t offset);             // reports a fatal issue; always false
  void report(Severity severity, std::string_view id, std::string text, std::size_t offset, std::string_view name);
  std::string path(std::string_view name) const;

  std::string_view bytes_;
  Issues& issues_;
  const Limits& limits_;
  Positions positions_;
  Leaves leaves_;
  NodePlaces places_;
  bool lenient_;
  bool has_noncharacters_;  // perhaps: U+FFC0 to U+FFFF somewhere
  std::optional<Draft> draft_;
  std::vector<Frame> frames_;
  Followers followers_;
  std::vector<DefId> choices_;  // that the open objects have taken
  Slot slot_;
  Mode mode_ = Mode::live;
  std::size_t skip_depth_ = 0;
  DefId awaited_def_ = kNoDef;  // of the resource whose type is awaited; kNoDef is the root
  std::size_t awaited_offset_ = 0;
  bool type_awaited_ = false;
  JsonTape tape_;
  const JsonTape::Event* playing_ = nullptr;  // the event being played
  DefId bundle_entry_;
  bool failed_ = false;
};

}  // namespace caseway::fhir
