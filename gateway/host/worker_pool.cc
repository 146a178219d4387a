#include "host/worker_pool.h"

#include <algorithm>
#include <iostream>
#include <stdexcept>

namespace caseway::host {
namespace {

constexpr auto kPauseAfterFailure = std::chrono::milliseconds(500);

}  // namespace

WorkerPool::WorkerPool(const WorkerOptions& options) : options_(options), keeper_([this] { keep(); }) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return started_ || !first_failure_.empty(); });
  if (started_) return;
  stopping_ = true;
  lock.unlock();
  changed_.notify_all();
  keeper_.join();
  throw std::runtime_error(first_failure_);
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  keeper_.join();
}

void WorkerPool::keep() {
  std::unique_lock lock(mutex_);
  const unsigned wanted = std::max(1u, options_.count);
  while (!stopping_) {
    changed_.wait(lock, [&] { return stopping_ || alive_ < wanted; });
    if (stopping_) break;
    ++alive_;
    lock.unlock();
    start_one();
    lock.lock();
  }
  idle_.clear();
}

void WorkerPool::start_one() {
  try {
    auto worker = WorkerProcess::start(options_, without_);
    std::vector<std::string> news;
    {
      const std::lock_guard lock(mutex_);
      for (const auto& refused : worker->refused())
        if (said_.insert(refused).second) news.push_back("plugin refused: " + refused);
      if (!worker->confined() && said_.insert("unconfined").second) news.push_back("the kernel has no system call filter; workers run without it");
      dialects_ = worker->dialects();
      idle_.push_back(std::move(worker));
      started_ = true;
    }
    changed_.notify_all();
    for (const auto& line : news) log(line);
  } catch (const WorkerProcess::EndedByPlugin& e) {
    // The others shall serve: the next worker starts without it.
    log(e.what());
    without_.insert(e.folder);
    const std::lock_guard lock(mutex_);
    --alive_;
  } catch (const std::exception& e) {
    log(e.what());
    std::unique_lock lock(mutex_);
    if (!started_) first_failure_ = e.what();
    changed_.notify_all();
    changed_.wait_for(lock, kPauseAfterFailure, [this] { return stopping_; });
    --alive_;
  }
}

std::unique_ptr<WorkerProcess> WorkerPool::borrow(std::chrono::steady_clock::time_point deadline) {
  for (;;) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_until(lock, deadline, [this] { return !idle_.empty(); })) return nullptr;
    auto worker = std::move(idle_.back());
    idle_.pop_back();
    lock.unlock();
    if (!worker->channel().closed_by_peer()) return worker;
    const auto how = worker->end().how;
    replace(std::move(worker), "ended while idle: " + how);
  }
}

void WorkerPool::give_back(std::unique_ptr<WorkerProcess> worker) {
  if (worker->documents >= options_.recycle_after_documents) return retire(std::move(worker));
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(worker));
  }
  changed_.notify_all();
}

void WorkerPool::replace(std::unique_ptr<WorkerProcess> worker, const std::string& why) {
  log("worker " + std::to_string(worker->id()) + " " + why + "; a fresh one starts");
  retire(std::move(worker));
}

void WorkerPool::retire(std::unique_ptr<WorkerProcess> worker) {
  worker.reset();
  {
    const std::lock_guard lock(mutex_);
    --alive_;
  }
  changed_.notify_all();
}

std::vector<std::string> WorkerPool::dialects() const {
  const std::lock_guard lock(mutex_);
  return dialects_;
}

void WorkerPool::log(const std::string& line) {
  const std::lock_guard lock(log_mutex_);
  if (options_.log)
    options_.log(line);
  else
    std::clog << "caseway: " + line + "\n" << std::flush;
}

}  // namespace caseway::host
