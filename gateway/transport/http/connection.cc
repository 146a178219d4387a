#include "transport/http/connection.h"

#include <algorithm>
#include <system_error>

#include "transport/http/chunked.h"
#include "transport/http/response.h"
#include "transport/http/target.h"

namespace caseway::http {

namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kMinBytesPerSec = 1024;
constexpr milliseconds kRateGrace{5000};  // before the rate counts
constexpr milliseconds kLastWords{1000};  // for the peer to read a refusal
constexpr std::size_t kFirstReserve = 1u << 20;

constexpr std::size_t kFileBlock = 256u << 10;

constexpr Refusal kConnectionEnded{0, "the connection ended"};  // nobody is there to answer

}  // namespace

Connection::Connection(Service& service, const Poco::Net::StreamSocket& socket)
    : service_(service), peer_(socket.peerAddress().host().toString()), wire_(socket, service.tls) {}

void Connection::run() {
  const Seats::Seat seat(service_.seats, peer_, wire_.descriptor());
  if (wire_.handshake(Clock::now() + milliseconds(service_.settings.header_timeout_ms)) != Wire::Result::ok) return;
  request_start_ = Clock::now();
  if (!seat.taken()) {
    refuse(Request{}, {503, "too many connections; try again in a moment"});
  } else {
    while (serve_one() == Next::request) served_ = true;
  }
  wire_.close_gently(Clock::now() + kLastWords);
}

bool Connection::enough() const { return service_.draining || (served_ && service_.others_wait()); }

Wire::Result Connection::wait_for_request() {
  if (!input_.empty()) return Wire::Result::ok;  // pipelined
  return wire_.read_some(input_, Clock::now() + milliseconds(service_.settings.idle_timeout_ms), [this] { return enough(); });
}

Connection::Next Connection::serve_one() {
  if (wait_for_request() != Wire::Result::ok) return Next::close;
  request_start_ = Clock::now();
  body_read_ = 0;
  Head head;
  Request& request = head.request;
  request.peer = peer_;
  if (const auto refusal = read_head(head)) return refuse(request, *refusal);

  Response checked = guarded([&] { return service_.application.check(request, head.content_length); });
  const bool has_body = head.framing == Framing::chunked || head.content_length > 0;
  if (checked.status != 0) return answer(request, std::move(checked), head.keep_alive && !has_body);

  Seats::Memory memory(service_.seats);
  if (const auto refusal = read_body(head, request, memory)) return refuse(request, *refusal);
  return answer(request, guarded([&] { return service_.application.handle(request); }), head.keep_alive);
}

std::optional<Refusal> Connection::read_head(Head& head) {
  const Deadline deadline = request_start_ + milliseconds(service_.settings.header_timeout_ms);
  HeadScanner scanner;
  for (;;) {
    if (const auto refusal = scanner.scan(input_)) return refusal;
    if (scanner.end() > 0) break;
    const auto result = wire_.read_some(input_, deadline);
    if (result == Wire::Result::closed) return kConnectionEnded;
    if (result == Wire::Result::late) return Refusal{408, "the head of the request did not arrive in time"};
  }
  const auto refusal = parse_head(std::string_view(input_).substr(0, scanner.end()), head);
  input_.erase(0, scanner.end());
  if (refusal) return refusal;
  if (service_.loopback_names_only && !head.host.empty() && !is_loopback_host(head.host)) {
    return Refusal{421, "this server answers for localhost only"};
  }
  if (head.content_length > largest_body(head.request)) return Refusal{413, "the document is larger than this server takes"};
  return std::nullopt;
}

std::uint64_t Connection::largest_body(const Request& request) const {
  return std::max(service_.application.largest_body(request), service_.settings.max_body_bytes);
}

std::optional<Refusal> Connection::read_body(const Head& head, Request& request, Seats::Memory& memory) {
  if (head.framing == Framing::none) return std::nullopt;
  const bool in_memory = head.content_length <= service_.settings.max_body_bytes;
  const auto least = std::min<std::uint64_t>(kFirstReserve, service_.settings.max_body_bytes);
  if (!memory.grow_to(in_memory ? std::max(head.content_length, least) : least))
    return Refusal{503, "too many documents are being read; try again in a moment"};
  if (head.expects_continue && input_.empty()) {
    const Deadline deadline = Clock::now() + milliseconds(service_.settings.header_timeout_ms);
    if (wire_.write("HTTP/1.1 100 Continue\r\n\r\n", deadline) != Wire::Result::ok) return kConnectionEnded;
  }
  try {
    Body body(in_memory ? service_.settings.max_body_bytes : 0);
    const auto refusal =
        head.framing == Framing::chunked ? read_chunked(largest_body(request), body, memory) : read_counted(head.content_length, body);
    if (!refusal) body.finish(request);
    return refusal;
  } catch (const std::system_error&) {
    return Refusal{503, "there is no room for a document of this size; try again later"};
  }
}

// More bytes of a body into input_: by its deadline, and at the least rate that we accept.
std::optional<Refusal> Connection::more_body(Clock::time_point start, std::uint64_t so_far) {
  const auto paid = kRateGrace + milliseconds(so_far * 1000 / kMinBytesPerSec);
  const Deadline deadline = start + std::min<milliseconds>(paid, milliseconds(service_.settings.body_timeout_ms));
  const auto result = wire_.read_some(input_, deadline);
  if (result == Wire::Result::closed) return Refusal{400, "the body is shorter than its head says"};
  if (result == Wire::Result::late) return Refusal{408, "the body did not arrive in time"};
  return std::nullopt;
}

std::optional<Refusal> Connection::read_counted(std::uint64_t length, Body& body) {
  const auto start = Clock::now();
  body.reserve(std::min<std::uint64_t>(length, kFirstReserve));
  for (;;) {
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(length - body.size(), input_.size()));
    body.append(std::string_view(input_).substr(0, n));
    input_.erase(0, n);
    body_read_ = body.size();
    if (body.size() == length) return std::nullopt;
    if (const auto refusal = more_body(start, body_read_)) return refusal;
  }
}

std::optional<Refusal> Connection::read_chunked(std::uint64_t most, Body& body, Seats::Memory& memory) {
  const auto start = Clock::now();
  ChunkedDecoder decoder(most);
  std::string data;
  for (;;) {
    std::string_view rest = input_;
    data.clear();
    const auto state = decoder.take(rest, data);
    input_.erase(0, input_.size() - rest.size());
    body.append(data);
    body_read_ = body.size();
    if (state == ChunkedDecoder::State::done) return std::nullopt;
    if (state == ChunkedDecoder::State::bad) return Refusal{400, "the chunked body is broken"};
    if (state == ChunkedDecoder::State::too_large) return Refusal{413, "the document is larger than this server takes"};
    if (!memory.grow_to(body.held())) return Refusal{503, "too many documents are being read; try again in a moment"};
    if (const auto refusal = more_body(start, body_read_)) return refusal;
  }
}

Response Connection::guarded(const std::function<Response()>& ask) const {
  try {
    return ask();
  } catch (const std::exception&) {
    return service_.application.refuse(500, "the server has a fault and could not answer this request");
  }
}

Connection::Next Connection::refuse(const Request& request, const Refusal& refusal) {
  if (refusal.status == 0) return Next::close;
  Response response = service_.application.refuse(refusal.status, refusal.reason);
  if (refusal.status == 405) response.headers.emplace_back("Allow", "GET, HEAD, POST");
  if (refusal.status == 503) response.headers.emplace_back("Retry-After", "1");
  return answer(request, std::move(response), false);
}

Wire::Result Connection::send(const std::string& head, const Response& response) {
  const Deadline deadline = Clock::now() + milliseconds(service_.settings.body_timeout_ms);
  if (!response.body_file) return wire_.write(head + response.body, deadline);
  auto result = wire_.write(head, deadline);
  const formats::FileBytes file(response.body_file->descriptor());
  std::string block;
  for (std::uint64_t at = 0; at < file.size() && result == Wire::Result::ok; at += block.size()) {
    formats::read_range(file, at, std::min<std::uint64_t>(file.size(), at + kFileBlock), block);
    result = block.empty() ? Wire::Result::closed : wire_.write(block, deadline);
  }
  return result;
}

Connection::Next Connection::answer(const Request& request, Response response, bool keep_alive) {
  keep_alive = keep_alive && !service_.draining && !service_.others_wait();
  std::string bytes;
  try {
    bytes = render_head(response, keep_alive);
  } catch (const std::logic_error&) {
    response = service_.application.refuse(500, "the server made an answer that is not allowed on the wire");
    bytes = render_head(response, keep_alive);
  }
  const auto result =
      request.method == "HEAD" ? wire_.write(bytes, Clock::now() + milliseconds(service_.settings.body_timeout_ms)) : send(bytes, response);
  if (result == Wire::Result::ok && response.written) response.written();
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - request_start_);
  service_.application.answered(Answered{request, response, body_read_, request.method == "HEAD" ? 0 : response.length(), took});
  return keep_alive && result == Wire::Result::ok ? Next::request : Next::close;
}

}  // namespace caseway::http
