// One item of a FHIRPath collection: an element of a tree, or a System value that an expression made.
// Spec: https://hl7.org/fhirpath/N1/#types and, for how FHIR types become System types, https://hl7.org/fhir/R4/fhirpath.html#types
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "caseway/element.h"
#include "fhirpath/decimal.h"
#include "fhirpath/temporal.h"

namespace caseway::fhirpath {

struct Quantity {
  Decimal value;
  std::string unit;       // a UCUM code or a calendar word
  bool calendar = false;  // unit is a calendar word: 4 days, not 4 'd'
};

class CASEWAY_API Value {
 public:
  enum class Kind : std::uint8_t { element, boolean, integer, decimal, string, date, date_time, time, quantity };

  explicit Value(Element element) : data_(element), kind_(Kind::element) {}
  explicit Value(bool truth) : data_(truth), kind_(Kind::boolean) {}
  explicit Value(std::int32_t whole) : data_(Decimal(whole)), kind_(Kind::integer) {}
  explicit Value(Decimal number) : data_(number), kind_(Kind::decimal) {}
  explicit Value(std::string text) : data_(std::move(text)), kind_(Kind::string) {}
  explicit Value(Temporal moment);
  explicit Value(Quantity quantity) : data_(std::make_shared<const Quantity>(std::move(quantity))), kind_(Kind::quantity) {}

  Kind kind() const { return kind_; }
  Element element() const { return kind_ == Kind::element ? std::get<Element>(data_) : Element(); }
  bool truth() const { return std::get<bool>(data_); }
  const Decimal& number() const { return std::get<Decimal>(data_); }
  const std::string& string() const { return std::get<std::string>(data_); }
  const Temporal& moment() const { return std::get<Temporal>(data_); }
  const Quantity& quantity() const { return *std::get<std::shared_ptr<const Quantity>>(data_); }

  // "System.Boolean", "FHIR.Patient", "FHIR.boolean"; a backbone element by its path, "FHIR.Patient.contact".
  std::string type_name() const;
  // As toString() writes it; of an element without value: "".
  std::string text() const;
  // As JSON (an element as FHIR JSON writes it), for the command line's result lines.
  std::string json() const;

 private:
  std::variant<Element, bool, Decimal, std::string, Temporal, std::shared_ptr<const Quantity>> data_;
  Kind kind_;
};
using Collection = std::vector<Value>;

}  // namespace caseway::fhirpath
