// The official FHIRPath tests for R4 (pack fhirpath-r4): every one passes, but for those of fhirpath_official_exceptions.txt, which must not.
#include <expat.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "caseway/limits.h"
#include "conformance/ccda_documents.h"
#include "conformance/fhir_suites.h"
#include "conformance/figures.h"
#include "fhir/codec.h"
#include "fhirpath/fhirpath.h"

namespace caseway::conformance {

namespace {

struct Output {
  std::string type;  // "" when the test does not say
  std::string text;
};
struct Case {
  std::string name, input, expression, invalid;
  bool predicate = false;
  std::vector<Output> outputs;
};

struct CaseReader {
  std::vector<Case> cases;
  std::string text;

  static std::string attribute(const char** attributes, std::string_view name) {
    for (; *attributes != nullptr; attributes += 2)
      if (name == attributes[0]) return attributes[1];
    return "";
  }
  static void start(void* data, const char* name, const char** attributes) {
    auto& reader = *static_cast<CaseReader*>(data);
    reader.text.clear();
    if (name == std::string_view("test")) {
      Case& made = reader.cases.emplace_back();
      made.name = attribute(attributes, "name");
      made.input = attribute(attributes, "inputfile");
      made.predicate = attribute(attributes, "predicate") == "true";
    } else if (name == std::string_view("expression")) {
      reader.cases.back().invalid = attribute(attributes, "invalid");
    } else if (name == std::string_view("output")) {
      reader.cases.back().outputs.push_back({attribute(attributes, "type"), ""});
    }
  }
  static void characters(void* data, const char* text, int length) {
    static_cast<CaseReader*>(data)->text.append(text, static_cast<std::size_t>(length));
  }
  static void end(void* data, const char* name) {
    auto& reader = *static_cast<CaseReader*>(data);
    if (name == std::string_view("expression")) reader.cases.back().expression = reader.text;
    if (name == std::string_view("output")) reader.cases.back().outputs.back().text = reader.text;
  }
};

std::vector<Case> cases_of(const std::string& xml) {
  CaseReader reader;
  const XML_Parser parser = XML_ParserCreate(nullptr);
  XML_SetUserData(parser, &reader);
  XML_SetElementHandler(parser, CaseReader::start, CaseReader::end);
  XML_SetCharacterDataHandler(parser, CaseReader::characters);
  EXPECT_NE(XML_Parse(parser, xml.data(), static_cast<int>(xml.size()), 1), XML_STATUS_ERROR);
  XML_ParserFree(parser);
  return reader.cases;
}

// "name: reason" per line; # begins a comment.
std::map<std::string, std::string> exceptions() {
  std::map<std::string, std::string> found;
  std::ifstream file(CASEWAY_SOURCE_DIR "/tests/conformance/fhirpath_official_exceptions.txt");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (!line.starts_with('#') && colon != std::string::npos) found.emplace(line.substr(0, colon), line.substr(colon + 2));
  }
  return found;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) text.replace(at, what.size(), with);
}

class Inputs {
 public:
  explicit Inputs(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // The suite's XML of observation-example has an extension behind status, where FHIR XML does not allow it; the same resource in JSON has
  // a prefix in its narrative, which JSON does not allow. We read the latter, without the prefix.
  const Tree& read(const std::string& name) {
    Tree& tree = trees_[name];
    if (!tree.empty()) return tree;
    const bool mended = name == "observation-example.xml";
    const std::string file = mended ? "input-json/observation-example.json" : "input/" + name;
    std::string bytes = bytes_of(folder_ / file);
    if (mended) replace_all(bytes, "xmlns:html", "xmlns"), replace_all(bytes, "html:", "");
    Issues issues;
    const bool json = file.ends_with(".json");
    EXPECT_TRUE((json ? fhir::read_json : fhir::read_xml)(bytes, Limits::batch(), issues, tree, nullptr, {})) << name;
    return tree;
  }

 private:
  std::filesystem::path folder_;
  std::map<std::string, Tree> trees_;
};

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// Literals of the suite: @ before dates, @T before times.
bool is(const fhirpath::Value& value, const Output& wanted) {
  const std::string type = value.type_name();
  if (!wanted.type.empty() && lower(wanted.type) != lower(type.substr(type.rfind('.') + 1))) return false;
  std::string text = wanted.text;
  if (text.starts_with("@T")) text.erase(0, 2);
  if (text.starts_with('@')) text.erase(0, 1);
  std::string found = value.text();
  if (value.kind() == fhirpath::Value::Kind::time && found.starts_with('T')) found.erase(0, 1);
  return found == text;
}

bool gives(const fhirpath::Collection& result, const Case& wanted) {
  if (wanted.predicate) return wanted.outputs.size() == 1 && (wanted.outputs[0].text == "true") == !result.empty();
  if (result.size() != wanted.outputs.size()) return false;
  for (std::size_t i = 0; i < result.size(); ++i)
    if (!is(result[i], wanted.outputs[i])) return false;
  return true;
}

// "syntax" and "semantic" are faults of the expression; "execution" may be found before anything is executed.
bool passes(const Case& wanted, Element context) {
  fhirpath::Error error;
  const auto expression = fhirpath::Expression::compile(wanted.expression, context.type_id(), error);
  if (!expression) return !wanted.invalid.empty();
  try {
    const fhirpath::Collection result = expression->evaluate(context, {});
    return wanted.invalid.empty() && gives(result, wanted);
  } catch (const fhirpath::EvaluationError&) {
    return wanted.invalid == "execution";
  }
}

}  // namespace

TEST(FhirPathOfficial, AllPassButTheListed) {
  CASEWAY_SUITE(folder, "fhirpath-r4", "fhirpath-official/r4");
  const std::vector<Case> cases = cases_of(bytes_of(folder / "tests-fhir-r4.xml"));
  ASSERT_EQ(cases.size(), 935u);
  const auto listed = exceptions();
  Inputs inputs(folder);
  std::size_t passed = 0;
  std::set<std::string> failed;
  for (const Case& each : cases) {
    const Tree& tree = inputs.read(each.input.empty() ? "patient-example.xml" : each.input);
    if (passes(each, tree.root())) {
      ++passed;
    } else {
      failed.insert(each.name);
      EXPECT_TRUE(listed.contains(each.name)) << each.name << ": " << each.expression;
    }
  }
  for (const auto& [name, reason] : listed) EXPECT_TRUE(failed.contains(name)) << name << " passes or does not exist: take it off the list";
  figure("FHIRPath, official tests for R4", passed, cases.size());
}

}  // namespace caseway::conformance
