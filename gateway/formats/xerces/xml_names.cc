#include "formats/xerces/xml_names.h"

#include <cstdint>

#include "formats/encoding.h"

namespace caseway::formats {
namespace {

std::string narrow(const XMLCh* text) {
  const std::size_t length = std::char_traits<char16_t>::length(text);
  std::string out(length * 3, '\0');
  out.resize(static_cast<std::size_t>(write_utf8(out.data(), text, length) - out.data()));
  return out;
}

}  // namespace

XmlNames::Name XmlNames::element(const xercesc::XMLElementDecl& element) {
  Recent& recent = recent_[(reinterpret_cast<std::uintptr_t>(&element) >> 6) % kRecent];
  if (recent.element == &element) return recent.name;
  const auto [at, is_new] = elements_.try_emplace(&element);
  if (is_new) {
    const std::string_view qualified = texts_.emplace_back(narrow(element.getFullName()));
    at->second = {qualified, qualified.substr(qualified.find(':') + 1)};  // npos + 1 is 0
  }
  recent = {&element, at->second};
  return at->second;
}

std::string_view XmlNames::uri(const xercesc::XMLScanner& scanner, unsigned number) {
  if (number >= uris_.size()) uris_.resize(number + std::size_t{1});
  std::string_view& uri = uris_[number];
  if (uri.data() == nullptr) uri = texts_.emplace_back(narrow(scanner.getURIText(number)));
  return uri;
}

void XmlNames::clear() {
  recent_.fill({});
  elements_.clear();
  uris_.clear();
  texts_.clear();
}

}  // namespace caseway::formats
