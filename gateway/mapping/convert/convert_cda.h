// What the converters of C-CDA data types share. For the convert_cda_*.cc files only.
#pragma once

#include <initializer_list>
#include <string_view>

#include "fhir/model.h"
#include "mapping/convert/cda_types.h"
#include "mapping/convert/convert.h"

namespace caseway::mapping {

using cda::kAbsent;
using cda::Node;

std::string_view name_of(TypeId type);  // "" for none

// The first value of a place stays, and an element that is only null says why.
class ElementConverter : public Converter {
 public:
  bool for_elements() const override { return true; }
  bool read_element(XmlReading& from, Node element, Target& to) const final;

 protected:
  virtual bool says_something(XmlReading& from, Node element) const = 0;
  virtual Draft::Id begin(XmlReading&, Node, Target& to) const { return to.node(); }  // kNone: there is no place for it
  virtual bool taken(Draft& draft, Draft::Id node) const;                             // whether an earlier field has filled the place
  virtual bool read(XmlReading& from, Node element, Draft::Id node, Target& to) const = 0;
};

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

// Whether an element of a data type says anything at all.
bool says_code(XmlReading& from, Node element);
bool says_id(XmlReading& from, Node element);
bool says_text(XmlReading& from, Node element);
bool says_value(XmlReading& from, Node element);
bool says_time(XmlReading& from, Node element);
bool says_quantity(XmlReading& from, Node element);
bool says_range(XmlReading& from, Node element);
bool says_ratio(XmlReading& from, Node element);
bool says_timing(XmlReading& from, Node element);

// The definition of that type among the choices of a value[x]; nullptr when it cannot be that.
const DefId* choice_of(const Target& to, XmlReading& from, std::string_view type);

}  // namespace caseway::mapping
