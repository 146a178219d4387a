// Reads an XML or JSON document by a plan: elements, or members, become instances and places of ours.
//
//   issues  mapping.root.other (fatal), mapping.code.unknown, mapping.const.differs, mapping.value.missing (error), cda.* of the converters
//   leaves  attributes named in predicates that chose a branch count as converted: the instance implies them
//   errors  a document with an error is left out, its leaves go to the sink's rest
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "caseway/partner.h"
#include "formats/xml_source.h"
#include "mapping/markup/markup_shape.h"
#include "mapping/plan.h"
#include "mapping/record_keys.h"
#include "mapping/tree/making.h"

namespace caseway::mapping {

// Names that the C-CDA converters ask for, looked up once per document.
enum class Word : std::uint8_t {
  assigningAuthorityName,
  center,
  city,
  code,
  codeSystem,
  codeSystemName,
  codeSystemVersion,
  country,
  county,
  currency,
  delimiter,
  denominator,
  direction,
  displayName,
  event,
  extension,
  family,
  given,
  high,
  id,
  inclusive,
  institutionSpecified,
  low,
  mediaType,
  nullFlavor,
  numerator,
  offset,
  originalText,
  period,
  phase,
  postalCode,
  prefix,
  qualifier,
  reference,
  root,
  sdtc_valueSet,
  state,
  streetAddressLine,
  suffix,
  translation,
  type,
  unit,
  use,
  useablePeriod,
  value,
  valueSet,
  validTime,
  width,
  additionalLocator,
  houseNumber,
  streetName,
  unitID,
  representation,
  language,
  operator_,
  xsi_type,
  kCount
};
std::string_view word(Word which);

class XmlReading {
 public:
  XmlReading(const Plan& plan, const Context& context, DocumentSink& sink);
  void read(const Part& part);  // one after another
  Partner::Recognition recognise_json(std::string_view head);
  // Whether the tests of `recognise` hold of a document, and what it is.
  Partner::Recognition recognise(std::unique_ptr<formats::XmlSource> head);

  // ---- xml_kept.cc: the elements that something kept can belong to
  bool look_at(std::string_view text);  // reads a document without giving it
  bool is_named(std::uint32_t element);
  const std::string& name_of(std::uint32_t element);

  // ---- for converters
  const formats::XmlSource& source() const { return *source_; }
  std::uint32_t attribute(std::uint32_t element, Word name) const;  // XmlNode::kNone when absent
  std::uint32_t child(std::uint32_t element, Word name) const;
  std::uint32_t next(std::uint32_t child) const;                             // the next child of the same name
  std::string_view attribute_value(std::uint32_t element, Word name) const;  // "" when absent
  std::string_view value(std::uint32_t node) const { return source_->value(source_->nodes()[node]); }
  std::string text_of(std::uint32_t element) const;                    // all text below, in order
  void mark(std::uint32_t node, Fate fate, Draft::Id target);          // of an attribute, text run or empty element; kNone is passed over
  void mark_text(std::uint32_t element, Fate fate, Draft::Id target);  // of every text run below
  void ignore(std::uint32_t node, std::string_view reason);
  void ignore_attribute(std::uint32_t element, Word name, std::string_view reason) { ignore(attribute(element, name), reason); }
  Making& making() { return *making_; }
  void issue(Severity severity, std::string_view id, std::uint32_t node, std::string text);
  void no_zone(std::uint32_t node);  // a time of day without a zone: told once per document
  // The plain text of the narrative element with this ID ("#p1" or "p1"); false when there is none.
  bool narrative(std::string_view reference, std::string& text);

 private:
  void read_xml(const Part& part);
  void touch(const Field& field, std::uint32_t node, std::size_t in_tuple = 0);  // a field asks this node
  void leave_out_accepted();
  std::string_view meant(const Field& field, std::string_view code) const;
  void keep_word(const Field& field, std::uint32_t place, std::string_view code);
  void bind_names();
  void begin(std::size_t bytes);  // a new document from source_
  void read_json(const Part& part);
  std::uint32_t text_run(std::uint32_t element) const;
  void run(Index block, std::uint32_t base);
  void read_day(std::uint32_t base);
  void run_field(const Field& field, std::uint32_t base);
  void run_alternative(const Field& field, const Alternative& alternative, std::uint32_t base);
  void run_guarded(const OursTest& test, Index block, std::uint32_t base);
  void run_group(const Field& field, std::uint32_t base);
  void run_instance(const Field& field, std::uint32_t base, std::uint32_t element);
  void run_call(const Field& field, std::uint32_t base);
  void know_roots();
  bool met_before(const Field& field, std::uint32_t element);
  void pair_leaves(std::uint32_t first, std::uint32_t again);
  void read_relation(const Field& field, std::uint32_t base);
  void read_node(const Field& field, std::uint32_t node, std::uint32_t base);
  void read_text(const Field& field, std::uint32_t node, std::uint32_t place, std::string_view text, bool whole);
  void read_code(const Field& field, std::uint32_t node);
  void read_code(const Field& field, std::uint32_t node, std::uint32_t place, const std::string& text, bool many);
  bool is_json() const { return plan_.format == Format::json; }
  void read_tuple(const Field& field, std::uint32_t base);
  void read_constant(const Field& field, std::uint32_t base);
  void not_a_value(std::uint32_t node);
  bool says_something(std::uint32_t node) const;
  bool read_absent(const Field& field, std::uint32_t element);
  void finish(std::string_view text);
  void give_up(const Ledger& read);
  bool keeps_rules(const Document& document) const;
  bool load(std::string_view text);
  std::string key_of_document() const;  // "" when nothing names it

  // ---- xml_kept.cc
  struct NamePart {
    std::vector<const XmlPath*> within;  // from the element, before the path of the field
    const XmlPath* path;
    const Field* field;  // nullptr: the text counts as it stands
  };
  void keep_below(std::uint32_t node);
  void give_kept(Document& document);
  std::string path_below(std::uint32_t anchor, std::uint32_t node) const;
  std::string id_text(std::uint32_t element) const;
  void gather_names(Index block, std::vector<const XmlPath*>& within, std::vector<NamePart>& all, std::vector<char>& seen) const;
  std::string said_at(const NamePart& part, std::uint32_t element) const;
  void append_names(Index block, const std::vector<XmlPath>& told, std::uint32_t element, std::string& name);
  void find_carried(const Ledger& ledger);

  // ---- xml_select.cc
  bool holds(const XmlTest& test, std::uint32_t node) const;
  bool holds(const std::vector<XmlTest>& tests, std::uint32_t node) const;
  template <class Take>
  bool walk(const XmlPath& path, std::size_t step, std::uint32_t node, const Take& take) const;
  void select(const XmlPath& path, std::uint32_t base, std::vector<std::uint32_t>& out) const;  // all, in document order
  std::uint32_t first(const XmlPath& path, std::uint32_t base) const;
  bool has_content(std::uint32_t node) const;
  void mark_tests(const XmlTest& test, std::uint32_t node, Draft::Id target, const Field& field);
  void mark_path(const XmlPath& path, std::uint32_t node, Draft::Id target, const Field& field);

  const Plan& plan_;
  const Context& context_;
  DocumentSink& sink_;
  std::unique_ptr<formats::XmlSource> source_;
  RecordKeys keys_;
  std::uint32_t base_ = 0;            // where the document begins in its source
  std::vector<std::uint16_t> names_;  // Plan::names in this document; 0: not there
  std::uint16_t words_[static_cast<std::size_t>(Word::kCount)] = {};
  std::unique_ptr<MarkupShape> shape_;  // where the context asks for it
  std::unique_ptr<Making> making_;
  std::unordered_map<std::string, std::pair<Index, std::uint32_t>> keyed_;               // type and key -> instance, the element it came from
  std::unordered_map<std::string, std::pair<std::uint32_t, std::uint32_t>> narratives_;  // ID -> node and place in it; made for the first reference
  bool ids_known_ = false;
  const bool keeps_;                                         // the mapping keeps something
  std::unordered_map<std::uint32_t, const Field*> entered_;  // what is kept: elements that are instances of a group,
  std::unordered_map<std::uint32_t, std::string> called_;    // what elements are called,
  std::map<Index, std::vector<NamePart>> name_parts_;        // by which fields of a block,
  std::vector<std::optional<bool>> named_;                   // whether it has a name at all,
  std::vector<char> carried_, kept_;                         // where something below has gone to ours, or is kept,
  std::vector<std::uint32_t> after_;                         // and behind which sibling of the like an element stands
  std::uint32_t zoneless_ = 0;
  std::uint32_t first_zoneless_ = 0;
  bool failed_ = false;
  bool too_deep_ = false;
  int calls_ = 0;
  const Field* field_ = nullptr;
  std::string scratch_;
};

}  // namespace caseway::mapping
