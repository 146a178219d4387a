// Bodies larger than the server holds: from the socket into a file, through in slices, and from a file back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "host/translator.h"
#include "transport/http/gateway_api.h"
#include "transport/raw_client.h"
#include "transport/test_server.h"

namespace caseway::http {
namespace {

using testing::HasSubstr;

constexpr std::size_t kHeld = 2000;
constexpr std::size_t kStreamed = 20'000;

std::string bundle(std::size_t entries, const std::string& extra = "") {
  std::string text = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  for (std::size_t i = 0; i < entries; ++i)
    text += std::string(i == 0 ? "" : ",") + R"({"resource":{"resourceType":"Patient","id":"p)" + std::to_string(i) + "\"" + extra + "}}";
  return text + "]}";
}

class Streams : public testing::Test {
 protected:
  explicit Streams(std::uint64_t max_stream_bytes = kStreamed)
      : plugins_(std::make_shared<const host::Plugins>(host::Plugins::load({}))),
        pipeline_(std::make_shared<const settings::Settings>(), plugins_, host::in_process(plugins_)),
        api_(pipeline_, settings(max_stream_bytes), log_),
        server_(settings(max_stream_bytes), api_) {}

  static settings::HttpSettings settings(std::uint64_t max_stream_bytes) {
    settings::HttpSettings settings = quick_settings();
    settings.body_timeout_ms = 5000;
    settings.max_body_bytes = kHeld;
    settings.max_stream_bytes = max_stream_bytes;
    return settings;
  }
  static std::string head(const std::string& target, const std::string& framing) {
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + framing + "\r\n\r\n";
  }
  Answer post(const std::string& target, const std::string& body) {
    RawClient client(server_.port());
    client.send(head(target, "Content-Length: " + std::to_string(body.size())) + body);
    return client.answer();
  }

  std::ostringstream log_;
  std::shared_ptr<const host::Plugins> plugins_;
  exchange::Pipeline pipeline_;
  GatewayApi api_;
  Server server_;
};

class NoStreams : public Streams {
 protected:
  NoStreams() : Streams(0) {}
};

TEST_F(Streams, GiveWhatAHeldBodyGives) {
  const std::string body = bundle(100);
  ASSERT_GT(body.size(), kHeld);
  const Answer answer = post("/translate?to=fhir-xml", body);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.header("content-type"), "application/fhir+xml");
  EXPECT_EQ(answer.header("content-length"), std::to_string(answer.body.size()));
  EXPECT_EQ(answer.header("x-caseway-total"), "101");
  exchange::Request request;
  request.payload.push_back({"", "", body});
  request.to = "fhir-xml";
  EXPECT_EQ(answer.body, pipeline_.translate(request).parts.front().bytes);
}

TEST_F(Streams, TakeChunks) {
  const std::string body = bundle(100);
  std::string chunks;
  for (std::size_t at = 0; at < body.size(); at += 256) {
    const std::string chunk = body.substr(at, 256);
    std::ostringstream size;
    size << std::hex << chunk.size();
    chunks += size.str() + "\r\n" + chunk + "\r\n";
  }
  RawClient client(server_.port());
  client.send(head("/translate?to=fhir-json", "Transfer-Encoding: chunked") + chunks + "0\r\n\r\n");
  const Answer answer = client.answer();
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr("\"p99\""));
  client.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");  // the connection goes on
  EXPECT_EQ(client.answer().status, 200);
}

TEST_F(Streams, RefuseWhatIsTooLargeForThem) {
  EXPECT_EQ(post("/translate?to=fhir-xml", std::string(kStreamed + 1, ' ')).status, 413);
  EXPECT_EQ(post("/recognise", bundle(100)).status, 413);
  RawClient client(server_.port());
  client.send(head("/translate?to=fhir-xml", "Transfer-Encoding: chunked") + "7000\r\n");
  EXPECT_EQ(client.answer().status, 413);
}

TEST_F(Streams, RefuseWhatIsNoDocumentForSlices) {
  const std::string patient = R"({"resourceType":"Patient","name":[{"family":")" + std::string(kHeld, 'x') + "\"}]}";
  const Answer answer = post("/translate?to=fhir-xml", patient);
  EXPECT_EQ(answer.status, 413);
  EXPECT_THAT(answer.body, HasSubstr("http.body.whole"));
  EXPECT_EQ(post("/translate?to=fhir-xml&report=full", bundle(100)).status, 413);
  EXPECT_EQ(post("/translate?to=nobody", bundle(100)).status, 400);
}

TEST_F(Streams, AnswerNothingOfADocumentWithErrors) {
  const Answer answer = post("/translate?to=fhir-xml", bundle(100, R"(,"gendre":"x")"));
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(answer.body, HasSubstr("Bundle.entry[99].resource"));
}

TEST_F(Streams, NeverHandleHalfABody) {
  RawClient client(server_.port());
  client.send(head("/translate?to=fhir-xml", "Content-Length: 9000") + bundle(100).substr(0, 3000));
  client.finish();
  EXPECT_EQ(client.answer().status, 400);
}

TEST_F(Streams, LeaveOutBadLinesWhenAsked) {
  std::string lines = "{\"resourceType\":\"Pateint\"}\n";
  for (int i = 0; i < 100; ++i) lines += "{\"resourceType\":\"Patient\",\"id\":\"p" + std::to_string(i) + "\"}\n";
  EXPECT_EQ(post("/translate?to=fhir-json", lines).status, 422);
  const Answer answer = post("/translate?to=fhir-json&partial=true", lines);
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("\"p99\""));
  EXPECT_EQ(post("/translate?to=fhir-json&partial=perhaps", lines).status, 400);
}

TEST_F(NoStreams, UnlessTheOperatorAllowsThem) { EXPECT_EQ(post("/translate?to=fhir-xml", bundle(100)).status, 413); }

}  // namespace
}  // namespace caseway::http
