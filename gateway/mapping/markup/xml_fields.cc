// One relation of an XML or JSON mapping: nodes of theirs to places of ours.
#include <algorithm>

#include "mapping/convert/converter.h"
#include "mapping/convert/null_flavor.h"
#include "mapping/markup/xml_reading.h"
#include "mapping/overlay.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

using formats::XmlNode;

namespace {
// What a separator stands between, without the white space around it.
std::vector<std::string_view> pieces_of(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> pieces;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(separator, begin), text.size());
    if (const auto piece = trimmed(text.substr(begin, end - begin)); !piece.empty()) pieces.push_back(piece);
    begin = end + separator.size();
  }
  return pieces;
}
}  // namespace

void XmlReading::read_relation(const Field& field, std::uint32_t base) {
  const auto& path = field.paths.front();
  bool any = false;
  if (path.all) {
    std::vector<std::uint32_t> nodes;
    select(path, base, nodes);
    for (const auto node : nodes) {
      read_node(field, node, base);
      any = any || says_something(node);
    }
  } else if (const auto node = first(path, base); node != XmlNode::kNone) {
    read_node(field, node, base);
    any = says_something(node);
  }
  if (!any && has(field.required, Way::receiving)) {
    std::string wanted;
    for (const auto& step : path.steps)
      (wanted += step.axis == XmlStep::Axis::attribute ? "/@" : "/") += step.name == kNone ? std::string_view() : plan_.names[step.name];
    issue(Severity::error, "mapping.value.missing", base,
          "`" + (wanted.empty() ? "." : wanted.substr(1)) + "` is missing here; the document needs it");
  }
}

// Null and a blank text of JSON are there and say nothing; so does an object where a value belongs.
bool XmlReading::says_something(std::uint32_t node) const {
  if (!is_json()) return true;
  const auto run = text_run(node);
  return run != XmlNode::kNone && !trimmed(value(run)).empty();
}

void XmlReading::read_node(const Field& field, std::uint32_t node, std::uint32_t) {
  touch(field, node);
  const auto& source = source_->nodes()[node];
  const bool element = source.kind == XmlNode::Kind::element && source.leaf == XmlNode::kNone;
  const auto& path = field.ours.front();
  if (field.codes != kNone && !field.convert->for_elements()) return read_code(field, node);
  const auto before = making_->ledger().links().size();
  if (field.convert->for_elements()) {
    Target target(*making_, field, path, path.each || field.paths.front().all);
    if (!field.convert->read_element(*this, node, target)) return;
    if (target.made() && making_->ledger().links().size() > before) mark_path(field.paths.front(), node, target.node(), field);
    return;
  }
  if (element && !field.as_text && read_absent(field, node)) return;
  auto place = node;
  std::string joined;
  std::string_view text;
  if (source.kind == XmlNode::Kind::element) {
    place = is_json() ? text_run(node) : field.as_text ? XmlNode::kNone : attribute(node, Word::value);
    if (place == XmlNode::kNone && is_json()) return not_a_value(node);
    if (place == XmlNode::kNone) joined = text_of(node);
    text = place == XmlNode::kNone ? std::string_view(joined) : value(place);
  } else {
    text = value(node);
  }
  if (trimmed(text).empty()) return is_json() ? ignore(place, "decoration") : void();
  if (field.join.empty()) return read_text(field, node, place, text, true);
  for (const auto piece : pieces_of(text, field.join)) read_text(field, node, place, piece, false);
}

void XmlReading::not_a_value(std::uint32_t node) {
  if (node + 1 < source_->nodes()[node].end)
    issue(Severity::warning, "mapping.value.bad", node, "a single value is expected here, not an object; it is not carried");
}

// One value; `whole` when it is all that the leaf at `place` says.
void XmlReading::read_text(const Field& field, std::uint32_t node, std::uint32_t place, std::string_view text, bool whole) {
  const auto& path = field.ours.front();
  if (!field.convert->read_text(is_json() ? text : trimmed(text), scratch_)) {
    if (!field.told()) return;
    const auto refusal = field.convert->refusal(text);
    issue(Severity::warning, field.convert->issue(), node,
          std::string(refusal.empty() ? "this is not written as expected" : refusal) +
              (field.convert->forms().empty() ? "" : "; accepted: " + field.convert->forms()) + "; it is not carried");
    return;
  }
  if (field.convert->zoneless(text)) no_zone(place == XmlNode::kNone ? node : place);
  const auto id = path.each || field.paths.front().all || !whole ? making_->fresh(path) : making_->place(path);
  auto& draft = making_->draft();
  if (draft.has_value(id) && draft.value(id) != scratch_) return;  // the first value stays
  if (!draft.has_value(id)) draft.set_value(id, scratch_);
  const auto fate = whole && scratch_ == text ? Fate::copied : Fate::converted;
  if (place == XmlNode::kNone)
    mark_text(node, fate, id);
  else
    mark(place, fate, id);
  mark_path(field.paths.front(), node, id, field);
}

// An element that only says why it is empty.
bool XmlReading::read_absent(const Field& field, std::uint32_t element) {
  const auto flavor = attribute(element, Word::nullFlavor);
  if (flavor == XmlNode::kNone || !trimmed(text_of(element)).empty() || attribute(element, Word::value) != XmlNode::kNone) return false;
  const auto reason = absent_reason_of(value(flavor));
  if (reason.empty() || field.ours.front().slot == kNone || making_->current(field.ours.front().variable) == kNone) return true;
  mark(flavor, Fate::converted, making_->absent_at(field.ours.front(), reason));
  return true;
}

// A code by table: of an attribute, or the @code of an element, whose other attributes follow from it.
void XmlReading::read_code(const Field& field, std::uint32_t node) {
  const bool element = source_->nodes()[node].kind == XmlNode::Kind::element;
  const bool text_only = is_json() || field.as_text;
  if (element && !text_only && read_absent(field, node)) return;
  auto place = !element ? node : text_only ? text_run(node) : attribute(node, Word::code);
  if (place == XmlNode::kNone && !text_only) place = attribute(node, Word::value);
  if (place == XmlNode::kNone) return is_json() ? not_a_value(node) : void();
  touch(field, place);
  const bool many = field.ours.front().each || field.paths.front().all;
  const std::string text(trimmed(value(place)));
  if (text.empty()) return is_json() ? ignore(place, "decoration") : void();
  if (field.join.empty()) return read_code(field, node, place, text, many);
  for (const auto piece : pieces_of(text, field.join)) read_code(field, node, place, std::string(piece), true);
}

void XmlReading::read_code(const Field& field, std::uint32_t node, std::uint32_t place, const std::string& text, bool many) {
  const bool element = source_->nodes()[node].kind == XmlNode::Kind::element;
  const auto& table = plan_.tables[field.codes];
  const auto* row = table.from_theirs({meant(field, text)}, making_->day());
  if (row == nullptr) {
    if (!field.told()) return;
    const bool held = !field.concepts.empty() && field.concepts.front() != kNone;
    issue(has(field.required, Way::receiving) ? Severity::error : Severity::warning, "mapping.code.unknown", place,
          "this code is not in the table `" + table.name + "`" + (held ? "; it is carried as text" : "; it is not carried"));
    if (!held) return;
    auto path = field.ours.front();
    path.slot = field.concepts.front();
    const auto concept_node = many ? making_->fresh(path) : making_->place(path);
    if (making_->draft().child(concept_node, "text") == Draft::kNone)
      mark(place, Fate::converted, making_->draft().add_value(concept_node, "text", text));
    return;
  }
  const auto& path = field.ours.front();
  const auto id = many ? making_->fresh(path) : making_->place(path);
  auto& draft = making_->draft();
  if (draft.has_value(id) && draft.value(id) != row->ours.front()) return;
  if (!draft.has_value(id)) draft.set_value(id, row->ours.front());
  mark(place, row->ours.front() == value(place) ? Fate::copied : Fate::converted, id);
  keep_word(field, place, text);
  if (field.displays.front() != kNone && !row->display.empty())
    making_->set(making_->beside(id, plan_.slot(path.variable, field.displays.front()).def), row->display);
  if (element && !field.as_text) {
    for (const auto name : {Word::codeSystem, Word::codeSystemName, Word::codeSystemVersion, Word::displayName, Word::sdtc_valueSet, Word::valueSet})
      ignore_attribute(node, name, "derivable-from the code");
  }
  mark_path(field.paths.front(), node, id, field);
}

// What one sender says in place of a known code is read as that one.
std::string_view XmlReading::meant(const Field& field, std::string_view code) const {
  const auto known = plan_.accepted == nullptr ? std::string_view() : plan_.accepted->meant(field.codes, code);
  return known.empty() ? code : known;
}

// And stays beside it, where ours has a place for it.
void XmlReading::keep_word(const Field& field, std::uint32_t place, std::string_view code) {
  if (!field.word || meant(field, code) == code) return;
  const auto id = making_->place(*field.word);
  if (making_->draft().has_value(id)) return;
  making_->draft().set_value(id, code);
  mark(place, Fate::converted, id);
}

void XmlReading::read_tuple(const Field& field, std::uint32_t base) {
  std::vector<std::string> texts;
  std::vector<std::uint32_t> places;
  bool any = false;
  for (const auto& path : field.paths) {
    auto node = first(path, base);
    if (node != XmlNode::kNone && source_->nodes()[node].kind == XmlNode::Kind::element && source_->nodes()[node].leaf == XmlNode::kNone) {
      const auto code = attribute(node, Word::code);
      node = is_json() || field.as_text ? text_run(node) : code != XmlNode::kNone ? code : attribute(node, Word::value);
    }
    touch(field, node, places.size());
    places.push_back(node);
    texts.emplace_back(node == XmlNode::kNone ? std::string_view() : meant(field, trimmed(value(node))));
    any = any || !texts.back().empty();
  }
  if (!any) return;
  const auto& table = plan_.tables[field.codes];
  const auto* row = table.from_theirs(std::vector<std::string_view>(texts.begin(), texts.end()), making_->day());
  if (row == nullptr) {
    for (const auto place : places)
      if (place != XmlNode::kNone) {
        issue(Severity::warning, "mapping.code.unknown", place,
              "this combination of codes is not in the table `" + table.name + "`; it is not carried");
        break;
      }
    return;
  }
  for (std::size_t i = 0; i < field.ours.size(); ++i) {
    if (row->ours[i].empty()) continue;
    const auto id = making_->place(field.ours[i]);
    auto& draft = making_->draft();
    if (draft.has_value(id) && draft.value(id) != row->ours[i]) continue;
    draft.set_value(id, row->ours[i]);
    for (std::size_t p = 0; p < places.size(); ++p)
      if (places[p] != XmlNode::kNone) mark(places[p], row->ours[i] == value(places[p]) ? Fate::copied : Fate::converted, id);
    if (field.displays[i] != kNone && !row->display.empty())
      making_->set(making_->beside(id, plan_.slot(field.ours[i].variable, field.displays[i]).def), row->display);
  }
}

void XmlReading::read_constant(const Field& field, std::uint32_t base) {
  const auto node = first(field.paths.front(), base);
  if (node == XmlNode::kNone) return;
  if (source_->nodes()[node].kind == XmlNode::Kind::element ? text_of(node) == field.constant : value(node) == field.constant)
    return ignore(is_json() ? text_run(node) : node, "plumbing");
  if (source_->nodes()[node].structural) return;
  issue(Severity::warning, "mapping.const.differs", node, "this is expected to be `" + field.constant + "`");
}

}  // namespace caseway::mapping
