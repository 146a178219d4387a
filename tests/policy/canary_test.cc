// Whatever a document says and wherever it says it, a receiver sees only what stands in <policy>.passes.txt: one path a line, written and reviewed
// by people. The documents hold every element of every R4 resource type. GOLDEN_UPDATE=1 writes the files, and the test fails all the same.
#include <cstdlib>
#include <set>

#include "policy/every_element.h"
#include "policy/rule_file.h"

namespace caseway::policy {
namespace {

struct Trigger {
  std::string_view type;
  std::string_view element;  // a CodeableConcept, or a code
  std::string_view code;
};

// What makes the conditions of the shipped policies true. Without its code a resource of the type is not what a rule speaks of.
constexpr Trigger kTriggers[] = {{"Observation", "code", "71802-3"},
                                 {"Observation", "code", "63512-8"},
                                 {"Observation", "code", "93034-7"},
                                 {"Observation", "code", "TotalMonthlyIncome"},
                                 {"Observation", "code", "DisablingCondition"},
                                 {"Observation", "code", "accessibility-needs"},
                                 {"Observation", "code", "DateToStreetESSH"},
                                 {"Observation", "code", "44249-1"},  // PHQ-9: for nobody but hospitals
                                 {"ServiceRequest", "category", "homelessness"},
                                 {"Task", "code", "fulfill"},
                                 {"Consent", "scope", "patient-privacy"},
                                 {"Organization", "type", "bus"},
                                 {"Organization", "type", "prov"},
                                 {"Condition", "category", "food-insecurity"},
                                 {"Condition", "code", "Z59.01"},
                                 {"Condition", "category", "encounter-diagnosis"},
                                 {"Condition", "code", "F32.9"},
                                 {"Composition", "type", "18842-5"}};

void set_off(Draft& draft, Draft::Id resource, const Trigger& trigger) {
  const Draft::Id concept_id = draft.add(resource, trigger.element);
  draft.add_value(draft.add(concept_id, "coding"), "code", trigger.code);
  if (trigger.type == "Consent") draft.set_value(draft.child(resource, "status"), "active");
}

Tree everything() {
  Draft draft("Bundle");
  draft.add_value(draft.root(), "id", "canary:Bundle.id");
  draft.add_value(draft.root(), "type", "collection");
  draft.add_value(draft.get_or_add(draft.root(), "identifier"), "value", "canary:Bundle.identifier.value");
  draft.add_value(draft.get_or_add(draft.root(), "meta"), "profile", "canary:Bundle.meta.profile");
  int number = 0;
  for (const fhir::TypeInfo& type : fhir::types()) {
    if (type.kind == fhir::Kind::resource && type.name != "Bundle") add_full_resource(draft, type.name, std::to_string(++number));
  }
  for (const Trigger& trigger : kTriggers) set_off(draft, add_full_resource(draft, trigger.type, std::to_string(++number)), trigger);
  return draft.freeze();
}

// The canaries of a text, as paths.
std::set<std::string> canaries_in(const Tree& tree) {
  std::set<std::string> out;
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    const std::string_view value = tree.at(i).value();
    if (const std::size_t at = value.find(kCanary); at != std::string_view::npos) out.emplace(value.substr(at + kCanary.size()));
  }
  return out;
}

std::set<std::string> lines_of(const std::string& file) {
  std::ifstream in(file);
  std::set<std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != '#') out.insert(line);
  }
  return out;
}

class Canaries : public testing::TestWithParam<const char*> {};

TEST_P(Canaries, OnlyWhatPeopleReviewedPasses) {
  const Tree full = everything();
  ASSERT_GT(canaries_in(full).size(), 20'000u) << "every element of every resource";
  const View view = apply(*shipped(GetParam()), full);
  const std::set<std::string> passed = canaries_in(view.tree);
  const std::string file = std::string(CASEWAY_SOURCE_DIR "/tests/policy/") + GetParam() + ".passes.txt";
  if (std::getenv("GOLDEN_UPDATE")) {
    std::ofstream out(file);
    for (const std::string& path : passed) out << path << "\n";
    ADD_FAILURE() << file << " was written; review it, and run without GOLDEN_UPDATE";
  }
  const std::set<std::string> expected = lines_of(file);
  ASSERT_FALSE(expected.empty()) << file;
  for (const std::string& path : passed) EXPECT_EQ(expected.count(path), 1u) << path << " passes and should not";
  for (const std::string& path : expected) EXPECT_EQ(passed.count(path), 1u) << path << " should pass and does not";
  // The heap too: a view crosses process boundaries as it is.
  std::size_t used = 0;
  for (const Node& node : view.tree.nodes()) used += node.offset == Node::kNoValue ? 0 : node.length;
  EXPECT_EQ(view.tree.heap().size(), used);
}

INSTANTIATE_TEST_SUITE_P(Policies, Canaries, testing::Values("housing-provider", "community-agency", "insurer"), [](const auto& policy) {
  std::string name = policy.param;
  name.erase(name.find('-') % name.size(), name.find('-') < name.size());
  return name;
});

TEST(Canaries, AHospitalSeesEverything) {
  const Tree full = everything();
  EXPECT_EQ(canaries_in(apply(*shipped("hospital"), full).tree).size(), canaries_in(full).size());
}

}  // namespace
}  // namespace caseway::policy
