// One JSON line per answered request. Nothing that a caller can write freely reaches it: no body, no header, no query value, and of the path
// only which route it was. So a log needs no more protection than the fact that documents passed.
#pragma once

#include <mutex>
#include <ostream>
#include <string_view>

#include "transport/http/server.h"

namespace caseway::http {

class RequestLog {
 public:
  explicit RequestLog(std::ostream& out) : out_(out) {}
  // `route` as it stands in the route table, "" when the path is none of them. Thread-safe; one write per line.
  void write(const Answered& answered, std::string_view route);

 private:
  std::mutex mutex_;
  std::ostream& out_;
};

}  // namespace caseway::http
