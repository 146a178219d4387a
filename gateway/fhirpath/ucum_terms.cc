#include "fhirpath/ucum_terms.h"

#include <algorithm>
#include <charconv>

namespace caseway::fhirpath {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_visible(char c) { return c > ' ' && c <= '~'; }

// The units by code, for binary search.
const std::vector<const UcumUnit*>& units_by_code() {
  static const std::vector<const UcumUnit*> kSorted = [] {
    std::vector<const UcumUnit*> sorted;
    for (const UcumUnit& unit : ucum_units()) sorted.push_back(&unit);
    std::ranges::sort(sorted, {}, [](const UcumUnit* unit) { return unit->code; });
    return sorted;
  }();
  return kSorted;
}

const UcumUnit* find_unit(std::string_view code) {
  const auto& units = units_by_code();
  const auto found = std::ranges::lower_bound(units, code, {}, [](const UcumUnit* unit) { return unit->code; });
  return found != units.end() && (*found)->code == code ? *found : nullptr;
}

// A unit as it is, or a metric unit behind a prefix ("cd" is the candela, "dar" ten ares).
bool find_prefixed(std::string_view symbol, UcumTerm& term) {
  term.text = symbol;
  term.unit = find_unit(symbol);
  if (term.unit != nullptr) return true;
  for (const UcumPrefix& prefix : ucum_prefixes()) {
    if (!symbol.starts_with(prefix.code)) continue;
    const UcumUnit* const unit = find_unit(symbol.substr(prefix.code.size()));
    if (unit == nullptr || !unit->metric) continue;
    term.prefix = &prefix;
    term.unit = unit;
    return true;
  }
  return false;
}

class TermParser {
 public:
  explicit TermParser(std::string_view code) : rest_(code) {}

  bool parse() { return term(1, 0) && rest_.empty(); }
  std::vector<UcumTerm> terms;

 private:
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool term(int sign, int depth) {
    if (depth > kMaxUcumDepth) return false;
    int side = take('/') ? -sign : sign;
    if (depth > 0 && side != sign) return false;  // only a whole code begins with a slash
    do {
      if (!part(side, depth)) return false;
      side = !rest_.empty() && rest_.front() == '/' ? -sign : sign;
    } while (take('.') || take('/'));
    return true;
  }

  bool part(int sign, int depth) {
    if (rest_.empty()) return false;
    if (rest_.front() == '{') return annotation();
    if (take('(')) {
      if (!term(sign, depth + 1) || !take(')')) return false;
    } else if (is_digit(rest_.front()) && !rest_.starts_with("10*") && !rest_.starts_with("10^")) {
      if (!number(sign)) return false;
    } else if (!unit(sign)) {
      return false;
    }
    return rest_.empty() || rest_.front() != '{' || annotation();
  }

  bool annotation() {
    const std::size_t end = rest_.find('}');
    if (end == rest_.npos || end < 2) return false;
    const std::string_view text = rest_.substr(1, end - 1);
    if (!std::ranges::all_of(text, [](char c) { return (is_visible(c) || c == ' ') && c != '{'; })) return false;
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool number(int sign) {
    UcumTerm term;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), term.number);
    if (error != std::errc() || term.number == 0) return false;
    term.text = rest_.substr(0, static_cast<std::size_t>(end - rest_.data()));
    term.exponent = sign;
    rest_.remove_prefix(term.text.size());
    terms.push_back(term);
    return true;
  }

  // The length of the unit symbol at the front: up to a digit, a sign or punctuation, but for what stands in brackets.
  std::size_t symbol_length() const {
    if (rest_.starts_with("10*") || rest_.starts_with("10^")) return 3;
    std::size_t at = 0;
    while (at < rest_.size() && is_visible(rest_[at]) && !is_digit(rest_[at]) &&
           std::string_view("./(){}+-").find(rest_[at]) == std::string_view::npos) {
      if (rest_[at] == '[') {
        at = rest_.find(']', at);
        if (at == rest_.npos) return 0;
      }
      ++at;
    }
    return at;
  }

  bool unit(int sign) {
    UcumTerm term;
    const std::size_t length = symbol_length();
    if (length == 0 || !find_prefixed(rest_.substr(0, length), term)) return false;
    rest_.remove_prefix(length);
    if (!exponent(term.exponent)) return false;
    term.exponent *= sign;
    terms.push_back(term);
    return true;
  }

  bool exponent(int& value) {
    if (rest_.empty()) return true;
    const bool negative = take('-');
    const bool signed_one = negative || take('+');
    if (rest_.empty() || !is_digit(rest_.front())) return !signed_one;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc() || value > kMaxUcumExponent) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    if (negative) value = -value;
    return true;
  }

  std::string_view rest_;
};

}  // namespace

std::optional<std::vector<UcumTerm>> ucum_terms(std::string_view code) {
  if (code.size() > kMaxUcumBytes) return std::nullopt;
  TermParser parser(code);
  if (!parser.parse()) return std::nullopt;
  return std::move(parser.terms);
}

}  // namespace caseway::fhirpath
