// `value` of C-CDA, by its xsi:type, to value[x].
#include "mapping/convert/cda_time.h"
#include "mapping/convert/convert_cda.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

// What a value's xsi:type becomes, and what else when the element of ours cannot be that.
struct ValueType {
  std::string_view cda, ours, otherwise;
};
constexpr ValueType kTypes[] = {{"CD", "CodeableConcept", ""},
                                {"CE", "CodeableConcept", ""},
                                {"CV", "CodeableConcept", ""},
                                {"CO", "CodeableConcept", ""},
                                {"CS", "CodeableConcept", ""},
                                {"PQ", "Quantity", ""},
                                {"REAL", "Quantity", ""},
                                {"MO", "Quantity", ""},
                                {"INT", "integer", "Quantity"},
                                {"IVL_PQ", "Range", "Quantity"},
                                {"RTO", "Ratio", ""},
                                {"RTO_PQ_PQ", "Ratio", ""},
                                {"TS", "dateTime", ""},
                                {"IVL_TS", "Period", ""},
                                {"BL", "boolean", ""},
                                {"ST", "string", ""},
                                {"ED", "string", ""}};

// `value` by its xsi:type, to value[x].
class Value : public ElementConverter {
 public:
  bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const override {
    const auto type = ours.type();
    for (const auto& [fhir_type, cda_type] : {std::pair{"CodeableConcept", "CD"}, std::pair{"Quantity", "PQ"}, std::pair{"Range", "IVL_PQ"},
                                              std::pair{"Ratio", "RTO_PQ_PQ"}, std::pair{"Period", "IVL_TS"}, std::pair{"string", "ST"},
                                              std::pair{"boolean", "BL"}, std::pair{"integer", "INT"}, std::pair{"dateTime", "TS"}}) {
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
    if (type == "string")
      to.text(out, text);
    else
      to.attribute(out, Word::value, text);
    to.mark(ours, text == ours.value() ? Fate::copied : Fate::converted);
    return true;
  }
};

}  // namespace

std::shared_ptr<const Converter> cda_value_converter(std::string_view name, const ConverterOptions&) {
  if (name == "value") return std::make_shared<Value>();
  return nullptr;
}

}  // namespace caseway::mapping
