#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "fhirpath/ucum.h"
#include "validation/check_digit.h"
#include "validation/code_system.h"
#include "validation/code_tables.h"
#include "validation/language_tag.h"

namespace caseway::validation {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

// Regions that the registry leaves to private use: AA, QM to QZ, XA to XZ, ZZ.
bool is_private_region(std::string_view region) {
  return region == "AA" || region == "ZZ" || region.front() == 'X' || (region.front() == 'Q' && region.back() >= 'M');
}

// The registry of longer languages, scripts, numeric regions and variants is not here: that a tag with them is well-formed proves nothing more.
Answer language_exists(std::string_view code) {
  const auto tag = read_language_tag(code);
  if (!tag) return Answer::no;
  const std::string language = lower(tag->parts[LanguageTag::language]);
  const std::string region = upper(tag->parts[LanguageTag::region]);
  if (language.empty()) return Answer::yes;  // private use alone
  if (language.size() == 2 && !iso_languages().contains(language)) return Answer::no;
  const bool country = region.empty() || iso_countries().contains(region);
  if (region.size() == 2 && !country && !is_private_region(region)) return Answer::no;
  constexpr std::array kRegistered = {LanguageTag::ext_lang, LanguageTag::script, LanguageTag::variant};
  const bool plain = std::all_of(kRegistered.begin(), kRegistered.end(), [&](LanguageTag::Part part) { return tag->parts[part].empty(); });
  return plain && language.size() == 2 && country && region.size() != 3 ? Answer::yes : Answer::unknown;
}

struct PartName {
  std::string_view property;
  LanguageTag::Part part;
};
constexpr std::array<PartName, 7> kLanguageParts = {{{"language", LanguageTag::language},
                                                     {"ext-lang", LanguageTag::ext_lang},
                                                     {"script", LanguageTag::script},
                                                     {"region", LanguageTag::region},
                                                     {"variant", LanguageTag::variant},
                                                     {"extension", LanguageTag::extension},
                                                     {"private-use", LanguageTag::private_use}}};

Answer language_matches(const CodeFilter& filter, std::string_view code) {
  const auto tag = read_language_tag(code);
  if (!tag) return Answer::no;
  for (const PartName& known : kLanguageParts) {
    if (known.property != filter.property) continue;
    const std::string_view part = tag->parts[known.part];
    return filter.holds_for(part.empty() ? std::vector<std::string_view>() : std::vector{part});
  }
  return Answer::unknown;
}

// restricted-name "/" restricted-name, and whatever parameters follow.
bool is_mime_name(std::string_view name) {
  constexpr std::string_view kMarks = "!#$&-^_.+";
  const auto fits = [&](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || kMarks.find(c) != std::string_view::npos; };
  return !name.empty() && name.size() <= 127 && std::isalnum(static_cast<unsigned char>(name.front())) != 0 &&
         std::all_of(name.begin(), name.end(), fits);
}

Answer mime_type_exists(std::string_view code) {
  std::string_view type = code.substr(0, code.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  if (type == "json" || type == "xml" || type == "ttl") return Answer::yes;  // FHIR's own short words: https://hl7.org/fhir/R4/http.html#mime-type
  const std::size_t slash = type.find('/');
  return answer(slash != std::string_view::npos && is_mime_name(type.substr(0, slash)) && is_mime_name(type.substr(slash + 1)));
}

Answer uri_exists(std::string_view code) {
  const std::size_t colon = code.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon + 1 == code.size() || std::isalpha(static_cast<unsigned char>(code.front())) == 0)
    return Answer::no;
  return answer(std::none_of(code.begin(), code.end(), [](unsigned char c) { return c <= 0x20 || c == '<' || c == '>' || c == '"'; }));
}

Answer unit_exists(std::string_view code) { return answer(fhirpath::ucum_valid(code)); }

// canonical = "m": units that can be compared with it.
Answer unit_matches(const CodeFilter& filter, std::string_view code) {
  if (filter.property != "canonical" || filter.op != CodeFilter::Op::equals) return Answer::unknown;
  return answer(fhirpath::ucum_compare(fhirpath::Decimal(1), code, fhirpath::Decimal(1), filter.value).has_value());
}

Answer country_exists(std::string_view code) { return answer(iso_countries().contains(code)); }
Answer currency_exists(std::string_view code) { return answer(iso_currencies().contains(code)); }
Answer state_exists(std::string_view code) { return answer(usps_states().contains(code)); }

// A concept identifier has 6 to 18 digits, the last a check digit. What is written with operators is an expression, which is not looked into.
Answer snomed_exists(std::string_view code) {
  if (code.find_first_of(":+=,(){}|") != std::string_view::npos) return Answer::unknown;
  const bool possible = code.size() >= 6 && code.size() <= 18 && code.front() != '0' && verhoeff_holds(code);
  return possible ? Answer::unknown : Answer::no;
}

// "8302-2", where 2 is the check digit; parts and answers begin with letters.
Answer loinc_exists(std::string_view code) {
  if (!code.empty() && std::isalpha(static_cast<unsigned char>(code.front())) != 0) return Answer::unknown;
  if (code.size() < 3 || code.size() > 9 || code[code.size() - 2] != '-') return Answer::no;
  return luhn_holds(std::string(code.substr(0, code.size() - 2)) + code.back()) ? Answer::unknown : Answer::no;
}

Answer matches_unknown(const CodeFilter&, std::string_view) { return Answer::unknown; }

Answer matches_code(const CodeFilter& filter, std::string_view code) {
  return filter.property == "code" ? filter.holds_for({code}) : Answer::unknown;
}

class KnownCodeSystem : public CodeSystem {
 public:
  using Exists = Answer (*)(std::string_view code);
  using Matches = Answer (*)(const CodeFilter& filter, std::string_view code);
  constexpr KnownCodeSystem(std::string_view system, Exists exists, Matches matches) : system_(system), exists_(exists), matches_(matches) {}
  std::string_view system() const { return system_; }
  Answer exists(std::string_view code) const override { return exists_(code); }
  Answer matches(const CodeFilter& filter, std::string_view code) const override { return both(exists_(code), matches_(filter, code)); }

 private:
  std::string_view system_;
  Exists exists_;
  Matches matches_;
};

}  // namespace

const CodeSystem* known_code_system(std::string_view system) {
  static const std::array<KnownCodeSystem, 9> kSystems = {{{"urn:ietf:bcp:47", language_exists, language_matches},
                                                           {"urn:ietf:bcp:13", mime_type_exists, matches_code},
                                                           {"http://unitsofmeasure.org", unit_exists, unit_matches},
                                                           {"urn:ietf:rfc:3986", uri_exists, matches_code},
                                                           {"urn:iso:std:iso:3166", country_exists, matches_code},
                                                           {"urn:iso:std:iso:4217", currency_exists, matches_code},
                                                           {"https://www.usps.com/", state_exists, matches_code},
                                                           {"http://snomed.info/sct", snomed_exists, matches_unknown},
                                                           {"http://loinc.org", loinc_exists, matches_unknown}}};
  const auto found = std::find_if(kSystems.begin(), kSystems.end(), [&](const KnownCodeSystem& known) { return known.system() == system; });
  return found == kSystems.end() ? nullptr : &*found;
}

}  // namespace caseway::validation
