// The converters that C-CDA mappings name, over the data type pairs of cda_types.h.
#include "crypto/digest.h"
#include "fhir/model.h"
#include "mapping/cda_time.h"
#include "mapping/cda_types.h"
#include "mapping/convert.h"
#include "mapping/narrative.h"
#include "mapping/null_flavor.h"
#include "mapping/spelling.h"
#include "mapping/systems.h"

#include <algorithm>

namespace caseway::mapping {

using cda::kAbsent;
using cda::Node;

namespace cda {

std::string text_of_ed(XmlReading& from, Node element) {
  const auto own = from.text_of(element);
  if (const auto text = trimmed(own); !text.empty()) return std::string(text);
  const auto reference = from.child(element, Word::reference);
  auto target = reference == kAbsent ? std::string_view() : from.attribute_value(reference, Word::value);
  if (target.empty() && from.attribute(element, Word::value) != kAbsent) return std::string(trimmed(from.attribute_value(element, Word::value)));
  std::string text;
  if (!target.empty()) from.narrative(target, text);
  return text;
}

void mark_ed(XmlReading& from, Node element, Draft::Id target, std::string_view value) {
  const auto own = from.text_of(element);
  from.mark_text(element, own == value ? Fate::copied : Fate::converted, target);
  if (const auto reference = from.child(element, Word::reference); reference != kAbsent) from.mark(from.attribute(reference, Word::value), Fate::converted, target);
  if (const auto text = from.attribute(element, Word::value); text != kAbsent) from.mark(text, from.value(text) == value ? Fate::copied : Fate::converted, target);
}

}  // namespace cda

bool XmlReading::narrative(std::string_view reference, std::string& text) {
  if (!ids_known_) {
    ids_known_ = true;
    for (std::uint32_t leaf = 0; leaf < source_->leaves(); ++leaf) {
      const auto node = source_->node_of_leaf(leaf);
      if (source_->nodes()[node].kind != formats::XmlNode::Kind::element || value(node).empty()) continue;
      for (auto& [id, at] : ids_of(value(node))) narratives_.try_emplace(std::move(id), node, static_cast<std::uint32_t>(at));
    }
  }
  if (reference.starts_with("#")) reference.remove_prefix(1);
  const auto found = narratives_.find(std::string(reference));
  if (found == narratives_.end()) return false;
  text = plain_text(value(found->second.first), found->second.second);
  return !text.empty();
}

namespace {

std::string_view name_of(TypeId type) { return type == kNoType ? std::string_view() : fhir::type(type).name; }

// What all element converters share: the first value of a place stays, and an element that is only null says why.
class ElementConverter : public Converter {
 public:
  bool for_elements() const override { return true; }
  bool read_element(XmlReading& from, Node element, Target& to) const final {
    if (!says_something(from, element)) return absent(from, element, to);
    auto& draft = from.making().draft();
    const auto before = draft.size();
    const auto node = begin(from, element, to);
    if (node == Draft::kNone) return false;
    if (node < before && taken(draft, node)) return false;
    if (read(from, element, node, to)) return true;
    // The words beside a nullFlavor may lead nowhere (a reference into the narrative that finds nothing): then the nullFlavor is all there is.
    const auto flavor = from.attribute(element, Word::nullFlavor);
    const auto reason = flavor == kAbsent ? std::string_view() : absent_reason_of(from.value(flavor));
    if (reason.empty() || draft.first_child(node) != Draft::kNone || draft.has_value(node)) return false;
    from.mark(flavor, Fate::converted, from.making().absent(node, reason));
    return true;
  }

 protected:
  virtual bool says_something(XmlReading& from, Node element) const = 0;
  virtual Draft::Id begin(XmlReading&, Node, Target& to) const { return to.node(); }
  virtual bool taken(Draft& draft, Draft::Id node) const { return draft.first_child(node) != Draft::kNone || draft.has_value(node); }
  virtual bool read(XmlReading& from, Node element, Draft::Id node, Target& to) const = 0;

 private:
  static bool absent(XmlReading& from, Node element, Target& to) {
    const auto flavor = from.attribute(element, Word::nullFlavor);
    const auto reason = flavor == kAbsent ? std::string_view() : absent_reason_of(from.value(flavor));
    if (reason.empty() || to.path().slot == kNone || from.making().current(to.path().variable) == kNone) return false;
    from.mark(flavor, Fate::converted, from.making().absent_at(to.path(), reason));
    return true;
  }
};

bool has_attribute_or_child(XmlReading& from, Node element, std::initializer_list<Word> attributes, std::initializer_list<Word> children) {
  for (const auto name : attributes)
    if (!trimmed(from.attribute_value(element, name)).empty()) return true;
  for (const auto name : children)
    if (from.child(element, name) != kAbsent) return true;
  return false;
}

// A data type that is one FHIR element with a read and a write of its own.
class Whole : public ElementConverter {
 public:
  using Read = bool (*)(XmlReading&, Node, Draft::Id);
  using Write = bool (*)(XmlWriting&, XmlOut::Id, Element);
  using Says = bool (*)(XmlReading&, Node);
  Whole(Read read, Write write, Says says, std::string_view type = {}) : read_(read), write_(write), says_(says), type_(type) {}
  std::string_view xsi_type() const override { return type_; }
  bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const override { return write_(to, out, ours); }

 protected:
  bool says_something(XmlReading& from, Node element) const override { return says_(from, element); }
  bool read(XmlReading& from, Node element, Draft::Id node, Target&) const override { return read_(from, element, node); }

 private:
  Read read_;
  Write write_;
  Says says_;
  std::string_view type_;
};

bool says_code(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {Word::code, Word::displayName}, {Word::translation, Word::originalText}); }
bool says_id(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {Word::root, Word::extension}, {}); }
bool says_text(XmlReading& from, Node element) { return !trimmed(from.text_of(element)).empty(); }
bool says_value(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {Word::value}, {}); }
bool says_time(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {Word::value}, {Word::low, Word::high}); }
bool says_quantity(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {Word::value}, {Word::translation}); }
bool says_range(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {}, {Word::low, Word::high}); }
bool says_ratio(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {}, {Word::numerator}); }
bool says_timing(XmlReading& from, Node element) { return has_attribute_or_child(from, element, {}, {Word::period, Word::event}); }

// How often: one part of a Timing, beside its bounds.
class Frequency : public Whole {
 public:
  Frequency() : Whole(cda::read_timing, cda::write_timing, says_timing) {}

 protected:
  bool taken(Draft&, Draft::Id) const override { return false; }
};

// An Identifier also makes its resource known by that id.
class Ii : public Whole {
 public:
  Ii() : Whole(cda::read_ii, cda::write_ii, says_id) {}

 protected:
  bool read(XmlReading& from, Node element, Draft::Id node, Target& to) const override {
    const auto& what = from.making().plan().variables[to.path().variable];
    if (what.resource) from.making().identify(to.path().variable, cda::key_of_ii(from, element));
    return Whole::read(from, element, node, to);
  }
};

// A CodeableConcept; with a code table the table's coding comes first and the source's own follow.
class Cd : public ElementConverter {
 public:
  std::string_view xsi_type() const override { return "CD"; }
  bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const override { return cda::write_cd(to, out, ours); }

 protected:
  bool says_something(XmlReading& from, Node element) const override { return says_code(from, element); }
  bool taken(Draft& draft, Draft::Id node) const override { return draft.child(node, "coding") != Draft::kNone; }
  bool read(XmlReading& from, Node element, Draft::Id node, Target& to) const override {
    const auto& field = to.field();
    if (field.codes != kNone) add_from_table(from, element, node, from.making().plan().tables[field.codes]);
    return cda::read_cd(from, element, node);
  }

 private:
  static void add_from_table(XmlReading& from, Node element, Draft::Id node, const CodeTable& table) {
    const CodeTable::Row* row = nullptr;
    auto source = element;
    for (; source != kAbsent && row == nullptr; source = source == element ? from.child(element, Word::translation) : from.next(source)) {
      row = table.from_theirs({trimmed(from.attribute_value(source, Word::code))});
      if (row != nullptr) break;
    }
    if (row == nullptr) {
      if (const auto code = from.attribute(element, Word::code); code != kAbsent)
        from.issue(Severity::warning, "mapping.code.unknown", code, "this code is not in the table `" + table.name + "`; its own coding is carried");
      return;
    }
    auto& draft = from.making().draft();
    const auto coding = draft.add(node, "coding");
    if (!table.systems.empty() && !table.systems.front().empty()) draft.add_value(coding, "system", table.systems.front());
    from.mark(from.attribute(source, Word::code), Fate::converted, draft.add_value(coding, "code", row->ours.front()));
    if (!row->display.empty()) draft.add_value(coding, "display", row->display);
  }
};

// TS, or one end of an IVL_TS, to a date, dateTime or instant.
class PointInTime : public ElementConverter {
 public:
  enum class End { any, low, high };
  PointInTime(End end, TypeId target) : end_(end), precision_(precision_of(name_of(target))) {}
  bool for_elements() const override { return end_ != End::any || elements_; }
  explicit PointInTime(TypeId target, bool elements) : end_(End::any), precision_(precision_of(name_of(target))), elements_(elements) {}

  bool read_text(std::string_view theirs, std::string& ours) const override {
    bool zoneless = false;
    return time_from_cda(trimmed(theirs), precision_, ours, zoneless);
  }
  bool write_text(std::string_view ours, std::string& theirs) const override { return time_to_cda(ours, theirs); }
  bool zoneless(std::string_view theirs) const override {
    bool without = false;
    std::string ours;
    return time_from_cda(trimmed(theirs), precision_, ours, without) && without;
  }
  std::string_view issue() const override { return "cda.time.shape"; }
  std::string forms() const override { return "YYYYMMDDHHMMSS+ZZZZ, shortened at the end"; }
  std::string example(std::uint32_t n) const override { return std::to_string(2001 + n % 20) + "0" + std::to_string(1 + n % 9) + std::to_string(10 + n % 18); }

  bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const override {
    std::string text;
    if (!ours.has_value() || !time_to_cda(ours.value(), text)) return false;
    const auto at = end_ == End::any ? out : to.add(out, end_ == End::low ? Word::low : Word::high);
    to.attribute(at, Word::value, text);
    to.mark(ours, text == ours.value() ? Fate::copied : Fate::converted);
    return true;
  }

 protected:
  // The attribute that holds the time: that of the end, or the element's own.
  Node place(XmlReading& from, Node element) const {
    for (const auto& [end, name] : {std::pair{End::low, Word::low}, std::pair{End::high, Word::high}})
      if (end_ == end || (end_ == End::any && end == End::low && from.attribute(element, Word::value) == kAbsent)) {
        const auto child = from.child(element, name);
        if (child != kAbsent && from.attribute(child, Word::value) != kAbsent) return from.attribute(child, Word::value);
      }
    return end_ == End::high ? kAbsent : from.attribute(element, Word::value);
  }
  bool says_something(XmlReading& from, Node element) const override { return place(from, element) != kAbsent; }
  Draft::Id begin(XmlReading& from, Node element, Target& to) const override {
    const auto at = place(from, element);
    std::string ours;
    bool zoneless = false;
    if (time_from_cda(trimmed(from.value(at)), precision_, ours, zoneless)) {
      if (zoneless) from.no_zone(at);
      return to.node();
    }
    from.issue(Severity::warning, issue(), at, "this is no point in time that can be carried; accepted: " + forms());
    return Draft::kNone;
  }
  bool read(XmlReading& from, Node element, Draft::Id node, Target&) const override {
    const auto at = place(from, element);
    std::string ours;
    bool zoneless = false;
    time_from_cda(trimmed(from.value(at)), precision_, ours, zoneless);
    from.making().set(node, ours);
    from.mark(at, ours == from.value(at) ? Fate::copied : Fate::converted, node);
    return true;
  }

 private:
  End end_;
  Precision precision_;
  bool elements_ = true;
};

const DefId* choice_of(const Target& to, XmlReading& from, std::string_view type) {
  for (const auto& def : from.making().plan().slot(to.path().variable, to.path().slot).choices)
    if (name_of(fhir::element(def).type) == type) return &def;
  return nullptr;
}

// ST and ED: text, its own or of the narrative it refers to.
class Ed : public ElementConverter {
 public:
  explicit Ed(TypeId target) : attachment_(name_of(target) == "Attachment") {}
  std::string_view xsi_type() const override { return "ED"; }
  bool gives_text() const override { return !attachment_; }
  bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const override {
    if (!attachment_) {
      if (!ours.has_value()) return false;
      to.text(out, ours.value());
      to.mark(ours, Fate::copied);
      return true;
    }
    std::string text;
    if (!ours.child("data").has_value() || !crypto::from_base64(ours.child_value("data"), text)) return false;
    cda::put(to, out, Word::mediaType, ours.child("contentType"));
    if (ours.child_value("contentType").starts_with("text/")) {
      to.text(out, text);
    } else {
      to.attribute(out, Word::representation, "B64");
      to.text(out, ours.child_value("data"));
    }
    to.mark(ours.child("data"), Fate::converted);
    return true;
  }

 protected:
  bool says_something(XmlReading& from, Node element) const override { return from.source().nodes()[element].leaf != kAbsent || !cda::text_of_ed(from, element).empty(); }
  bool read(XmlReading& from, Node element, Draft::Id node, Target&) const override {
    auto text = opaque(from, element) ? plain_text(from.value(element)) : cda::text_of_ed(from, element);
    if (text.empty()) return false;
    if (attachment_) {
      cda::carry(from, from.attribute(element, Word::mediaType), node, "contentType");
      const bool encoded = from.attribute_value(element, Word::representation) == "B64";
      from.ignore_attribute(element, Word::representation, "plumbing");
      node = from.making().draft().add_value(node, "data", encoded ? text : crypto::base64(text));
    } else {
      from.making().set(node, text);
    }
    if (opaque(from, element)) from.mark(element, Fate::converted, node);
    else cda::mark_ed(from, element, node, text);
    return true;
  }

 private:
  static bool opaque(XmlReading& from, Node element) { return from.source().nodes()[element].leaf != kAbsent && from.value(element).starts_with("<"); }
  bool attachment_;
};

// A section's text ⇄ Narrative.
class NarrativeBlock : public ElementConverter {
 public:
  bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const override {
    const auto div = ours.child("div");
    if (!div.has_value()) return false;
    to.markup(out, narrative_of_div(div.value()));
    to.mark(div, Fate::converted);
    to.mark(ours.child("status"), Fate::converted);
    return true;
  }

 protected:
  bool says_something(XmlReading& from, Node element) const override {
    return from.source().nodes()[element].leaf != kAbsent ? !plain_text(from.value(element)).empty() : says_text(from, element);
  }
  bool taken(Draft& draft, Draft::Id node) const override { return draft.child(node, "div") != Draft::kNone; }
  bool read(XmlReading& from, Node element, Draft::Id node, Target&) const override {
    auto& draft = from.making().draft();
    if (from.source().nodes()[element].leaf != kAbsent) {
      from.mark(element, Fate::converted, draft.add_value(node, "div", div_of_narrative(from.value(element))));
    } else {
      from.mark_text(element, Fate::converted, draft.add_value(node, "div", div_of_text(from.text_of(element))));
    }
    return true;
  }
};

// A cell of plain text ⇄ Narrative.div.
class TextBlock : public Converter {
 public:
  bool read_text(std::string_view theirs, std::string& ours) const override {
    ours = div_of_text(theirs);
    return true;
  }
  bool write_text(std::string_view ours, std::string& theirs) const override {
    theirs = plain_text(ours);
    return true;
  }
};

// An id of theirs that is a resource of this document.
class IdReference : public ElementConverter {
 protected:
  bool says_something(XmlReading& from, Node element) const override { return !cda::key_of_ii(from, element).empty(); }
  Draft::Id begin(XmlReading& from, Node element, Target& to) const override {
    std::vector<std::uint32_t> leaves;
    for (const auto name : {Word::root, Word::extension})
      if (const auto at = from.attribute(element, name); at != kAbsent) leaves.push_back(from.source().nodes()[at].leaf);
    from.making().refer(to.path(), cda::key_of_ii(from, element), std::move(leaves), &to.field());
    return Draft::kNone;
  }
  bool read(XmlReading&, Node, Draft::Id, Target&) const override { return false; }
};

// An interval that goes to a Period, or where ours may be either, to a dateTime when it is a point.
class Interval : public ElementConverter {
 public:
  bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const override {
    if (ours.type() == "Period") return cda::write_period(to, out, ours);
    std::string text;
    if (!ours.has_value() || !time_to_cda(ours.value(), text)) return false;
    to.attribute(out, Word::value, text);
    to.mark(ours, Fate::converted);
    return true;
  }

 protected:
  bool says_something(XmlReading& from, Node element) const override { return says_time(from, element); }
  Draft::Id begin(XmlReading& from, Node element, Target& to) const override {
    if (to.type() != kNoType) return to.node();
    const bool point = from.attribute(element, Word::value) != kAbsent;
    const auto* def = choice_of(to, from, point ? "dateTime" : "Period");
    if (def == nullptr) return Draft::kNone;
    to.choose(*def);
    return to.node();
  }
  bool read(XmlReading& from, Node element, Draft::Id node, Target& to) const override {
    if (name_of(from.making().draft().type(node)) == "Period") return cda::read_period(from, element, node);
    return read_point(from, from.attribute(element, Word::value), node, to);
  }

 private:
  static bool read_point(XmlReading& from, Node value, Draft::Id node, Target&) {
    std::string ours;
    bool zoneless = false;
    if (!time_from_cda(trimmed(from.value(value)), Precision::date_time, ours, zoneless)) return false;
    if (zoneless) from.no_zone(value);
    from.making().set(node, ours);
    from.mark(value, Fate::converted, node);
    return true;
  }
};

// What a value's xsi:type becomes, and what else when the element of ours cannot be that.
struct ValueType {
  std::string_view cda, ours, otherwise;
};
constexpr ValueType kTypes[] = {{"CD", "CodeableConcept", ""}, {"CE", "CodeableConcept", ""}, {"CV", "CodeableConcept", ""}, {"CO", "CodeableConcept", ""}, {"CS", "CodeableConcept", ""},
                                {"PQ", "Quantity", ""},        {"REAL", "Quantity", ""},      {"MO", "Quantity", ""},        {"INT", "integer", "Quantity"}, {"IVL_PQ", "Range", "Quantity"},
                                {"RTO", "Ratio", ""},          {"RTO_PQ_PQ", "Ratio", ""},    {"TS", "dateTime", ""},        {"IVL_TS", "Period", ""},      {"BL", "boolean", ""},
                                {"ST", "string", ""},          {"ED", "string", ""}};

// `value` by its xsi:type, to value[x].
class Value : public ElementConverter {
 public:
  bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const override {
    const auto type = ours.type();
    for (const auto& [fhir_type, cda_type] : {std::pair{"CodeableConcept", "CD"}, std::pair{"Quantity", "PQ"}, std::pair{"Range", "IVL_PQ"}, std::pair{"Ratio", "RTO_PQ_PQ"},
                                              std::pair{"Period", "IVL_TS"}, std::pair{"string", "ST"}, std::pair{"boolean", "BL"}, std::pair{"integer", "INT"}, std::pair{"dateTime", "TS"}}) {
      if (type != fhir_type) continue;
      to.attribute(out, Word::xsi_type, cda_type);
      return write_typed(to, out, ours, type);
    }
    return false;
  }

 protected:
  bool says_something(XmlReading& from, Node element) const override {
    return says_code(from, element) || says_time(from, element) || says_ratio(from, element) || says_text(from, element);
  }
  Draft::Id begin(XmlReading& from, Node element, Target& to) const override {
    if (to.type() != kNoType) return to.node();
    const auto type = from.attribute_value(element, Word::xsi_type);
    for (const auto& row : kTypes) {
      if (row.cda != type) continue;
      for (const auto wanted : {row.ours, row.otherwise})
        if (const auto* def = wanted.empty() ? nullptr : choice_of(to, from, wanted)) {
          to.choose(*def);
          return to.node();
        }
    }
    return Draft::kNone;
  }
  bool read(XmlReading& from, Node element, Draft::Id node, Target&) const override {
    const auto type = name_of(from.making().draft().type(node));
    if (type == "CodeableConcept") return cda::read_cd(from, element, node);
    if (type == "Quantity") return cda::read_pq(from, element, node);
    if (type == "Range") return cda::read_range(from, element, node);
    if (type == "Ratio") return cda::read_ratio(from, element, node);
    if (type == "Period") return cda::read_period(from, element, node);
    const auto value = from.attribute(element, Word::value);
    if (type == "string") {
      const auto text = cda::text_of_ed(from, element);
      if (text.empty()) return false;
      from.making().set(node, text);
      cda::mark_ed(from, element, node, text);
      return true;
    }
    if (value == kAbsent) return false;
    std::string ours(trimmed(from.value(value)));
    bool zoneless = false;
    if (type == "dateTime" && !time_from_cda(trimmed(from.value(value)), Precision::date_time, ours, zoneless)) return false;
    if (zoneless) from.no_zone(value);
    from.making().set(node, ours);
    from.mark(value, ours == from.value(value) ? Fate::copied : Fate::converted, node);
    return true;
  }

 private:
  static bool write_typed(XmlWriting& to, std::uint32_t out, Element ours, std::string_view type) {
    if (type == "CodeableConcept") return cda::write_cd(to, out, ours);
    if (type == "Quantity") return cda::write_pq(to, out, ours);
    if (type == "Range") return cda::write_range(to, out, ours);
    if (type == "Ratio") return cda::write_ratio(to, out, ours);
    if (type == "Period") return cda::write_period(to, out, ours);
    if (!ours.has_value()) return false;
    std::string text(ours.value());
    if (type == "dateTime" && !time_to_cda(ours.value(), text)) return false;
    if (type == "string") to.text(out, text);
    else to.attribute(out, Word::value, text);
    to.mark(ours, text == ours.value() ? Fate::copied : Fate::converted);
    return true;
  }
};

}  // namespace

std::shared_ptr<const Converter> cda_time_converter(std::string_view name, const ConverterOptions& options) {
  if (name == "ts") return std::make_shared<PointInTime>(options.target, options.to_element);
  if (name == "ivl-ts-low") return std::make_shared<PointInTime>(PointInTime::End::low, options.target);
  if (name == "ivl-ts-high") return std::make_shared<PointInTime>(PointInTime::End::high, options.target);
  if (name == "ivl-ts") return std::make_shared<Interval>();
  if (name == "pivl" || name == "eivl") return std::make_shared<Frequency>();
  return nullptr;
}

std::shared_ptr<const Converter> cda_code_converter(std::string_view name, const ConverterOptions&) {
  if (name == "cd") return std::make_shared<Cd>();
  if (name == "coding") return std::make_shared<Whole>(cda::read_coding, cda::write_coding, says_code, "CD");
  if (name == "ii") return std::make_shared<Ii>();
  if (name == "id-reference") return std::make_shared<IdReference>();
  return nullptr;
}

std::shared_ptr<const Converter> cda_person_converter(std::string_view name) {
  if (name == "pn") return std::make_shared<Whole>(cda::read_pn, cda::write_pn, says_text);
  if (name == "ad") return std::make_shared<Whole>(cda::read_ad, cda::write_ad, says_text);
  if (name == "tel") return std::make_shared<Whole>(cda::read_tel, cda::write_tel, says_value);
  return nullptr;
}

std::shared_ptr<const Converter> cda_quantity_converter(std::string_view name, const ConverterOptions&) {
  if (name == "pq") return std::make_shared<Whole>(cda::read_pq, cda::write_pq, says_quantity, "PQ");
  if (name == "ivl-pq") return std::make_shared<Whole>(cda::read_range, cda::write_range, says_range, "IVL_PQ");
  if (name == "rto") return std::make_shared<Whole>(cda::read_ratio, cda::write_ratio, says_ratio, "RTO_PQ_PQ");
  return nullptr;
}

std::shared_ptr<const Converter> cda_text_converter(std::string_view name, const ConverterOptions& options) {
  if (name == "narrative") {
    if (options.format == Format::csv) return std::make_shared<TextBlock>();
    return std::make_shared<NarrativeBlock>();
  }
  if (name == "ed" || name == "st") return std::make_shared<Ed>(options.target);
  return nullptr;
}

std::shared_ptr<const Converter> cda_value_converter(std::string_view name, const ConverterOptions&) {
  if (name == "value") return std::make_shared<Value>();
  return nullptr;
}

}  // namespace caseway::mapping
