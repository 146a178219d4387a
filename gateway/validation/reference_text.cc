#include "validation/reference_text.h"

#include <algorithm>

#include "fhir/model.h"

namespace caseway::validation {

namespace {

struct Parts {
  TypeId type = kNoType;
  std::string_view id;
};

Parts parts(std::string_view reference) {
  reference = reference.substr(0, reference.find("/_history/"));
  reference = reference.substr(0, reference.find('#'));
  const std::size_t slash = reference.rfind('/');
  if (slash == std::string_view::npos || slash == 0) return {};
  const std::size_t before = reference.rfind('/', slash - 1);
  const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
  const TypeId type = fhir::find_type(reference.substr(start, slash - start));
  if (type == kNoType || fhir::type(type).kind != fhir::Kind::resource) return {};
  return {type, reference.substr(slash + 1)};
}

bool is_scheme_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

}  // namespace

bool is_absolute(std::string_view url) {
  const std::size_t colon = url.find(':');
  return colon != std::string_view::npos && colon > 0 &&
         std::all_of(url.begin(), url.begin() + static_cast<std::ptrdiff_t>(colon), is_scheme_character);
}

bool is_restful(std::string_view url) { return (url.starts_with("http://") || url.starts_with("https://")) && parts(url).type != kNoType; }

TypeId type_in_reference(std::string_view reference) { return parts(reference).type; }

std::string_view id_in_reference(std::string_view reference) { return parts(reference).id; }

}  // namespace caseway::validation
