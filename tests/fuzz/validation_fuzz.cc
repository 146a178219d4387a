// Any bytes as a FHIR document under our own small profiles (tests/validation/validator) and without: the verdict is the same the second time, with
// the members of its objects in another order, and as XML.
#include <algorithm>

#include "fhir/codec.h"
#include "fuzz_target.h"
#include "json_members.h"
#include "validation/validator.h"

namespace {

using namespace caseway;
using validation::Validator;

const Validator& bare() {
  static const Validator validator(nullptr);
  return validator;
}

const Validator& profiled() {
  static const Validator validator([] {
    auto packages = std::make_shared<validation::Packages>();
    Issues issues;
    fuzz::promise(packages->add(CASEWAY_SOURCE_DIR "/tests/validation/validator/profiles", issues), "the profiles are a package");
    return packages;
  }());
  return validator;
}

// Severity, id and place of every issue, sorted.
std::vector<std::string> verdict(const Validator& validator, const Tree& tree) {
  Issues issues;
  validator.validate(tree, {}, issues);
  std::vector<std::string> lines;
  for (const Issue& issue : issues.all()) {
    fuzz::promise(!issue.id.empty() && !issue.text.empty(), "an issue has an id and a sentence");
    lines.push_back(std::to_string(static_cast<int>(issue.severity)) + " " + issue.id + " " + issue.place.path);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

void compare(const Tree& tree, const Tree& other, const char* what) {
  for (const Validator* validator : {&bare(), &profiled()}) {
    const auto first = verdict(*validator, tree), second = verdict(*validator, other);
    if (first.size() > Issues::limit || first == second) continue;
    std::vector<std::string> gone;
    std::set_symmetric_difference(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(gone));
    throw fuzz::BrokenPromise(std::string(what) + ": " + gone.front());
  }
}

}  // namespace

CASEWAY_FUZZ_TARGET(validation, ".json") {
  Tree tree, shuffled, from_xml;
  Issues issues, other, writing, reading;
  const Limits limits;
  const bool usable = fhir::read_json(bytes, limits, issues, tree, nullptr);
  const std::string members = fuzz::shuffled_members(bytes, static_cast<std::uint32_t>(bytes.size()));
  if (!members.empty()) {
    fuzz::promise(fhir::read_json(members, limits, other, shuffled, nullptr) == usable, "the order of members decides nothing about reading");
  }
  if (!usable) return;
  compare(tree, tree, "a second look");
  compare(tree, shuffled, "members in another order");
  std::string xml;
  Limits roomy = limits;
  roomy.depth *= 2;  // XML nests a resource one deeper than JSON
  roomy.attributes = roomy.name_bytes = static_cast<std::size_t>(-1);
  if (fhir::write_xml(tree, {false}, writing, xml) && fhir::read_xml(xml, roomy, reading, from_xml, nullptr)) compare(tree, from_xml, "as XML");
}
