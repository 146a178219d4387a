// Documents on their way from whoever reads them, in a thread of its own, to whoever takes them: a few at a time, so that memory follows the document
// and not the file.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "caseway/partner.h"

namespace caseway::exchange {

class Belt final : public DocumentSink {
 public:
  // The reader. take() waits while there are enough; after stop() what comes is only counted.
  void take(Document document) override;
  void rest(Ledger ledger) override;
  void repair(Repair repair) override;
  void end();

  // The taker; next() waits, and is nothing at the end.
  std::optional<Document> next();
  void stop();

  // After the end: leaves that belong to no document, or to one that came after stop().
  const Counts& rest() const { return rest_; }
  const Counts& missed() const { return missed_; }
  std::vector<Repair>& repairs() { return repairs_; }

 private:
  static constexpr std::size_t kEnough = 16;
  std::mutex mutex_;
  std::condition_variable room_, there_;
  std::deque<Document> documents_;
  bool ended_ = false;
  bool stopped_ = false;
  Counts rest_;
  Counts missed_;
  std::vector<Repair> repairs_;
};

}  // namespace caseway::exchange
