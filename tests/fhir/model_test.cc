#include "fhir/model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace caseway::fhir {

TEST(Model, HasEveryTypeOfR4) {
  std::size_t resources = 0, abstract_types = 0, primitives = 0;
  for (const TypeInfo& type : types()) {
    resources += type.kind == Kind::resource;
    abstract_types += type.kind == Kind::abstract;
    primitives += type.kind == Kind::primitive;
  }
  EXPECT_EQ(resources, 146u);
  EXPECT_EQ(primitives, 20u);
  EXPECT_EQ(abstract_types, 4u);  // Resource, DomainResource, Element, BackboneElement
}

TEST(Model, NamesItsPrimitivesInOrder) {
  const std::string_view names[] = {"base64Binary", "boolean", "canonical",   "code",   "date", "dateTime",    "decimal", "id",  "instant", "integer",
                                    "markdown",     "oid",     "positiveInt", "string", "time", "unsignedInt", "uri",     "url", "uuid",    "xhtml"};
  for (TypeId i = 0; i < std::size(names); ++i) {
    EXPECT_EQ(type(i).name, names[i]);
    EXPECT_EQ(type(i).kind, Kind::primitive);
    EXPECT_EQ(primitive(i), static_cast<Primitive>(i));
  }
  EXPECT_EQ(primitive(find_type("string")), Primitive::string);
  EXPECT_EQ(primitive(find_type("HumanName")), Primitive::none);
}

TEST(Model, FindsEveryTypeAndElementByName) {
  for (TypeId i = 0; i < types().size(); ++i) EXPECT_EQ(find_type(types()[i].name), i);
  for (DefId i = 0; i < elements().size(); ++i) EXPECT_EQ(find_element(element(i).owner, element(i).name), i) << element(i).name;
  EXPECT_EQ(find_type("Pateint"), kNoType);
  EXPECT_EQ(find_type(""), kNoType);
  EXPECT_EQ(find_element(find_type("Patient"), "brithDate"), kNoDef);
  EXPECT_EQ(find_element(find_type("Patient"), "Patient"), kNoDef);
}

TEST(Model, StandsInTheStandardsOrder) {
  for (TypeId id = 0; id < types().size(); ++id) {
    const TypeInfo& owner = type(id);
    for (std::uint32_t def = owner.first; def < owner.first + owner.count; ++def) {
      const ElementInfo& now = elements()[def];
      EXPECT_EQ(now.owner, id);
      if (def == owner.first) continue;
      const ElementInfo& before = elements()[def - 1];
      EXPECT_EQ(now.order, now.choice != 0 && now.choice == before.choice ? before.order : before.order + 1) << owner.name << "." << now.name;
    }
  }
  const TypeInfo& patient = type(find_type("Patient"));
  EXPECT_EQ(element(patient.first).name, "id");
  EXPECT_EQ(type(element(patient.first).type).name, "id");
  EXPECT_EQ(elements()[patient.first + 5].name, "contained");
}

TEST(Model, KnowsListsAttributesAndPlacesOfResources) {
  const auto named = [](std::string_view owner, std::string_view name) { return element(find_element(find_type(owner), name)); };
  EXPECT_TRUE(named("Patient", "name").list);
  EXPECT_FALSE(named("Patient", "birthDate").list);
  EXPECT_TRUE(named("HumanName", "id").xml_attribute);
  EXPECT_TRUE(named("Extension", "url").xml_attribute);
  EXPECT_FALSE(named("Patient", "id").xml_attribute);
  EXPECT_EQ(named("Observation", "status").min, 1);
  EXPECT_EQ(type(named("Questionnaire.item", "item").type).name, "Questionnaire.item");
  std::set<std::string> places;
  for (const ElementInfo& e : elements()) {
    if (e.any_resource && e.name != "contained") places.insert(std::string(type(e.owner).name) + "." + std::string(e.name));
  }
  EXPECT_EQ(places, (std::set<std::string>{"Bundle.entry.resource", "Bundle.entry.response.outcome", "Parameters.parameter.resource"}));
}

TEST(Model, GivesTheChoicesOfAnElementAsARange) {
  const TypeId observation = find_type("Observation");
  const DefRange range = find_range(observation, "value[x]");
  EXPECT_EQ(range.last - range.first + 1, 11);
  EXPECT_TRUE(range.has(find_element(observation, "valueQuantity")));
  EXPECT_FALSE(range.has(find_element(observation, "effectivePeriod")));
  EXPECT_EQ(choice_name(element(range.first).choice), "value[x]");
  const DefRange one = find_range(observation, "status");
  EXPECT_EQ(one.first, one.last);
  const DefRange none = find_range(observation, "colour[x]");
  EXPECT_GT(none.first, none.last);
}

TEST(Model, ListsRequiredCodesSorted) {
  const ElementInfo gender = element(find_element(find_type("Patient"), "gender"));
  ASSERT_NE(gender.codes, 0);
  const auto list = codes(gender.codes);
  EXPECT_EQ(std::vector<std::string_view>(list.begin(), list.end()), (std::vector<std::string_view>{"female", "male", "other", "unknown"}));
  for (const ElementInfo& e : elements()) {
    EXPECT_TRUE(std::is_sorted(codes(e.codes).begin(), codes(e.codes).end()));
  }
  EXPECT_EQ(element(find_element(find_type("Attachment"), "contentType")).codes, 0) << "MIME types are open";
}

}  // namespace caseway::fhir
