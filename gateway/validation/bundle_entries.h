// The entries of a Bundle and how references between them are resolved, to the letter of the standard: by fullUrl, and a relative reference by the
// base of the fullUrl of the entry that it stands in. Spec: https://hl7.org/fhir/R4/bundle.html#references
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "caseway/element.h"

namespace caseway::validation {

class BundleEntries {
 public:
  static constexpr std::uint32_t kNone = 0xffffffffu;
  struct Entry {
    Element element;
    Element resource;
    std::string_view full_url;
  };

  explicit BundleEntries(Element bundle);

  const std::vector<Entry>& all() const { return entries_; }
  // The position of the entry that a reference in entry `from` leads to, or kNone.
  std::uint32_t resolve(std::string_view reference, std::uint32_t from) const;
  // What the resource of an entry refers to within the Bundle: by References and by addresses.
  std::vector<std::uint32_t> targets(std::uint32_t entry) const;

 private:
  std::uint32_t find(std::string_view url) const;

  std::vector<Entry> entries_;
  std::unordered_map<std::string_view, std::uint32_t> by_url_;
};

}  // namespace caseway::validation
