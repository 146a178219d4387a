// The way of a document as one call: who receives what, what is said when nothing may pass, and a report that keeps its schema.
#include "exchange/pipeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "formats/config_node.h"
#include "settings/schemas.h"

namespace caseway::exchange {
namespace {

namespace fs = std::filesystem;

// A gateway with the built-in dialects and one partner whose policy lets only names and birth dates of patients pass.
class Way : public testing::Test {
 protected:
  Way() {
    folder_ = fs::temp_directory_path() / "caseway-exchange-test";
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "policy");
    std::ofstream(folder_ / "policy/names.yaml")
        << "policy: names\ntitle: Names only\nallow:\n  - resource: Patient\n    why: to greet people\n    elements: [name.family, birthDate]\n";
    settings::Settings settings;
    settings.folder = folder_.string();
    settings::PartnerSettings partner;
    partner.id = "front-desk";
    partner.name = "Front Desk";
    partner.dialect = "fhir-json";
    partner.policy = "names";
    settings.partners.push_back(partner);
    auto plugins = std::make_shared<const host::Plugins>(host::Plugins::load({}));
    auto translator = host::in_process(plugins);
    pipeline_ = std::make_unique<Pipeline>(std::make_shared<const settings::Settings>(std::move(settings)), plugins, std::move(translator));
  }
  ~Way() override { fs::remove_all(folder_); }

  Journey send(const std::string& bytes, const std::string& to, Detail detail = Detail::values) {
    Request request;
    request.payload.push_back({"in.json", "", bytes});
    request.to = to;
    request.now = "2026-11-21T12:00:00Z";
    request.detail = detail;
    return pipeline_->translate(request);
  }
  static bool said(const Journey& journey, const std::string& id) {
    return std::any_of(journey.issues.all().begin(), journey.issues.all().end(), [&](const Issue& issue) { return issue.id == id; });
  }

  fs::path folder_;
  std::unique_ptr<Pipeline> pipeline_;
};

constexpr const char* kPatient = R"({"resourceType":"Patient","active":true,"name":[{"family":"Rivers","given":["Ana"]}],"birthDate":"1980"})";
constexpr const char* kDrug = R"({"resourceType":"Medication","code":{"text":"lithium"}})";

TEST_F(Way, APartnerGetsWhatItsPolicyAllows) {
  const auto journey = send(kPatient, "front-desk");
  ASSERT_TRUE(journey.ok());
  EXPECT_FALSE(journey.test);
  EXPECT_THAT(journey.parts.front().bytes,
              testing::AllOf(testing::HasSubstr("Rivers"), testing::HasSubstr("1980"), testing::Not(testing::HasSubstr("Ana"))));
  EXPECT_EQ(journey.total[Fate::withheld], 2u);
  EXPECT_EQ(journey.total[Fate::copied], 2u);
}

TEST_F(Way, ADialectWithoutAPartnerIsATest) {
  const auto journey = send(kPatient, "fhir-xml");
  ASSERT_TRUE(journey.ok());
  EXPECT_TRUE(journey.test);
  EXPECT_EQ(journey.total[Fate::copied], 4u);
}

TEST_F(Way, SaysWhenNothingMayPass) {
  const auto journey = send(kDrug, "front-desk");
  EXPECT_FALSE(journey.ok());
  EXPECT_TRUE(said(journey, "policy.nothing_passes"));
  EXPECT_TRUE(journey.parts.empty());
  EXPECT_EQ(journey.total[Fate::withheld], 1u);
  EXPECT_EQ(journey.total.total(), 1u);
}

TEST_F(Way, BadInputHasNoResultAndItsValuesStillAddUp) {
  const auto journey = send(R"({"resourceType":"Patient","birthDate":"1980",)", "fhir-xml");
  EXPECT_TRUE(journey.parts.empty());
  EXPECT_TRUE(said(journey, "json.syntax"));
  EXPECT_EQ(journey.total[Fate::copied], 0u);
}

TEST_F(Way, AnUnknownNameGetsASuggestion) {
  try {
    send(kPatient, "front-dsek");
    FAIL() << "an unknown receiver was accepted";
  } catch (const Pipeline::UsageError& e) {
    EXPECT_THAT(e.what(), testing::HasSubstr("did you mean front-desk?"));
  }
}

TEST_F(Way, TheReportKeepsItsSchema) {
  for (const auto* bytes : {kPatient, kDrug}) {
    const auto report = report_json(send(bytes, "front-desk"), true);
    const auto faults = formats::check_schema(formats::read_config(report, "report.json"), "report.json", settings::schema("report"));
    for (const auto& fault : faults) ADD_FAILURE() << fault.what();
  }
}

TEST_F(Way, APartnerWithoutItsPluginIsNotAvailableAndTheOthersServe) {
  settings::Settings settings = pipeline_->settings();
  settings::PartnerSettings partner;
  partner.id = "annexe", partner.dialect = "fhir-jsn", partner.policy = "names";
  settings.partners.push_back(partner);
  auto plugins = std::make_shared<const host::Plugins>(host::Plugins::load({}));
  pipeline_ = std::make_unique<Pipeline>(std::make_shared<const settings::Settings>(settings), plugins, host::in_process(plugins));
  EXPECT_THAT(pipeline_->unavailable().at("annexe"), testing::HasSubstr("did you mean fhir-json?"));
  EXPECT_THROW(send(kPatient, "annexe"), Pipeline::UsageError);
  EXPECT_TRUE(send(kPatient, "front-desk").ok());
}

TEST_F(Way, AFormThatTheDialectDoesNotHaveIsToldWithThoseItHas) {
  EXPECT_TRUE(send(kPatient, "fhir-json:json").ok());
  try {
    send(kPatient, "fhir-json:jsn");
    FAIL();
  } catch (const Pipeline::UsageError& e) {
    EXPECT_THAT(e.what(), testing::HasSubstr("did you mean json?"));
  }
}

TEST_F(Way, APolicyThatDoesNotLoadStopsTheGateway) {
  settings::Settings settings = pipeline_->settings();
  settings.partners.front().policy = "none";
  auto plugins = std::make_shared<const host::Plugins>(host::Plugins::load({}));
  EXPECT_THROW(Pipeline(std::make_shared<const settings::Settings>(settings), plugins, host::in_process(plugins)), formats::ConfigError);
}

}  // namespace
}  // namespace caseway::exchange
