// Numbers keep the text they were written with: 1.50 is not 1.5.
#include "fhir/model.h"
#include "fhir/validate.h"
#include "mapping/convert.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

class Number : public Converter {
 public:
  Number(bool whole, TypeId target) : whole_(whole), target_(target) {}
  bool read_text(std::string_view theirs, std::string& ours) const override {
    ours = trimmed(theirs);
    if (!ours.empty() && ours.front() == '+') ours.erase(0, 1);
    if (ours.starts_with(".")) ours.insert(0, "0");
    if (ours.starts_with("-.")) ours.insert(1, "0");
    if (ours.ends_with(".")) ours.pop_back();
    while (ours.size() > 1 && ours[0] == '0' && ours[1] >= '0' && ours[1] <= '9') ours.erase(0, 1);
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
