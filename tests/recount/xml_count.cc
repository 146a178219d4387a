#include <expat.h>

#include <memory>
#include <set>
#include <vector>

#include "second_count.h"

namespace caseway::recount {
namespace {

// expat gives names as "uri|local|prefix", or "local" without a namespace.
struct Name {
  std::string uri;
  std::string local;
};
Name split(const char* text) {
  const std::string name = text;
  const std::size_t first = name.find('|');
  if (first == std::string::npos) return {"", name};
  const std::size_t second = name.find('|', first + 1);
  return {name.substr(0, first), name.substr(first + 1, second == std::string::npos ? second : second - first - 1)};
}

const std::string kXsi = "http://www.w3.org/2001/XMLSchema-instance";

struct Counter {
  bool ccda = false;
  Tally tally;
  std::string main_uri;
  struct Open {
    std::string local;
    bool bare;
  };
  std::vector<Open> open;
  int inside_one_leaf = 0;  // depth below a section's text, or a narrative's div
  std::string run;

  void end_run() {
    if (run.find_first_not_of(" \t\r\n") != std::string::npos) ++tally.leaves;
    run.clear();
  }

  bool is_one_leaf(const Name& name) const {
    if (ccda) return name.local == "text" && name.uri == main_uri && !open.empty() && open.back().local == "section";
    return name.local == "div" && name.uri == "http://www.w3.org/1999/xhtml";
  }

  bool is_structural(const std::string& element, const Name& attribute) const {
    static const std::set<std::string> kElements = {"templateId", "realmCode", "typeId"};
    static const std::set<std::string> kAttributes = {"classCode",      "moodCode",           "typeCode",
                                                      "determinerCode", "contextControlCode", "contextConductionInd"};
    if (!ccda) return false;
    if (kElements.count(element) > 0) return true;
    return attribute.uri.empty() ? kAttributes.count(attribute.local) > 0 : attribute.uri == kXsi && attribute.local == "type";
  }

  void start(const char* text, const char** attributes) {
    if (inside_one_leaf > 0) {
      ++inside_one_leaf;
      return;
    }
    end_run();
    const Name name = split(text);
    if (open.empty()) main_uri = name.uri;
    if (!open.empty()) open.back().bare = false;
    if (is_one_leaf(name)) {
      ++tally.leaves;
      inside_one_leaf = 1;
      return;
    }
    bool bare = true;
    for (; *attributes != nullptr; attributes += 2) {
      const Name attribute = split(attributes[0]);
      if (attribute.uri == kXsi && (attribute.local == "schemaLocation" || attribute.local == "noNamespaceSchemaLocation")) continue;
      bare = false;
      ++(is_structural(name.local, attribute) ? tally.structural : tally.leaves);
    }
    open.push_back({name.local, bare});
  }

  void end() {
    if (inside_one_leaf > 0) {
      --inside_one_leaf;
      return;
    }
    const std::uint64_t before = tally.leaves;
    end_run();
    if (tally.leaves != before) open.back().bare = false;
    if (open.back().bare) ++tally.leaves;
    open.pop_back();
  }
};

std::optional<Tally> count(std::string_view bytes, bool ccda) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreateNS(nullptr, '|'), XML_ParserFree);
  XML_SetReturnNSTriplet(parser.get(), 1);
  Counter counter;
  counter.ccda = ccda;
  XML_SetUserData(parser.get(), &counter);
  XML_SetElementHandler(
      parser.get(), [](void* self, const char* name, const char** attributes) { static_cast<Counter*>(self)->start(name, attributes); },
      [](void* self, const char*) { static_cast<Counter*>(self)->end(); });
  XML_SetCharacterDataHandler(parser.get(), [](void* self, const char* text, int length) {
    auto* counter = static_cast<Counter*>(self);
    if (counter->inside_one_leaf == 0) counter->run.append(text, static_cast<std::size_t>(length));
  });
  if (XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), 1) != XML_STATUS_OK) return std::nullopt;
  return counter.tally;
}

}  // namespace

std::optional<Tally> tally_ccda(std::string_view bytes) { return count(bytes, true); }
std::optional<Tally> tally_fhir_xml(std::string_view bytes) { return count(bytes, false); }

}  // namespace caseway::recount
