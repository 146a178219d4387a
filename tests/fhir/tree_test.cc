#include <gtest/gtest.h>

#include "caseway/element.h"
#include "fhir/verify.h"

namespace caseway {

namespace {

Tree example() {
  Draft draft("Bundle");
  for (const char* const id : {"a", "b"}) {
    const Draft::Id entry = draft.add(draft.root(), "entry");
    const Draft::Id patient = draft.add_resource(entry, "resource", "Patient");
    draft.add_value(patient, "id", id);
    const Draft::Id name = draft.add(patient, "name");
    draft.add_value(name, "family", "Person");
    draft.add_value(name, "given", "x");
    draft.add_value(name, "given", "y");
    draft.add_value(patient, "deceasedBoolean", "false");
  }
  return draft.freeze();
}

}  // namespace

TEST(Tree, TellsThePathOfEveryNode) {
  const Tree tree = example();
  const std::vector<std::string> paths = tree.paths();
  EXPECT_EQ(paths[0], "Bundle");
  EXPECT_EQ(paths.back(), "Bundle.entry[1].resource.deceased");
  EXPECT_EQ(paths[6], "Bundle.entry[0].resource.name[0].given[0]");
  EXPECT_EQ(paths[7], "Bundle.entry[0].resource.name[0].given[1]");
  for (std::uint32_t i = 0; i < tree.size(); ++i) EXPECT_EQ(tree.path(i), paths[i]);
  EXPECT_EQ(tree.path(static_cast<std::uint32_t>(tree.size())), "");
}

TEST(Element, AnswersEveryQuestionAlsoWhenItDoesNotExist) {
  const Tree tree = example();
  const Element patient = tree.root().child("entry").child("resource");
  EXPECT_EQ(patient.name(), "resource");
  EXPECT_EQ(patient.type(), "Patient");
  EXPECT_TRUE(patient.is_resource());
  EXPECT_EQ(patient.child_value("id"), "a");
  EXPECT_EQ(patient.child("deceased[x]").name(), "deceasedBoolean");
  EXPECT_EQ(patient.child("deceased[x]").value(), "false");
  EXPECT_EQ(patient.child("name").child("given").value(), "x");
  const Element none = patient.child("photo");
  EXPECT_FALSE(none);
  EXPECT_EQ(none.name(), "");
  EXPECT_EQ(none.type(), "");
  EXPECT_EQ(none.value(), "");
  EXPECT_FALSE(none.has_value());
  EXPECT_FALSE(none.is_resource());
  EXPECT_FALSE(none.first_child());
  EXPECT_FALSE(none.next_sibling(100));
  EXPECT_FALSE(none.child("x").child("y"));
  EXPECT_TRUE(none.children().empty());
  EXPECT_TRUE(none.children("x").empty());
  EXPECT_EQ(none.def(), kNoDef);
  EXPECT_EQ(none.type_id(), kNoType);
  EXPECT_FALSE(patient.child("no such element"));
  EXPECT_FALSE(Tree().root());
}

TEST(Element, WalksItsChildren) {
  const Tree tree = example();
  std::string seen;
  for (const Element entry : tree.root().children("entry")) {
    for (const Element child : entry.child("resource").children()) seen += std::string(child.name()) + " ";
    for (const Element given : entry.child("resource").child("name").children("given")) seen += std::string(given.value()) + " ";
  }
  EXPECT_EQ(seen, "id name deceasedBoolean x y id name deceasedBoolean x y ");
  const Element name = tree.root().child("entry").child("resource").child("name");
  const Element first = name.first_child();
  EXPECT_EQ(first.value(), "Person");
  EXPECT_EQ(first.next_sibling(tree.node(name.index()).end).value(), "x");
}

TEST(Tree, CrossesABoundaryAsOneBuffer) {
  const Tree tree = example();
  const std::string bytes = tree.to_bytes();
  Tree back;
  ASSERT_TRUE(Tree::from_bytes(bytes, back));
  std::string why_not;
  EXPECT_TRUE(fhir::verify(back, why_not)) << why_not;
  EXPECT_EQ(back.to_bytes(), bytes);
  EXPECT_EQ(back.paths(), tree.paths());
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(Tree::from_bytes(bytes.substr(0, size), back)) << size;
  EXPECT_FALSE(Tree::from_bytes(bytes + "x", back));
  EXPECT_FALSE(Tree::from_bytes("XXXX" + bytes.substr(4), back));
  ASSERT_TRUE(Tree::from_bytes(Tree().to_bytes(), back));
  EXPECT_FALSE(fhir::verify(back, why_not)) << "a tree without nodes is none";
}

}  // namespace caseway
