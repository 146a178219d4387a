// Requests damaged at random (seeded): whatever the parser takes must be free of every doubt, checked by a second, naive reading of the bytes.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "transport/hostile_heads.h"
#include "transport/http/chunked.h"
#include "transport/http/grammar.h"
#include "transport/http/head.h"

namespace caseway::http {
namespace {

constexpr std::size_t kGoodSeeds = 3;  // the first ones; a hostile head seldom becomes good by damage

std::vector<std::string> seeds() {
  std::vector<std::string> all = {
      "POST /translate?from=auto&to=harbor-house HTTP/1.1\r\nHost: localhost:8480\r\nContent-Type: text/csv\r\nContent-Length: 12\r\n\r\n",
      "POST /translate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\nConnection: keep-alive, x\r\n\r\n",
      "GET http://localhost/a%20b?c=%2F HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n",
  };
  for (auto& row : hostile_heads()) all.push_back(std::move(row.bytes));
  return all;
}

// Overwrites, inserts, removes or repeats a few pieces; the alphabet prefers what means something to HTTP.
std::string damaged(std::string bytes, std::mt19937& random) {
  static const std::vector<std::string> pieces = {"\r\n",
                                                  "\n",
                                                  "\r",
                                                  ":",
                                                  " ",
                                                  "\t",
                                                  "0",
                                                  "5",
                                                  ",",
                                                  ";",
                                                  "chunked",
                                                  "Content-Length: 7\r\n",
                                                  "Transfer-Encoding: chunked\r\n",
                                                  "\r\n\r\n",
                                                  "%",
                                                  "%2f",
                                                  "/",
                                                  "HTTP/1.1",
                                                  "Host: a\r\n",
                                                  std::string(1, '\0'),
                                                  "\xff",
                                                  "\x0b",
                                                  "+",
                                                  "-"};
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  for (auto times = 1 + below(3); times > 0; --times) {
    const auto at = below(bytes.size() + 1);
    switch (below(4)) {
      case 0:
        bytes.insert(at, pieces[below(pieces.size())]);
        break;
      case 1:
        bytes.erase(at, 1 + below(3));
        break;
      case 2:
        bytes.insert(at, bytes.substr(below(bytes.size() + 1), below(40)));
        break;
      default:
        bytes.replace(at, std::min<std::size_t>(1, bytes.size() - at), pieces[below(pieces.size())]);
        break;
    }
  }
  return bytes;
}

std::size_t lines_that_begin(const std::string& head, const std::string& lower_case_name) {
  std::string low = head;
  std::transform(low.begin(), low.end(), low.begin(), lower);
  std::size_t count = 0;
  for (auto at = low.find("\r\n"); at != std::string::npos; at = low.find("\r\n", at + 2))
    count += low.compare(at + 2, lower_case_name.size(), lower_case_name) == 0;
  return count;
}

void expect_no_doubt(const std::string& bytes, const Head& head) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\n') {
      EXPECT_TRUE(i > 0 && bytes[i - 1] == '\r');
    }
    if (bytes[i] == '\r') {
      EXPECT_EQ(bytes[i + 1], '\n');
    }
    EXPECT_TRUE(!is_control(bytes[i]) || std::string_view("\r\n\t").find(bytes[i]) != std::string_view::npos);
  }
  const auto lengths = lines_that_begin(bytes, "content-length:");
  const auto codings = lines_that_begin(bytes, "transfer-encoding:");
  EXPECT_LE(lengths + codings, 1u);
  EXPECT_EQ(head.framing == Framing::chunked, codings == 1);
  EXPECT_EQ(head.framing == Framing::counted, lengths == 1);
  EXPECT_LE(lines_that_begin(bytes, "host:"), 1u);
  EXPECT_EQ(head.request.headers.size() + 2, static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n')));
  EXPECT_TRUE(head.request.path == "*" || head.request.path.front() == '/');
  EXPECT_TRUE(std::none_of(head.request.path.begin(), head.request.path.end(), is_control));
}

TEST(Mutation, WhateverHeadIsTakenIsFreeOfDoubt) {
  std::mt19937 random(20261121);
  const auto all = seeds();
  std::size_t taken = 0;
  for (int round = 0; round < 60000 && !HasFailure(); ++round) {
    const auto seed = static_cast<std::size_t>(round);
    const std::string bytes = damaged(all[seed % 2 == 0 ? seed / 2 % kGoodSeeds : seed % all.size()], random);
    HeadScanner scanner;
    if (scanner.scan(bytes) || scanner.end() == 0) continue;
    Head head;
    const std::string own = bytes.substr(0, scanner.end());
    if (parse_head(own, head)) continue;
    ++taken;
    expect_no_doubt(own, head);
    if (HasFailure()) ADD_FAILURE() << testing::PrintToString(own);
  }
  EXPECT_GT(taken, 500u);  // the damage leaves enough alive to test something
}

TEST(Mutation, AChunkedBodyIsNeverLongerThanItsBytes) {
  std::mt19937 random(20261121);
  const std::string good = "5\r\nhello\r\n1;x=y\r\n!\r\n0\r\nX: y\r\n\r\n";
  std::size_t done = 0;
  for (int round = 0; round < 60000; ++round) {
    const std::string bytes = damaged(good, random);
    ChunkedDecoder decoder(1000);
    std::string_view rest = bytes;
    std::string body;
    if (decoder.take(rest, body) == ChunkedDecoder::State::done) ++done;
    ASSERT_LE(body.size(), bytes.size());
    ASSERT_LE(rest.size(), bytes.size());
  }
  EXPECT_GT(done, 500u);
}

}  // namespace
}  // namespace caseway::http
