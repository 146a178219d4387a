// FHIR JSON in the making, made up and the same for the same seed: minified, members in no particular order, with escapes and non-ASCII text.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caseway::bench {

struct Code {
  std::string_view system;
  std::string_view code;
  std::string_view display;
};

// Every value that is given or returned is JSON text, but for what text() takes.
class SyntheticJson {
 public:
  using Member = std::pair<std::string_view, std::string>;  // a member whose value is "" is left out

  explicit SyntheticJson(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return random_() % n; }
  template <class Table>
  const auto& pick(const Table& table) {
    return table[below(std::size(table))];
  }

  std::string object(std::vector<Member> members);
  static std::string list(const std::vector<std::string>& items);
  std::string text(std::string_view utf8);  // now and then with \u escapes where UTF-8 would do
  std::string decimal(std::size_t whole_below, int digits);

  // Datatypes.
  std::string id();                                      // a random UUID, as it is (no JSON)
  std::string moment(int day, int minute) const;         // an instant in 2015 .. 2025 (no JSON)
  std::string period(int day, int minute, int minutes);  // Period
  std::string concept_of(const Code& code);              // CodeableConcept
  std::string coding(const Code& code);
  std::string quantity(const std::string& value, std::string_view unit);
  std::string money(std::size_t below);
  std::string reference(std::string_view id, std::string_view display = {});
  std::string identifier(std::string_view system, std::string_view value);
  std::string narrative(std::string_view title, const std::vector<std::pair<std::string_view, std::string>>& rows);

 private:
  std::mt19937 random_;
};

}  // namespace caseway::bench
