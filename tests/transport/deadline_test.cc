// Slow, silent and crowding peers. Deadlines are those of quick_settings(): head 0.4 s, body 0.6 s, idle 0.8 s.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <future>
#include <memory>
#include <thread>

#include "transport/raw_client.h"
#include "transport/test_server.h"

namespace caseway::http {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

const std::string kGet = "GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n";

long ms_since(SteadyClock::time_point start) {
  return static_cast<long>(std::chrono::duration_cast<milliseconds>(SteadyClock::now() - start).count());
}

// Sends a byte every 50 ms until the server has enough.
void drip(RawClient& client, const std::string& bytes) {
  for (const char c : bytes) {
    client.send(std::string(1, c));
    if (client.ended(milliseconds(50))) return;
  }
}

TEST(Deadline, CutsADrippedHead) {
  TestServer server;
  RawClient client(server.port());
  const auto start = SteadyClock::now();
  client.send("GET /echo HTTP/1.1\r\nX: ");
  for (int i = 0; i < 40 && ms_since(start) < 350; ++i) {
    client.send("a");
    std::this_thread::sleep_for(milliseconds(50));
  }
  EXPECT_EQ(client.answer(milliseconds(3000)).status, 408);
  EXPECT_LT(ms_since(start), 3000);
}

TEST(Deadline, CutsASilentOrDrippedBody) {
  TestServer server;
  for (const std::string head : {"Content-Length: 100\r\n", "Transfer-Encoding: chunked\r\n"}) {
    RawClient client(server.port());
    const auto start = SteadyClock::now();
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\n" + head + "\r\n5\r\nhel");
    EXPECT_EQ(client.answer(milliseconds(3000)).status, 408) << head;
    EXPECT_LT(ms_since(start), 3000);
  }
  EXPECT_TRUE(server.handled().empty());
}

TEST(Deadline, DemandsABodyRateAfterItsGrace) {
  auto settings = quick_settings();
  settings.body_timeout_ms = 30000;  // so that only the rate, 1 KiB/s after 5 s, can cut
  TestServer server(settings);
  RawClient client(server.port());
  const auto start = SteadyClock::now();
  client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
  drip(client, std::string(160, 'x'));  // 20 bytes a second
  EXPECT_EQ(client.answer(milliseconds(100)).status, 408);
  EXPECT_GT(ms_since(start), 4500);
  EXPECT_LT(ms_since(start), 9500);
}

TEST(Deadline, ClosesAnIdleConnectionWithoutAWord) {
  TestServer server;
  RawClient silent(server.port());
  RawClient idle(server.port());
  idle.send(kGet);
  EXPECT_EQ(idle.answer().status, 200);
  const auto start = SteadyClock::now();
  EXPECT_TRUE(silent.ended(milliseconds(5000)));
  EXPECT_TRUE(idle.ended(milliseconds(5000)));
  EXPECT_LT(ms_since(start), 5000);
}

TEST(Deadline, CutsAClientThatDoesNotReadItsAnswer) {
  TestServer server;
  RawClient client(server.port());
  client.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto start = SteadyClock::now();
  while (server.statuses().empty() && ms_since(start) < 5000) std::this_thread::sleep_for(milliseconds(20));
  EXPECT_EQ(server.statuses().size(), 1u);
  EXPECT_GT(ms_since(start), 500);  // it did wait for the client
}

TEST(Deadline, SendsALargeAnswerToAClientThatReads) {
  TestServer server;
  RawClient client(server.port());
  client.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n" + kGet);
  EXPECT_EQ(client.answer().body.size(), 8u << 20);
  EXPECT_EQ(client.answer().body, "hello");
}

TEST(Crowd, RefusesMoreConnectionsThanItsCap) {
  auto settings = quick_settings();
  settings.max_connections = 3;
  TestServer server(settings);
  std::vector<std::unique_ptr<RawClient>> seated;
  for (int i = 0; i < 3; ++i) {
    seated.push_back(std::make_unique<RawClient>(server.port()));
    seated.back()->send(kGet);
    EXPECT_EQ(seated.back()->answer().status, 200);
  }
  RawClient refused(server.port());
  refused.send(kGet);
  const Answer answer = refused.answer();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("retry-after"), "1");
  EXPECT_TRUE(refused.ended());
  seated.pop_back();
  const auto start = SteadyClock::now();
  int status = 503;
  while (status == 503 && ms_since(start) < 2000) {
    RawClient next(server.port());
    next.send(kGet);
    status = next.answer().status;
  }
  EXPECT_EQ(status, 200);
}

TEST(Crowd, RefusesMoreConnectionsOfOneAddressThanItsCap) {
  auto settings = quick_settings();
  settings.max_connections_per_address = 1;
  TestServer server(settings);
  RawClient first(server.port());
  first.send(kGet);
  EXPECT_EQ(first.answer().status, 200);
  RawClient second(server.port());
  EXPECT_EQ(second.answer().status, 503);
}

TEST(Crowd, SlowPeersDoNotSlowOthers) {
  auto settings = quick_settings();
  settings.header_timeout_ms = 20000;
  TestServer server(settings);
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 40; ++i) {
    slow.push_back(std::make_unique<RawClient>(server.port()));
    slow.back()->send("GET /echo HTTP/1.1\r\nX: ");
  }
  const auto start = SteadyClock::now();
  RawClient client(server.port());
  client.send(kGet);
  EXPECT_EQ(client.answer().status, 200);
  EXPECT_LT(ms_since(start), 5000);
}

TEST(Crowd, HoldsABudgetForBodiesInMemory) {
  auto settings = quick_settings();
  settings.body_timeout_ms = 5000;
  TestServer server(settings);  // bodies of 1 MiB, 16 of them in memory
  std::vector<std::unique_ptr<RawClient>> reading;
  for (int i = 0; i < 16; ++i) {
    reading.push_back(std::make_unique<RawClient>(server.port()));
    reading.back()->send("POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1048576\r\n\r\n");
    EXPECT_EQ(reading.back()->answer().status, 100) << i;
  }
  RawClient next(server.port());
  next.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048576\r\n\r\n");
  EXPECT_EQ(next.answer().status, 503);
}

TEST(Drain, AnswersRequestsInFlightAndClosesIdleConnectionsAtOnce) {
  TestServer server;
  RawClient idle(server.port());
  idle.send(kGet);
  EXPECT_EQ(idle.answer().status, 200);
  RawClient busy(server.port());
  busy.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
  while (server.handled().size() < 2) std::this_thread::sleep_for(milliseconds(5));
  const auto start = SteadyClock::now();
  auto stopping = std::async(std::launch::async, [&] { server.server().stop(); });
  EXPECT_TRUE(idle.ended(milliseconds(1000)));
  const Answer answer = busy.answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("connection"), "close");
  stopping.get();
  EXPECT_LT(ms_since(start), 2500);
  EXPECT_THROW(
      {
        RawClient late(server.port());
        late.send(kGet);
        if (late.answer(milliseconds(500)).status == 0) throw std::runtime_error("nobody answers");
      },
      std::runtime_error);
}

TEST(Drain, DoesNotWaitLongerThanItsTimeout) {
  auto settings = quick_settings();
  settings.drain_timeout_ms = 500;
  settings.header_timeout_ms = 20000;
  TestServer server(settings);
  RawClient half(server.port());
  half.send("GET /echo HTTP/1.1\r\nX: ");
  std::this_thread::sleep_for(milliseconds(100));
  const auto start = SteadyClock::now();
  server.server().stop();
  EXPECT_LT(ms_since(start), 3000);
  EXPECT_TRUE(half.ended(milliseconds(1000)));
}

}  // namespace
}  // namespace caseway::http
