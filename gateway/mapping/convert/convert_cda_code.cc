// Codes and ids of C-CDA: cd, coding, ii, id-reference.
#include "mapping/convert/convert_cda.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

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

// A CodeableConcept; with a code table the table's coding comes first and the source's own follow. The way back: the source's own, when they are
// there, say what the table's coding says; else the table does.
class Cd : public ElementConverter {
 public:
  std::string_view xsi_type() const override { return "CD"; }
  bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const override {
    if (const auto* table = to.table()) write_from_table(to, out, ours, *table);
    return cda::write_cd(to, out, ours);
  }

 protected:
  bool says_something(XmlReading& from, Node element) const override { return says_code(from, element); }
  bool taken(Draft& draft, Draft::Id node) const override { return draft.child(node, "coding") != Draft::kNone; }
  bool read(XmlReading& from, Node element, Draft::Id node, Target& to) const override {
    const auto& field = to.field();
    if (field.codes != kNone) add_from_table(from, element, node, from.making().plan().tables[field.codes]);
    return cda::read_cd(from, element, node);
  }

 private:
  static void write_from_table(XmlWriting& to, std::uint32_t out, Element ours, const CodeTable& table) {
    const auto system = table.systems.empty() ? std::string_view() : std::string_view(table.systems.front());
    for (const auto coding : ours.children("coding")) {
      if (coding.child_value("system") != system) continue;
      const auto code = coding.child("code");
      const auto* row = to.row_of(code.value());
      if (row == nullptr) continue;
      bool said = false;
      for (const auto other : ours.children("coding"))
        said = said || (other.child_value("system") != system && table.from_theirs({other.child_value("code")}) == row);
      if (!said) {
        to.attribute(out, Word::code, row->theirs.front());
        if (!table.their_systems.empty()) cda::put_system(to, out, table.their_systems.front());
      }
      to.mark(coding.child("system"), Fate::converted);
      return to.mark(code, Fate::converted);
    }
  }
  static void add_from_table(XmlReading& from, Node element, Draft::Id node, const CodeTable& table) {
    const CodeTable::Row* row = nullptr;
    auto source = element;
    for (; source != kAbsent && row == nullptr; source = source == element ? from.child(element, Word::translation) : from.next(source)) {
      row = table.from_theirs({trimmed(from.attribute_value(source, Word::code))}, from.making().day());
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

}  // namespace

std::shared_ptr<const Converter> cda_code_converter(std::string_view name, const ConverterOptions&) {
  if (name == "cd") return std::make_shared<Cd>();
  if (name == "coding") return std::make_shared<Whole>(cda::read_coding, cda::write_coding, says_code, "CD");
  if (name == "ii") return std::make_shared<Ii>();
  if (name == "id-reference") return std::make_shared<IdReference>();
  return nullptr;
}

}  // namespace caseway::mapping
