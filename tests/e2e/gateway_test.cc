// The real program over real HTTP: documents in and out, bad input, a plugin that crashes, draining, what the log may hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <future>
#include <thread>

#include "e2e/served_gateway.h"
#include "transport/raw_client.h"

namespace caseway::e2e {
namespace {

using http::Answer;
using http::RawClient;
using testing::HasSubstr;
using testing::Not;

const std::string kPatient = R"({"resourceType": "Patient", "gender": "female", "name": [{"family": "Canary"}]})";

std::string sample(const std::string& name) { return text_of(std::filesystem::path(CASEWAY_SOURCE_DIR) / "samples" / name); }

std::string post(const std::string& target, const std::string& body, const std::string& fields = "") {
  return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
std::string get(const std::string& target, const std::string& fields = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

Answer ask(const ServedGateway& gateway, const std::string& request) {
  RawClient client(gateway.port());
  client.send(request);
  return client.answer(std::chrono::seconds(30));
}

// One gateway for all tests that leave it as they found it.
class Gateway : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    gateway_ = std::make_unique<ServedGateway>("shared");
    ASSERT_NE(gateway_->port(), 0) << gateway_->log();
  }
  static void TearDownTestSuite() { gateway_.reset(); }
  static Answer translate(const std::string& query, const std::string& body) { return ask(*gateway_, post("/translate?" + query, body)); }
  static std::unique_ptr<ServedGateway> gateway_;
};
std::unique_ptr<ServedGateway> Gateway::gateway_;

TEST_F(Gateway, TranslatesBetweenJsonAndXml) {
  const Answer xml = translate("from=fhir-json&to=fhir-xml", kPatient);
  ASSERT_EQ(xml.status, 200) << xml.body;
  EXPECT_THAT(xml.body, HasSubstr("<family value=\"Canary\""));
  const Answer json = translate("to=fhir-json", xml.body);
  ASSERT_EQ(json.status, 200) << json.body;
  EXPECT_THAT(json.body, HasSubstr("\"Canary\""));
  EXPECT_EQ(json.header("x-caseway-total"), xml.header("x-caseway-total"));
}

TEST_F(Gateway, SendsTheShippedReferralToTheShippedPartners) {
  for (const std::string partner : {"riverbend-community", "harbor-house"}) {
    const Answer answer = translate("to=" + partner, sample("referral.json"));
    ASSERT_EQ(answer.status, 200) << partner << answer.body;
    EXPECT_THAT(answer.header("content-type"), HasSubstr("text/csv")) << partner;
    EXPECT_EQ(answer.header("x-caseway-document"), "referral");
    EXPECT_EQ(answer.header("x-caseway-test"), "");
    EXPECT_THAT(answer.body, HasSubstr("Okafor"));
  }
}

TEST_F(Gateway, GivesAHousingProviderNoDiagnosis) {
  const Answer answer = translate("to=harbor-house&report=full", sample("referral.json"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr("\"withheld\""));
  const std::string document = answer.body.substr(0, answer.body.find("\"report\""));
  for (const std::string never : {"F32", "F33", "depress", "Depress", "PHQ"}) EXPECT_THAT(document, Not(HasSubstr(never)));
}

TEST_F(Gateway, GivesResultIssuesAndLedgerTogether) {
  const Answer answer = translate("to=fhir-xml&report=full", kPatient);
  ASSERT_EQ(answer.status, 200);
  for (const std::string part : {"\"document\":\"<", "\"report\":", "\"journey\"", "\"hops\"", "\"issues\"", "\"values\""})
    EXPECT_THAT(answer.body, HasSubstr(part));
}

TEST_F(Gateway, ValidatesAsTheFhirOperationDoes) {
  const auto validate = [](const std::string& body, const std::string& query = "") { return ask(*gateway_, post("/fhir/$validate" + query, body)); };
  const Answer good = validate(kPatient);
  EXPECT_EQ(good.status, 200);
  EXPECT_THAT(good.body, Not(HasSubstr("\"error\"")));
  const Answer bad = validate("{\"resourceType\": \"Patient\",\n \"gender\": \"Canary\"}");
  EXPECT_EQ(bad.status, 200) << "a verdict is an answer";
  for (const auto* part : {"OperationOutcome", "fhir.code", "Patient.gender", "line 2"}) EXPECT_THAT(bad.body, HasSubstr(part));
  EXPECT_THAT(bad.body, Not(HasSubstr("Canary")));
  EXPECT_THAT(validate("{\"resourceType\": \"Patient\"").body, HasSubstr("json.syntax"));
  // The input as the operation defines it: what is judged is the resource inside.
  const Answer wrapped =
      validate(R"({"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient","gender":"x"}}]})");
  EXPECT_THAT(wrapped.body, HasSubstr("\"Patient.gender\""));
  // A profile that no package has is no silent "all is well".
  EXPECT_THAT(validate(kPatient, "?profile=http://example.org/none").body, HasSubstr("validation.profile_unknown"));
  // Another dialect is judged by what reading it gives.
  EXPECT_EQ(validate(sample("discharge-summary.xml")).status, 200);
}

TEST_F(Gateway, GivesTheGoodRowsOnlyToWhoeverSaysThatPartWillDo) {
  const std::string query = "from=community-referral&to=fhir-json";
  const std::string rows = sample("changes/bad-rows.csv");
  EXPECT_EQ(translate(query, rows).status, 422);
  const Answer part = translate(query + "&partial=true", rows);
  ASSERT_EQ(part.status, 200) << part.body;
  EXPECT_EQ(part.header("x-caseway-refused"), "2");
  EXPECT_THAT(part.body, Not(HasSubstr("caseway_reason")));
  const Answer full = translate(query + "&partial=true&report=full", rows);
  ASSERT_EQ(full.status, 200) << full.body;
  EXPECT_THAT(full.body, HasSubstr("\"refused\":2,\"repairs\":[{\"name\":\"repair.csv\""));
  EXPECT_THAT(full.body, HasSubstr("caseway_reason,referral_id"));
}

TEST(GatewayMemory, ParksAFileThatHasChangedAndDeliversNothingOfIt) {
  setenv("CASEWAY_STATE_FOLDER", "state", 1);
  ServedGateway gateway("memory");
  unsetenv("CASEWAY_STATE_FOLDER");
  ASSERT_NE(gateway.port(), 0) << gateway.log();
  const std::string target = "/translate?from=community-referral&to=fhir-json";
  ASSERT_EQ(ask(gateway, post(target, sample("changes/monday.csv"))).status, 200);
  const Answer parked = ask(gateway, post(target, sample("changes/tuesday.csv")));
  EXPECT_EQ(parked.status, 202) << parked.body;
  EXPECT_THAT(parked.body, HasSubstr("exchange.parked"));
  const auto id = parked.header("x-caseway-parked");
  EXPECT_EQ(id.size(), 12u);
  const auto state = std::filesystem::path(CASEWAY_BUILD_DIR) / "tests/e2e/memory/state/community-referral";
  EXPECT_EQ(text_of(state / "parked" / id / "payload/part-1"), sample("changes/tuesday.csv"));
  EXPECT_THAT(text_of(state / "parked" / id / "proposal.txt"), HasSubstr("`birth_date` is now `Birthday`"));
  for (const std::string never : {"Okafor", "1958-09-25"}) {
    EXPECT_THAT(parked.body, Not(HasSubstr(never)));
    EXPECT_THAT(gateway.log(), Not(HasSubstr(never)));
    EXPECT_THAT(text_of(state / "parked" / id / "proposal.json"), Not(HasSubstr(never)));
  }
}

TEST_F(Gateway, SaysWhatADocumentIs) {
  EXPECT_THAT(ask(*gateway_, post("/recognise", sample("referral.json"))).body, HasSubstr("\"fhir-json\""));
  EXPECT_THAT(ask(*gateway_, get("/partners")).body, HasSubstr("Harbor House"));
  EXPECT_THAT(ask(*gateway_, get("/plugins")).body, HasSubstr("\"community-referral\""));
  EXPECT_EQ(ask(*gateway_, get("/health/ready")).status, 200);
}

TEST_F(Gateway, RefusesBadDocumentsWithOneOutcomeEach) {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"<!DOCTYPE p><Patient xmlns=\"http://hl7.org/fhir\"/>", "xml.doctype"},
      {R"({"resourceType": "Patient", "name": )" + std::string(200000, '['), "limit.depth"},
      {kPatient.substr(0, kPatient.size() - 6), "json.syntax"},
      {"", "exchange.empty"},
      {"hello there", "exchange.format.unknown"},
  };
  for (const auto& [body, id] : bad) {
    const Answer answer = translate("to=fhir-json", body);
    EXPECT_EQ(answer.status, 422) << id;
    EXPECT_EQ(answer.header("content-type"), "application/fhir+json");
    EXPECT_THAT(answer.body, HasSubstr("\"OperationOutcome\""));
    EXPECT_THAT(answer.body, HasSubstr(id));
    EXPECT_THAT(answer.body, Not(HasSubstr("Canary")));
  }
}

TEST_F(Gateway, NeverHandlesATruncatedDocument) {
  RawClient client(gateway_->port());
  const std::string request = post("/translate?to=fhir-xml", kPatient);
  client.send(request.substr(0, request.size() - 10));
  client.finish();
  const Answer answer = client.answer();
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("http.request.refused"));
  EXPECT_TRUE(client.ended());
}

TEST_F(Gateway, AnswersManyAtOnce) {
  std::vector<std::future<int>> answers;
  for (int i = 0; i < 16; ++i) {
    answers.push_back(std::async(std::launch::async, [i] {
      int good = 0;
      for (int n = 0; n < 5; ++n) good += translate(i % 2 == 0 ? "to=harbor-house" : "to=fhir-xml", sample("referral.json")).status == 200;
      return good;
    }));
  }
  for (auto& answer : answers) EXPECT_EQ(answer.get(), 5);
}

TEST_F(Gateway, ServesThePage) {
  const Answer page = ask(*gateway_, get("/"));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("<title>Caseway</title>"));
}

TEST(GatewayFault, SurvivesAPluginThatCrashes) {
  ServedGateway gateway("fault", "", true);
  ASSERT_NE(gateway.port(), 0) << gateway.log();
  for (int i = 0; i < 3; ++i) {
    const Answer crashed = ask(gateway, post("/translate?from=crashes&to=fhir-json", "anything"));
    EXPECT_EQ(crashed.status, 500) << crashed.body;
    EXPECT_THAT(crashed.body, HasSubstr("worker.crashed"));
    EXPECT_EQ(ask(gateway, post("/translate?from=fhir-json&to=fhir-xml", kPatient)).status, 200);
  }
}

TEST(GatewayLog, HoldsNoDocumentContent) {
  ServedGateway gateway("log", "", true);
  ASSERT_NE(gateway.port(), 0) << gateway.log();
  ask(gateway, post("/translate?from=fhir-json&to=fhir-xml", kPatient));
  ask(gateway, post("/translate?to=harbor-house", sample("referral.json")));
  ask(gateway, post("/translate?to=Canary", kPatient));
  ask(gateway, post("/translate?from=fhir-json&to=fhir-xml", kPatient.substr(0, 70)));
  ask(gateway, post("/translate?from=crashes&to=fhir-xml", kPatient));
  ask(gateway, get("/Canary?Canary=Canary", "X-Canary: Canary\r\n"));
  gateway.child().signal(SIGTERM);
  EXPECT_EQ(gateway.child().wait(), 0);
  const std::string log = gateway.log();
  EXPECT_THAT(log, HasSubstr(R"("path":"/translate","status":200)"));
  EXPECT_THAT(log, HasSubstr(R"("status":500)"));
  EXPECT_THAT(log, HasSubstr(R"("to":"harbor-house")"));
  for (const std::string never : {"Canary", "Okafor", "Amara"}) EXPECT_THAT(log, Not(HasSubstr(never)));
}

TEST(GatewayDrain, AnswersWhatIsInFlightAndEnds) {
  ServedGateway gateway("drain");
  ASSERT_NE(gateway.port(), 0) << gateway.log();
  RawClient idle(gateway.port());
  idle.send(get("/health/live"));
  EXPECT_EQ(idle.answer().status, 200);
  RawClient busy(gateway.port());
  const std::string request = post("/translate?from=fhir-json&to=fhir-xml", kPatient);
  busy.send(request.substr(0, request.size() - 1));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));  // its head has been read
  gateway.child().signal(SIGTERM);
  EXPECT_TRUE(idle.ended(std::chrono::seconds(2)));
  busy.send(request.substr(request.size() - 1));
  const Answer answer = busy.answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("connection"), "close");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(gateway.child().wait(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(GatewayBinding, RefusesAnythingButLoopbackWithoutAKey) {
  ServedGateway gateway("binding", "  address: 0.0.0.0\n");
  EXPECT_EQ(gateway.port(), 0);
  EXPECT_EQ(gateway.child().wait(), 2);
  EXPECT_THAT(gateway.log(), HasSubstr("key_file"));
}

TEST(GatewayKey, OpensEverythingButLiveAndThePage) {
  const auto key = std::filesystem::path(CASEWAY_BUILD_DIR) / "tests" / "e2e" / "api-key";
  std::filesystem::create_directories(key.parent_path());
  std::ofstream(key) << "0123456789abcdef0123\n";
  ServedGateway gateway("key", "  key_file: \"" + key.string() + "\"\n");
  ASSERT_NE(gateway.port(), 0) << gateway.log();
  EXPECT_EQ(ask(gateway, get("/partners")).status, 401);
  EXPECT_EQ(ask(gateway, get("/partners", "Authorization: Bearer 0123456789abcdef0123\r\n")).status, 200);
  EXPECT_EQ(ask(gateway, post("/translate?to=fhir-xml", kPatient)).status, 401);
  EXPECT_EQ(ask(gateway, get("/health/live")).status, 200);
  EXPECT_EQ(ask(gateway, get("/")).status, 200);
}

}  // namespace
}  // namespace caseway::e2e
