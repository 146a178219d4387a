// Converters that a plugin brings: two functions and some examples of what they are for.
#include <algorithm>

#include "mapping/convert/convert.h"

namespace caseway::mapping {

namespace {

class Own : public Converter {
 public:
  explicit Own(ConverterPair pair) : pair_(std::move(pair)) {}
  Way ways() const override { return pair_.write == nullptr ? Way::receiving : pair_.read == nullptr ? Way::sending : Way::both; }
  bool read_text(std::string_view theirs, std::string& ours) const override { return pair_.read != nullptr && pair_.read(theirs, ours); }
  bool write_text(std::string_view ours, std::string& theirs) const override { return pair_.write != nullptr && pair_.write(ours, theirs); }
  std::string forms() const override { return pair_.forms; }
  std::string example(std::uint32_t n) const override { return pair_.examples[n % pair_.examples.size()]; }

 private:
  ConverterPair pair_;
};

bool is_name(std::string_view name) {
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

std::string why_not_inverse(const ConverterPair& pair) {
  std::string ours;
  std::string theirs;
  std::string again;
  for (const auto& example : pair.examples) {
    if (pair.read != nullptr && !pair.read(example, ours)) return "does not read its own example `" + example + "`";
    if (pair.read == nullptr || pair.write == nullptr) continue;
    if (!pair.write(ours, theirs)) return "does not write what it read of its own example `" + example + "`";
    if (theirs != example) return "writes `" + theirs + "` where it read `" + example + "`; its examples are texts as it writes them";
    if (!pair.read(theirs, again) || again != ours) return "does not read the same again of its own example `" + example + "`";
  }
  return {};
}

}  // namespace

std::string why_no_pair(const ConverterPair& pair) {
  if (!is_name(pair.name)) return "has no name of small letters, digits and dashes";
  const auto names = converter_names();
  if (std::find(names.begin(), names.end(), pair.name) != names.end()) return "has the name of one that Caseway has; give it another";
  if (pair.read == nullptr && pair.write == nullptr) return "has neither `read` nor `write`";
  if (pair.forms.empty()) return "does not say in `forms` what such a text looks like";
  if (pair.examples.empty()) return "has no `examples`";
  return why_not_inverse(pair);
}

std::shared_ptr<const Converter> own_converter(std::string_view name, const ConverterOptions& options) {
  if (options.own == nullptr || options.to_element) return nullptr;
  for (const auto& pair : *options.own)
    if (pair.name == name) return std::make_shared<Own>(pair);
  return nullptr;
}

}  // namespace caseway::mapping
