// The data elements of a standard: elements.txt names each with the places where FHIR has it, and of every real document that examples.txt lets the
// dialect write, their values come back from what was written, in each form of the dialect.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "fhir/documents.h"
#include "plugins/checks.h"
#include "plugins/facts.h"
#include "plugins/gateway_under_test.h"

namespace caseway::plugins_test {

namespace {

struct DataElement {
  std::string name;
  std::vector<std::string> paths;
};

// `Goal | Goal.description.text | ...`, a line for each.
std::vector<DataElement> elements_of(const std::string& text) {
  std::vector<DataElement> all;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    DataElement element;
    for (std::size_t begin = 0; begin < line.size();) {
      const auto end = std::min(line.find(" | ", begin), line.size());
      if (begin == 0)
        element.name = line.substr(0, end);
      else
        element.paths.push_back(line.substr(begin, end - begin));
      begin = end + 3;
    }
    if (element.paths.empty()) throw std::invalid_argument("an element without a path: " + line);
    all.push_back(std::move(element));
  }
  return all;
}

// "Practitioner/p1" of every reference in the tree.
std::set<std::string, std::less<>> led_to(const Tree& tree) {
  std::set<std::string, std::less<>> found;
  for (std::uint32_t i = 0; i < tree.size(); ++i)
    if (const Element at = tree.at(i); at.type() == "Reference") found.emplace(at.child_value("reference"));
  return found;
}

std::set<std::string, std::less<>> values_of(const std::vector<Document>& documents) {
  std::set<std::string, std::less<>> found;
  for (const auto& document : documents)
    for (std::uint32_t i = 0; i < document.tree.size(); ++i)
      if (document.tree.at(i).has_value()) found.emplace(document.tree.at(i).value());
  return found;
}

// Somebody or some place that nothing in the document leads to is no part of what it says.
bool is_stranger(const fhir::Resources& resources, const std::set<std::string, std::less<>>& led_to, Element value) {
  static const std::set<std::string, std::less<>> kNamed = {"Practitioner", "Organization", "RelatedPerson", "Location"};
  const Element owner = resources.owner(value.index());
  return kNamed.contains(owner.type()) && !led_to.contains(std::string(owner.type()) + "/" + std::string(owner.child_value("id")));
}

}  // namespace

void check_elements(const std::string& plugin, const std::string& list, const std::vector<Part>& payload, const std::string& name) {
  const auto& gateway = GatewayUnderTest::get();
  const auto source = gateway.read(payload.front().name.ends_with(".xml") ? "fhir-xml" : "fhir-json", payload);
  ASSERT_EQ(source.documents.size(), 1u) << name << sentences(source.issues);
  const Tree& tree = source.documents.front().tree;
  const fhir::Resources resources(tree);
  const auto references = led_to(tree);
  std::size_t met = 0;
  for (const std::string form : {"csv", "xml"}) {
    const auto written = gateway.write(plugin, source.documents, {{"form", form}});
    ASSERT_FALSE(written.parts.empty()) << name << " as " << form << sentences(written.issues);
    const auto back = values_of(gateway.read(plugin, written.parts).documents);
    for (const auto& element : elements_of(list))
      for (const auto& path : element.paths)
        for (const auto value : reach(tree, path)) {
          if (is_stranger(resources, references, value)) continue;
          ++met;
          EXPECT_TRUE(back.contains(value.value())) << name << " as " << form << ": " << element.name << " (" << path << ") does not come back";
        }
  }
  EXPECT_GT(met, 0u) << name << " has none of the elements";
}

}  // namespace caseway::plugins_test
