#include "mapping/markup/xml_writing.h"

#include <utility>

#include "mapping/convert/converter.h"
#include "mapping/convert/meaning.h"
#include "mapping/convert/null_flavor.h"
#include "mapping/our_rules.h"
#include "mapping/spelling.h"
#include "mapping/tree/place_text.h"

namespace caseway::mapping {

namespace {
constexpr int kMaxCalls = 120;
}

std::vector<std::string> XmlWriting::write(const Document& document, Ledger& ledger) {
  std::vector<std::string> texts;
  finding_ = std::make_unique<Finding>(plan_, context_);
  finding_->begin(document.tree);
  for (const auto& bound : finding_->documents()) {
    finding_->bind_roots(bound);
    out_ = XmlOut(plan_.root);
    writers_.clear();
    run(plan_.body, XmlOut::kRoot);
    if (!keeps_rules(plan_, context_, *finding_, Way::sending, {})) failed_ = true;
    static const Field kNoField;
    for (const auto root : plan_.roots) finding_->mark_instance(root, kNoField);
    restore();
    texts.push_back(is_json() ? out_.spell_json(plan_) : out_.spell(plan_.ns, plan_.prefixes));
  }
  finding_->finish();
  ledger = std::move(finding_->ledger());
  if (failed_) texts.clear();
  return texts;
}

void XmlWriting::attribute(Id element, Word name, std::string_view value) {
  out_.attribute(element, word(name), value);
  out_.live(element);
}

void XmlWriting::text(Id element, std::string_view value) {
  out_.text(element, value);
  out_.live(element);
}

void XmlWriting::markup(Id element, std::string_view xml) {
  out_.markup(element, xml);
  out_.live(element);
}

bool XmlWriting::run(Index block, Id base) {
  bool wrote = false;
  for (const auto& field : plan_.blocks[block].fields) {
    const bool each = field.kind == FieldKind::group && !field.variables.empty();  // asked of each instance
    if (!has(field.ways, Way::sending) || !field.valid.covers(finding_->day()) || (!each && !finding_->holds(field.if_))) continue;
    field_ = &field;
    wrote = run_field(field, base) || wrote;
  }
  return wrote;
}

bool XmlWriting::run_field(const Field& field, Id base) {
  switch (field.kind) {
    case FieldKind::relation: {
      const bool wrote = field.paths.size() > 1 || field.ours.size() > 1 ? write_tuple(field, base) : write_relation(field, base);
      settle(field, base, wrote);
      if (wrote) make_tests(field.nodes, base);
      return wrote;
    }
    case FieldKind::constant:
      write_constant(field, base);
      return false;
    case FieldKind::value:
      finding_->mark_fixed(field);
      return false;
    case FieldKind::ignore:
    case FieldKind::keep:
      return false;
    case FieldKind::group:
      return run_group(field, base);
    case FieldKind::choose:
      return run_choose(field, base);
    case FieldKind::call:
      return run_call(field, base);
  }
  return false;
}

bool XmlWriting::run_group(const Field& field, Id base) {
  const auto& path = field.paths.front();
  if (field.variables.empty()) {
    const auto before = out_.size();
    const auto element = make(path, base, !field.within);
    const bool wrote = run(field.block, element);
    if (!wrote && !out_.is_live(element)) out_.undo(before);
    if (wrote) make_tests(field.nodes, element);
    return wrote;
  }
  bool any = false;
  const auto lead = field.variables.front();
  const auto before = finding_->bound(field.variables);
  for (const auto& candidate : finding_->candidates(lead, true)) {
    finding_->bind(lead, candidate.element);
    finding_->bind_rest(field.variables);
    if (!finding_->holds(field.if_) || !run_instance(field, base)) continue;
    finding_->take(candidate);
    for (const auto variable : field.variables) finding_->mark_instance(variable, field);
    any = true;
    if (field.up_to > 0) break;
  }
  finding_->bind(field.variables, before);
  return any;
}

// One instance; what was made for it goes again when nothing was said.
bool XmlWriting::run_instance(const Field& field, Id base) {
  const auto before = out_.size();
  const auto element = make(field.paths.front(), base, true);
  const bool wrote = run(field.block, element);
  if (!wrote) {
    out_.undo(before);
    return false;
  }
  make_tests(field.nodes, element);
  return true;
}

bool XmlWriting::run_choose(const Field& field, Id base) {
  for (const auto& alternative : field.alternatives) {
    if (!finding_->holds(alternative.if_)) continue;
    const auto before = out_.size();
    if (run(alternative.block, base)) {
      make_tests(alternative.nodes, base);
      return true;
    }
    out_.undo(before);
  }
  return false;
}

bool XmlWriting::run_call(const Field& field, Id base) {
  if (calls_ == kMaxCalls) return false;
  ++calls_;
  std::vector<Element> before;
  std::vector<Element> arguments;
  for (const auto& [parameter, argument] : field.bind) {
    before.push_back(finding_->bound(parameter));
    arguments.push_back(finding_->bound(argument));
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) finding_->bind(field.bind[i].first, arguments[i]);
  const bool wrote = run(field.block, base);
  for (std::size_t i = 0; i < before.size(); ++i) finding_->bind(field.bind[i].first, before[i]);
  --calls_;
  return wrote;
}

bool XmlWriting::write_relation(const Field& field, Id base) {
  const auto& path = field.paths.front();
  const auto& ours = field.ours.front();
  bool wrote = false;
  if (!field.join.empty()) {
    wrote = write_joined(field, base);
  } else if (path.all || ours.each) {
    const auto found = finding_->all(ours);
    for (const auto& each : std::vector<Found>(found)) {
      if (write_place(field, base, each, true)) {
        finding_->mark_selectors(ours, each, field);
        wrote = true;
      }
      if (!path.all) break;
    }
  } else if (const auto found = finding_->at(ours)) {
    wrote = write_place(field, base, found, false);
    if (wrote) finding_->mark_selectors(ours, found, field);
  }
  if (!wrote && !is_json()) wrote = write_absent(field, base);
  if (!wrote && (is_json() || field.as_text || !path.to_element())) wrote = write_words(field, base);
  return wrote;
}

void XmlWriting::cannot(Element ours, std::string_view id, std::string text) {
  finding_->failed(ours);
  unsaid_.push_back({Severity::warning, std::string(id), {finding_->tree().path(ours.index()), 0, 0}, std::move(text)});
}

// What could not be said keeps a document back only where the receiver needs a value; else nobody said anything there.
void XmlWriting::settle(const Field& field, Id base, bool wrote) {
  const bool wanted = !wrote && has(field.required, Way::sending) && !stands(field.paths.front(), base);
  const auto line = " (" + plan_.line_of(field) + " of the mapping)";
  for (auto& issue : unsaid_) {
    if (wanted) {
      issue.severity = Severity::error;
      issue.text += "; the receiver needs a value here" + line;
    }
    context_.issues->add(std::move(issue));
  }
  if (wanted && unsaid_.empty())
    context_.issues->add(Severity::error, "mapping.value.missing", {place_text(plan_, field.ours.front()), 0, 0},
                         "the receiver needs a value that this document does not have" + line);
  unsaid_.clear();
  failed_ = failed_ || wanted;
}

bool XmlWriting::write_place(const Field& field, Id base, const Found& found, bool anew) {
  const auto& path = field.paths.front();
  const auto before = out_.size();
  const auto element = make(path, base, anew);
  target_ = target_of(element);
  bool wrote = false;
  bool taken = occupied(path, element);
  if (taken && field.derived && found.element.has_value()) {
    taken = !overrules(field, element, {found});
    if (taken && says(plan_, field, said(path, element), found.element.value())) {
      finding_->mark(found.element, Fate::converted, target_, &field);  // another field has said it
      return false;
    }
  }
  if (field.codes != kNone && !field.convert->for_elements()) {
    wrote = write_code(field, element, found, taken);
  } else if (field.convert->for_elements()) {
    if (!taken) wrote = field.convert->write_element(*this, element, found.element);
  } else if (found.element.has_value() && !taken) {
    std::string text;
    if (!field.convert->write_text(found.element.value(), text)) {
      cannot(found.element, field.convert->issue(), "this value cannot be written here");
    } else {
      if (loses_time(field, found.element.value(), text))
        context_.issues->add(Severity::information, "mapping.time.left_out", {finding_->tree().path(found.element.index()), 0, 0},
                             "a date is written here; the time of day of this value is left out");
      wrote = put(field, path, element, text);
      note_writer(field, element, found.element);
      finding_->mark(found.element, text == found.element.value() ? Fate::copied : Fate::converted, target_, &field);
    }
  }
  if (!wrote) {
    out_.undo(before);
    return false;
  }
  out_.live(element);
  if (plan_.ccda && out_.name(element) == "value") name_type(field, element);
  return true;
}

// In C-CDA an element `value` names its type.
void XmlWriting::name_type(const Field& field, Id element) {
  const auto& path = field.paths.front();
  const bool code = !path.to_element() && plan_.names[path.steps.back().name] == word(Word::code);
  const auto type = path.to_element() ? field.convert->xsi_type() : code ? std::string_view("CD") : std::string_view();
  if (type.empty() || out_.has_attribute(element, word(Word::xsi_type))) return;
  out_.attribute(element, word(Word::xsi_type), type);
  added();
}

bool XmlWriting::write_code(const Field& field, Id element, const Found& found, bool taken) {
  const auto& path = field.paths.front();
  const auto& table = plan_.tables[field.codes];
  const auto* row = table.from_ours({found.element.value()}, finding_->day());
  if (row == nullptr) {
    if (found.element.has_value())
      cannot(found.element, "mapping.code.unknown", "this code is not in the table `" + table.name + "`; it is not written");
    return false;
  }
  if (taken) return false;
  if (path.to_element() && !is_json() && !field.as_text)
    out_.attribute(element, word(Word::code), row->theirs.front());
  else
    put(field, path, element, row->theirs.front());
  if (!table.their_systems.empty() && !table.their_systems.front().empty() && !out_.has_attribute(element, word(Word::codeSystem))) {
    out_.attribute(element, word(Word::codeSystem), table.their_systems.front());
    added();
  }
  note_writer(field, element, found.element);
  finding_->mark(found.element, row->theirs.front() == found.element.value() ? Fate::copied : Fate::converted, target_, &field);
  return true;
}

bool XmlWriting::write_tuple(const Field& field, Id base) {
  const auto [found, codes] = finding_->tuple(field.ours);
  if (found.empty()) return false;
  const auto& table = plan_.tables[field.codes];
  const auto* row = table.from_ours(codes, finding_->day());
  if (row == nullptr) {
    bool told = false;
    for (const auto& each : found) {
      if (!each || !each.element.has_value()) continue;
      if (std::exchange(told, true))
        finding_->failed(each.element);
      else
        cannot(each.element, "mapping.code.unknown", "this combination of codes is not in the table `" + table.name + "`; it is not written");
    }
    return false;
  }
  for (std::size_t i = 0; i < field.paths.size(); ++i) {
    if (row->theirs[i].empty()) continue;
    const auto element = make(field.paths[i], base, false);
    if (field.paths[i].to_element() && !is_json() && !field.as_text)
      out_.attribute(element, "code", row->theirs[i]);
    else
      put(field, field.paths[i], element, row->theirs[i]);
    out_.live(element);
  }
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i]) {
      finding_->mark(found[i].element, Fate::converted, Ledger::kNoTarget, &field);
      finding_->at(field.ours[i]);
      finding_->mark_selectors(field.ours[i], found[i], field);
    }
  return true;
}

void XmlWriting::write_constant(const Field& field, Id base) {
  const auto& path = field.paths.front();
  const auto element = make(path, base, false);
  out_.firm(element, base);
  if (!occupied(path, element)) {
    put(field, path, element, field.constant);
    added();
  }
}

// Why there is no value, where theirs is an element that can say so.
bool XmlWriting::write_absent(const Field& field, Id base) {
  const auto reason = finding_->absent_at(field.ours.front());
  const auto flavor = reason ? null_flavor_of(reason.value()) : std::string_view();
  if (flavor.empty() || field.as_text || !field.paths.front().to_element()) return false;
  const auto element = make(field.paths.front(), base, false);
  if (out_.is_live(element)) return false;
  attribute(element, Word::nullFlavor, flavor);
  finding_->mark_absent(reason, field.ours.front(), target_, field);
  return true;
}

bool XmlWriting::put(const Field& field, const XmlPath& path, Id element, std::string_view text) {
  const auto* last = path.steps.empty() ? nullptr : &path.steps.back();
  if (last != nullptr && last->axis == XmlStep::Axis::attribute)
    out_.attribute(element, plan_.names[last->name], text);
  else
    out_.text(element, text, is_json() ? json_type(field) : JsonType::string);
  return true;
}

// Whether something stands there already: the first field that has a value writes it.
bool XmlWriting::occupied(const XmlPath& path, Id element) const {
  const auto* last = path.steps.empty() ? nullptr : &path.steps.back();
  if (last != nullptr && last->axis == XmlStep::Axis::attribute) return out_.has_attribute(element, plan_.names[last->name]);
  return path.to_element() ? out_.is_live(element) && !path.steps.empty() : out_.has_content(element);
}

// Whether an earlier field has written the place.
bool XmlWriting::stands(const XmlPath& path, Id base) {
  const auto before = out_.size();
  const auto element = make(path, base, false);
  const bool there = element < before && occupied(path, element);
  out_.undo(before);
  return there;
}

XmlWriting::Id XmlWriting::make(const XmlPath& path, Id base, bool anew) {
  for (auto up = path.up; up > 0; --up) base = out_.parent(base);
  return make_out(path.out, base, anew ? path.repeat : kNone);
}

XmlWriting::Id XmlWriting::make_out(Index slot, Id base, Index anew) {
  if (slot == kNone) return base;
  const auto& out = plan_.outs[slot];
  // everything below the repeated element is new with it
  bool fresh = false;
  for (auto at = slot; at != kNone && anew != kNone; at = plan_.outs[at].parent) fresh = fresh || at == anew;
  const auto parent = make_out(out.parent, base, fresh && slot != anew ? anew : kNone);
  if (!fresh || slot != anew) {
    if (const auto found = out_.find(parent, slot); found != XmlOut::kNo) return found;
    if (const auto found = made_by_test(parent, slot); found != XmlOut::kNo) return found;
  }
  const auto element = out_.add(parent, plan_.names[out.name], slot);
  make_tests(out.tests, element);
  return element;
}

// An element that a predicate of its group has made already: <templateId root="..."/>, which a field completes.
XmlWriting::Id XmlWriting::made_by_test(Id parent, Index slot) {
  const auto& out = plan_.outs[slot];
  if (is_json() && !out.array) {
    const auto found = out_.find(parent, plan_.names[out.name]);
    if (found != XmlOut::kNo) out_.adopt(found, slot);
    return found;
  }
  if (out.tests.size() != 1 || out.tests.front().kind != XmlTest::Kind::equals) return XmlOut::kNo;
  const auto& steps = out.tests.front().path.steps;
  if (steps.size() != 1 || steps.front().axis != XmlStep::Axis::attribute) return XmlOut::kNo;
  const auto found = out_.find(parent, plan_.names[out.name], plan_.names[steps.front().name], out.tests.front().value);
  if (found != XmlOut::kNo) out_.adopt(found, slot);
  return found;
}

void XmlWriting::make_tests(const std::vector<XmlTest>& tests, Id element) {
  for (const auto& test : tests) make_test(test, element);
}

// A predicate with `=` is made so that reading would choose the element again: of alternatives the first.
void XmlWriting::make_test(const XmlTest& test, Id element) {
  if (test.kind == XmlTest::Kind::any) return make_test(test.parts.front(), element);
  if (test.kind == XmlTest::Kind::all) return make_tests(test.parts, element);
  if (test.kind == XmlTest::Kind::exists) {  // a[b[@c='v']]: its inner predicate may say what to make
    if (test.path.steps.size() != 1 || test.path.steps.front().axis != XmlStep::Axis::child || test.path.steps.front().tests.empty()) return;
    const auto inner = out_.add(element, plan_.names[test.path.steps.front().name]);
    out_.firm(inner, element);
    return make_tests(test.path.steps.front().tests, inner);
  }
  if (test.kind != XmlTest::Kind::equals || test.path.upwards()) return;
  auto at = element;
  for (const auto& step : test.path.steps) {
    if (step.axis == XmlStep::Axis::attribute) {
      if (out_.has_attribute(at, plan_.names[step.name])) return;
      out_.attribute(at, plan_.names[step.name], test.value);
      added();
      return;
    }
    if (step.axis == XmlStep::Axis::text) break;
    const auto& last = test.path.steps.back();
    const bool before_last = test.path.steps.size() >= 2 && &step == &test.path.steps[test.path.steps.size() - 2];
    if (before_last && last.axis == XmlStep::Axis::attribute &&
        out_.find(at, plan_.names[step.name], plan_.names[last.name], test.value) != XmlOut::kNo)
      return;
    if (is_json() && out_.has_child(at, plan_.names[step.name])) return;
    const auto inner = out_.add(at, plan_.names[step.name]);
    out_.firm(inner, at);
    make_tests(step.tests, inner);
    at = inner;
  }
  out_.text(at, test.value);
  added();
}

}  // namespace caseway::mapping
