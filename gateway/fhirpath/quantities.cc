// FHIR's Quantity as FHIRPath's. Spec: https://hl7.org/fhir/R4/fhirpath.html#quantity
#include <array>

#include "fhirpath/machine.h"

namespace caseway::fhirpath {

namespace {

constexpr std::string_view kUcum = "http://unitsofmeasure.org";

// UCUM's mean year and month stand for the calendar's in a patient's data: an age of 5 'a' is 5 years.
struct CalendarUnit {
  std::string_view code;
  std::string_view word;
};
constexpr std::array<CalendarUnit, 2> kCalendar{{{"a", "year"}, {"mo", "month"}}};

}  // namespace

Item Machine::quantity_of(Element element) {
  const std::optional<Decimal> value = Decimal::parse(element.child_value("value"));
  if (!value) return {};
  const std::string_view code = element.child_value("code");
  const std::string_view unit = !code.empty() && element.child_value("system") == kUcum ? code : element.child_value("unit");
  for (const CalendarUnit& known : kCalendar)
    if (known.code == code && unit == code) return keep(Quantity{*value, std::string(known.word), true});
  return keep(Quantity{*value, std::string(unit.empty() ? code : unit), false});
}

}  // namespace caseway::fhirpath
