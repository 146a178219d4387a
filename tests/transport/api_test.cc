// The API over a real pipeline with the built-in FHIR dialects; a translator that "crashes" stands in for a broken plugin.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "host/plugins.h"
#include "host/translator.h"
#include "transport/http/gateway_api.h"

namespace caseway::http {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using testing::ThrowsMessage;

const std::string kPatient = R"({"resourceType": "Patient", "gender": "female", "name": [{"family": "Canary"}]})";

// Like the real one in this process, until a document says "crash".
class FragileTranslator : public host::Translator {
 public:
  explicit FragileTranslator(std::shared_ptr<const host::Plugins> plugins) : real_(host::in_process(std::move(plugins))) {}
  host::ReadResult read(const std::string& dialect, const Context& context, const std::vector<Part>& payload) override {
    if (payload.front().bytes.find("throw") != std::string::npos) throw std::logic_error("quotes Canary");
    for (const std::string id : {"worker.crashed", "worker.busy"}) {
      if (payload.front().bytes.find(id) == std::string::npos) continue;
      host::ReadResult result;
      result.crashed = true;
      result.issues.add(Severity::fatal, id, {}, "the worker is gone");
      return result;
    }
    return real_->read(dialect, context, payload);
  }
  host::WriteResult write(const std::string& dialect, const Context& context, const std::vector<Document>& documents) override {
    return real_->write(dialect, context, documents);
  }
  std::vector<std::pair<std::string, Partner::Recognition>> recognise(std::string_view head, std::string_view file_name, bool plain) override {
    return real_->recognise(head, file_name, plain);
  }
  host::SlicedResult slice(const fhir::StreamOptions& options, int source, int result) override { return real_->slice(options, source, result); }

 private:
  std::unique_ptr<host::Translator> real_;
};

class Api : public testing::Test {
 protected:
  explicit Api(settings::HttpSettings http = {})
      : plugins_(std::make_shared<host::Plugins>(host::Plugins::load({}))),
        pipeline_(std::make_shared<settings::Settings>(), plugins_, std::make_unique<FragileTranslator>(plugins_)),
        api_(pipeline_, http, log_) {}

  // As the server does it: check, then handle, then the log.
  Response ask(Request request) {
    Response response = api_.check(request, request.body.size());
    if (response.status == 0) response = api_.handle(request);
    api_.answered({request, response, request.body.size(), response.body.size(), std::chrono::microseconds(1500)});
    return response;
  }
  Response post(const std::string& path, const Fields& query, const std::string& body) {
    return ask({.method = "POST", .path = path, .query = query, .headers = {}, .body = body, .peer = "127.0.0.1"});
  }
  Response get(const std::string& path, const Fields& headers = {}) {
    return ask({.method = "GET", .path = path, .query = {}, .headers = headers, .body = {}, .peer = "127.0.0.1"});
  }
  static std::string header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }
  static void expect_outcome(const Response& response, int status, const std::string& id) {
    EXPECT_EQ(response.status, status) << response.body;
    EXPECT_EQ(header(response, "Content-Type"), "application/fhir+json");
    EXPECT_THAT(response.body, HasSubstr("\"OperationOutcome\""));
    EXPECT_THAT(response.body, HasSubstr(id));
  }

  std::ostringstream log_;
  std::shared_ptr<host::Plugins> plugins_;
  exchange::Pipeline pipeline_;
  GatewayApi api_;
};

TEST_F(Api, TranslatesTheBodyAndTellsTheLedgerInHeaders) {
  const Response response = post("/translate", {{"from", "fhir-json"}, {"to", "fhir-xml"}}, kPatient);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_THAT(response.body, HasSubstr("<gender value=\"female\""));
  EXPECT_THAT(header(response, "Content-Type"), HasSubstr("xml"));
  EXPECT_EQ(header(response, "X-Caseway-Total"), "2");  // gender and family
  EXPECT_EQ(header(response, "X-Caseway-Undecided"), "0");
  EXPECT_EQ(header(response, "X-Caseway-From"), "fhir-json");
  EXPECT_NE(header(response, "X-Caseway-Test"), "");
}

TEST_F(Api, FindsOutWhatTheDocumentIs) {
  EXPECT_EQ(post("/translate", {{"to", "fhir-xml"}}, kPatient).status, 200);
  const Response what = post("/recognise", {}, kPatient);
  EXPECT_EQ(what.status, 200);
  EXPECT_THAT(what.body, HasSubstr("\"fhir-json\""));
  EXPECT_THAT(post("/recognise", {}, "nothing that anybody knows").body, Not(HasSubstr("\"name\"")));
}

TEST_F(Api, GivesResultAndReportTogether) {
  const Response full = post("/translate", {{"to", "fhir-json"}, {"report", "full"}}, kPatient);
  ASSERT_EQ(full.status, 200);
  EXPECT_THAT(full.body, HasSubstr("\"document\":{"));
  EXPECT_THAT(full.body, HasSubstr("\"report\":{"));
  const Response text = post("/translate", {{"to", "fhir-json"}, {"report", "text"}}, kPatient);
  EXPECT_THAT(text.body, HasSubstr("\"document\":\"{"));
  const Response xml = post("/translate", {{"to", "fhir-xml"}, {"report", "full"}}, kPatient);
  EXPECT_THAT(xml.body, HasSubstr("\"document\":\"<"));
}

TEST_F(Api, RefusesBadDocumentsWithAnOutcomeThatQuotesNothing) {
  const Response cut = post("/translate", {{"from", "fhir-json"}, {"to", "fhir-xml"}}, R"({"resourceType": "Patient", "gender": "Canary)");
  expect_outcome(cut, 422, "json.");
  EXPECT_THAT(cut.body, Not(HasSubstr("Canary")));
  expect_outcome(post("/translate", {{"to", "fhir-json"}}, "<!DOCTYPE a><Patient xmlns=\"http://hl7.org/fhir\"/>"), 422, "xml.doctype");
  expect_outcome(
      post("/translate", {{"from", "fhir-json"}, {"to", "fhir-xml"}}, R"({"resourceType": "Patient", "name": )" + std::string(200000, '[')), 422,
      "limit.depth");
  expect_outcome(post("/translate", {{"to", "fhir-xml"}}, ""), 422, "exchange.empty");
}

TEST_F(Api, RefusesWhatTheCallerAskedWrongly) {
  expect_outcome(post("/translate", {}, kPatient), 400, "http.parameter.missing");
  expect_outcome(post("/translate", {{"to", "fhir-jsom"}}, kPatient), 400, "fhir-json");
  expect_outcome(post("/translate", {{"to", "fhir-json"}, {"form", "auto"}}, kPatient), 400, "http.parameter.unknown");
  expect_outcome(post("/translate", {{"to", "fhir-json"}, {"to", "fhir-xml"}}, kPatient), 400, "http.parameter.twice");
  expect_outcome(post("/translate", {{"to", "fhir-json"}, {"report", "all"}}, kPatient), 400, "http.parameter.value");
  expect_outcome(get("/nothing"), 404, "http.route.unknown");
  const Response method = get("/translate");
  expect_outcome(method, 405, "http.method.not_allowed");
  EXPECT_EQ(header(method, "Allow"), "POST");
  EXPECT_EQ(header(post("/plugins", {}, ""), "Allow"), "GET, HEAD");
  for (const std::string type : {"multipart/form-data; boundary=x", "Multipart/Mixed"}) {
    expect_outcome(ask({.method = "POST",
                        .path = "/translate",
                        .query = {{"to", "fhir-xml"}},
                        .headers = {{"content-type", type}},
                        .body = kPatient,
                        .peer = ""}),
                   415, "http.type.unsupported");
  }
}

TEST_F(Api, TakesWhatCurlSendsAndRefusesWhatAnotherSitesPageSends) {
  const auto sent = [&](std::vector<std::pair<std::string, std::string>> headers) {
    return ask({.method = "POST", .path = "/translate", .query = {{"to", "fhir-xml"}}, .headers = std::move(headers), .body = kPatient, .peer = ""});
  };
  EXPECT_EQ(sent({{"host", "127.0.0.1:8480"}, {"content-type", "application/x-www-form-urlencoded"}}).status, 200);
  EXPECT_EQ(sent({{"host", "127.0.0.1:8480"}, {"origin", "http://127.0.0.1:8480"}}).status, 200);
  for (const std::string origin : {"https://elsewhere.example", "null", "http://127.0.0.1:8481"})
    expect_outcome(sent({{"host", "127.0.0.1:8480"}, {"origin", origin}}), 403, "http.origin.foreign");
}

TEST_F(Api, AnswersACrashedWorkerWith500AndGoesOn) {
  expect_outcome(post("/translate", {{"from", "fhir-json"}, {"to", "fhir-xml"}}, "worker.crashed"), 500, "worker.crashed");
  const Response busy = post("/translate", {{"from", "fhir-json"}, {"to", "fhir-xml"}}, "worker.busy");
  expect_outcome(busy, 503, "worker.busy");
  EXPECT_EQ(header(busy, "Retry-After"), "1");
  EXPECT_EQ(post("/translate", {{"to", "fhir-xml"}}, kPatient).status, 200);
}

TEST_F(Api, AnswersItsOwnFaultWith500AndNoDetail) {
  const Response response = post("/translate", {{"from", "fhir-json"}, {"to", "fhir-xml"}}, "throw");
  expect_outcome(response, 500, "http.fault");
  EXPECT_THAT(response.body, Not(HasSubstr("Canary")));
  EXPECT_THAT(log_.str(), HasSubstr("logic_error"));
  EXPECT_THAT(log_.str(), Not(HasSubstr("Canary")));
}

TEST_F(Api, ListsWhatThereIsToChooseFrom) {
  EXPECT_THAT(get("/plugins").body, testing::AllOf(HasSubstr("\"fhir-json\""), HasSubstr("\"fhir-xml\""), HasSubstr("\"refused\"")));
  EXPECT_THAT(get("/partners").body, HasSubstr("\"partners\""));
  EXPECT_THAT(get("/parked").body, HasSubstr("\"parked\": []")) << "without a state folder";
}

TEST_F(Api, IsReadyUntilItDrains) {
  EXPECT_EQ(get("/health/live").status, 200);
  EXPECT_EQ(get("/health/ready").status, 200);
  api_.draining();
  EXPECT_EQ(get("/health/live").status, 200);
  expect_outcome(get("/health/ready"), 503, "http.draining");
}

TEST_F(Api, ServesThePageWithAPolicyThatLoadsNothingElse) {
  const Response index = get("/");
  EXPECT_EQ(index.status, 200);
  EXPECT_THAT(index.body, StartsWith("<!doctype html>"));
  EXPECT_THAT(header(index, "Content-Type"), StartsWith("text/html"));
  EXPECT_THAT(header(index, "Content-Security-Policy"), StartsWith("default-src 'self'"));
  EXPECT_THAT(header(get("/style.css"), "Content-Type"), StartsWith("text/css"));
  EXPECT_THAT(header(get("/app.js"), "Content-Type"), StartsWith("text/javascript"));
  for (const std::string path : {"/", "/style.css", "/app.js"}) {
    EXPECT_THAT(get(path).body, Not(HasSubstr("//cdn"))) << path;
    EXPECT_THAT(get(path).body, Not(HasSubstr("https://"))) << path;  // nothing from elsewhere
  }
  EXPECT_THAT(get("/examples/referral.json").body, HasSubstr("ServiceRequest"));
}

TEST_F(Api, KeepsResultsOutOfCachesAndBrowsers) {
  const Response response = post("/translate", {{"to", "fhir-xml"}}, kPatient);
  EXPECT_EQ(header(response, "Cache-Control"), "no-store");
  EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
  EXPECT_THAT(header(response, "Content-Security-Policy"), StartsWith("default-src 'none'"));
}

TEST_F(Api, LogsTheRequestAndNothingThatACallerWrites) {
  post("/translate", {{"from", "fhir-json"}, {"to", "fhir-xml"}}, kPatient);
  EXPECT_THAT(log_.str(), HasSubstr(R"("method":"POST","path":"/translate","status":200)"));
  EXPECT_THAT(log_.str(), HasSubstr(R"("from":"fhir-json","to":"fhir-xml")"));
  get("/patients/Canary");
  post("/translate", {{"to", "Canary"}}, "Canary");
  post("/translate", {{"Canary", "Canary"}}, "Canary");
  get("/plugins", {{"user-agent", "Canary"}});
  EXPECT_THAT(log_.str(), Not(HasSubstr("Canary")));
  const std::string lines = log_.str();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 5) << lines;
}

class KeyedApi : public Api {
 protected:
  KeyedApi() : Api(with_key()) {}
  static settings::HttpSettings with_key() {
    settings::HttpSettings http;
    http.key_file = key_file("0123456789abcdef0123\n");
    return http;
  }

 public:
  static std::string key_file(const std::string& text) {
    const auto file = std::filesystem::path(CASEWAY_BUILD_DIR) / "tests" / "key";
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
    return file;
  }
};

TEST_F(KeyedApi, NeedsTheKeyForEverythingButLiveAndThePage) {
  const Fields good = {{"authorization", "Bearer 0123456789abcdef0123"}};
  for (const std::string path : {"/plugins", "/partners", "/parked", "/health/ready", "/translate", "/nothing"}) {
    for (const Fields& wrong : {Fields{}, Fields{{"authorization", "Bearer 0123456789abcdef0124"}}, Fields{{"authorization", "Bearer "}},
                                Fields{{"authorization", "Basic 0123456789abcdef0123"}}, Fields{{"authorization", "0123456789abcdef0123"}},
                                Fields{{"authorization", "Bearer 0123456789abcdef01230"}}}) {
      const Response response = get(path, wrong);
      expect_outcome(response, 401, "http.key.missing");
      EXPECT_THAT(header(response, "WWW-Authenticate"), StartsWith("Bearer"));
    }
    EXPECT_NE(get(path, good).status, 401);
  }
  EXPECT_EQ(get("/health/live").status, 200);
  EXPECT_EQ(get("/").status, 200);
}

TEST(AccessKeyFile, MustHoldAUsableKey) {
  std::ostringstream log;
  const auto plugins = std::make_shared<host::Plugins>(host::Plugins::load({}));
  const exchange::Pipeline pipeline(std::make_shared<settings::Settings>(), plugins, host::in_process(plugins));
  for (const std::string text : {"", "\n", "short\n", "two words are not a key\n", "kein-schl\xc3\xbcssel-hier\n"}) {
    settings::HttpSettings http;
    http.key_file = KeyedApi::key_file(text);
    EXPECT_THAT([&] { GatewayApi api(pipeline, http, log); }, ThrowsMessage<std::runtime_error>(HasSubstr("key_file"))) << text;
  }
  settings::HttpSettings http;
  http.key_file = "/no/such/key";
  EXPECT_THAT([&] { GatewayApi api(pipeline, http, log); }, ThrowsMessage<std::runtime_error>(HasSubstr("cannot be read")));
}

}  // namespace
}  // namespace caseway::http
