#include "transport/http/page.h"

#include <algorithm>

#include "transport/http/page_files.h"

namespace caseway::http {

Response page_file(const exchange::Pipeline&, const Request& request) {
  const auto file = std::find_if(kPageFiles.begin(), kPageFiles.end(), [&](const PageFile& f) { return f.path == request.path; });
  Response response;
  response.headers = {{"Content-Type", std::string(file->media_type) + "; charset=utf-8"},
                      {"Cache-Control", "no-cache"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Referrer-Policy", "no-referrer"},
                      {"Content-Security-Policy",
                       "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}};
  response.body = file->bytes;
  return response;
}

}  // namespace caseway::http
