#include "fhir/json_sink.h"

#include "fhir/model_table.h"
#include "fhir/narrative.h"
#include "fhir/path_step.h"

namespace caseway::fhir {

using table::kElements;

JsonSink::JsonSink(std::string_view bytes, const Limits& limits, Issues& issues, const ReadOptions& options)
    : bytes_(bytes),
      issues_(issues),
      limits_(limits),
      positions_(bytes),
      leaves_(options.name_leaves),
      places_(options.positions != nullptr),
      lenient_(options.unknown == Unknown::report),
      has_noncharacters_(bytes.find("\xEF\xBF") != std::string_view::npos),
      bundle_entry_(find_element(find_type("Bundle"), "entry")) {}

bool JsonSink::boolean(bool value, std::size_t offset) {
  if (mode_ != Mode::live) return elsewhere(JsonEvent::boolean, {}, value, offset);
  return scalar(JsonForm::boolean, value ? "true" : "false", offset);
}

bool JsonSink::number(std::string_view text, std::size_t offset) {
  if (mode_ != Mode::live) return elsewhere(JsonEvent::number, text, false, offset);
  return scalar(JsonForm::number, text, offset);
}

bool JsonSink::string(std::string_view text, std::size_t offset) {
  if (mode_ != Mode::live) return elsewhere(JsonEvent::string, text, false, offset);
  return scalar(JsonForm::string, text, offset);
}

bool JsonSink::null(std::size_t offset) {
  if (mode_ != Mode::live) return elsewhere(JsonEvent::null, {}, false, offset);
  if (frames_.empty()) return stop("fhir.root", "A FHIR document is one JSON object with a resourceType.", offset);
  if (!begin_item(offset)) return false;
  const bool padding = frames_.back().array && primitive(kElements[frames_.back().def].type) != Primitive::none;
  if (!padding)
    return refuse("fhir.null", "null stands only where a list of simple values and the list of their extensions are kept in step.", offset);
  node_for(slot(), offset);
  frames_[frames_.size() - 2].has_nulls = true;
  return true;
}

bool JsonSink::key(std::string_view text, std::size_t offset) {
  if (mode_ != Mode::live) return elsewhere(JsonEvent::key, text, false, offset);
  Frame& object = frames_.back();
  object.empty = false;
  // No object has more keys than its type has elements, each with its "_x", and resourceType. More are duplicates or unknown: looking each up
  // among its siblings would cost a hostile document's square.
  if (++object.items > 2u * table::kTypes[object.type].count + 1) {
    return stop("fhir.unknown_element", "The object has more keys than " + std::string(type(object.type).name) + " has elements.", offset);
  }
  const bool half = text.starts_with('_');
  const std::string_view name = half ? text.substr(1) : text;
  const DefId def = followers_.find(object.type, object.last, name);
  if (def == kNoDef) {
    if (text == "resourceType" && table::kTypes[object.type].kind == Kind::resource) {
      mode_ = Mode::type_name;
      return true;
    }
    return unknown(unknown_element(object.type, name, issues_), offset, text);
  }
  const ElementInfo& element = kElements[def];
  if (half && (primitive(element.type) == Primitive::none || primitive(element.type) == Primitive::xhtml || element.xml_attribute)) {
    return unknown("Only simple values have an id and extensions beside them, under their name with _ before it.", offset, text);
  }
  slot_ = {def, half};
  object.has_halves |= half;
  object.last = def;
  if (element.choice != 0 && !take_choice(def, offset)) skip_value();
  return true;
}

// At most one element of each choice; x and _x are the same one.
bool JsonSink::take_choice(DefId def, std::size_t offset) {
  for (std::size_t i = frames_.back().choices; i < choices_.size(); ++i) {
    if (choices_[i] == def || kElements[choices_[i]].choice != kElements[def].choice) continue;
    refuse("fhir.choice", "Only one of " + std::string(choice_name(kElements[def].choice)) + " may be present.", offset, path_step(def));
    return false;
  }
  choices_.push_back(def);
  return true;
}

bool JsonSink::start_object(std::size_t offset) {
  if (mode_ != Mode::live) return elsewhere(JsonEvent::start_object, {}, false, offset);
  if (frames_.empty()) return await_resource(kNoDef, offset);
  if (!begin_item(offset)) return false;
  const Slot slot = this->slot();
  const ElementInfo& element = kElements[slot.def];
  if (element.list && !frames_.back().array)
    return refuse_and_skip("fhir.type", "This element may repeat, so JSON needs an array, also for one.", offset);
  if (element.any_resource) return await_resource(slot.def, offset);
  const bool simple = primitive(element.type) != Primitive::none;
  if (simple && !slot.half)
    return refuse_and_skip("fhir.type", "This element is a simple value (" + std::string(type(element.type).name) + "), not an object.", offset);
  open_object(slot.def, element.type, node_for(slot, offset));
  return true;
}

void JsonSink::open_object(DefId def, TypeId type, Draft::Id node) {
  frames_.push_back({.type = type, .def = def, .node = node, .choices = choices_.size()});
}

bool JsonSink::end_object(std::size_t offset) {
  if (mode_ != Mode::live) return elsewhere(JsonEvent::end_object, {}, false, offset);
  const Frame object = frames_.back();
  slot_ = {};
  if (object.empty) refuse("fhir.empty", "An object must not be empty: leave the element out.", offset);
  if (object.has_nulls) check_padding(object, offset);
  choices_.resize(object.choices);
  frames_.pop_back();
  return true;
}

// null in both halves of a list stands for nothing.
void JsonSink::check_padding(const Frame& object, std::size_t offset) {
  for (Draft::Id at = draft_->first_child(object.node); at != Draft::kNone; at = draft_->next_sibling(at)) {
    if (draft_->has_value(at) || draft_->first_child(at) != Draft::kNone || primitive(draft_->type(at)) == Primitive::none) continue;
    refuse("fhir.null", "A place of this list has neither a value nor an extension.", offset, path_step(draft_->def(at)));
    return;
  }
}

bool JsonSink::start_array(std::size_t offset) {
  if (mode_ != Mode::live) return elsewhere(JsonEvent::start_array, {}, false, offset);
  if (frames_.empty()) return stop("fhir.root", "A FHIR document is one JSON object with a resourceType.", offset);
  if (frames_.back().array) {
    frames_.back().empty = false;
    return refuse_and_skip("fhir.type", "A list must not hold a list.", offset);
  }
  const Frame& object = frames_.back();
  if (!kElements[slot_.def].list)
    return refuse_and_skip("fhir.type", "This element does not repeat, so JSON needs its value without an array.", offset);
  const bool other_half_came = slot_.half || object.has_halves;
  const Draft::Id cursor = other_half_came ? draft_->child(object.node, slot_.def) : Draft::kNone;
  frames_.push_back({.array = true, .half = slot_.half, .def = slot_.def, .node = object.node, .cursor = cursor});
  return true;
}

bool JsonSink::end_array(std::size_t offset) {
  if (mode_ != Mode::live) return elsewhere(JsonEvent::end_array, {}, false, offset);
  if (frames_.back().empty) refuse("fhir.empty", "An array must not be empty: leave the element out.", offset);
  frames_.pop_back();
  return true;
}

// Counts an item of an array; false when that is one too many.
bool JsonSink::begin_item(std::size_t offset) {
  Frame& frame = frames_.back();
  if (!frame.array) return true;
  frame.empty = false;
  ++frame.items;
  if (frame.def != bundle_entry_ || frame.items <= limits_.bundle_entries) return true;
  return stop("limit.bundle_entries", "The Bundle has more than " + std::to_string(limits_.bundle_entries) + " entries. Send it in parts.", offset);
}

Draft::Id JsonSink::add_node(Draft::Id parent, DefId def, std::size_t offset) {
  places_.add(offset);
  return draft_->add(parent, def);
}

// The element that the value of `slot` belongs to: the one its other half made, or a new one.
Draft::Id JsonSink::node_for(Slot slot, std::size_t offset) {
  Frame& frame = frames_.back();
  if (!frame.array) {
    const Draft::Id made = slot.half || frame.has_halves ? draft_->child(frame.node, slot.def) : Draft::kNone;
    return made != Draft::kNone ? made : add_node(frame.node, slot.def, offset);
  }
  const Draft::Id made = frame.cursor;
  if (made == Draft::kNone) return add_node(frame.node, slot.def, offset);
  const Draft::Id next = draft_->next_sibling(made);
  frame.cursor = next != Draft::kNone && draft_->def(next) == slot.def ? next : Draft::kNone;
  return made;
}

bool JsonSink::scalar(JsonForm form, std::string_view text, std::size_t offset) {
  if (frames_.empty()) return stop("fhir.root", "A FHIR document is one JSON object with a resourceType.", offset);
  if (!begin_item(offset)) return false;
  if (!fits(form, text, offset)) {
    leaves_.add(Draft::kNone, Fate::undecided, offset);
    return true;
  }
  const Draft::Id node = node_for(slot(), offset);
  leaves_.add(node, store(node, text, offset), offset);
  return true;
}

bool JsonSink::fits(JsonForm form, std::string_view text, std::size_t offset) {
  const Slot slot = this->slot();
  const ElementInfo& element = kElements[slot.def];
  const Primitive type = primitive(element.type);
  std::string_view wrong;
  if (element.list && !frames_.back().array) {
    wrong = "This element may repeat, so JSON needs an array, also for one.";
  } else if (slot.half) {
    wrong = "Beside a simple value stands an object with its id and extensions.";
  } else if (type == Primitive::none) {
    wrong = "This element has elements of its own: JSON needs an object.";
  } else if (form != json_form(type)) {
    constexpr std::string_view kForms[] = {"This element is text: JSON needs a string, in quotes.",
                                           "This element is a boolean: JSON needs true or false, without quotes.",
                                           "This element is a number: JSON needs it without quotes."};
    wrong = kForms[static_cast<std::size_t>(json_form(type))];
  }
  if (!wrong.empty()) return refuse("fhir.type", std::string(wrong), offset), false;
  if (text.empty()) return refuse("fhir.empty", "A string must not be empty: leave the element out.", offset), false;
  if (form == JsonForm::number && !is_written_well(type, text)) {
    return refuse("fhir.format", "The number is not written as a FHIR " + std::string(fhir::type(element.type).name) + ", or out of its range.",
                  offset),
           false;
  }
  if (form == JsonForm::string && may_be_forbidden(text, offset) && has_forbidden_character(text)) {
    return refuse("fhir.control_character",
                  "A FHIR string holds no control characters but tab, line feed and carriage return, and no U+FFFE or U+FFFF.", offset),
           false;
  }
  return true;
}

// A string without escapes is a view right behind its quote (formats/json_reader.h): it holds no control character, and the two that are left are
// looked for once in the whole document.
bool JsonSink::may_be_forbidden(std::string_view text, std::size_t offset) const {
  return has_noncharacters_ || text.data() != bytes_.data() + offset + 1;
}

Fate JsonSink::store(Draft::Id node, std::string_view text, std::size_t offset) {
  if (primitive(draft_->type(node)) == Primitive::xhtml) return store_div(node, text, offset);
  draft_->set_value(node, text);
  return Fate::copied;
}

Fate JsonSink::store_div(Draft::Id node, std::string_view text, std::size_t offset) {
  DivCheck check = check_div(text);
  if (check.why_not.empty() && check.length < text.size()) check.why_not = "nothing may stand after the div";
  if (!check.why_not.empty()) {
    refuse("fhir.narrative", "The narrative's div cannot be used: " + std::string(check.why_not) + ".", offset);
    return Fate::undecided;
  }
  if (check.added_namespace) report(Severity::warning, "fhir.narrative", "The div had no namespace; it was given the one of XHTML.", offset, {});
  if (check.replaced_entities) report(Severity::warning, "fhir.narrative", "Named HTML entities were replaced by their characters.", offset, {});
  draft_->set_value(node, check.repairs() ? std::string_view(check.repaired) : text);
  return check.repairs() ? Fate::converted : Fate::copied;
}

bool JsonSink::refuse(std::string_view id, std::string text, std::size_t offset, std::string_view name) {
  failed_ = true;
  report(Severity::error, id, std::move(text), offset, name);
  return true;
}

bool JsonSink::unknown(std::string text, std::size_t offset, std::string_view name) {
  slot_ = {};  // a name that is not plain must not be told as the member before it
  skip_value();
  if (!lenient_) return refuse("fhir.unknown_element", std::move(text), offset, name);
  --frames_.back().items;  // only keys that are elements are counted
  leaves_.begin_unknown(path(name));
  report(Severity::warning, "fhir.unknown_element", text.append(kLeftOut), offset, name);
  return true;
}

bool JsonSink::refuse_and_skip(std::string_view id, std::string text, std::size_t offset) {
  enter_skipped();
  return refuse(id, std::move(text), offset);
}

bool JsonSink::stop(std::string_view id, std::string text, std::size_t offset) {
  failed_ = true;
  report(Severity::fatal, id, std::move(text), offset, {});
  return false;
}

void JsonSink::report(Severity severity, std::string_view id, std::string text, std::size_t offset, std::string_view name) {
  const formats::Position at = positions_.at(offset);
  issues_.add(severity, id, {path(name), at.line, at.column}, std::move(text));
}

// The way to the innermost open element, and to `name` or the current key in it.
std::string JsonSink::path(std::string_view name) const {
  std::string path;
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    const Frame& frame = frames_[i];
    if (i == 0) {
      path = type(frame.type).name;
    } else if (frame.array || !frames_[i - 1].array) {
      path += '.';
      path += path_step(frame.def);
    }
    if (frame.array && frame.items > 0) path += '[' + std::to_string(frame.items - 1) + ']';
  }
  if (name.empty() && !frames_.empty() && !frames_.back().array && slot_.def != kNoDef) name = path_step(slot_.def);
  return is_plain_name(name) ? path + '.' + std::string(name) : path;
}

}  // namespace caseway::fhir
