// Numbers keep the text they were written with: 1.50 is not 1.5.
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

}  // namespace

std::shared_ptr<const Converter> number_converter(std::string_view name, const ConverterOptions& options) {
  const bool whole = name == "integer" || name == "int";
  if (!whole && name != "decimal" && name != "real" && name != "quantity") return nullptr;
  auto type = options.target;
  if (type == kNoType || fhir::type(type).kind != fhir::Kind::primitive) type = fhir::find_type(whole ? "integer" : "decimal");
  return std::make_shared<Number>(whole, type);
}

}  // namespace caseway::mapping
