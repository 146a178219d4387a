#include "authoring/invention.h"

#include <algorithm>
#include <string>

#include "fhir/model.h"
#include "mapping/convert/converter.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

// What an element of a data type says in an invented document: path below it, value. "#" stands for a number.
struct Example {
  std::string_view type, path, value;
};
constexpr Example kExamples[] = {
    {"CodeableConcept", "coding.system", "http://snomed.info/sct"},
    {"CodeableConcept", "coding.code", "10000#"},
    {"CodeableConcept", "coding.display", "finding #"},
    {"CodeableConcept", "text", "in words #"},
    {"Coding", "system", "http://loinc.org"},
    {"Coding", "code", "1000#-1"},
    {"Coding", "display", "question #"},
    {"Identifier", "system", "urn:oid:2.16.840.1.113883.19.#"},
    {"Identifier", "value", "id-#"},
    {"HumanName", "family", "Family#"},
    {"HumanName", "given", "Given#"},
    {"Address", "line", "# Elm Street"},
    {"Address", "city", "Town#"},
    {"Address", "state", "OR"},
    {"Address", "postalCode", "0970#"},
    {"ContactPoint", "system", "phone"},
    {"ContactPoint", "value", "555-010#"},
    {"Period", "start", "2021-03-0#"},
    {"Period", "end", "2021-04-0#"},
    {"Quantity", "value", "#.50"},
    {"Quantity", "unit", "mg"},
    {"Quantity", "system", "http://unitsofmeasure.org"},
    {"Quantity", "code", "mg"},
    {"Range", "low.value", "1"},
    {"Range", "high.value", "#"},
    {"Ratio", "numerator.value", "#"},
    {"Ratio", "denominator.value", "2"},
    {"Reference", "display", "Somebody #"},
    {"Narrative", "status", "additional"},
    {"Narrative", "div", "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Words #</p></div>"},
    {"Timing", "repeat.frequency", "1"},
    {"Timing", "repeat.period", "#"},
    {"Timing", "repeat.periodUnit", "h"},
    {"string", "", "words #"},
    {"markdown", "", "words #"},
    {"code", "", "code-#"},
    {"uri", "", "urn:example:#"},
    {"date", "", "202#-05-17"},
    {"dateTime", "", "202#-05-17T10:30:00-05:00"},
    {"instant", "", "202#-05-17T10:30:00-05:00"},
    {"boolean", "", "true"},
    {"integer", "", "#"},
    {"decimal", "", "#.5"},
};

// Of templates inside one another, which may go on for ever; a sample for people stays short.
constexpr int kMostCalls = 4;
constexpr int kSampleCalls = 3;

std::string with_number(std::string_view text, std::uint32_t n) {
  std::string made;
  for (const char c : text) c == '#' ? made += std::to_string(n % 9 + 1) : made += c;
  return made;
}

bool has_example(std::string_view type) {
  return std::any_of(std::begin(kExamples), std::end(kExamples), [&](const Example& example) { return example.type == type; });
}

// What an element of its type says; `coded`: its coding is there.
void add_example(Draft& draft, Draft::Id at, std::uint32_t n, bool coded) {
  const auto type = fhir::type(draft.type(at)).name;
  for (const auto& example : kExamples) {
    if (example.type != type || (coded && example.path.starts_with("coding."))) continue;
    auto id = at;
    for (std::size_t begin = 0; begin < example.path.size();) {
      const auto end = std::min(example.path.find('.', begin), example.path.size());
      id = draft.get_or_add(id, example.path.substr(begin, end - begin));
      begin = end + 1;
    }
    if (!draft.has_value(id)) draft.set_value(id, with_number(example.value, n));
  }
}

// One column, or one element or attribute.
bool is_same_place(const Field& a, const Field& b) {
  if (a.columns.size() == 1) return a.columns == b.columns;
  if (a.paths.size() != 1 || b.paths.size() != 1) return false;
  const auto& one = a.paths.front();
  const auto& other = b.paths.front();
  if (one.out != other.out || one.steps.empty() || other.steps.empty()) return false;
  return one.steps.back().axis == other.steps.back().axis && one.steps.back().name == other.steps.back().name;
}

}  // namespace

Invention::Invention(const Plan& plan, Choices choices) : plan_(plan) {
  std::vector<char> seen(plan.blocks.size(), 0);
  gather(plan.body, choices, seen);
}

Invention::Invention(const Plan& plan, Examples examples) : plan_(plan), examples_(std::move(examples)), once_(true) {
  std::vector<char> seen(plan.blocks.size(), 0);
  gather(plan.body, Choices::free, seen);
}

const std::string* Invention::example(const Field& field) const {
  const auto found = examples_.find(&field);
  return found == examples_.end() ? nullptr : &found->second;
}

void Invention::gather(Index block, Choices choices, std::vector<char>& seen) {
  if (block == kNone || seen[block]) return;
  seen[block] = 1;
  for (const auto& field : plan_.blocks[block].fields) {
    if (field.ways != Way::both) continue;
    const bool key = std::any_of(field.columns.begin(), field.columns.end(), [&](Index c) { return c == plan_.key || plan_.columns[c].key; });
    const bool wanted = choices == Choices::free ? field.required == Way::neither && !key
                                                 : (has(field.required, Way::receiving) || key) && !has(field.required, Way::sending);
    if (field.kind == FieldKind::relation && wanted) choices_.push_back(&field);
    gather(field.block, choices, seen);
    for (const auto& alternative : field.alternatives) gather(alternative.block, choices, seen);
  }
}

bool Invention::wanted(const Field& field, const std::vector<char>& chosen) const {
  const auto found = std::find(choices_.begin(), choices_.end(), &field);
  return found == choices_.end() || chosen[static_cast<std::size_t>(found - choices_.begin())] != 0;
}

// FHIR declares nothing: the resources are those that fields name.
std::vector<Index> Invention::named_resources() const {
  std::vector<Index> made;
  for (const auto& field : plan_.blocks[plan_.body].fields)
    for (const auto& path : field.ours)
      if (field.kind == FieldKind::relation && std::find(made.begin(), made.end(), path.variable) == made.end()) made.push_back(path.variable);
  return made;
}

Document Invention::document(const std::vector<char>& chosen, std::uint32_t number, Fields fields) const {
  Context context;
  context.id_seed = "invention";
  context.now = "2026-01-01T00:00:00Z";
  Work work{Making(plan_, context), chosen, number, number, fields == Fields::apart};
  work.making.open(plan_.format == Format::fhir ? named_resources() : plan_.roots);
  fill(plan_.body, work);
  if (plan_.format == Format::fhir && !plan_.day.empty()) fill_day(work);
  if (plan_.format == Format::fhir && !once_)
    for (const auto variable : named_resources()) fill_unnamed(variable, work);
  Document made;
  made.kind = plan_.document;
  work.making.finish("invented " + std::to_string(number), made);
  return made;
}

// No field of FHIR carries the day: it passes as it is.
void Invention::fill_day(Work& work) const {
  const auto& place = plan_.dated->ours;
  if (work.making.current(place.variable) != kNone) work.making.draft().set_value(work.making.place(place), plan_.day);
}

// The elements of a type that some field names, with everything below them.
std::set<DefId> Invention::named_elements(TypeId type) const {
  std::set<DefId> made;
  const auto add = [&](const OursPath& path) {
    if (path.variable == kNone || plan_.variables[path.variable].type != type) return;
    auto at = path.slot;
    while (at != kNone && plan_.slot(path.variable, at).parent != kNone) at = plan_.slot(path.variable, at).parent;
    if (at != kNone) made.insert(plan_.slot(path.variable, at).def);
  };
  for (const auto& field : plan_.blocks[plan_.body].fields) {
    for (const auto& path : field.ours) add(path);
    if (field.place_of_theirs) add(*field.place_of_theirs);
  }
  if (plan_.dated) add(plan_.dated->ours);
  return made;
}

// FHIR: what no field names passes as it is, so it stands in the documents too; every other element in one document, the rest in the next.
void Invention::fill_unnamed(Index variable, Work& work) const {
  const auto type = plan_.variables[variable].type;
  const auto named = named_elements(type);
  auto& draft = work.making.draft();
  const auto& info = fhir::type(type);
  if (info.name == "Bundle") return;  // its type and its totals are the mapping's business
  OursPath itself;
  itself.variable = variable;
  const auto resource = work.making.place(itself);
  for (unsigned i = 0; i < info.count; ++i) {
    const auto def = static_cast<DefId>(info.first + i);
    const auto& element = fhir::element(def);
    const bool plain = element.choice == 0 && !element.any_resource && element.name != "id" && element.name != "language" &&
                       element.name != "implicitRules" && fhir::type(element.type).name != "Reference";
    if (!plain || named.contains(def) || (i + work.number) % 2 != 0) continue;
    if (const auto codes = fhir::codes(element.codes); element.codes != 0)
      draft.set_value(draft.add(resource, def), codes[work.number % codes.size()]);
    else if (has_example(fhir::type(element.type).name))
      add_example(draft, draft.add(resource, def), work.number, false);
  }
}

void Invention::fill(Index block, Work& work) const {
  const auto turn = work.round;
  for (const auto& field : plan_.blocks[block].fields) {
    if (field.ways != Way::both && field.kind != FieldKind::value) continue;
    switch (field.kind) {
      case FieldKind::relation:
        if (wanted(field, work.chosen)) fill_relation(field, work);
        break;
      case FieldKind::value:
        work.making.fixed(field.ours.front(), field.constants);
        break;
      case FieldKind::group:
        if (is_turn(block, field, turn)) fill_group(field, work);
        break;
      case FieldKind::choose:
        fill_choose(field, work);
        break;
      case FieldKind::call:
        fill_call(field, work);
        break;
      case FieldKind::constant:
      case FieldKind::ignore:
      case FieldKind::keep:
        break;
    }
  }
}

// A row leads to one other: of several groups that go the same way, each for another kind of row, one has its turn.
bool Invention::is_turn(Index block, const Field& field, std::uint32_t turn) const {
  if (field.link == kNone || !field.leads_out || field.variables.empty()) return true;
  std::vector<const Field*> ways;
  for (const auto& other : plan_.blocks[block].fields)
    if (other.link == field.link && other.leads_out && !other.variables.empty() && other.ways == Way::both) ways.push_back(&other);
  return ways.empty() || ways[turn % ways.size()] == &field;
}

// Columns that lead from row to row say the same on both sides.
void Invention::give_link(const Field& field, Work& work) const {
  const auto& link = plan_.links[field.link];
  const auto& keys = plan_.their_tables[link.to].keys;
  const auto table = field.leads_out ? link.to : link.from;
  for (const auto column : plan_.their_tables[table].columns) work.said.erase(column), work.given.erase(column);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto from = field.leads_out ? link.columns[i] : keys[i];
    const auto to = field.leads_out ? keys[i] : link.columns[i];
    if (const auto said = work.said.find(from); said != work.said.end()) work.said[to] = work.given[to] = said->second;
  }
}

void Invention::fill_group(const Field& field, Work& work) const {
  if (field.alone != kNone && once_) return;  // that would be another document
  if (field.link != kNone) give_link(field, work);
  if (field.variables.empty()) return fill(field.block, work);
  const bool here = plan_.format != Format::csv && field.paths.front().steps.empty();  // `each: .`
  for (std::uint32_t n = 0; n < (here ? 1u : 2u); ++n) {
    if ((field.up_to > 0 && n >= field.up_to) || (n > 0 && (field.leads_out || once_))) break;
    std::vector<Index> before;
    for (const auto variable : field.variables) before.push_back(work.making.current(variable));
    work.making.open(field.variables);
    ++work.number;
    ++work.round;
    if (field.link != kNone) give_link(field, work);
    if (field.alone != kNone) work.said.clear(), work.given.clear();  // nothing is around it
    fill(field.block, work);
    for (std::size_t i = 0; i < before.size(); ++i) work.making.close(field.variables[i], before[i]);
  }
}

// Another alternative each time; one value that it asks of ours is given.
void Invention::fill_choose(const Field& field, Work& work) const {
  const auto& alternative = field.alternatives[work.number % field.alternatives.size()];
  if (alternative.if_.kind == OursTest::Kind::equals) {
    const auto at = work.making.place(alternative.if_.path);
    if (!work.making.draft().has_value(at)) work.making.set(at, alternative.if_.value);
  }
  fill(alternative.block, work);
}

void Invention::fill_call(const Field& field, Work& work) const {
  if (work.calls == (once_ ? kSampleCalls : kMostCalls)) return;
  ++work.calls;
  std::vector<Index> before;
  std::vector<Index> arguments;
  for (const auto& bind : field.bind) {
    before.push_back(work.making.current(bind.first));
    arguments.push_back(work.making.current(bind.second));
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) work.making.bind(field.bind[i].first, arguments[i]);
  fill(field.block, work);
  for (std::size_t i = 0; i < before.size(); ++i) work.making.bind(field.bind[i].first, before[i]);
  --work.calls;
}

// The column of a link that no row around has filled in: an invented key would be nobody's.
bool Invention::leads_nowhere(const Field& field, const Work& work) const {
  if (field.columns.size() != 1 || plan_.columns[field.columns.front()].key || work.given.contains(field.columns.front())) return false;
  return std::any_of(plan_.links.begin(), plan_.links.end(), [&](const Link& link) {
    return std::find(link.columns.begin(), link.columns.end(), field.columns.front()) != link.columns.end();
  });
}

void Invention::fill_relation(const Field& field, Work& work) const {
  if (work.making.current(field.ours.front().variable) == kNone) return;
  ++work.number;
  if (leads_nowhere(field, work) || (!field.told() && !work.apart)) return;
  if (fill_missing(field, work)) return;
  if (field.codes != kNone && (field.convert == nullptr || !field.convert->for_elements())) return fill_codes(field, work);
  const auto& path = field.ours.front();
  if (const auto* twin = example(field) == nullptr ? coded_twin(field) : nullptr; twin != nullptr && field.convert->gives_text()) {
    std::string text;
    const auto* row = row_for(*twin, work);
    const auto at = work.making.place(path);
    if (row != nullptr && field.convert->read_text(row->theirs.front(), text) && !work.making.draft().has_value(at)) work.making.set(at, text);
    return;
  }
  const bool many = path.each || !field.join.empty() || (!field.paths.empty() && field.paths.front().all);
  const std::uint32_t count = once_ ? 1 : field.numbered ? static_cast<std::uint32_t>(std::min<std::size_t>(field.columns.size(), 2)) : many ? 2 : 1;
  for (std::uint32_t n = 1; n <= count; ++n) {
    if (path.type == kNoType) {
      const auto& slot = plan_.slot(path.variable, path.slot);
      OursPath above = path;
      above.slot = slot.parent;
      fill_value(field, work.making.draft().add(work.making.place(above), slot.choices.front()), work, n);
    } else {
      const auto at = field.numbered ? work.making.numbered(path, n) : many ? work.making.fresh(path) : work.making.place(path);
      if (!work.making.draft().has_value(at)) fill_value(field, at, work, work.number + n);
    }
  }
}

void Invention::fill_value(const Field& field, Draft::Id at, Work& work, std::uint32_t n) const {
  auto& draft = work.making.draft();
  std::string text;
  const auto column = field.columns.size() == 1 ? field.columns.front() : kNone;
  const auto given = work.given.find(column);
  const bool spelled = field.convert != nullptr && field.convert->gives_text();  // FHIR is not: its values are as they are
  auto theirs = spelled ? field.convert->example(n) : std::string();
  if (const auto* said = example(field); said != nullptr && spelled && field.convert->read_text(*said, text)) theirs = *said;
  if (given != work.given.end()) theirs = given->second;
  if (spelled && is_day(field)) field.convert->write_text(plan_.day, theirs);
  if (spelled && !field.convert->for_elements() && field.convert->read_text(theirs, text)) {
    if (column != kNone) work.said[column] = theirs;
    return draft.set_value(at, text);
  }
  add_example(draft, at, n, fill_coding(field, at, work));
}

// A whole concept that has a code table: its coding is of a row.
bool Invention::fill_coding(const Field& field, Draft::Id at, Work& work) const {
  const auto* row = field.codes == kNone ? nullptr : row_for(field, work);
  if (row == nullptr) return false;
  auto& draft = work.making.draft();
  const auto coding = draft.get_or_add(at, "coding");
  const auto& systems = plan_.tables[field.codes].systems;
  if (!systems.empty() && !systems.front().empty()) draft.set_value(draft.get_or_add(coding, "system"), systems.front());
  draft.set_value(draft.get_or_add(coding, "code"), row->ours.front());
  return true;
}

// The day of the document, where the mapping is as of one.
bool Invention::is_day(const Field& field) const {
  return !plan_.day.empty() && field.ours.front().variable == plan_.dated->ours.variable && field.ours.front().slot == plan_.dated->ours.slot;
}

const Field* Invention::coded_twin(const Field& field) const {
  if (const auto* block = block_of(field))
    for (const auto& other : block->fields)
      if (&other != &field && other.codes != kNone && other.ways == Way::both && is_same_place(other, field)) return &other;
  return nullptr;
}

const Block* Invention::block_of(const Field& field) const {
  for (const auto& block : plan_.blocks)
    if (!block.fields.empty() && &field >= block.fields.data() && &field < block.fields.data() + block.fields.size()) return &block;
  return nullptr;
}

const CodeTable::Row* Invention::example_row(const Field& field) const {
  const auto* said = example(field);
  if (said == nullptr) return nullptr;
  for (const auto& row : plan_.tables[field.codes].rows)
    if (row.only == Way::both && row.theirs.size() == 1 && row.theirs.front() == *said) return &row;
  return nullptr;
}

const CodeTable::Row* Invention::row_for(const Field& field, const Work& work) const {
  if (const auto* row = example_row(field)) return row;
  std::vector<const CodeTable::Row*> rows;
  for (const auto& row : plan_.tables[field.codes].rows)
    if (row.only == Way::both) rows.push_back(&row);
  if (rows.empty()) return nullptr;
  const auto place = field.columns.empty() ? 0 : field.columns.front();
  const bool alone = work.apart || (field.columns.empty() && !field.derived);
  const auto turn = alone ? work.number : place + work.round;
  return rows[turn % rows.size()];
}

// Now and then there is no value, and why.
bool Invention::fill_missing(const Field& field, Work& work) const {
  constexpr std::uint32_t kEvery = 3;
  if (once_ || field.missing == kNone || field.numbered || !field.join.empty() || work.round % kEvery != 0) return false;
  std::vector<const CodeTable::Row*> rows;
  for (const auto& row : plan_.tables[field.missing].rows)
    if (row.only == Way::both) rows.push_back(&row);
  if (rows.empty()) return false;
  auto path = field.ours.front();
  if (!field.concepts.empty() && field.concepts.front() != kNone) path.slot = field.concepts.front();
  work.making.touch(path.variable);
  work.making.absent_at(path, rows[(work.round / kEvery + field.columns.front()) % rows.size()]->ours.front());
  return true;
}

void Invention::fill_codes(const Field& field, Work& work) const {
  const auto* chosen = row_for(field, work);
  if (chosen == nullptr) return;
  const auto& row = *chosen;
  for (std::size_t i = 0; i < field.ours.size(); ++i) {
    if (row.ours[i].empty()) continue;
    const auto& path = field.ours[i];
    const auto at = field.numbered                     ? work.making.numbered(path, 1)
                    : path.each || !field.join.empty() ? work.making.fresh(path)
                                                       : work.making.place(path);
    auto& draft = work.making.draft();
    const auto code = fhir::type(draft.type(at)).kind == fhir::Kind::primitive ? at : draft.get_or_add(at, "code");  // FHIR: a whole Coding
    if (!draft.has_value(code)) draft.set_value(code, row.ours[i]);
  }
}

}  // namespace caseway::authoring
