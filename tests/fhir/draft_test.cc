#include <gtest/gtest.h>

#include <stdexcept>

#include "caseway/element.h"
#include "fhir/model.h"
#include "fhir/verify.h"

namespace caseway {

namespace {

// Type, then children as name=value or name(children).
std::string shape(Element element) {
  std::string text(element.name());
  if (element.has_value()) text.append("=").append(element.value());
  if (!element.first_child()) return text;
  text += '(';
  for (const Element child : element.children()) text += shape(child) + " ";
  text.back() = ')';
  return text;
}

void expect_verified(const Tree& tree) {
  std::string why_not;
  EXPECT_TRUE(fhir::verify(tree, why_not)) << why_not;
}

}  // namespace

TEST(Draft, PutsChildrenIntoTheStandardsOrder) {
  Draft draft("Patient");
  draft.add_value(draft.root(), "birthDate", "1980");
  const Draft::Id first = draft.add(draft.root(), "name");
  draft.add_value(draft.root(), "id", "p");
  const Draft::Id second = draft.add(draft.root(), "name");
  draft.add_value(first, "given", "B");
  draft.add_value(first, "family", "A");
  draft.add_value(first, "given", "C");
  draft.add_value(second, "text", "D");
  const Tree tree = draft.freeze();
  EXPECT_EQ(shape(tree.root()), "Patient(id=p name(family=A given=B given=C) name(text=D) birthDate=1980)");
  expect_verified(tree);
}

TEST(Draft, LeavesOutWhatIsEmpty) {
  Draft draft("Bundle");
  const Draft::Id entry = draft.add(draft.root(), "entry");
  const Draft::Id patient = draft.add_resource(entry, "resource", "Patient");
  const Draft::Id name = draft.add(patient, "name");
  const Draft::Id given = draft.add(name, "given");
  draft.set_value(given, "");
  draft.add(draft.root(), "link");
  std::vector<std::uint32_t> index_of;
  const Tree tree = draft.freeze(&index_of);
  EXPECT_EQ(shape(tree.root()), "Bundle(entry(resource))") << "an empty resource still says its type";
  EXPECT_EQ(index_of, (std::vector<std::uint32_t>{0, 1, 2, Draft::kNone, Draft::kNone, Draft::kNone}));
  EXPECT_EQ(tree.at(2).type(), "Patient");
  expect_verified(tree);
}

TEST(Draft, KeepsAValueWithChildrenOnly) {
  Draft draft("Patient");
  const Draft::Id birth = draft.add(draft.root(), "birthDate");
  const Draft::Id extension = draft.add(birth, "extension");
  draft.add_value(extension, "valueCode", "unknown");
  draft.add_value(extension, "url", "u");
  const Tree tree = draft.freeze();
  EXPECT_EQ(shape(tree.root()), "Patient(birthDate(extension(url=u valueCode=unknown)))");
  EXPECT_FALSE(tree.root().child("birthDate").has_value());
  expect_verified(tree);
}

TEST(Draft, HoldsOnlyTheTextInUse) {
  Draft draft("Patient");
  const Draft::Id id = draft.add_value(draft.root(), "id", "overwritten");
  draft.set_value(id, "p");
  const Draft::Id name = draft.add(draft.root(), "name");
  draft.add_value(name, "family", "withheld");
  draft.remove(name);
  const Draft::Id gender = draft.add_value(draft.root(), "gender", "other");
  draft.clear_value(gender);
  EXPECT_FALSE(draft.has_value(gender));
  const Tree tree = draft.freeze();
  EXPECT_EQ(tree.heap(), "p");
  EXPECT_EQ(shape(tree.root()), "Patient(id=p)");
}

TEST(Draft, RemovesFirstMiddleAndLastChildren) {
  Draft draft("Patient");
  const Draft::Id name = draft.add(draft.root(), "name");
  const Draft::Id a = draft.add_value(name, "given", "a");
  draft.add_value(name, "given", "b");
  const Draft::Id c = draft.add_value(name, "given", "c");
  draft.add_value(name, "given", "d");
  const Draft::Id e = draft.add_value(name, "given", "e");
  for (const Draft::Id gone : {c, a, e}) draft.remove(gone);
  draft.add_value(name, "given", "f");
  EXPECT_EQ(shape(draft.freeze().root()), "Patient(name(given=b given=d given=f))");
}

TEST(Draft, MovesAnElementToAnotherPlace) {
  Draft draft("Patient");
  const Draft::Id one = draft.add(draft.root(), "name");
  const Draft::Id two = draft.add(draft.root(), "name");
  const Draft::Id given = draft.add_value(one, "given", "x");
  draft.move(given, two, fhir::find_element(fhir::find_type("HumanName"), "suffix"));
  EXPECT_THROW(draft.move(two, two, fhir::find_element(fhir::find_type("HumanName"), "given")), std::invalid_argument);
  EXPECT_THROW(draft.move(given, two, fhir::find_element(fhir::find_type("HumanName"), "period")), std::invalid_argument);
  EXPECT_EQ(shape(draft.freeze().root()), "Patient(name(suffix=x))");
}

TEST(Draft, CopiesASubtree) {
  Draft source("Patient");
  const Draft::Id name = source.add(source.root(), "name");
  source.add_value(name, "family", "x");
  source.add_value(source.root(), "id", "p");
  const Tree original = source.freeze();

  Draft draft("Bundle");
  const Draft::Id entry = draft.add(draft.root(), "entry");
  const Draft::Id patient = draft.copy(entry, "resource", original.root());
  draft.copy(patient, original.root().child("name"));
  EXPECT_THROW(draft.copy(entry, "resource", original.root().child("name")), std::invalid_argument);
  EXPECT_THROW(draft.copy(draft.root(), original.root().child("name")), std::invalid_argument);
  const Tree tree = draft.freeze();
  EXPECT_EQ(shape(tree.root()), "Bundle(entry(resource(id=p name(family=x) name(family=x))))");
  expect_verified(tree);
}

TEST(Draft, FindsChildrenAndChoices) {
  Draft draft("Observation");
  EXPECT_EQ(draft.child(draft.root(), "value[x]"), Draft::kNone);
  const Draft::Id value = draft.add(draft.root(), "valueQuantity");
  EXPECT_EQ(draft.child(draft.root(), "value[x]"), value);
  EXPECT_EQ(draft.child(draft.root(), "valueQuantity"), value);
  EXPECT_EQ(draft.get_or_add(draft.root(), "valueQuantity"), value);
  const Draft::Id code = draft.get_or_add(draft.root(), "code");
  EXPECT_EQ(draft.get_or_add(draft.root(), "code"), code);
}

TEST(Draft, SaysWhatIsWrongWithAName) {
  Draft draft("Patient");
  const auto sentence = [](auto call) -> std::string {
    try {
      call();
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return "nothing was thrown";
  };
  EXPECT_EQ(sentence([&] { draft.add(0, "brithDate"); }), "Patient has no element brithDate; did you mean birthDate?");
  EXPECT_EQ(sentence([&] { draft.add_resource(0, "name", "Patient"); }), "name holds no resource");
  EXPECT_EQ(sentence([&] { draft.add(0, "contained"); }), "contained holds a resource: its type must be named");
  EXPECT_EQ(sentence([&] { draft.add_resource(0, "contained", "HumanName"); }), "HumanName is no FHIR R4 resource");
  EXPECT_EQ(sentence([&] { draft.set_value(draft.add(0, "name"), "x"); }), "HumanName has elements, not a value");
  EXPECT_EQ(sentence([&] { draft.remove(0); }), "a document's root cannot be removed or moved");
  EXPECT_EQ(sentence([&] { Draft("Resource"); }), "Resource is no FHIR R4 resource");
  EXPECT_EQ(sentence([&] { draft.add(draft.add(draft.add(0, "name"), "id"), "extension"); }),
            "an element's id and an extension's url are plain text");
}

TEST(Draft, RefusesToNestWithoutEnd) {
  Draft draft("Questionnaire");
  Draft::Id at = draft.root();
  for (std::size_t i = 0; i < kMaxDepth; ++i) at = draft.add(at, "item");
  draft.add_value(at, "linkId", "x");
  EXPECT_THROW(draft.freeze(), std::length_error);
}

}  // namespace caseway
