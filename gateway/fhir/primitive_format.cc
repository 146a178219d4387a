// The formats of the primitive types. https://hl7.org/fhir/R4/datatypes.html#primitive
#include <algorithm>

#include "fhir/lexical.h"
#include "fhir/validate.h"

namespace caseway::fhir {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Reads a text from its front; every function takes what it names, or takes nothing and says false.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  bool at_end() const { return text_.empty(); }
  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  // Exactly `digits` digits, within lowest..highest.
  bool number(std::size_t digits, int lowest, int highest, int* value = nullptr) {
    if (text_.size() < digits) return false;
    int read = 0;
    for (const char c : text_.substr(0, digits)) {
      if (!is_digit(c)) return false;
      read = read * 10 + (c - '0');
    }
    if (read < lowest || read > highest) return false;
    text_.remove_prefix(digits);
    if (value) *value = read;
    return true;
  }
  bool some_digits() {
    const std::size_t before = text_.size();
    while (!text_.empty() && is_digit(text_.front())) text_.remove_prefix(1);
    return text_.size() < before;
  }

 private:
  std::string_view text_;
};

int days_in(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

enum class Precision { wrong, year, month, day };

// YYYY, YYYY-MM or YYYY-MM-DD
Precision take_date(Cursor& at) {
  int year = 0, month = 0;
  if (!at.number(4, 1, 9999, &year)) return Precision::wrong;
  if (!at.take('-')) return Precision::year;
  if (!at.number(2, 1, 12, &month)) return Precision::wrong;
  if (!at.take('-')) return Precision::month;
  return at.number(2, 1, days_in(year, month)) ? Precision::day : Precision::wrong;
}

// hh:mm:ss[.f+], a leap second allowed
bool take_time(Cursor& at) {
  if (!at.number(2, 0, 23) || !at.take(':') || !at.number(2, 0, 59) || !at.take(':') || !at.number(2, 0, 60)) return false;
  return !at.take('.') || at.some_digits();
}

// Z or an offset of at most 14 hours
bool take_zone(Cursor& at) {
  if (at.take('Z')) return true;
  if (!at.take('+') && !at.take('-')) return false;
  int hours = 0;
  return at.number(2, 0, 14, &hours) && at.take(':') && at.number(2, 0, hours == 14 ? 0 : 59);
}

bool is_date(std::string_view text) {
  Cursor at(text);
  return take_date(at) != Precision::wrong && at.at_end();
}

bool is_date_time(std::string_view text, bool time_required) {
  Cursor at(text);
  const Precision precision = take_date(at);
  if (precision == Precision::wrong) return false;
  if (at.at_end()) return !time_required;
  return precision == Precision::day && at.take('T') && take_time(at) && take_zone(at) && at.at_end();
}

bool is_time(std::string_view text) {
  Cursor at(text);
  return take_time(at) && at.at_end();
}

bool is_base64(std::string_view text) {
  std::size_t digits = 0, padding = 0;
  for (const char c : text) {
    if (is_space(c)) continue;
    if (c == '=') {
      ++padding;
    } else if (padding > 0 || !(is_alphanumeric(c) || c == '+' || c == '/')) {
      return false;
    }
    ++digits;
  }
  return digits > 0 && digits % 4 == 0 && padding <= 2;
}

// No white space but single characters of it between words.
bool is_code(std::string_view text) {
  if (text.empty() || is_space(text.front()) || is_space(text.back())) return false;
  return std::adjacent_find(text.begin(), text.end(), [](char a, char b) { return is_space(a) && is_space(b); }) == text.end();
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '-' || c == '.'; });
}

// urn:oid: and arcs without leading zeros, the first 0 to 2
bool is_oid(std::string_view text) {
  constexpr std::string_view kUrn = "urn:oid:";
  if (!text.starts_with(kUrn)) return false;
  Cursor at(text.substr(kUrn.size()));
  if (!at.number(1, 0, 2)) return false;
  int arcs = 1;
  for (; at.take('.'); ++arcs) {
    if (!at.take('0') && !at.some_digits()) return false;
  }
  return arcs > 1 && at.at_end();
}

// urn:uuid: and lower-case hexadecimal digits in groups of 8-4-4-4-12
bool is_uuid(std::string_view text) {
  constexpr std::string_view kUrn = "urn:uuid:";
  if (!text.starts_with(kUrn) || text.size() != kUrn.size() + 36) return false;
  text.remove_prefix(kUrn.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !(is_digit(text[i]) || (text[i] >= 'a' && text[i] <= 'f'))) return false;
  }
  return true;
}

}  // namespace

bool primitive_ok(TypeId type, std::string_view text) {
  if (text.empty()) return false;
  switch (primitive(type)) {
    case Primitive::base64Binary:
      return is_base64(text);
    case Primitive::canonical:
    case Primitive::uri:
    case Primitive::url:
      return std::none_of(text.begin(), text.end(), is_space);
    case Primitive::code:
      return is_code(text);
    case Primitive::date:
      return is_date(text);
    case Primitive::dateTime:
      return is_date_time(text, false);
    case Primitive::instant:
      return is_date_time(text, true);
    case Primitive::time:
      return is_time(text);
    case Primitive::id:
      return is_id(text);
    case Primitive::oid:
      return is_oid(text);
    case Primitive::uuid:
      return is_uuid(text);
    default:
      return is_written_well(primitive(type), text) && !has_forbidden_character(text);
  }
}

}  // namespace caseway::fhir
