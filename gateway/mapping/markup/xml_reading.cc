#include "mapping/markup/xml_reading.h"

#include <algorithm>

#include "crypto/digest.h"
#include "mapping/convert/converter.h"
#include "mapping/convert/null_flavor.h"
#include "mapping/markup/element_paths.h"
#include "mapping/our_rules.h"
#include "mapping/overlay.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

using formats::XmlNode;

namespace {
constexpr std::string_view kWords[] = {"assigningAuthorityName",
                                       "center",
                                       "city",
                                       "code",
                                       "codeSystem",
                                       "codeSystemName",
                                       "codeSystemVersion",
                                       "country",
                                       "county",
                                       "currency",
                                       "delimiter",
                                       "denominator",
                                       "direction",
                                       "displayName",
                                       "event",
                                       "extension",
                                       "family",
                                       "given",
                                       "high",
                                       "id",
                                       "inclusive",
                                       "institutionSpecified",
                                       "low",
                                       "mediaType",
                                       "nullFlavor",
                                       "numerator",
                                       "offset",
                                       "originalText",
                                       "period",
                                       "phase",
                                       "postalCode",
                                       "prefix",
                                       "qualifier",
                                       "reference",
                                       "root",
                                       "sdtc:valueSet",
                                       "state",
                                       "streetAddressLine",
                                       "suffix",
                                       "translation",
                                       "type",
                                       "unit",
                                       "use",
                                       "useablePeriod",
                                       "value",
                                       "valueSet",
                                       "validTime",
                                       "width",
                                       "additionalLocator",
                                       "houseNumber",
                                       "streetName",
                                       "unitID",
                                       "representation",
                                       "language",
                                       "operator",
                                       "xsi:type"};
static_assert(std::size(kWords) == static_cast<std::size_t>(Word::kCount));
constexpr int kMaxCalls = 120;  // templates inside templates
}  // namespace

std::string_view word(Word which) { return kWords[static_cast<std::size_t>(which)]; }

void XmlReading::read(const Part& part) {
  keys_.file(part.name);
  if (context_.shape && !plan_.ccda) shape_ = std::make_unique<MarkupShape>(plan_);
  is_json() ? read_json(part) : read_xml(part);
  if (shape_ != nullptr) sink_.shape(shape_->json());
}

void XmlReading::read_xml(const Part& part) {
  if (!load(part.bytes)) return;
  if (source_->name(source_->nodes()[0]) != plan_.root) {
    issue(Severity::fatal, "mapping.root.other", 0,
          "the root element is not `" + plan_.root + "`; this is a part of a document, or another kind of document");
  } else {
    making_->open(plan_.roots);
    know_roots();
    run(plan_.body, 0);
  }
  finish(part.bytes);
}

bool XmlReading::load(std::string_view text) {
  source_ = std::make_unique<formats::XmlSource>();
  formats::XmlSource::Shape shape;
  shape.ccda = plan_.ccda;
  const auto limit = plan_.ccda ? &Limits::ccda_bytes : &Limits::xml_bytes;
  if (!source_->read(text, shape, context_.limits, limit, *context_.issues)) return false;
  begin(text.size());
  return true;
}

void XmlReading::begin(std::size_t bytes) {
  if (base_ != XmlNode::kNone) name_as_accepted(plan_, base_, *source_);
  bind_names();
  making_ = std::make_unique<Making>(plan_, context_);
  making_->draft().reserve(2 * source_->nodes().size(), bytes);
  const auto& nodes = source_->nodes();
  for (std::uint32_t leaf = 0; leaf < source_->leaves(); ++leaf) {
    const auto node = source_->node_of_leaf(leaf);
    making_->ledger().add_leaf(nodes[node].structural ? Fate::structural : Fate::undecided);
    if (context_.detail == Detail::values) making_->ledger().name_leaf(leaf, source_->place(node));
  }
}

// A document with an error: nothing of it was decided.
void XmlReading::give_up(const Ledger& read) {
  Ledger lost("read");
  for (std::uint32_t leaf = 0; leaf < source_->leaves(); ++leaf) {
    lost.add_leaf(source_->nodes()[source_->node_of_leaf(leaf)].structural ? Fate::structural : Fate::undecided);
    if (const auto* place = read.place(leaf)) lost.name_leaf(leaf, *place);
  }
  sink_.rest(std::move(lost));
}

bool XmlReading::keeps_rules(const Document& document) const {
  if (plan_.our_rules.empty()) return true;
  Finding finding(plan_, context_);
  finding.begin(document.tree);
  finding.bind_roots();
  return mapping::keeps_rules(plan_, context_, finding, Way::receiving, document.place);
}

void XmlReading::bind_names() {
  names_.clear();
  for (const auto& name : plan_.names) names_.push_back(source_->find_name(name));
  for (std::size_t i = 0; i < std::size(kWords); ++i) words_[i] = source_->find_name(kWords[i]);
  keyed_.clear();
  narratives_.clear();
  entered_.clear();
  called_.clear();
  ids_known_ = false;
  zoneless_ = 0;
  failed_ = false;
  too_deep_ = false;
}

void XmlReading::touch(const Field& field, std::uint32_t node, std::size_t in_tuple) {
  if (shape_ != nullptr && node != XmlNode::kNone) shape_->touch(field, in_tuple, node);
}

// What an operator has said that it is nothing to carry.
void XmlReading::leave_out_accepted() {
  if (plan_.accepted == nullptr || plan_.accepted->ignored.empty() || base_ == XmlNode::kNone) return;
  const ElementPaths paths(*source_, base_);
  for (auto node = base_ + 1; node < source_->nodes()[base_].end; ++node) {
    const auto leaf = source_->nodes()[node].leaf;
    if (leaf == XmlNode::kNone || making_->ledger().fate(leaf) != Fate::undecided) continue;
    if (const auto reason = plan_.accepted->reason(paths.of(node)); !reason.empty()) making_->ignore(leaf, reason);
  }
}

void XmlReading::finish(std::string_view text) {
  leave_out_accepted();
  if (shape_ != nullptr && base_ != XmlNode::kNone) shape_->document(*source_, base_, making_->ledger());
  if (zoneless_ > 0)
    context_.issues->add(
        Severity::warning, "cda.time.no_zone", source_->place(first_zoneless_),
        std::to_string(zoneless_) +
            " times of day in this document have no time zone that exists, this is the first; their dates are carried, the times of day are not");
  if (failed_) return give_up(making_->ledger());
  auto key = key_of_document();
  if (key.empty()) key = crypto::sha256_hex(text);
  if (plan_.has_key_path) keys_.note(key, source_->place(base_));
  Document document;
  document.kind = plan_.document;
  making_->finish(key, document);
  document.place = source_->place(base_);
  if (!keeps_rules(document)) return give_up(document.ledger);
  if (keeps_) give_kept(document);
  sink_.take(std::move(document));
}

// By the mapping's key; a C-CDA document also by its id. Any other is known by its content.
std::string XmlReading::key_of_document() const {
  std::string key;
  if (plan_.has_key_path) {
    if (const auto node = first(plan_.key_path, base_); node != XmlNode::kNone) {
      const auto& nodes = source_->nodes();
      if (nodes[node].kind != XmlNode::Kind::element) return std::string(value(node));
      std::vector<std::uint32_t> said;  // attributes come in any order; root stands before extension, text last
      for (auto child = node + 1; child < nodes[node].end; ++child)
        if (nodes[child].kind != XmlNode::Kind::element) said.push_back(child);
      std::ranges::stable_sort(said, std::ranges::greater(), [&](std::uint32_t at) { return source_->name(nodes[at]); });
      for (const auto at : said) (key += key.empty() ? "" : "^") += value(at);
    }
  }
  if (key.empty() && plan_.ccda)
    if (const auto id = child(0, Word::id); id != XmlNode::kNone && attribute(id, Word::root) != XmlNode::kNone)
      key = std::string(attribute_value(id, Word::root)) + "^" + std::string(attribute_value(id, Word::extension));
  return key;
}

// The day of the document, which says what of the mapping is valid.
void XmlReading::read_day(std::uint32_t base) {
  const auto node = first(plan_.dated->path, base);
  auto place = node;  // in C-CDA an element says it in an attribute, its own or that of its beginning
  if (node != XmlNode::kNone && plan_.dated->convert->for_elements()) {
    const auto low = child(node, Word::low);
    place = attribute(node, Word::value);
    if (place == XmlNode::kNone && low != XmlNode::kNone) place = attribute(low, Word::value);
  }
  std::string day;
  const auto text = place == XmlNode::kNone ? std::string() : text_of(place);
  const bool there = !text.empty() && plan_.dated->convert->read_text(trimmed(text), day);
  making_->date(there ? day : std::string());
  if (!plan_.valid.covers(making_->day()))
    issue(Severity::error, "mapping.validity.other", node == XmlNode::kNone ? base : node,
          "the mapping `" + plan_.name + "` is valid " + plan_.valid.spelled() + " only, and this document is of no such day");
}

void XmlReading::run(Index block, std::uint32_t base) {
  if (plan_.dated && block == plan_.body) read_day(base);
  for (const auto& field : plan_.blocks[block].fields) {
    if (!has(field.ways, Way::receiving) || !field.valid.covers(making_->day()) || !holds(field.nodes, base)) continue;
    field_ = &field;
    run_field(field, base);
  }
}

void XmlReading::run_field(const Field& field, std::uint32_t base) {
  switch (field.kind) {
    case FieldKind::relation: {
      const auto before = making_->ledger().links().size();
      field.paths.size() > 1 || field.ours.size() > 1 ? read_tuple(field, base) : read_relation(field, base);
      if (!field.asks_what_it_read() || making_->ledger().links().size() == before) return;
      const auto node = first(field.paths.front(), base);
      return making_->guard(field.if_, source_->place(node == XmlNode::kNone ? base : node));
    }
    case FieldKind::constant:
      return read_constant(field, base);
    case FieldKind::value:
      return making_->fixed(field.ours.front(), field.constants);
    case FieldKind::ignore:
    case FieldKind::keep: {
      std::vector<std::uint32_t> nodes;
      select(field.paths.front(), base, nodes);
      for (const auto node : nodes) {
        if (field.kind == FieldKind::keep) {
          keep_below(node);
          continue;
        }
        for (auto below = node; below < source_->nodes()[node].end; ++below)
          if (const auto leaf = source_->nodes()[below].leaf; leaf != XmlNode::kNone && making_->ledger().fate(leaf) == Fate::undecided)
            making_->ignore(leaf, field.constant);
      }
      return;
    }
    case FieldKind::group:
      return run_group(field, base);
    case FieldKind::choose:
      for (const auto& alternative : field.alternatives)
        if (holds(alternative.nodes, base)) return run_alternative(field, alternative, base);
      return;
    case FieldKind::call:
      return run_call(field, base);
  }
}

// Where something was read, its test is asked once all of the document is there.
void XmlReading::run_guarded(const OursTest& test, Index block, std::uint32_t base) {
  const auto before = making_->ledger().links().size();
  run(block, base);
  if (making_->ledger().links().size() > before && making_->asks(test, block)) making_->guard(test, source_->place(base));
}

void XmlReading::run_alternative(const Field& field, const Alternative& alternative, std::uint32_t base) {
  const auto before = making_->ledger().links().size();
  run(alternative.block, base);
  if (making_->ledger().links().size() > before) making_->guard(field, alternative, source_->place(base));
}

void XmlReading::run_group(const Field& field, std::uint32_t base) {
  std::vector<std::uint32_t> elements;
  if (field.within) {
    if (const auto element = first(field.paths.front(), base); element != XmlNode::kNone) run_guarded(field.if_, field.block, element);
    return;
  }
  select(field.paths.front(), base, elements);
  if (field.up_to > 0 && elements.size() > field.up_to) elements.resize(field.up_to);
  for (const auto element : elements) run_instance(field, base, element);
}

void XmlReading::run_instance(const Field& field, std::uint32_t, std::uint32_t element) {
  if (!field.variables.empty() && making_->taken(field.variables.front()))
    return issue(Severity::warning, "mapping.place.taken", element,
                 "another element has filled the one place that ours has for such an element; this one is not carried");
  std::vector<Index> before;
  for (const auto variable : field.variables) before.push_back(making_->current(variable));
  if (keeps_) entered_.try_emplace(element, &field);
  if (!met_before(field, element)) {
    run_guarded(field.if_, field.block, element);
    if (!field.variables.empty()) {
      const auto instance = making_->current(field.variables.front());
      if (making_->live(instance)) {
        const auto node = making_->node(instance);
        mark_path(field.paths.front(), element, node, field);
        for (const auto& test : field.nodes) mark_tests(test, element, node, field);
      }
    }
  }
  for (std::size_t i = 0; i < before.size(); ++i) making_->close(field.variables[i], before[i]);
}

// A resource of the document whose key is an attribute: groups that meet the key again lead to it, and what they say again is paired with the
// element that has the attribute.
void XmlReading::know_roots() {
  for (const auto variable : plan_.roots) {
    auto key = std::to_string(plan_.variables[variable].type);
    auto holder = XmlNode::kNone;
    for (const auto& path : plan_.variables[variable].keys) {
      const auto node = first(path, 0);
      key += '\n';
      if (node == XmlNode::kNone || trimmed(text_of(node)).empty()) continue;
      if (holder == XmlNode::kNone) holder = source_->nodes()[node].parent;
      key += trimmed(text_of(node));
    }
    if (holder != XmlNode::kNone) keyed_.try_emplace(std::move(key), making_->current(variable), holder);
  }
}

// Opens the instances of a group; true when the leading one is a resource that is there already, by its key.
bool XmlReading::met_before(const Field& field, std::uint32_t element) {
  for (const auto variable : field.variables) {
    const auto& what = plan_.variables[variable];
    std::string key;
    bool any = false;
    for (const auto& path : what.keys) {
      const auto node = first(path, element);
      key += '\n';
      if (node == XmlNode::kNone) continue;
      const auto said = text_of(node);
      const auto text = trimmed(said);  // as an identifier is read
      any = any || !text.empty();
      key += text;
    }
    if (!any) {
      making_->open(variable);
      continue;
    }
    key = std::to_string(what.type) + key;
    if (const auto found = keyed_.find(key); found != keyed_.end() && variable == field.variables.front()) {
      making_->reopen(variable, found->second.first);
      pair_leaves(found->second.second, element);
      return true;
    }
    keyed_.try_emplace(std::move(key), making_->open(variable), element);
  }
  for (const auto variable : field.variables) making_->connect(variable);
  return false;
}

// The same thing said again: each leaf that says the same arrives where the first one arrived.
void XmlReading::pair_leaves(std::uint32_t first, std::uint32_t again) {
  const auto& nodes = source_->nodes();
  if (nodes[first].leaf != XmlNode::kNone && nodes[again].leaf != XmlNode::kNone) {
    if (value(first) == value(again) && !nodes[again].structural) making_->same_as(nodes[again].leaf, nodes[first].leaf);
    return;
  }
  // The n-th of a name is paired with the n-th of that name.
  using Child = std::pair<std::uint32_t, std::uint32_t>;  // kind and name, node
  const auto children = [&](std::uint32_t element) {
    std::vector<Child> made;
    for (auto at = element + 1; at < nodes[element].end; at = nodes[at].end)
      made.emplace_back(static_cast<std::uint32_t>(nodes[at].kind) << 16 | nodes[at].name, at);
    std::sort(made.begin(), made.end());
    return made;
  };
  const auto earlier = children(first);
  const auto later = children(again);
  std::size_t e = 0;
  for (const auto& [name, node] : later) {
    while (e < earlier.size() && earlier[e].first < name) ++e;
    if (e < earlier.size() && earlier[e].first == name) pair_leaves(earlier[e++].second, node);
  }
}

void XmlReading::run_call(const Field& field, std::uint32_t base) {
  if (calls_ == kMaxCalls) {
    if (!too_deep_)
      issue(Severity::warning, "mapping.template.depth", base,
            "templates are used inside templates more than " + std::to_string(kMaxCalls) + " deep; what is below here is not carried");
    too_deep_ = true;
    return;
  }
  ++calls_;
  std::vector<Index> before;
  std::vector<Index> arguments;
  for (const auto& bind : field.bind) {
    before.push_back(making_->current(bind.first));
    arguments.push_back(making_->current(bind.second));
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) making_->bind(field.bind[i].first, arguments[i]);
  run(field.block, base);
  for (std::size_t i = 0; i < before.size(); ++i) making_->bind(field.bind[i].first, before[i]);
  --calls_;
}

// ---- for converters -------------------------------------------------------------------------------------------------------------------

std::uint32_t XmlReading::attribute(std::uint32_t element, Word name) const {
  const auto wanted = words_[static_cast<std::size_t>(name)];
  const auto& nodes = source_->nodes();
  if (wanted == 0 || nodes[element].kind != XmlNode::Kind::element) return XmlNode::kNone;
  for (auto at = element + 1; at < nodes[element].end && nodes[at].kind == XmlNode::Kind::attribute; ++at)
    if (nodes[at].name == wanted) return at;
  return XmlNode::kNone;
}

std::uint32_t XmlReading::child(std::uint32_t element, Word name) const {
  const auto wanted = words_[static_cast<std::size_t>(name)];
  const auto& nodes = source_->nodes();
  if (wanted == 0) return XmlNode::kNone;
  for (auto at = element + 1; at < nodes[element].end; at = nodes[at].end)
    if (nodes[at].kind == XmlNode::Kind::element && nodes[at].name == wanted) return at;
  return XmlNode::kNone;
}

std::uint32_t XmlReading::next(std::uint32_t child) const {
  const auto& nodes = source_->nodes();
  const auto end = nodes[nodes[child].parent].end;
  for (auto at = nodes[child].end; at < end; at = nodes[at].end)
    if (nodes[at].kind == XmlNode::Kind::element && nodes[at].name == nodes[child].name) return at;
  return XmlNode::kNone;
}

std::string_view XmlReading::attribute_value(std::uint32_t element, Word name) const {
  const auto found = attribute(element, name);
  return found == XmlNode::kNone ? std::string_view() : value(found);
}

void XmlReading::mark(std::uint32_t node, Fate fate, Draft::Id target) {
  if (node != XmlNode::kNone && source_->nodes()[node].leaf != XmlNode::kNone) making_->mark(source_->nodes()[node].leaf, fate, target, field_);
}

void XmlReading::mark_text(std::uint32_t element, Fate fate, Draft::Id target) {
  const auto& nodes = source_->nodes();
  for (auto node = element; node < nodes[element].end; ++node)
    if (nodes[node].kind == XmlNode::Kind::text) mark(node, fate, target);
}

void XmlReading::ignore(std::uint32_t node, std::string_view reason) {
  if (node != XmlNode::kNone && source_->nodes()[node].leaf != XmlNode::kNone) making_->ignore(source_->nodes()[node].leaf, reason);
}

void XmlReading::issue(Severity severity, std::string_view id, std::uint32_t node, std::string text) {
  if (severity == Severity::error || severity == Severity::fatal) failed_ = true;
  context_.issues->add(severity, id, source_->place(node), std::move(text));
}

void XmlReading::no_zone(std::uint32_t node) {
  if (zoneless_++ == 0) first_zoneless_ = node;
}

}  // namespace caseway::mapping
