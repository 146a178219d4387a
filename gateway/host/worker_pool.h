// The workers of a gateway: a fixed number, replaced when they end or have done enough. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "host/worker_process.h"

namespace caseway::host {

class WorkerPool {
 public:
  explicit WorkerPool(const WorkerOptions& options);  // throws std::runtime_error when the first worker does not start
  ~WorkerPool();                                      // no worker may be lent
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // A worker for the caller alone; nullptr when none became free in time.
  std::unique_ptr<WorkerProcess> borrow(std::chrono::steady_clock::time_point deadline);
  void give_back(std::unique_ptr<WorkerProcess> worker);
  void replace(std::unique_ptr<WorkerProcess> worker, const std::string& why);  // it failed; `why` goes to the log
  std::vector<std::string> dialects() const;                                    // as the last worker that started said

  void log(const std::string& line);

 private:
  // One thread starts every worker: a worker dies with the thread that started it, so request threads must not.
  void keep();
  void start_one();
  void retire(std::unique_ptr<WorkerProcess> worker);

  const WorkerOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<WorkerProcess>> idle_;
  unsigned alive_ = 0;  // idle, lent or starting
  bool stopping_ = false;
  std::string first_failure_;
  bool started_ = false;
  std::vector<std::string> dialects_;
  std::set<std::string> without_;  // plugin folders that ended a worker while it loaded them; of the keeper alone
  std::set<std::string> said_;     // log lines about what every new worker finds again
  std::mutex log_mutex_;
  std::thread keeper_;
};

}  // namespace caseway::host
