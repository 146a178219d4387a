#include "fhirpath/ucum_measure.h"

#include <algorithm>
#include <cstdlib>

namespace caseway::fhirpath {
namespace {

void multiply_other(UcumMeasure& product, const UcumUnit* unit, int exponent) {
  const auto at = std::ranges::lower_bound(product.others, unit, {}, &std::pair<const UcumUnit*, int>::first);
  if (at == product.others.end() || at->first != unit) {
    product.others.insert(at, {unit, exponent});
    return;
  }
  at->second += exponent;
  if (at->second == 0) product.others.erase(at);
}

Natural power(const Natural& number, int exponent) {
  Natural result(1);
  for (int i = 0; i < exponent && result.fits(); ++i) result = result * number;
  return result;
}

void multiply_power(UcumMeasure& product, const UcumMeasure& factor, int exponent) {
  const Natural& up = exponent < 0 ? factor.denominator : factor.numerator;
  const Natural& down = exponent < 0 ? factor.numerator : factor.denominator;
  product.numerator = product.numerator * power(up, std::abs(exponent));
  product.denominator = product.denominator * power(down, std::abs(exponent));
  product.tens += factor.tens * exponent;
  product.pis += factor.pis * exponent;
  for (std::size_t i = 0; i < kBaseUnits; ++i) product.base[i] += factor.base[i] * exponent;
  for (const auto& [unit, times] : factor.others) multiply_other(product, unit, times * exponent);
}

// The measures of all units of the table, each by way of its definition. The definitions have no circles.
class MeasureTable {
 public:
  MeasureTable() : measures_(ucum_units().size()), defined_(measures_.size()) {
    for (std::size_t i = 0; i < measures_.size(); ++i) define(i);
  }

  UcumMeasure product(const std::vector<UcumTerm>& terms) const {
    UcumMeasure product;
    for (const UcumTerm& term : terms) {
      UcumMeasure factor;
      if (term.unit != nullptr) factor = measures_[index_of(*term.unit)];
      factor.numerator = factor.numerator * Natural(term.number);
      if (term.prefix != nullptr) {
        factor.tens += term.prefix->tens;
        factor.numerator = factor.numerator * Natural(term.prefix->twos);
      }
      multiply_power(product, factor, term.exponent);
    }
    return product;
  }

 private:
  static std::size_t index_of(const UcumUnit& unit) { return static_cast<std::size_t>(&unit - ucum_units().data()); }

  void define(std::size_t index) {
    if (defined_[index]) return;
    const UcumUnit& unit = ucum_units()[index];
    UcumMeasure& measure = measures_[index];
    switch (unit.kind) {
      case UnitKind::base:
        measure.base[index] = 1;
        break;
      case UnitKind::pi:
        measure.pis = 1;
        break;
      case UnitKind::temperature:
      case UnitKind::arbitrary:
        measure.others.emplace_back(&unit, 1);
        break;
      case UnitKind::linear: {
        const std::vector<UcumTerm> terms = ucum_terms(unit.definition).value();
        for (const UcumTerm& term : terms) {
          if (term.unit != nullptr) define(index_of(*term.unit));
        }
        measure = product(terms);
        const Decimal value = Decimal::parse(unit.value).value();
        measure.numerator = measure.numerator * Natural(value.digits());
        measure.tens -= value.scale();
      }
    }
    defined_[index] = true;
  }

  std::vector<UcumMeasure> measures_;
  std::vector<bool> defined_;
};

UcumMeasure measure_of(const std::vector<UcumTerm>& terms) {
  static const MeasureTable kTable;
  return kTable.product(terms);
}

// A temperature that stands alone: its scale, and where it begins.
std::optional<UcumMeasure> temperature(const UcumTerm& term) {
  UcumMeasure measure = measure_of(ucum_terms(term.unit->definition).value());
  measure.offset = Decimal::parse(term.unit->value).value();
  if (term.prefix == nullptr) return measure;
  measure.tens += term.prefix->tens;
  const Natural up = Natural::power_of_ten(static_cast<unsigned>(std::max(0, -term.prefix->tens)));
  const Natural down = Natural::power_of_ten(static_cast<unsigned>(std::max(0, term.prefix->tens)));
  const auto offset = Decimal::ratio(false, Natural(measure.offset.digits()) * up,
                                     Natural::power_of_ten(static_cast<unsigned>(measure.offset.scale())) * down * Natural(term.prefix->twos));
  if (!offset) return std::nullopt;
  measure.numerator = measure.numerator * Natural(term.prefix->twos);
  measure.offset = *offset;
  return measure;
}

}  // namespace

std::optional<UcumMeasure> ucum_measure(std::string_view code) {
  const auto terms = ucum_terms(code);
  if (!terms) return std::nullopt;
  const bool alone = terms->size() == 1 && terms->front().exponent == 1 && terms->front().unit != nullptr;
  if (alone && terms->front().unit->kind == UnitKind::temperature) return temperature(terms->front());
  UcumMeasure measure = measure_of(*terms);
  if (!measure.numerator.fits() || !measure.denominator.fits()) return std::nullopt;
  return measure;
}

}  // namespace caseway::fhirpath
