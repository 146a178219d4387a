// What an evaluation sees besides the document, and what an expression may not do: variables, clock, references, knowledge, traces, threads, limits,
// and errors that say where and what to write instead.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "caseway/limits.h"
#include "fhir/codec.h"
#include "fhir/model.h"
#include "fhirpath/fhirpath.h"

namespace caseway::fhirpath {
namespace {

constexpr std::string_view kBundle = R"({"resourceType":"Bundle","type":"collection","entry":[
  {"fullUrl":"urn:uuid:1f2e3d4c-0000-4000-8000-000000000001","resource":{"resourceType":"Patient","id":"p1","active":true,
    "contained":[{"resourceType":"Organization","id":"o","name":"Harbor"}],"managingOrganization":{"reference":"#o"},
    "name":[{"family":"Okafor","given":["Ada","Ruth"]},{"use":"usual","given":["Ada"]}],"birthDate":"1974-12-25"}},
  {"resource":{"resourceType":"Observation","id":"x","status":"final","subject":{"reference":"urn:uuid:1f2e3d4c-0000-4000-8000-000000000001"},
    "code":{"coding":[{"system":"http://loinc.org","code":"29463-7"},{"system":"http://example.org","code":"w"}]},
    "valueQuantity":{"value":70.50,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}}]})";

Tree tree_of(std::string_view json) {
  Tree tree;
  Issues issues;
  EXPECT_TRUE(fhir::read_json(json, Limits::batch(), issues, tree, nullptr));
  return tree;
}
const Tree& bundle() {
  static const Tree tree = tree_of(kBundle);
  return tree;
}

Error error_of(std::string_view text, std::string_view type) {
  Error error;
  EXPECT_FALSE(Expression::compile(text, fhir::find_type(type), error)) << text;
  return error;
}

Expression compiled(std::string_view text, std::string_view type = "Bundle", const std::vector<std::string>& variables = {}) {
  Error error;
  auto expression = Expression::compile(text, fhir::find_type(type), error, variables);
  if (!expression) throw std::runtime_error(std::string(text) + ": " + error.text);
  return *expression;
}

std::string texts(const Collection& result) {
  std::string text;
  for (const Value& value : result) text += (text.empty() ? "" : ",") + value.text();
  return text;
}
std::string ask(std::string_view text, const Environment& environment = {}) { return texts(compiled(text).evaluate(bundle().root(), environment)); }

std::string failure(std::string_view text, const Tree& tree) {
  try {
    return texts(compiled(text, tree.root().type()).evaluate(tree.root(), {}));
  } catch (const EvaluationError& e) {
    return e.error.id;
  }
}

class SmallKnowledge : public Knowledge {
 public:
  Answer member_of(std::string_view value_set, std::string_view system, std::string_view code) const override {
    if (value_set != "http://example.org/weights") return Answer::unknown;
    return system == "http://loinc.org" && code == "29463-7" ? Answer::yes : Answer::no;
  }
  Answer subsumes(std::string_view, std::string_view ancestor, std::string_view code) const override {
    return code.starts_with(ancestor) ? Answer::yes : Answer::no;
  }
  Answer conforms_to(Element element, std::string_view profile) const override {
    if (profile != "http://example.org/StructureDefinition/active") return Answer::unknown;
    return element.child_value("active") == "true" ? Answer::yes : Answer::no;
  }
};

}  // namespace

TEST(Environment, GivesVariables) {
  Environment environment;
  environment.variables["least"] = {Value(std::int32_t{2})};
  environment.variables["names"] = {Value(std::string("Okafor")), Value(std::string("Bell"))};
  environment.variables["patient"] = {Value(bundle().root().child("entry").child("resource"))};
  const auto with = [&](std::string_view text) {
    return texts(compiled(text, "Bundle", {"least", "names", "patient"}).evaluate(bundle().root(), environment));
  };
  EXPECT_EQ(with("entry.count() >= %least"), "true");
  EXPECT_EQ(with("%patient.name.family in %names"), "true");
  EXPECT_EQ(with("(%names | 'Bell').count()"), "2");
  EXPECT_THROW(compiled("%least", "Bundle", {"least"}).evaluate(bundle().root(), {}), EvaluationError);
}

TEST(Environment, KnowsWhichResourceItIsIn) {
  const Element contained = bundle().root().child("entry").child("resource").child("contained");
  const Environment environment;
  EXPECT_EQ(texts(compiled("%resource.id | %rootResource.id | %context.name", "Organization").evaluate(contained, environment)), "o,p1,Harbor");
  Environment given;
  given.resource = given.root_resource = bundle().root();
  EXPECT_EQ(texts(compiled("%resource.type & %rootResource.type", "Organization").evaluate(contained, given)), "collectioncollection");
}

TEST(Environment, ResolvesWithinTheBundleAndTheResource) {
  EXPECT_EQ(ask("entry.resource.ofType(Observation).subject.resolve().name.first().family"), "Okafor");
  EXPECT_EQ(ask("entry.resource.ofType(Patient).managingOrganization.resolve().name"), "Harbor");
  EXPECT_EQ(ask("('Patient/p1' | 'Patient/nobody').resolve().id"), "p1");
  const fhir::Resources resources(bundle());
  Environment environment;
  environment.resources = &resources;
  EXPECT_EQ(ask("entry.resource.subject.resolve() is Patient", environment), "true");
}

TEST(Environment, HasOneClock) {
  Environment environment;
  environment.now = "2026-03-01T09:30:00.250+02:00";
  EXPECT_EQ(ask("now()", environment), "2026-03-01T09:30:00.250+02:00");
  EXPECT_EQ(ask("today()", environment), "2026-03-01");
  EXPECT_EQ(ask("now() = now() and timeOfDay() = @T09:30:00.250", environment), "true");
  EXPECT_EQ(ask("now() = now()"), "true");
}

TEST(Environment, AnswersOfCodesAndProfiles) {
  const SmallKnowledge knowledge;
  Environment environment;
  environment.knowledge = &knowledge;
  EXPECT_EQ(ask("entry.resource.ofType(Observation).code.memberOf('http://example.org/weights')", environment), "true");
  EXPECT_EQ(ask("entry.resource.ofType(Observation).code.coding.last().memberOf('http://example.org/weights')", environment), "false");
  EXPECT_EQ(ask("entry.resource.ofType(Observation).code.memberOf('http://example.org/other').empty()", environment), "true");
  EXPECT_EQ(ask("entry.resource.ofType(Observation).code.memberOf('http://example.org/weights').empty()"), "true");
  EXPECT_EQ(ask("entry[0].resource.conformsTo('http://example.org/StructureDefinition/active')", environment), "true");
  EXPECT_EQ(ask("entry[1].resource.conformsTo('http://example.org/StructureDefinition/active')", environment), "false");
  EXPECT_EQ(ask("entry[0].resource.conformsTo('http://hl7.org/fhir/StructureDefinition/DomainResource')"), "true");
  EXPECT_EQ(failure("conformsTo('http://example.org/none')", bundle()), "fhirpath.profile");
  EXPECT_EQ(ask("entry[1].resource.code.coding[0].subsumes(%context.entry[1].resource.code.coding[0])", environment), "true");
}

TEST(Environment, TracesWhatIsAskedFor) {
  std::string traced;
  Environment environment;
  environment.trace = [&](std::string_view name, const Collection& items) { traced.append(name).append("=").append(texts(items)).append(";"); };
  EXPECT_EQ(ask("entry.resource.ofType(Patient).name.trace('use', use).trace('all').count()", environment), "2");
  EXPECT_EQ(traced, "use=usual;all=;");
}

TEST(Expression, IsSharedByThreads) {
  const Expression expression = compiled("descendants().ofType(Coding).where(system = 'http://loinc.org').code & descendants().count().toString()");
  const std::string wanted = texts(expression.evaluate(bundle().root(), {}));
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 500; ++round)
        if (texts(expression.evaluate(bundle().root(), {})) != wanted) ++wrong;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Expression, MayBeAskedWithinAnother) {
  const Expression inner = compiled("name.given.count()", "Patient");
  Environment environment;
  int asked = 0;
  environment.trace = [&](std::string_view, const Collection& items) {
    for (const Value& item : items) asked += texts(inner.evaluate(item.element(), {})) == "3";
  };
  EXPECT_EQ(ask("entry.resource.ofType(Patient).trace('t').name.family", environment), "Okafor");
  EXPECT_EQ(asked, 1);
}

TEST(Errors, SayWhereAndWhatToWrite) {
  struct Row {
    std::string_view text, type, id;
    std::size_t at;
    std::string_view says;
  };
  for (const Row& row : std::vector<Row>{{"name.gven", "Patient", "fhirpath.name", 5, "did you mean given?"},
                                         {"Observation.valueQuantity.unit", "Observation", "fhirpath.name", 12, "did you mean value?"},
                                         {"Encounter.status", "Patient", "fhirpath.name", 0, "asked about Patient"},
                                         {"name.exist()", "Patient", "fhirpath.function", 5, "did you mean exists?"},
                                         {"active is Bolean", "Patient", "fhirpath.type", 7, "did you mean boolean?"},
                                         {"%resourse.id", "Patient", "fhirpath.variable", 0, "did you mean resource?"},
                                         {"name.given.startsWith(1, 2)", "Patient", "fhirpath.function", 11, "1 argument"},
                                         {"birthDate > 5", "Patient", "fhirpath.type", 10, "date"},
                                         {"'größe' = name.gven", "Patient", "fhirpath.name", 15, "given"},  // characters, not bytes
                                         {"name.where(use = 'official'", "Patient", "fhirpath.syntax", 27, "expected )"},
                                         {"gender.matches('(')", "Patient", "fhirpath.pattern", 15, "regular expression"},
                                         {"gender.matches('(?=a)')", "Patient", "fhirpath.pattern", 15, "regular expression"},
                                         {"", "Patient", "fhirpath.syntax", 0, "empty"}}) {
    const Error error = error_of(row.text, row.type);
    EXPECT_EQ(error.id, row.id) << row.text;
    EXPECT_EQ(error.at, row.at) << row.text;
    EXPECT_NE(error.text.find(row.says), std::string::npos) << row.text << ": " << error.text;
  }
}

TEST(Errors, ComeAtEvaluationWhereTypesAreNotKnown) {
  EXPECT_EQ(failure("entry.resource.name.single()", bundle()), "fhirpath.singleton");
  EXPECT_EQ(failure("entry.resource.birthDate + 5", bundle()), "fhirpath.type");
  EXPECT_EQ(failure("entry.resource.nosuchname", bundle()), "");
  EXPECT_EQ(failure("entry.resource.birthDate + 1 'mo'", bundle()), "fhirpath.unit");
  EXPECT_EQ(failure("entry.resource.birthDate.toString().matches(entry.resource.id.first() & '(')", bundle()), "fhirpath.pattern");
}

TEST(Errors, TellOfModifiersThatNobodyExpected) {
  const Tree patient =
      tree_of(R"({"resourceType":"Patient","modifierExtension":[{"url":"http://example.org/not","valueBoolean":true}],"active":true})");
  EXPECT_EQ(failure("checkModifiers().active", patient), "fhirpath.modifier");
  EXPECT_EQ(failure("checkModifiers('http://example.org/not').active", patient), "true");
  EXPECT_EQ(ask("entry.checkModifiers().count()"), "2");
}

TEST(ExpressionLimits, BoundLengthAndNesting) {
  const auto repeated = [](std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
  };
  EXPECT_EQ(error_of(repeated(" ", (64u << 10) + 1), "Patient").id, "fhirpath.limit.length");
  EXPECT_EQ(error_of(repeated("(", 60'000), "Patient").id, "fhirpath.limit.nesting");
  EXPECT_EQ(error_of(repeated("-", 60'000) + "1", "Patient").id, "fhirpath.limit.nesting");
  EXPECT_EQ(error_of("1" + repeated("+1", 30'000), "Patient").id, "fhirpath.limit.nesting");
  EXPECT_EQ(error_of("a" + repeated(".a", 30'000), "Patient").id, "fhirpath.limit.nesting");
  EXPECT_EQ(error_of(repeated("where(", 9'000), "Patient").id, "fhirpath.limit.nesting");
  EXPECT_EQ(error_of(repeated("9", 60'000), "Patient").id, "fhirpath.number");
  EXPECT_EQ(ask("'" + repeated("x", 60'000) + "'.length()"), "60000");
  EXPECT_EQ(ask("1" + repeated("+1", 300)), "301");
}

// A document as others have it, 3000 nodes: expressions that would take longer than anybody waits end with an error.
TEST(ExpressionLimits, BoundStepsItemsAndText) {
  std::string json = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  for (int i = 0; i < 1000; ++i) json += (i ? "," : "") + std::string(R"({"fullUrl":"urn:x:)") + std::to_string(i) + "\"}";
  const Tree tree = tree_of(json + "]}");
  EXPECT_EQ(failure("descendants().where(%context.descendants().where(%context.descendants().count() = 0).exists()).count()", tree),
            "fhirpath.limit.steps");
  EXPECT_EQ(failure("descendants().select(%context.descendants().select(%context.descendants())).count()", tree), "fhirpath.limit.items");
  EXPECT_EQ(failure("entry.aggregate($total & $total, 'xxxxxxxx').length()", tree), "fhirpath.limit.text");
  EXPECT_EQ(failure("'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.matches('(a*)*(a*)*(a*)*b')", tree), "false");
}

// Sets are linear: eighteen thousand dates, numbers, texts and elements in a moment.
TEST(ExpressionLimits, LeaveRoomForLargeSets) {
  std::string json = R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"component":[)";
  for (int i = 0; i < 18'000; ++i) {
    const std::string n = std::to_string(1'000 + i % 9'000);
    json += (i ? "," : "") + std::string(R"({"code":{"text":")") + n + R"("},"valueDateTime":")" + n + R"(-05-17T10:30:00)" +
            (i < 9'000 ? "Z" : ".0+00:00") + "\"}";
  }
  const Tree tree = tree_of(json + "]}");
  EXPECT_EQ(failure("component.value.distinct().count()", tree), "9000");
  EXPECT_EQ(failure("component.code.distinct().count()", tree), "9000");
  EXPECT_EQ(failure("component.code.text.select(toInteger()).distinct().count()", tree), "9000");
  EXPECT_EQ(failure("component.distinct().count()", tree), "9000");
  EXPECT_EQ(failure("component.value.intersect(component.value).count()", tree), "9000");
}

}  // namespace caseway::fhirpath
