// Numbers keep the text they were written with: 1.50 is not 1.5.
#include <charconv>

#include "fhir/model.h"
#include "fhir/validate.h"
#include "mapping/convert/convert.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

class Number : public Converter {
 public:
  Number(bool whole, TypeId target) : whole_(whole), target_(target) {}
  bool stands(std::string_view theirs) const override {
    return theirs.front() >= '1' && theirs.front() <= '9' && theirs.back() != '.' && fhir::primitive_ok(target_, theirs);
  }
  bool read_text(std::string_view theirs, std::string& ours) const override {
    auto text = trimmed(theirs);
    ours.clear();
    if (text.starts_with('+')) text.remove_prefix(1);
    if (text.starts_with('-')) {
      ours += '-';
      text.remove_prefix(1);
    }
    if (text.ends_with('.')) text.remove_suffix(1);
    while (text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9') text.remove_prefix(1);
    if (text.starts_with('.')) ours += '0';
    ours.append(text);
    return fhir::primitive_ok(target_, ours);
  }
  bool write_text(std::string_view ours, std::string& theirs) const override {
    theirs = ours;
    return true;
  }
  std::string_view issue() const override { return "mapping.number.bad"; }
  std::string forms() const override { return whole_ ? "a whole number" : "a number with a decimal point, as 12.50"; }
  std::string example(std::uint32_t n) const override { return whole_ ? std::to_string(n + 1) : std::to_string(n) + ".50"; }

 private:
  bool whole_;
  TypeId target_;
};

// How often something is handed out, the first time included ⇄ how often after the first, as FHIR counts refills. Never and once both leave none.
class Dispenses : public Converter {
 public:
  bool read_text(std::string_view theirs, std::string& ours) const override {
    std::uint32_t count = 0;
    if (!number(trimmed(theirs), count)) return false;
    ours = std::to_string(count == 0 ? 0 : count - 1);
    return true;
  }
  bool write_text(std::string_view ours, std::string& theirs) const override {
    std::uint32_t count = 0;
    if (!number(ours, count)) return false;
    theirs = std::to_string(count + 1);
    return true;
  }
  std::string_view issue() const override { return "mapping.number.bad"; }
  std::string forms() const override { return "a whole number, the first time included"; }
  std::string example(std::uint32_t n) const override { return std::to_string(n + 1); }

 private:
  static bool number(std::string_view digits, std::uint32_t& count) {
    constexpr std::uint32_t kMost = 1000000;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    return error == std::errc() && end == digits.data() + digits.size() && count <= kMost;
  }
};

}  // namespace

std::shared_ptr<const Converter> number_converter(std::string_view name, const ConverterOptions& options) {
  if (name == "dispenses") return std::make_shared<Dispenses>();
  const bool whole = name == "integer" || name == "int";
  if (!whole && name != "decimal" && name != "real" && name != "quantity") return nullptr;
  auto type = options.target;
  if (type == kNoType || fhir::type(type).kind != fhir::Kind::primitive) type = fhir::find_type(whole ? "integer" : "decimal");
  return std::make_shared<Number>(whole, type);
}

}  // namespace caseway::mapping
