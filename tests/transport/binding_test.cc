// Where a server may listen, and over TLS.
#include <Poco/Net/Context.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "transport/raw_client.h"
#include "transport/test_server.h"

namespace caseway::http {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Binding, RefusesAnythingButLoopbackWithoutAKey) {
  for (const std::string address : {"0.0.0.0", "::", "192.0.2.1", "gateway.example", ""}) {
    auto settings = quick_settings();
    settings.address = address;
    EXPECT_THAT([&] { TestServer server(settings); }, ThrowsMessage<std::runtime_error>(HasSubstr("key_file"))) << address;
  }
}

TEST(Binding, TakesAnyAddressWithAKey) {
  auto settings = quick_settings();
  settings.address = "0.0.0.0";
  settings.key_file = "/a/key";
  EXPECT_GT(TestServer(settings).port(), 0);
}

TEST(Binding, SaysThatThePortIsTaken) {
  TestServer server;
  auto settings = quick_settings();
  settings.port = server.port();
  EXPECT_THAT([&] { TestServer second(settings); }, ThrowsMessage<std::runtime_error>(HasSubstr("http.port")));
}

TEST(Binding, WantsCertificateAndKeyTogether) {
  auto settings = quick_settings();
  settings.tls_certificate = "/no/such.pem";
  EXPECT_THAT([&] { TestServer server(settings); }, ThrowsMessage<std::runtime_error>(HasSubstr("belong together")));
  settings.tls_key = "/no/such.key";
  EXPECT_THAT([&] { TestServer server(settings); }, ThrowsMessage<std::runtime_error>(HasSubstr("/no/such.pem")));
}

// A certificate made for this run.
settings::HttpSettings tls_settings() {
  auto settings = quick_settings();
  const auto folder = std::filesystem::path(CASEWAY_BUILD_DIR) / "tests" / "tls";
  std::filesystem::create_directories(folder);
  settings.tls_certificate = folder / "certificate.pem";
  settings.tls_key = folder / "key.pem";
  const std::string command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -keyout '" +
                              settings.tls_key + "' -out '" + settings.tls_certificate + "' 2>/dev/null";
  if (std::system(command.c_str()) != 0) ADD_FAILURE() << "openssl made no certificate";
  return settings;
}

class TlsClient {
 public:
  using Context = Poco::Net::Context;
  TlsClient(std::uint16_t port, Context::Protocols least, int without)
      : context_(new Context(Context::TLS_CLIENT_USE, "", "", "", Context::VERIFY_NONE)) {
    context_->requireMinimumProtocol(least);
    context_->disableProtocols(without);
    socket_ = std::make_unique<Poco::Net::SecureStreamSocket>(Poco::Net::SocketAddress("127.0.0.1", port), context_);
  }
  std::string ask(const std::string& request) {
    socket_->sendBytes(request.data(), static_cast<int>(request.size()));
    std::string all(65536, '\0');
    all.resize(static_cast<std::size_t>(socket_->receiveBytes(all.data(), static_cast<int>(all.size()))));
    return all;
  }

 private:
  Context::Ptr context_;
  std::unique_ptr<Poco::Net::SecureStreamSocket> socket_;
};

TEST(Tls, ServesTls12And13AndNothingOlder) {
  using Poco::Net::Context;
  TestServer server(tls_settings());
  TlsClient with_12(server.port(), Context::PROTO_TLSV1_2, Context::PROTO_TLSV1_3);
  TlsClient with_13(server.port(), Context::PROTO_TLSV1_3, 0);
  for (TlsClient* client : {&with_12, &with_13}) {
    for (int i = 0; i < 3; ++i) {
      EXPECT_THAT(client->ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"), HasSubstr("hello"));
    }
  }
  EXPECT_THROW(TlsClient(server.port(), Context::PROTO_TLSV1_1, Context::PROTO_TLSV1_2 | Context::PROTO_TLSV1_3).ask("GET"), Poco::Exception);
}

TEST(Tls, BoundsTheHandshakeInTime) {
  TestServer server(tls_settings());
  RawClient silent(server.port());
  RawClient dripping(server.port());
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 8; ++i) {
    dripping.send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01", 8).substr(static_cast<std::size_t>(i), 1));
    if (i < 7) dripping.ended(std::chrono::milliseconds(50));
  }
  EXPECT_TRUE(silent.ended(std::chrono::milliseconds(5000)));
  EXPECT_TRUE(dripping.ended(std::chrono::milliseconds(5000)));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(Tls, ClosesOnAPlainRequest) {
  TestServer server(tls_settings());
  RawClient client(server.port());
  client.send("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.answer(std::chrono::seconds(2)).status, 0);
  EXPECT_TRUE(server.handled().empty());
}

}  // namespace
}  // namespace caseway::http
