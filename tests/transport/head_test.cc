#include "transport/http/head.h"

#include <gtest/gtest.h>

#include "transport/hostile_heads.h"

namespace caseway::http {
namespace {

// As a connection does it: the scanner byte by byte, then the parser. 0 is "taken", -1 "not complete".
int status_of(const std::string& bytes, Head& head) {
  HeadScanner scanner;
  for (std::size_t n = 1; n <= bytes.size() && scanner.end() == 0; ++n) {
    if (const auto refusal = scanner.scan(std::string_view(bytes).substr(0, n))) return refusal->status;
  }
  if (scanner.end() == 0) return -1;
  const auto refusal = parse_head(std::string_view(bytes).substr(0, scanner.end()), head);
  return refusal ? refusal->status : 0;
}

TEST(Head, RefusesEveryRowOfTheHostileTable) {
  std::size_t rows = 0;
  for (const auto& row : hostile_heads()) {
    const bool later = row.status == 413 || (row.status == 421 && row.name.rfind("absolute", 0) != 0);  // the server's settings decide
    Head head;
    EXPECT_EQ(status_of(row.bytes, head), later ? 0 : row.status) << row.name;
    ++rows;
  }
  EXPECT_GE(rows, 100u);
}

TEST(Head, KeepsPathQueryAndFields) {
  Head head;
  ASSERT_EQ(status_of("POST /a%20b?from=auto&to=harbor%2Dhouse&x=a+b&flag HTTP/1.1\r\nHost: Localhost:8480\r\nX-A:  =?utf-8?Q?a=0D=0A?= "
                      "\r\nContent-Length: 12\r\n\r\n",
                      head),
            0);
  EXPECT_EQ(head.request.method, "POST");
  EXPECT_EQ(head.request.path, "/a b");
  EXPECT_EQ(head.request.parameter("from"), "auto");
  EXPECT_EQ(head.request.parameter("to"), "harbor-house");
  EXPECT_EQ(head.request.parameter("x"), "a b");
  EXPECT_EQ(head.request.parameter("flag"), "");
  EXPECT_EQ(head.request.query.size(), 4u);
  EXPECT_EQ(head.request.header("x-a"), "=?utf-8?Q?a=0D=0A?=");  // raw
  EXPECT_EQ(head.host, "localhost");
  EXPECT_EQ(head.framing, Framing::counted);
  EXPECT_EQ(head.content_length, 12u);
  EXPECT_TRUE(head.keep_alive);
}

TEST(Head, TakesTheFormsThatAreAllowed) {
  const std::vector<std::string> good = {
      "GET / HTTP/1.0\r\n\r\n",
      "GET /?%2F HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
      "GET http://localhost:8480/x?y HTTP/1.1\r\nHost: localhost:8480\r\n\r\n",
      "GET http://localhost HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "HEAD / HTTP/1.1\r\nHost: a-b.example\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: Chunked\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9223372036854775807\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 005\r\nContent-Encoding: identity\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: localhost\r\nX-Empty:\r\nX-Tab: a\tb\r\nX-Old: \xe4\r\n\r\n",
  };
  for (const auto& bytes : good) {
    Head head;
    EXPECT_EQ(status_of(bytes, head), 0) << bytes;
  }
}

TEST(Head, KnowsWhoWantsToStay) {
  const auto stays = [](const std::string& version, const std::string& fields) {
    Head head;
    EXPECT_EQ(status_of("GET / " + version + "\r\nHost: localhost\r\n" + fields + "\r\n", head), 0);
    return head.keep_alive;
  };
  EXPECT_TRUE(stays("HTTP/1.1", ""));
  EXPECT_TRUE(stays("HTTP/1.1", "Connection: keep-alive\r\n"));
  EXPECT_FALSE(stays("HTTP/1.1", "Connection: close\r\n"));
  EXPECT_FALSE(stays("HTTP/1.1", "Connection: upgrade, Close\r\n"));
  EXPECT_FALSE(stays("HTTP/1.1", "Connection: a\r\nConnection: close\r\n"));
  EXPECT_FALSE(stays("HTTP/1.0", "Connection: keep-alive\r\n"));
}

TEST(Head, EndsWhereTheEmptyLineEnds) {
  const std::string head = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  HeadScanner scanner;
  EXPECT_FALSE(scanner.scan(head.substr(0, head.size() - 1)));
  EXPECT_EQ(scanner.end(), 0u);
  EXPECT_FALSE(scanner.scan(head + "\x01 what follows is not looked at"));
  EXPECT_EQ(scanner.end(), head.size());
}

}  // namespace
}  // namespace caseway::http
