#include "transport/http/chunked.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "transport/hostile_heads.h"

namespace caseway::http {
namespace {

using State = ChunkedDecoder::State;

// The outcome must not depend on how the network cut the bytes.
State decode(std::string_view bytes, std::size_t piece, std::string& body, std::string& rest, std::uint64_t most = 1000) {
  ChunkedDecoder decoder(most);
  while (!bytes.empty()) {
    std::string_view part = bytes.substr(0, piece);
    const auto before = part.size();
    const State state = decoder.take(part, body);
    bytes.remove_prefix(before - part.size());
    if (state != State::more) {
      rest = bytes;
      return state;
    }
  }
  return State::more;
}

TEST(Chunked, DecodesWhateverThePieces) {
  const std::string bytes = "5\r\nhello\r\n1;name=\"v\"\r\n \r\n00A\r\n0123456789\r\n000\r\nX-Sum: 12\r\nX-B:\r\n\r\nGET";
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    std::string body;
    std::string rest;
    EXPECT_EQ(decode(bytes, piece, body, rest), State::done) << piece;
    EXPECT_EQ(body, "hello 0123456789");
    EXPECT_EQ(rest, "GET");
  }
}

TEST(Chunked, RefusesEveryRowOfTheHostileTable) {
  for (const auto& row : hostile_chunks()) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, row.bytes.size()}) {
      std::string body;
      std::string rest;
      EXPECT_EQ(decode(row.bytes, piece, body, rest), State::bad) << row.name;
    }
  }
}

TEST(Chunked, IsNotDoneBeforeItsLastLine) {
  const std::string bytes = "5\r\nhello\r\n0\r\nX: a\r\n\r\n";
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    std::string body;
    std::string rest;
    EXPECT_EQ(decode(std::string_view(bytes).substr(0, n), 3, body, rest), State::more) << n;
  }
}

TEST(Chunked, StopsAtItsLimit) {
  std::string body;
  std::string rest;
  EXPECT_EQ(decode("5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n", 4, body, rest, 10), State::done);
  body.clear();
  EXPECT_EQ(decode("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", 4, body, rest, 10), State::too_large);
  EXPECT_EQ(body, "hello");  // refused by the size that was announced, not after reading it
  body.clear();
  EXPECT_EQ(decode("FFFFFFFFFFFFFFF\r\n", 40, body, rest, 10), State::too_large);
}

}  // namespace
}  // namespace caseway::http
