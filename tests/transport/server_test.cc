#include "transport/http/server.h"

#include <gtest/gtest.h>

#include "transport/hostile_heads.h"
#include "transport/raw_client.h"
#include "transport/test_server.h"

namespace caseway::http {
namespace {

const std::string kGet = "GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n";
// What a smuggler hides behind a refused head; it must never reach the handler.
const std::string kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST(Server, RefusesEveryHostileHeadAndInterpretsNothingOfTheRest) {
  TestServer server;
  for (const auto& row : hostile_heads()) {
    RawClient client(server.port());
    client.send(row.bytes + kSmuggled);
    const Answer answer = client.answer();
    EXPECT_EQ(answer.status, row.status) << row.name;
    EXPECT_EQ(answer.header("connection"), "close") << row.name;
    EXPECT_TRUE(client.ended()) << row.name;
  }
  EXPECT_TRUE(server.handled().empty());
}

TEST(Server, RefusesEveryHostileChunkAndInterpretsNothingOfTheRest) {
  TestServer server;
  for (const auto& row : hostile_chunks()) {
    RawClient client(server.port());
    client.send(post("Transfer-Encoding: chunked\r\n") + row.bytes + kSmuggled);
    const Answer answer = client.answer();
    EXPECT_EQ(answer.status, 400) << row.name;
    EXPECT_EQ(answer.header("connection"), "close") << row.name;
    EXPECT_TRUE(client.ended()) << row.name;
  }
  EXPECT_TRUE(server.handled().empty());
}

TEST(Server, NeverHandlesATruncatedBody) {
  TestServer server;
  for (const std::string& request : {post("Content-Length: 50\r\n") + "hello", post("Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\n",
                                     post("Transfer-Encoding: chunked\r\n") + "5\r\nhel",
                                     post("Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\n0\r\n", post("Content-Length: 1\r\n")}) {
    RawClient client(server.port());
    client.send(request);
    client.finish();
    EXPECT_EQ(client.answer().status, 400) << request;
    EXPECT_TRUE(client.ended());
  }
  EXPECT_TRUE(server.handled().empty());
}

TEST(Server, TakesOneByteAtATime) {
  TestServer server;
  RawClient client(server.port());
  for (const char c : post("Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n") client.send(std::string(1, c));
  EXPECT_EQ(client.answer().body, "hello!");
}

TEST(Server, AnswersPipelinedRequestsInOrderOnOneConnection) {
  TestServer server;
  RawClient client(server.port());
  client.send(post("Content-Length: 5\r\n") + "first" + kGet + post("Transfer-Encoding: chunked\r\n") + "5\r\nthird\r\n0\r\nX: trailer\r\n\r\n" +
              kGet);
  for (const std::string body : {"first", "hello", "third", "hello"}) {
    const Answer answer = client.answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, body);
    EXPECT_EQ(answer.header("connection"), "keep-alive");
    EXPECT_EQ(answer.header("date").size(), 29u);
  }
}

TEST(Server, AnswersHeadWithTheLengthOnly) {
  TestServer server;
  RawClient client(server.port());
  client.send("HEAD /echo HTTP/1.1\r\nHost: localhost\r\n\r\n" + kGet);
  EXPECT_EQ(client.answer(std::chrono::seconds(5), true).header("content-length"), "5");
  EXPECT_EQ(client.answer().body, "hello");
}

TEST(Server, ClosesWhenTheClientWantsTo) {
  TestServer server;
  for (const std::string request : {"GET /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "GET /echo HTTP/1.0\r\n\r\n"}) {
    RawClient client(server.port());
    client.send(request);
    const Answer answer = client.answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(client.ended());
  }
}

TEST(Server, ContinuesOnlyAfterTheHeadIsAccepted) {
  TestServer server;
  const std::string expects = "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: ";
  RawClient good(server.port());
  good.send(expects + "5\r\n\r\n");
  EXPECT_EQ(good.answer().status, 100);
  good.send("hello");
  EXPECT_EQ(good.answer().body, "hello");

  RawClient large(server.port());
  large.send(expects + "20000000\r\n\r\n");
  EXPECT_EQ(large.answer().status, 413);
  EXPECT_TRUE(large.ended());

  RawClient forbidden(server.port());
  forbidden.send("POST /forbidden HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(forbidden.answer().status, 401);
  EXPECT_TRUE(forbidden.ended());
}

TEST(Server, RefusesTooLargeBodiesBeforeTheyAreRead) {
  TestServer server;
  RawClient counted(server.port());
  counted.send(post("Content-Length: 1048577\r\n"));  // and not one byte of it
  EXPECT_EQ(counted.answer().status, 413);
  RawClient chunked(server.port());
  chunked.send(post("Transfer-Encoding: chunked\r\n") + "100001\r\n");
  EXPECT_EQ(chunked.answer().status, 413);
  RawClient full(server.port());
  full.send(post("Content-Length: 1048576\r\n") + std::string(1u << 20, 'x'));
  EXPECT_EQ(full.answer().body.size(), 1u << 20);
}

TEST(Server, LetsAClientReadWhyItsLargeBodyWasRefused) {
  TestServer server;
  RawClient client(server.port());
  client.send(post("Content-Length: 20000000\r\n") + std::string(20000000, 'x'));
  EXPECT_EQ(client.answer().status, 413);
}

TEST(Server, DoesNotReadTheBodyOfARefusedRequestAsTheNext) {
  TestServer server;
  RawClient client(server.port());
  client.send("POST /forbidden HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(kSmuggled.size()) + "\r\n\r\n" + kSmuggled);
  EXPECT_EQ(client.answer().status, 401);
  EXPECT_TRUE(client.ended());
  EXPECT_TRUE(server.handled().empty());
}

TEST(Server, AnswersAFaultOfAHandlerWith500AndNoDetail) {
  TestServer server;
  RawClient client(server.port());
  client.send("GET /throw HTTP/1.1\r\nHost: localhost\r\n\r\nGET /split HTTP/1.1\r\nHost: localhost\r\n\r\n" + kGet);
  const Answer thrown = client.answer();
  EXPECT_EQ(thrown.status, 500);
  EXPECT_EQ(thrown.body.find("secret"), std::string::npos);
  const Answer split = client.answer();
  EXPECT_EQ(split.status, 500);
  EXPECT_EQ(split.header("x-evil"), "");
  EXPECT_EQ(client.answer().body, "hello");
}

TEST(Server, TellsTheApplicationOfEveryAnswer) {
  TestServer server;
  RawClient client(server.port());
  client.send(kGet + "GET /forbidden HTTP/1.1\r\nHost: localhost\r\n\r\n" + "nonsense\r\n\r\n");
  EXPECT_EQ(client.answer().status, 200);
  EXPECT_EQ(client.answer().status, 401);
  EXPECT_EQ(client.answer().status, 400);
  EXPECT_TRUE(client.ended());
  EXPECT_EQ(server.statuses(), (std::vector<int>{200, 401, 400}));
}

TEST(Server, TakesAnyHostNameOnceAKeyGuardsIt) {
  auto settings = quick_settings();
  settings.key_file = "/a/key";
  TestServer server(settings);
  RawClient client(server.port());
  client.send("GET /echo HTTP/1.1\r\nHost: gateway.example\r\n\r\n");
  EXPECT_EQ(client.answer().status, 200);
}

}  // namespace
}  // namespace caseway::http
