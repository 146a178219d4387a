// XML as a second parser (expat) sees it, for comparing: names with namespace, sorted attributes, no comments, no layout white space.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace caseway::conformance {

struct XmlElement {
  std::string name;                     // "{namespace}local"
  std::vector<std::string> attributes;  // name="value", sorted
  std::vector<XmlElement> content;      // elements, and text runs: an XmlElement with an empty name whose text is set
  std::string text;
};

XmlElement parse_xml(std::string_view bytes);  // throws std::runtime_error

// As for JSON: meta/security and meta/tag with the code HTEST, and a meta that is empty without them.
void drop_test_tags(XmlElement& element);

// One line per element outside narrative; divs are collected in `divs`, each as one line, white space kept.
std::string canonical(const XmlElement& element, std::vector<std::string>& divs);

std::string canonical_div(std::string_view div);             // of a JSON div string
std::string without_layout(std::string_view canonical_div);  // white space runs, also in attributes, as one space

}  // namespace caseway::conformance
