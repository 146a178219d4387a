// Writes an XML or JSON document by a plan: instances and places of ours become elements, or members. The inverse of xml_reading.h.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "caseway/partner.h"
#include "mapping/kept_values.h"
#include "mapping/markup/siblings.h"
#include "mapping/markup/xml_out.h"
#include "mapping/markup/xml_reading.h"
#include "mapping/plan.h"
#include "mapping/tree/finding.h"

namespace caseway::mapping {

class XmlWriting {
 public:
  using Id = XmlOut::Id;

  XmlWriting(const Plan& plan, const Context& context, KeptValues& kept);
  // One document, as the documents of theirs that it stands for; none, and an issue, when it cannot be written. The ledger is of its nodes.
  std::vector<std::string> write(const Document& document, Ledger& ledger);

  // ---- for converters; attribute(), text() and markup() make the element live
  Id add(Id parent, Word name) { return out_.add(parent, word(name)); }
  void attribute(Id element, Word name, std::string_view value);
  void text(Id element, std::string_view value);
  void markup(Id element, std::string_view xml);
  bool has_attribute(Id element, Word name) const { return out_.has_attribute(element, word(name)); }
  void mark(Element ours, Fate fate) { finding_->mark(ours, fate, target_, field_); }
  void added() { finding_->ledger().add(); }
  // The code table of the field that is being written (nullptr: it has none), and its row for a code of ours (nullptr: none).
  const CodeTable* table() const { return field_->codes == kNone ? nullptr : &plan_.tables[field_->codes]; }
  const CodeTable::Row* row_of(std::string_view code) const { return table()->from_ours({code}, finding_->day()); }

 private:
  // Each says whether a value was written.
  bool run(Index block, Id base);
  bool run_field(const Field& field, Id base);
  bool run_group(const Field& field, Id base);
  bool run_instance(const Field& field, Id base);
  bool run_choose(const Field& field, Id base);
  bool run_call(const Field& field, Id base);
  bool write_relation(const Field& field, Id base);
  bool write_place(const Field& field, Id base, const Found& found, bool anew);
  void name_type(const Field& field, Id element);
  bool write_code(const Field& field, Id element, const Found& found, bool taken);
  bool write_tuple(const Field& field, Id base);
  void cannot(Element ours, std::string_view id, std::string text);
  void settle(const Field& field, Id base, bool wrote);
  bool write_joined(const Field& field, Id base);
  bool write_words(const Field& field, Id base);
  std::uint32_t target_of(Id element);
  static JsonType json_type(const Field& field);
  bool spell(const Field& field, const Found& found, std::string& text);
  std::string_view said(const XmlPath& path, Id element) const;
  bool overrules(const Field& field, Id element, const std::vector<Found>& found);
  void note_writer(const Field& field, Id element, Element ours);
  bool is_json() const { return plan_.format == Format::json; }
  void write_constant(const Field& field, Id base);
  bool write_absent(const Field& field, Id base);
  bool put(const Field& field, const XmlPath& path, Id element, std::string_view text);
  bool stands(const XmlPath& path, Id base);
  bool occupied(const XmlPath& path, Id element) const;
  Id make(const XmlPath& path, Id base, bool anew);  // the element of a path; `anew`: the one that repeats and what is below it are made fresh
  Id make_out(Index out, Id base, Index anew);
  Id made_by_test(Id parent, Index slot);
  void make_tests(const std::vector<XmlTest>& tests, Id element);
  void make_test(const XmlTest& test, Id element);

  // ---- xml_kept_out.cc
  void restore();
  bool restore(const KeptValues::Value& kept, Id at);
  Id find_step(Id parent, std::string_view name, std::string_view position, bool ours);
  Id make_step(Id parent, std::string_view name, std::string_view position, std::string_view after);
  Siblings& below(Id parent);
  template <class Put>
  void put_back(Id at, const Put& put);
  void pair_elements(const formats::XmlSource& source, std::uint32_t node, Id element, std::vector<Id>& paired) const;

  const Plan& plan_;
  const Context& context_;
  KeptValues& kept_;
  XmlOut out_;
  std::unique_ptr<Finding> finding_;
  const Field* field_ = nullptr;
  std::uint32_t target_ = Ledger::kNoTarget;
  bool failed_ = false;
  std::vector<Issue> unsaid_;  // of the field at hand: values that theirs has no word for
  int calls_ = 0;
  std::map<std::pair<Id, std::string>, Id> made_;    // elements made for what was kept, by parent and step
  std::unordered_map<Id, Siblings> siblings_;        // by parent, where something was made
  bool derives_ = false;                             // some field is derived
  std::map<std::pair<Id, Index>, Element> writers_;  // by element and attribute: what wrote it, for a derived field that overrules it
};

}  // namespace caseway::mapping
