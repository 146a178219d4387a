// Writes a subtree of an XML document as a well-formed fragment of its own: the namespaces it needs are declared in it, elements in the default
// namespace, attributes with the prefix they had. Comments and processing instructions are left out; white space is kept.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/xml_reader.h"

namespace caseway::formats {

class XmlMarkup {
 public:
  explicit XmlMarkup(std::string& out) : out_(out) {}
  void start(const XmlName& name, std::span<const XmlAttribute> attributes);
  void end(const XmlName& name);
  void text(std::string_view piece);
  std::size_t depth() const { return bindings_at_.size(); }

 private:
  struct Binding {
    std::string prefix;  // "" for the default namespace
    std::string uri;
  };
  void close_tag();  // writes the '>' that start() left out
  void bind(std::string_view prefix, std::string_view uri);
  std::string& out_;
  bool tag_is_open_ = false;
  std::vector<Binding> bindings_;         // in scope, innermost last
  std::vector<std::size_t> bindings_at_;  // how many were in scope outside of each open element
};

}  // namespace caseway::formats
