#include "transport/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace caseway::http {

std::string Answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

RawClient::RawClient(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
}

RawClient::~RawClient() { ::close(descriptor_); }

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void RawClient::finish() { ::shutdown(descriptor_, SHUT_WR); }

bool RawClient::more(std::chrono::steady_clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
  pollfd waiting{descriptor_, POLLIN, 0};
  if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0) return false;
  std::array<char, 65536> buffer;
  const auto n = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
  if (n <= 0) {
    closed_ = true;
    return false;
  }
  input_.append(buffer.data(), static_cast<std::size_t>(n));
  return true;
}

Answer RawClient::answer(std::chrono::milliseconds patience, bool head_only) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::size_t end = 0;
  while ((end = input_.find("\r\n\r\n")) == std::string::npos) {
    if (!more(deadline)) return {};
  }
  Answer answer;
  const std::string head = input_.substr(0, end + 2);
  input_.erase(0, end + 4);
  answer.status = std::stoi(head.substr(9, 3));
  for (std::size_t at = head.find("\r\n") + 2; at < head.size(); at = head.find("\r\n", at) + 2) {
    const auto colon = head.find(':', at);
    std::string name = head.substr(at, colon - at);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto value = std::min(head.find_first_not_of(' ', colon + 1), head.find("\r\n", at));
    answer.headers[name] = head.substr(value, head.find("\r\n", at) - value);
  }
  if (head_only || answer.status == 100) return answer;
  const std::size_t length = std::stoul(answer.header("content-length"));
  while (input_.size() < length) {
    if (!more(deadline)) return {};
  }
  answer.body = input_.substr(0, length);
  input_.erase(0, length);
  return answer;
}

bool RawClient::ended(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!closed_ && more(deadline)) {
  }
  return closed_ && input_.empty();
}

}  // namespace caseway::http
