// Dialects that are no longer asked what a document looks like, because asking them cost too many workers. Thread-safe.
//
// Every document that comes without `from` is shown to every dialect: one that falls over there takes a worker from every such request. Whoever
// names it still gets it.
#pragma once

#include <map>
#include <mutex>
#include <string>

namespace caseway::host {

class Quarantine {
 public:
  static constexpr unsigned kMaxFaults = 3;  // of one dialect, then it is left out

  enum class Fault {
    ended,  // its worker crashed, ran out of something or answered nonsense: never forgiven
    late,   // it did not answer in time: forgiven by the next answer, since on a busy machine everybody is late
  };

  bool holds(const std::string& dialect) const;
  // True when this fault was the one too many: once in a dialect's life.
  bool blame(const std::string& dialect, Fault fault);
  void answered(const std::string& dialect);

 private:
  struct Record {
    unsigned ended = 0;
    unsigned late = 0;
    bool held = false;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Record> records_;  // of those that failed at least once
};

}  // namespace caseway::host
