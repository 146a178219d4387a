#include "validation/validator.h"

#include "fhir/documents.h"
#include "fhir/validate.h"
#include "validation/bundle_rules.h"
#include "validation/conformance.h"
#include "validation/contained_rules.h"
#include "validation/definition_rules.h"
#include "validation/narrative_rules.h"
#include "validation/profiles.h"
#include "validation/questionnaire_rules.h"
#include "validation/standard_rules.h"
#include "validation/vital_signs.h"

namespace caseway::validation {

struct Validator::State {
  explicit State(std::shared_ptr<const Packages> given)
      : packages(given ? std::move(given) : std::make_shared<const Packages>()), profiles(*packages), terminology(packages) {}
  std::shared_ptr<const Packages> packages;
  Profiles profiles;
  Terminology terminology;
};

namespace {

void check_profile(const Examination& examination, Element resource, std::string_view url, std::uint32_t asked_at, Severity unknown,
                   Findings& findings) {
  if (const Profile* profile = examination.profiles().find(url)) {
    if (!profile->constraint && profile->type == resource.type_id()) return;  // the base definition: checked anyhow
    if (!profile->constraint && !profile->abstract)
      return findings.error(resource.index(), "validation.type",
                            "The profile " + std::string(url) + " is the definition of another type than this one.");
    Conformance(examination, findings).check(resource, *profile);
  } else {
    findings.add(unknown, asked_at, "validation.profile_unknown", "No package has the profile " + std::string(url) + "; it was not checked.", {});
  }
}

void check_profiles(const Examination& examination, const ValidateOptions& options, Findings& findings) {
  for (const std::string& url : options.profiles) check_profile(examination, examination.tree().root(), url, 0, Severity::error, findings);
  for (const Element resource : examination.resources().all()) {
    for (const Element claimed : resource.child("meta").children("profile"))
      check_profile(examination, resource, claimed.value(), claimed.index(), Severity::warning, findings);
    if (const std::string_view implied = vital_signs_profile(resource); !implied.empty() && examination.profiles().find(implied) != nullptr)
      check_profile(examination, resource, implied, resource.index(), Severity::warning, findings);
  }
}

}  // namespace

Validator::Validator(std::shared_ptr<const Packages> packages) : state_(std::make_unique<State>(std::move(packages))) {}
Validator::~Validator() = default;

void Validator::validate(const Tree& tree, const ValidateOptions& options, Issues& issues) const {
  if (tree.empty()) return;
  fhir::validate(tree, issues, options.positions);
  const fhir::Resources resources(tree);
  Findings findings(tree, options.positions, issues);
  for (const Element resource : resources.all()) {
    if (resource.type() == "Bundle") check_bundle(resource, findings);
    if (const Element div = resource.child("text").child("div")) check_narrative(div, findings);
    check_contained(resource, findings);
  }
  const Examination examination(tree, resources, state_->profiles, state_->terminology);
  if (state_->packages->has_core()) {
    check_standard_rules(examination, findings);
    for (const Element resource : resources.all()) {
      check_definition(resource, examination, findings);
      if (resource.type() == "Questionnaire") check_questionnaire(resource, findings);
      if (resource.type() == "QuestionnaireResponse") check_questionnaire_response(resource, examination, findings);
    }
  }
  check_profiles(examination, options, findings);
}

const Terminology& Validator::terminology() const { return state_->terminology; }

}  // namespace caseway::validation
