// A body larger than the server holds, through the real program: spooled, converted in a worker process, answered from a file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "e2e/served_gateway.h"
#include "transport/raw_client.h"

namespace caseway::e2e {
namespace {

using http::Answer;
using http::RawClient;
using testing::HasSubstr;

constexpr std::size_t kHeldBytes = 100'000;
constexpr std::size_t kBundleBytes = 12'000'000;

std::string bundle() {
  std::string text = "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"collection\"/>";
  for (std::size_t i = 0; text.size() < kBundleBytes; ++i)
    text += "<entry><resource><Patient><id value=\"p" + std::to_string(i) + "\"/><active value=\"true\"/><name><family value=\"Canary\"/></name>" +
            "</Patient></resource></entry>\n";
  return text + "</Bundle>";
}

// The memory of the serving process itself, which must not hold what it passes on.
std::size_t peak_kib(const ServedGateway& gateway) {
  std::ifstream status("/proc/" + std::to_string(gateway.child_id()) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6));
  return 0;
}

TEST(StreamedGateway, PassesOnWhatItDoesNotHold) {
  const ServedGateway gateway("streams", "  max_body_bytes: " + std::to_string(kHeldBytes) + "\n  max_stream_bytes: 100000000\n");
  ASSERT_NE(gateway.port(), 0) << gateway.log();
  const std::string body = bundle();
  const auto post = [&](const std::string& target) {
    RawClient client(gateway.port());
    client.send("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    return client.answer(std::chrono::seconds(60));
  };
  [[maybe_unused]] const std::size_t before = peak_kib(gateway);  // not under a sanitizer, whose own memory is larger
  const Answer answer = post("/translate?to=fhir-ndjson");
  ASSERT_EQ(answer.status, 200) << answer.body.substr(0, 2000) << gateway.log();
  EXPECT_EQ(answer.header("content-type"), "application/fhir+ndjson");
  EXPECT_TRUE(answer.body.starts_with("{\"resourceType\":\"Patient\",\"id\":\"p0\",\"active\":true,\"name\":[{\"family\":\"Canary\"}]}\n"));
  EXPECT_EQ(answer.header("x-caseway-undecided"), "0");
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LT(peak_kib(gateway), before + kBundleBytes / 1024 / 2) << "the server held the document";
#endif
  EXPECT_EQ(post("/translate?to=harbor-house").status, 413) << "a policy sees the whole document";
  EXPECT_THAT(gateway.log(), HasSubstr("\"bytes_in\":" + std::to_string(body.size())));
}

}  // namespace
}  // namespace caseway::e2e
