// A tree from another process: a recipe in FHIR JSON, frozen, its bytes damaged (damage.h); or any bytes as they are. After verify() every
// accessor is safe, and both writers give text or an issue.
#include "damage.h"
#include "fhir/codec.h"
#include "fhir/documents.h"
#include "fhir/verify.h"
#include "fuzz_target.h"

namespace {

using namespace caseway;

void walk(const Tree& tree) {
  std::size_t seen = 0;
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    const Element element = tree.at(i);
    seen += element.name().size() + element.type().size() + element.value().size() + element.is_resource();
    for (const Element child : element.children()) seen += child.index();
    seen += element.child("value[x]").value().size() + element.child("id").value().size();
    if (i < 200) seen += tree.path(i).size();
  }
  fuzz::promise(seen > 0, "a tree has names");
}

}  // namespace

CASEWAY_FUZZ_TARGET(tree, ".json") {
  std::string buffer(bytes);
  const Limits limits;
  Issues issues;
  Tree made;
  if (bytes.starts_with("{") && fhir::read_json(fuzz::recipe_of(bytes), limits, issues, made, nullptr)) buffer = made.to_bytes();
  fuzz::damage(buffer, bytes);
  Tree tree;
  std::string why;
  if (!Tree::from_bytes(buffer, tree)) return;
  if (!fhir::verify(tree, why)) {
    fuzz::promise(!why.empty(), "a verifier that refuses says why");
    return;
  }
  walk(tree);
  Tree copy;
  fuzz::promise(Tree::from_bytes(tree.to_bytes(), copy) && copy.to_bytes() == tree.to_bytes(), "a verified tree crosses again unchanged");
  std::string text;
  for (const auto write : {fhir::write_json, fhir::write_xml}) {
    Issues writing;
    fuzz::promise(write(tree, {false}, writing, text) || writing.has_errors(), "a writer that gives nothing says why");
  }
}
