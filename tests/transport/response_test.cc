#include "transport/http/response.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caseway::http {
namespace {

TEST(Response, BeginsWithStatusDateLengthAndConnection) {
  Response response;
  response.status = 422;
  response.body = "abc";
  response.headers.emplace_back("X-Caseway-Document", "care-plan");
  const std::string head = render_head(response, true);
  EXPECT_THAT(head, testing::StartsWith("HTTP/1.1 422 Unprocessable Content\r\nDate: "));
  EXPECT_THAT(head, testing::EndsWith(" GMT\r\nContent-Length: 3\r\nConnection: keep-alive\r\nX-Caseway-Document: care-plan\r\n\r\n"));
}

TEST(Response, RefusesFieldsThatWouldSplitIt) {
  for (const auto& [name, value] :
       Fields{{"X-A", "b\r\nX-Evil: 1"}, {"X-A", "b\nc"}, {"X-A", std::string("b\0c", 3)}, {"X A", "b"}, {"X-A\r\n", "b"}, {"", "b"}, {"X:", "b"}}) {
    Response response;
    response.headers.emplace_back(name, value);
    EXPECT_THROW(render_head(response, true), std::logic_error) << name;
  }
}

TEST(Response, WritesDatesAsHttpDoes) {
  EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

}  // namespace
}  // namespace caseway::http
