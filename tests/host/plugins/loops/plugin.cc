// Never comes back, and does not sleep.
#include "caseway/plugin.h"

#include <atomic>

namespace {
std::atomic<bool> go_on{true};
}  // namespace

namespace {

class Dialect : public caseway::Partner {
 public:
  void read(const caseway::Context&, caseway::PayloadSource&, caseway::DocumentSink&) const override {
    while (go_on) {
    }
  }
  void write(const caseway::Context&, caseway::DocumentSource&, caseway::PayloadSink&) const override {
    while (go_on) {
    }
  }
  Recognition recognise(std::string_view, std::string_view) const override {
    while (go_on) {
    }
    return {};
  }
};

}  // namespace

CASEWAY_PARTNER(Dialect)
