// The names of one document, each made UTF-8 once: elements by Xerces' declaration of them (one per qualified name and document), namespaces by
// Xerces' number. Views live until clear().
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
#include <xercesc/framework/XMLElementDecl.hpp>
#include <xercesc/internal/XMLScanner.hpp>

namespace caseway::formats {

class XmlNames {
 public:
  struct Name {
    std::string_view qualified;
    std::string_view local;
  };
  Name element(const xercesc::XMLElementDecl& element);
  std::string_view uri(const xercesc::XMLScanner& scanner, unsigned number);
  void clear();

 private:
  static constexpr std::size_t kRecent = 256;
  struct Recent {
    const xercesc::XMLElementDecl* element = nullptr;
    Name name;
  };
  std::array<Recent, kRecent> recent_{};  // most look-ups end here
  std::unordered_map<const xercesc::XMLElementDecl*, Name> elements_;
  std::vector<std::string_view> uris_;  // by number; data() is null where not yet asked for
  std::deque<std::string> texts_;
};

}  // namespace caseway::formats
