// Any bytes as the one StructureDefinition of a package: documents that claim it get a verdict, the same twice, whatever the profile says.
#include "fhir/codec.h"
#include "fuzz_target.h"
#include "validation/package_folder.h"
#include "validation/validator.h"

namespace {

using namespace caseway;

constexpr std::string_view kDocuments[] = {
    R"({"resourceType":"Patient","id":"a","name":[{"use":"official","family":"Ex","given":["A","B"]},{"text":"C"}],"active":true,"gender":"other",
"birthDate":"1980-02-29","identifier":[{"system":"urn:x","value":"1"}],"contact":[{"name":{"family":"D"}}],"extension":[{"url":"urn:e","valueCode":"x"}],
"contained":[{"resourceType":"Organization","id":"o","name":"O"}],"managingOrganization":{"reference":"#o"}})",
    R"({"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"},{"code":"x"}]},"valueQuantity":{
"value":1.50,"unit":"g"},"effectiveDateTime":"2024-05-17","component":[{"code":{"text":"c"},"valueString":"s"},{"code":{"text":"d"},"valueInteger":2}]})",
    R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"http://x.test/Patient/a","resource":{"resourceType":"Patient","id":"a"}}]})"};

std::string verdict(const validation::Validator& validator, std::string_view document, const std::string& profile) {
  Tree tree;
  Issues issues;
  fuzz::promise(fhir::read_json(document, Limits(), issues, tree, nullptr), "the documents can be read");
  validator.validate(tree, {.profiles = {profile}}, issues);
  std::string lines;
  for (const Issue& issue : issues.all()) lines += issue.id + " " + issue.place.path + " " + issue.text + "\n";
  return lines;
}

}  // namespace

CASEWAY_FUZZ_TARGET(validation_profile, "") {
  Tree profile;
  Issues issues;
  if (!fhir::read_json(bytes, Limits(), issues, profile, nullptr)) return;
  const std::string url(profile.root().child_value("url"));
  validation::PackageFolder folder("fuzz#1");
  folder.file("package.json", R"({"name":"fuzz","version":"1"})").file("StructureDefinition-fuzz.json", bytes);
  auto packages = std::make_shared<validation::Packages>();
  fuzz::promise(packages->add(folder.path(), issues), "a folder is a package");
  const validation::Validator validator(packages);
  for (const std::string_view document : kDocuments) {
    fuzz::promise(verdict(validator, document, url) == verdict(validator, document, url), "a verdict is the same twice");
  }
}
