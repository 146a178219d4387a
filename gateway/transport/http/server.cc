#include "transport/http/server.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/TCPServer.h>
#include <Poco/Net/TCPServerConnection.h>
#include <Poco/Net/TCPServerConnectionFactory.h>
#include <Poco/ThreadPool.h>

#include <stdexcept>
#include <thread>

#include "transport/http/connection.h"
#include "transport/http/target.h"

namespace caseway::http {

namespace {

namespace net = Poco::Net;
using std::chrono::milliseconds;

constexpr int kRefusingThreads = 32;           // to tell a crowd that it is one
constexpr int kQueuedConnections = 128;        // accepted, waiting for a thread
constexpr int kBacklog = 512;                  // in the kernel
constexpr std::uint64_t kBodiesInMemory = 16;  // of the largest size

class Accepted : public net::TCPServerConnection {
 public:
  Accepted(const net::StreamSocket& socket, Service& service) : TCPServerConnection(socket), service_(service) {}
  void run() override {
    try {
      Connection(service_, socket()).run();
    } catch (const Poco::Exception&) {
      // The peer was gone before its connection had a thread: nobody is there to tell.
      return;
    }
  }

 private:
  Service& service_;
};

class Factory : public net::TCPServerConnectionFactory {
 public:
  explicit Factory(Service& service) : service_(service) {}
  net::TCPServerConnection* createConnection(const net::StreamSocket& socket) override { return new Accepted(socket, service_); }

 private:
  Service& service_;
};

net::Context::Ptr tls_context(const settings::HttpSettings& settings) {
  net::Context::Params params;
  params.certificateFile = settings.tls_certificate;
  params.privateKeyFile = settings.tls_key;
  params.verificationMode = net::Context::VERIFY_NONE;  // of clients: they show a key, not a certificate
  params.cipherList = "HIGH:!aNULL:!eNULL:!SHA1:!CAMELLIA:!ARIA:!kRSA";
  net::Context::Ptr context = new net::Context(net::Context::TLS_SERVER_USE, params);
  context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
  context->enableExtendedCertificateVerification(false);  // else the server would look for its client's host name in a certificate
  return context;
}

void check_address(const settings::HttpSettings& settings) {
  if (is_loopback_host(settings.address) || !settings.key_file.empty()) return;
  throw std::runtime_error("http.address is " + settings.address +
                           ", which other machines can reach, but http.key_file is not set. Set http.key_file to a file " +
                           "that holds the API key, or listen on 127.0.0.1.");
}

net::ServerSocket open_socket(const settings::HttpSettings& settings) {
  check_address(settings);
  if (settings.tls_certificate.empty() != settings.tls_key.empty()) {
    throw std::runtime_error("http.tls_certificate and http.tls_key belong together: set both for HTTPS, or neither.");
  }
  try {
    const net::SocketAddress address(settings.address == "localhost" ? "127.0.0.1" : settings.address, settings.port);
    auto socket = settings.tls_key.empty() ? net::ServerSocket() : net::SecureServerSocket(tls_context(settings));
    socket.bind(address, true, false);  // Poco's constructors would share the port with any other program of this user (SO_REUSEPORT)
    socket.listen(kBacklog);
    return socket;
  } catch (const net::SSLException& fault) {
    throw std::runtime_error("The certificate " + settings.tls_certificate + " with the key " + settings.tls_key +
                             " cannot be used: " + fault.displayText());
  } catch (const Poco::Exception& fault) {
    throw std::runtime_error("Cannot listen on " + settings.address + " port " + std::to_string(settings.port) + ": " + fault.displayText() +
                             ". Is another program using the port? Choose another with http.port or --port.");
  }
}

net::TCPServerParams* tcp_params(const settings::HttpSettings& settings) {
  auto* params = new net::TCPServerParams;
  params->setMaxThreads(static_cast<int>(settings.max_connections) + kRefusingThreads);
  params->setMaxQueued(kQueuedConnections);
  return params;
}

}  // namespace

struct Server::State {
  State(const settings::HttpSettings& settings, const Application& application)
      : socket(open_socket(settings)),
        service{.settings = settings,
                .application = application,
                .tls = !settings.tls_key.empty(),
                .loopback_names_only = settings.key_file.empty(),
                .others_wait = [this] { return server.queuedConnections() > 0; },
                .seats = Seats(settings.max_connections, settings.max_connections_per_address, settings.max_body_bytes * kBodiesInMemory)},
        pool("http", 2, static_cast<int>(settings.max_connections) + kRefusingThreads + 1),
        server(new Factory(service), pool, socket, tcp_params(settings)) {}

  net::ServerSocket socket;
  Service service;
  Poco::ThreadPool pool;
  net::TCPServer server;
  std::uint16_t port = socket.address().port();
  bool stopped = false;
};

Server::Server(const settings::HttpSettings& settings, const Application& application) : state_(std::make_unique<State>(settings, application)) {
  state_->server.start();
}

Server::~Server() {
  stop();
  state_->pool.joinAll();
}

std::uint16_t Server::port() const { return state_->port; }

void Server::stop() {
  if (state_->stopped) return;
  state_->stopped = true;
  const Deadline deadline = Clock::now() + milliseconds(state_->service.settings.drain_timeout_ms);
  state_->service.draining = true;
  // Connections that the accept thread took but no thread has yet are served first: stopping the TCP server would drop them.
  while (state_->server.queuedConnections() > 0 && Clock::now() < deadline) std::this_thread::sleep_for(milliseconds(5));
  state_->server.stop();
  state_->socket.close();
  if (!state_->service.seats.wait_until_empty(deadline)) state_->service.seats.cut_all();
}

}  // namespace caseway::http
