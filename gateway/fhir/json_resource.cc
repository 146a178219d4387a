// JsonSink's other modes: finding out a resource's type, which may stand anywhere in its object, and passing over what was refused.
#include "fhir/json_sink.h"

namespace caseway::fhir {

namespace {

bool is_leaf(JsonEvent kind) { return kind == JsonEvent::boolean || kind == JsonEvent::number || kind == JsonEvent::string; }
bool opens(JsonEvent kind) { return kind == JsonEvent::start_object || kind == JsonEvent::start_array; }
bool closes(JsonEvent kind) { return kind == JsonEvent::end_object || kind == JsonEvent::end_array; }

bool is_resource(TypeId type) { return type != kNoType && fhir::type(type).kind == Kind::resource; }

void drop_space(std::string_view& text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\t')) text.remove_suffix(1);
}

bool drop(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  drop_space(text);
  return true;
}

// "Bundle" of a text that ends with "resourceType":"Bundle"}, or "". Whoever writes the type last writes it there, and in a document that is JSON
// nothing else can stand there: in a string these quotes would have a backslash before them. It saves keeping the whole document as events.
std::string_view type_at_the_end(std::string_view text) {
  drop_space(text);
  if (!drop(text, "}") || !text.ends_with('"')) return {};
  text.remove_suffix(1);
  const std::size_t quote = text.rfind('"', text.size());
  if (quote == std::string_view::npos || text.size() - quote > 64) return {};
  const std::string_view type = text.substr(quote + 1);
  text = text.substr(0, quote);
  drop_space(text);
  return drop(text, ":") && text.ends_with("\"resourceType\"") ? type : std::string_view();
}

}  // namespace

bool JsonSink::elsewhere(JsonEvent kind, std::string_view text, bool truth, std::size_t offset) {
  switch (mode_) {
    case Mode::resource_start:
      return resource_start(kind, text, truth, offset);
    case Mode::type_name:
      return type_name(kind, text, offset);
    case Mode::taping:
      return tape(kind, text, truth, offset);
    default:
      return skip(kind, offset);
  }
}

bool JsonSink::await_resource(DefId def, std::size_t offset) {
  awaited_def_ = def;
  awaited_offset_ = offset;
  type_awaited_ = true;
  if (playing_ == nullptr) {
    mode_ = Mode::resource_start;
    return true;
  }
  if (playing_->typed == JsonTape::kUntyped) return untyped(offset), enter_skipped();
  const JsonTape::Event& type = tape_.event(playing_->typed);
  return open_resource(type.text, type.offset);
}

bool JsonSink::untyped(std::size_t offset) {
  type_awaited_ = false;
  return refuse("fhir.resource_type", "A resource needs a resourceType that says what it is.", offset);
}

bool JsonSink::resource_start(JsonEvent kind, std::string_view text, bool truth, std::size_t offset) {
  if (kind == JsonEvent::end_object) {
    mode_ = Mode::live;
    return untyped(awaited_offset_);
  }
  if (kind == JsonEvent::key && text == "resourceType") {
    mode_ = Mode::type_name;
    return true;
  }
  const std::string_view last = awaited_def_ == kNoDef ? type_at_the_end(bytes_) : std::string_view();
  if (is_resource(find_type(last))) {
    mode_ = Mode::live;
    open_resource(last, offset);
    return key(text, offset);
  }
  tape_.clear();
  if (awaited_def_ == kNoDef) tape_.reserve(bytes_.size() / 16);  // the whole document, perhaps: growing would move it again and again
  tape_.record(JsonEvent::start_object, {}, false, awaited_offset_);
  mode_ = Mode::taping;
  return tape(kind, text, truth, offset);
}

bool JsonSink::type_name(JsonEvent kind, std::string_view text, std::size_t offset) {
  mode_ = Mode::live;
  if (kind == JsonEvent::string) {
    if (type_awaited_) open_resource(text, offset);
    leaves_.add(frames_.empty() ? Draft::kNone : frames_.back().node, Fate::structural, offset);
    return true;
  }
  refuse("fhir.resource_type", "resourceType is the name of a resource, in quotes.", offset);
  if (is_leaf(kind)) leaves_.add(Draft::kNone, Fate::structural, offset);
  mode_ = Mode::skipping;
  skip_depth_ = (type_awaited_ ? 1 : 0) + (opens(kind) ? 1 : 0);
  if (skip_depth_ == 0) mode_ = Mode::live;
  type_awaited_ = false;
  return true;
}

// The awaited resource is of this type; its object is open.
bool JsonSink::open_resource(std::string_view name, std::size_t offset) {
  type_awaited_ = false;
  const TypeId type = find_type(name);
  if (!is_resource(type)) {
    refuse("fhir.resource_type", "FHIR R4 has no resource of this type.", offset);
    return enter_skipped();
  }
  Draft::Id node = 0;
  places_.add(awaited_offset_);
  if (awaited_def_ == kNoDef) {
    draft_.emplace(type);
    draft_->reserve(bytes_.size() / 48, bytes_.size() / 2);
  } else {
    node = draft_->add_resource(frames_.back().node, awaited_def_, type);
  }
  open_object(awaited_def_, type, node);
  frames_.back().empty = false;
  return true;
}

bool JsonSink::tape(JsonEvent kind, std::string_view text, bool truth, std::size_t offset) {
  if (!tape_.record(kind, text, truth, offset)) return true;
  mode_ = Mode::live;
  if (kind == JsonEvent::string) return play();
  for (std::size_t i = 0; i < tape_.size(); ++i) {
    if (is_leaf(tape_.event(i).kind)) leaves_.add(Draft::kNone, Fate::undecided, tape_.event(i).offset);
  }
  return untyped(awaited_offset_);
}

// The last event is the type: the resource can be opened, and all after its { be played.
bool JsonSink::play() {
  const JsonTape::Event& type = tape_.event(tape_.size() - 1);
  open_resource(type.text, type.offset);
  bool going = true;
  for (std::size_t i = 1; i < tape_.size() && going; ++i) {
    playing_ = &tape_.event(i);
    going = play_event(*playing_);
  }
  playing_ = nullptr;
  return going;
}

bool JsonSink::play_event(const JsonTape::Event& event) {
  switch (event.kind) {
    case JsonEvent::null:
      return null(event.offset);
    case JsonEvent::boolean:
      return boolean(event.truth, event.offset);
    case JsonEvent::number:
      return number(event.text, event.offset);
    case JsonEvent::string:
      return string(event.text, event.offset);
    case JsonEvent::key:
      return key(event.text, event.offset);
    case JsonEvent::start_object:
      return start_object(event.offset);
    case JsonEvent::end_object:
      return end_object(event.offset);
    case JsonEvent::start_array:
      return start_array(event.offset);
    case JsonEvent::end_array:
      return end_array(event.offset);
  }
  return false;
}

bool JsonSink::skip(JsonEvent kind, std::size_t offset) {
  if (is_leaf(kind)) leaves_.add(Draft::kNone, Fate::undecided, offset);
  if (opens(kind)) ++skip_depth_;
  if (closes(kind)) --skip_depth_;
  if (skip_depth_ == 0) mode_ = Mode::live;
  return true;
}

}  // namespace caseway::fhir
