#include "fhir/xml_sink.h"

#include <algorithm>

#include "fhir/lexical.h"
#include "fhir/model_table.h"
#include "fhir/narrative.h"
#include "fhir/path_step.h"
#include "report/leaf.h"

namespace caseway::fhir {

namespace {

using formats::Position;
using formats::XmlName;
using table::kElements;

constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

XmlSink::XmlSink(std::string_view bytes, const Limits& limits, Issues& issues, const ReadOptions& options)
    : bytes_(bytes),
      issues_(issues),
      limits_(limits),
      leaves_(options.name_leaves),
      places_(options.positions != nullptr),
      lenient_(options.unknown == Unknown::report),
      source_(bytes),
      bundle_entry_(find_element(find_type("Bundle"), "entry")) {}

bool XmlSink::start_element(const XmlName& name, Attributes attributes, Position at) {
  if (div_depth_ > 0) {
    ++div_depth_;
    if (!div_sliced_) div_.start(name, attributes);
    return true;
  }
  if (skip_depth_ > 0) return skip_element(attributes, at);
  if (frames_.empty()) return root(name, attributes, at);
  return frames_.back().place ? resource(name, attributes, at) : child(name, attributes, at);
}

bool XmlSink::root(const XmlName& name, Attributes attributes, Position at) {
  if (name.ns != kFhirNamespace) {
    return stop("fhir.namespace",
                "The root element is `" + std::string(name.local) +
                    "`, not in the namespace http://hl7.org/fhir. Another kind of document is read by another dialect.",
                at);
  }
  const TypeId type = find_type(name.local);
  if (type == kNoType || fhir::type(type).kind != Kind::resource)
    return stop("fhir.root", "The root element `" + std::string(name.local) + "` is no FHIR R4 resource.", at);
  draft_.emplace(type);
  draft_->reserve(bytes_.size() / 48, bytes_.size() / 2);
  places_.add(place(at));
  open(kNoDef, type, 0, false, at);
  take_attributes(frames_.back(), attributes, at);
  return true;
}

bool XmlSink::resource(const XmlName& name, Attributes attributes, Position at) {
  Frame& around = frames_.back();
  if (name.ns != kFhirNamespace)
    return refuse_and_skip("fhir.namespace", "Elements must be in the namespace http://hl7.org/fhir.", attributes, at, {});
  if (!around.empty) return refuse_and_skip("fhir.too_many", "This element wraps one resource; repeat it for each.", attributes, at, {});
  around.empty = false;
  const TypeId type = find_type(name.local);
  if (type == kNoType || fhir::type(type).kind != Kind::resource) {
    return refuse_and_skip("fhir.resource_type", "FHIR R4 has no resource of this type.", attributes, at, {});
  }
  places_.add(place(at));
  open(around.def, type, draft_->add_resource(around.node, around.def, type), false, at);
  take_attributes(frames_.back(), attributes, at);
  return true;
}

DefId XmlSink::find_child(const Frame& parent, std::string_view name) {
  if (parent.last != kNoDef && kElements[parent.last].name == name) return parent.last;
  const DefId def = followers_.find(parent.type, parent.last, name);
  return def != kNoDef && kElements[def].xml_attribute ? kNoDef : def;
}

bool XmlSink::child(const XmlName& name, Attributes attributes, Position at) {
  Frame& parent = frames_.back();
  parent.empty = false;
  const DefId def = find_child(parent, name.local);
  const bool is_div = def != kNoDef && primitive(kElements[def].type) == Primitive::xhtml;
  const bool foreign = name.ns != kFhirNamespace && name.ns != kXhtmlNamespace;
  if (foreign && lenient_) return unknown_element("The element is in another namespace than http://hl7.org/fhir.", attributes, at, name.local);
  if (name.ns != (is_div ? kXhtmlNamespace : kFhirNamespace)) {
    return refuse_and_skip("fhir.namespace",
                           is_div ? "A narrative's div must be in the namespace http://www.w3.org/1999/xhtml."
                                  : "Elements must be in the namespace http://hl7.org/fhir.",
                           attributes, at, name.local);
  }
  if (def == kNoDef) {
    const bool attribute = find_element(parent.type, name.local) != kNoDef;
    if (attribute) return refuse_and_skip("fhir.unknown_element", "In FHIR XML this is an attribute.", attributes, at, name.local);
    return unknown_element(fhir::unknown_element(parent.type, name.local, issues_), attributes, at, name.local);
  }
  if (!may_follow(parent, def, at)) return skip_element(attributes, at);
  parent.items = parent.last == def ? parent.items + 1 : 1;
  parent.last = def;
  if (def == bundle_entry_ && parent.items > limits_.bundle_entries) {
    return stop("limit.bundle_entries", "The Bundle has more than " + std::to_string(limits_.bundle_entries) + " entries. Send it in parts.", at,
                ".entry[" + std::to_string(parent.items - 1) + "]");
  }
  const TypeId type = kElements[def].type;
  if (kElements[def].any_resource) {
    open(def, type, parent.node, true, at);
  } else if (is_div) {
    begin_div(add_node(parent.node, def, at), at);
    if (!div_sliced_) div_.start(name, attributes);
    return true;
  } else {
    open(def, type, add_node(parent.node, def, at), false, at);
  }
  take_attributes(frames_.back(), attributes, at);
  return true;
}

// The order of children is the standard's, so what repeats or excludes each other stands side by side.
bool XmlSink::may_follow(const Frame& parent, DefId def, Position at) {
  if (parent.last == kNoDef || def > parent.last) {
    if (parent.last == kNoDef || kElements[def].choice == 0 || kElements[parent.last].choice != kElements[def].choice) return true;
  } else if (def == parent.last && kElements[def].list) {
    return true;
  }
  const std::string_view name = path_step(def);
  if (def == parent.last) {
    refuse("fhir.too_many", "This element must not repeat.", at, name);
  } else if (kElements[def].choice != 0 && kElements[parent.last].choice == kElements[def].choice) {
    refuse("fhir.choice", "Only one of " + std::string(choice_name(kElements[def].choice)) + " may be present.", at, name);
  } else {
    refuse("fhir.order", "This element must stand before " + std::string(kElements[parent.last].name) + ": XML keeps the standard's order.", at,
           name);
  }
  return false;
}

void XmlSink::open(DefId def, TypeId type, Draft::Id node, bool place, Position at) {
  frames_.push_back({.place = place, .type = type, .def = def, .node = node, .at = at});
}

// The element that an attribute stands for: Element.id, Extension.url; kNoDef for any other.
DefId XmlSink::attribute_def(const Frame& frame, const formats::XmlAttribute& attribute) const {
  if (frame.place || !attribute.name.ns.empty()) return kNoDef;
  const DefId def = find_element(frame.type, attribute.name.local);
  return def != kNoDef && kElements[def].xml_attribute ? def : kNoDef;
}

void XmlSink::take_attributes(const Frame& frame, Attributes attributes, Position at) {
  const bool simple = primitive(frame.type) != Primitive::none;
  for (const formats::XmlAttribute& attribute : attributes) {
    if (report::is_plumbing_attribute(attribute.name.qualified)) continue;
    if (frame.def == kNoDef && attribute.name.ns == kSchemaInstance) {  // tolerated on the root
      leaf(0, Fate::structural, at);
      continue;
    }
    frames_.back().empty = false;
    if (simple && attribute.name.qualified == "value") {
      take_value(frame.node, attribute.value, at);
      continue;
    }
    const DefId def = attribute_def(frame, attribute);
    if (def == kNoDef) {
      unknown_attribute(attribute, at);
    } else {
      take_value(add_node(frame.node, def, at), attribute.value, at);
    }
  }
}

void XmlSink::unknown_attribute(const formats::XmlAttribute& attribute, Position at) {
  constexpr std::string_view kSentence = "FHIR XML has no such attribute here.";
  if (lenient_) {
    leaves_.begin_unknown(path(attribute.name.local));
    issues_.add(Severity::warning, "fhir.attribute", {path(attribute.name.local), at.line, at.column}, std::string(kSentence).append(kLeftOut));
  } else {
    refuse("fhir.attribute", std::string(kSentence), at);
  }
  leaf(Draft::kNone, Fate::undecided, at);
}

Draft::Id XmlSink::add_node(Draft::Id parent, DefId def, Position at) {
  places_.add(place(at));
  return draft_->add(parent, def);
}

void XmlSink::take_value(Draft::Id node, std::string_view value, Position at) {
  leaf(node, Fate::copied, at);
  const TypeId type = draft_->type(node);
  if (value.empty()) {
    refuse("fhir.empty", "A value must not be empty: leave the element out.", at);
  } else if (!is_written_well(primitive(type), value)) {
    refuse("fhir.format", "The value is not written as a FHIR " + std::string(fhir::type(type).name) + ", or out of its range.", at);
  } else {
    draft_->set_value(node, value);
  }
}

bool XmlSink::end_element(const XmlName& name) {
  if (div_depth_ > 0) {
    if (!div_sliced_) div_.end(name);
    if (--div_depth_ == 0) end_div();
    return true;
  }
  if (skip_depth_ > 0) return end_skipped();
  const Frame& frame = frames_.back();
  if (frame.empty) {
    if (!frame.place && fhir::type(frame.type).kind == Kind::resource) {
      leaf(frame.node, Fate::structural, frame.at);
    } else {
      leaf(Draft::kNone, Fate::undecided, frame.at);
      refuse("fhir.empty", "An element must not be empty: leave it out.", frame.at);
    }
  }
  frames_.pop_back();
  return true;
}

bool XmlSink::text(std::string_view piece, Position at) {
  if (div_depth_ > 0) {
    if (!div_sliced_) div_.text(piece);
    return true;
  }
  if (frames_.empty() || is_blank(piece)) return true;
  if (skip_depth_ > 0) return skip_text(at);
  if (frames_.back().stray_text) return true;
  frames_.back().stray_text = true;
  frames_.back().empty = false;
  leaf(Draft::kNone, Fate::undecided, at);
  return refuse("fhir.text", "Text must not stand between elements: FHIR XML has values in attributes.", at);
}

bool XmlSink::comment(std::string_view text) {
  if (div_depth_ > 0 && !div_sliced_) div_.comment(text);
  return true;
}

void XmlSink::begin_div(Draft::Id node, Position at) {
  div_node_ = node;
  div_at_ = at;
  div_depth_ = 1;
  const std::string_view slice = source_.slice(at);
  div_sliced_ = !slice.empty();
  if (div_sliced_) {
    draft_->set_value(node, slice);
  } else {
    div_.clear();
  }
}

void XmlSink::end_div() {
  leaf(div_node_, Fate::copied, div_at_);
  if (div_sliced_) return;
  const DivCheck check = check_div(div_.result());
  if (check.why_not.empty()) {
    draft_->set_value(div_node_, div_.result());
  } else {
    refuse("fhir.narrative", "The narrative's div cannot be used: " + std::string(check.why_not) + ".", div_at_, "div");
  }
}

bool XmlSink::refuse(std::string_view id, std::string text, Position at, std::string_view name) {
  failed_ = true;
  issues_.add(Severity::error, id, {path(name), at.line, at.column}, std::move(text));
  return true;
}

bool XmlSink::refuse_and_skip(std::string_view id, std::string text, Attributes attributes, Position at, std::string_view name) {
  refuse(id, std::move(text), at, name);
  return skip_element(attributes, at);
}

bool XmlSink::unknown_element(std::string text, Attributes attributes, Position at, std::string_view name) {
  if (!lenient_) return refuse_and_skip("fhir.unknown_element", std::move(text), attributes, at, name);
  leaves_.begin_unknown(path(name));
  issues_.add(Severity::warning, "fhir.unknown_element", {path(name), at.line, at.column}, text.append(kLeftOut));
  return skip_element(attributes, at);
}

bool XmlSink::skip_element(Attributes attributes, Position at) {
  ++skip_depth_;
  skipped_ = {.empty = true, .in_text = false, .at = at};
  for (const formats::XmlAttribute& a : attributes) {
    if (report::is_plumbing_attribute(a.name.qualified)) continue;
    leaf(Draft::kNone, Fate::undecided, at);
    skipped_.empty = false;
  }
  return true;
}

bool XmlSink::skip_text(Position at) {
  if (!skipped_.in_text) leaf(Draft::kNone, Fate::undecided, at);
  skipped_ = {.empty = false, .in_text = true, .at = at};
  return true;
}

bool XmlSink::end_skipped() {
  if (skipped_.empty) leaf(Draft::kNone, Fate::undecided, skipped_.at);
  skipped_ = {.empty = false, .in_text = false, .at = skipped_.at};
  --skip_depth_;
  return true;
}

bool XmlSink::stop(std::string_view id, std::string text, Position at, std::string_view below) {
  failed_ = true;
  issues_.add(Severity::fatal, id, {path({}).append(below), at.line, at.column}, std::move(text));
  return false;
}

// The way to the innermost open element, and to `name` in it.
std::string XmlSink::path(std::string_view name) const {
  std::string path;
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    if (i == 0) {
      path = type(frames_[i].type).name;
    } else if (!frames_[i - 1].place) {
      path += '.';
      path += path_step(frames_[i].def);
      if (kElements[frames_[i].def].list) path += '[' + std::to_string(frames_[i - 1].items - 1) + ']';
    }
  }
  return is_plain_name(name) ? path + '.' + std::string(name) : path;
}

}  // namespace caseway::fhir
