// Writing a place of theirs that another field has written, from which this one's value follows.
#include <algorithm>

#include "mapping/convert/meaning.h"
#include "mapping/markup/xml_writing.h"

namespace caseway::mapping {

namespace {

// The attribute that a path leads to; kNone where it leads to a text.
Index attribute_of(const XmlPath& path) {
  return !path.steps.empty() && path.steps.back().axis == XmlStep::Axis::attribute ? path.steps.back().name : kNone;
}

}  // namespace

XmlWriting::XmlWriting(const Plan& plan, const Context& context, KeptValues& kept) : plan_(plan), context_(context), kept_(kept), out_(plan.root) {
  for (const auto& block : plan.blocks)
    derives_ = derives_ || std::any_of(block.fields.begin(), block.fields.end(), [](const Field& field) { return field.derived; });
}

std::string_view XmlWriting::said(const XmlPath& path, Id element) const {
  const auto attribute = attribute_of(path);
  return attribute == kNone ? out_.text_of(element) : out_.attribute_of(element, plan_.names[attribute]);
}

void XmlWriting::note_writer(const Field& field, Id element, Element ours) {
  if (derives_) writers_[{element, attribute_of(field.paths.front())}] = ours;
}

// What stands there gives way when the derived place has been changed since: it is out of date.
bool XmlWriting::overrules(const Field& field, Id element, const std::vector<Found>& found) {
  if (!field.derived) return false;
  const auto& path = field.paths.front();
  const auto attribute = attribute_of(path);
  std::vector<std::string_view> values;
  for (const auto& each : found)
    if (each.element.has_value()) values.push_back(each.element.value());
  if (!contradicts(plan_, field, said(path, element), values)) return false;
  if (const auto before = writers_.find({element, attribute}); before != writers_.end()) {
    finding_->mark(before->second, Fate::no_room, Ledger::kNoTarget, &field);
    context_.issues->add(Severity::warning, "mapping.codes.disagree", {finding_->tree().path(before->second.index()), 0, 0},
                         "this says something else than what follows from it; that has been changed since, and is what is written");
  }
  attribute == kNone ? out_.take_text(element) : out_.take_attribute(element, plan_.names[attribute]);
  return true;
}

}  // namespace caseway::mapping
