#include "transport/http/server.h"

namespace caseway::http {

namespace {

std::string_view first_of(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

std::string_view Request::header(std::string_view name) const { return first_of(headers, name); }
std::string_view Request::parameter(std::string_view name) const { return first_of(query, name); }

Response Application::refuse(int status, std::string_view reason) const {
  Response response;
  response.status = status;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}};
  response.body.append(reason).append("\n");
  return response;
}

std::uint64_t Response::length() const { return body_file ? formats::FileBytes(body_file->descriptor()).size() : body.size(); }

}  // namespace caseway::http
