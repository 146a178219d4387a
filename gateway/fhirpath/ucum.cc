#include "fhirpath/ucum.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "fhirpath/ucum_measure.h"
#include "fhirpath/ucum_terms.h"

namespace caseway::fhirpath {
namespace {

// All the digits of pi that UCUM gives, without the point.
constexpr int kPiDecimals = 64;
Natural pi_digits() {
  constexpr std::uint64_t kParts[] = {3, 1'415'926'535'897'932, 3'846'264'338'327'950, 2'884'197'169'399'375, 1'058'209'749'445'923};
  Natural digits(0);
  for (const std::uint64_t part : kParts) digits = digits * Natural::power_of_ten(16) + Natural(part);
  return digits;
}

// A positive number as numerator / denominator.
struct Ratio {
  Natural numerator = 1;
  Natural denominator = 1;

  void times(const Natural& up, const Natural& down) {
    numerator = numerator * up;
    denominator = denominator * down;
  }
  void times_power_of_ten(int exponent) {
    (exponent < 0 ? denominator : numerator) =
        (exponent < 0 ? denominator : numerator) * Natural::power_of_ten(static_cast<unsigned>(std::abs(exponent)));
  }
  bool fits() const { return numerator.fits() && denominator.fits(); }
};

// How many `to` one `from` is, of the same dimension and without their offsets.
Ratio factor_between(const UcumMeasure& from, const UcumMeasure& to) {
  Ratio ratio;
  ratio.times(from.numerator, from.denominator);
  ratio.times(to.denominator, to.numerator);
  int tens = from.tens - to.tens;
  const int pis = from.pis - to.pis;
  for (int i = 0; i < std::abs(pis); ++i) {
    if (!ratio.fits()) return ratio;
    const Natural digits = pi_digits();
    ratio.times(pis > 0 ? digits : Natural(1), pis > 0 ? Natural(1) : digits);
    tens += pis > 0 ? -kPiDecimals : kPiDecimals;
  }
  ratio.times_power_of_ten(tens);
  return ratio;
}

struct MeasuredPair {
  UcumMeasure a;
  UcumMeasure b;
};

std::optional<MeasuredPair> comparable(std::string_view a, std::string_view b) {
  auto x = ucum_measure(a);
  auto y = x ? ucum_measure(b) : std::nullopt;
  if (!y || !x->same_dimension(*y)) return std::nullopt;
  return MeasuredPair{*std::move(x), *std::move(y)};
}

int sign_of(const Decimal& value) { return value.negative() ? -1 : value.zero() ? 0 : 1; }

// Units that may stand in a product; UCUM keeps those out that are no ratio scale.
bool multiplicable(const std::vector<UcumTerm>& terms) {
  return std::ranges::none_of(terms, [](const UcumTerm& term) { return term.unit != nullptr && term.unit->kind == UnitKind::temperature; });
}

void merge(std::vector<UcumTerm>& product, UcumTerm term, int sign) {
  term.exponent *= sign;
  const auto same = std::ranges::find(product, term.text, &UcumTerm::text);
  if (same == product.end())
    product.push_back(term);
  else
    same->exponent += term.exponent;
}

void append_term(std::string& out, const UcumTerm& term, char sign) {
  const int times = std::abs(term.exponent);
  if (term.unit == nullptr) {  // a number has no exponents: 8.8
    for (int i = 0; i < times; ++i) out.append(1, sign).append(term.text);
    return;
  }
  out.append(1, sign).append(term.text);
  if (times != 1) out += std::to_string(times);
}

std::optional<std::string> product_of(std::string_view a, std::string_view b, int sign) {
  const auto x = ucum_terms(a);
  const auto y = ucum_terms(b);
  if (!x || !y || !multiplicable(*x) || !multiplicable(*y)) return std::nullopt;
  std::vector<UcumTerm> product;
  for (const UcumTerm& term : *x) merge(product, term, 1);
  for (const UcumTerm& term : *y) merge(product, term, sign);
  std::erase_if(product, [](const UcumTerm& term) { return term.exponent == 0 || term.text == "1"; });
  std::string above;
  std::string below;
  for (const UcumTerm& term : product) {
    if (std::abs(term.exponent) > kMaxUcumExponent) return std::nullopt;
    append_term(term.exponent > 0 ? above : below, term, term.exponent > 0 ? '.' : '/');
  }
  const std::string code = above.empty() && below.empty() ? "1" : above.empty() ? below : above.substr(1) + below;
  if (!ucum_valid(code)) return std::nullopt;
  return code;
}

}  // namespace

bool ucum_valid(std::string_view code) { return ucum_terms(code).has_value(); }

std::optional<Decimal> ucum_convert(const Decimal& amount, std::string_view from, std::string_view to) {
  if (from == to && ucum_valid(from)) return amount;
  const auto pair = comparable(from, to);
  if (!pair) return std::nullopt;
  const auto shifted = add(amount, pair->a.offset);
  if (!shifted) return std::nullopt;
  Ratio ratio = factor_between(pair->a, pair->b);
  ratio.times(Natural(shifted->digits()), Natural::power_of_ten(static_cast<unsigned>(shifted->scale())));
  if (!ratio.fits()) return std::nullopt;
  const auto result = Decimal::ratio(shifted->negative(), ratio.numerator, ratio.denominator);
  return result ? subtract(*result, pair->b.offset) : std::nullopt;
}

std::optional<int> ucum_compare(const Decimal& a, std::string_view unit_a, const Decimal& b, std::string_view unit_b) {
  if (unit_a == unit_b && ucum_valid(unit_a)) return compare(a, b);
  const auto pair = comparable(unit_a, unit_b);
  if (!pair) return std::nullopt;
  const auto x = add(a, pair->a.offset);
  const auto y = add(b, pair->b.offset);
  if (!x || !y) return std::nullopt;
  if (sign_of(*x) != sign_of(*y)) return sign_of(*x) < sign_of(*y) ? -1 : 1;
  Ratio ratio = factor_between(pair->a, pair->b);
  ratio.times(Natural(x->digits()), Natural(y->digits()));
  ratio.times_power_of_ten(y->scale() - x->scale());
  if (!ratio.fits()) return std::nullopt;
  return sign_of(*x) * compare(ratio.numerator, ratio.denominator);
}

std::optional<std::string> ucum_multiply(std::string_view a, std::string_view b) { return product_of(a, b, 1); }
std::optional<std::string> ucum_divide(std::string_view a, std::string_view b) { return product_of(a, b, -1); }

std::string_view ucum_of_calendar(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kWords = {
      {{"year", "a"}, {"month", "mo"}, {"week", "wk"}, {"day", "d"}, {"hour", "h"}, {"minute", "min"}, {"second", "s"}, {"millisecond", "ms"}}};
  if (word.ends_with('s')) word.remove_suffix(1);
  const auto* const found = std::ranges::find(kWords, word, &std::pair<std::string_view, std::string_view>::first);
  return found == kWords.end() ? std::string_view() : found->second;
}

}  // namespace caseway::fhirpath
