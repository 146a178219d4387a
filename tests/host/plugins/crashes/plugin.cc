// Dies of a bad pointer in every function.
#include "caseway/plugin.h"

#include <csignal>

namespace {

class Dialect : public caseway::Partner {
 public:
  void read(const caseway::Context&, caseway::PayloadSource&, caseway::DocumentSink&) const override { std::raise(SIGSEGV); }
  void write(const caseway::Context&, caseway::DocumentSource&, caseway::PayloadSink&) const override { std::raise(SIGSEGV); }
  Recognition recognise(std::string_view, std::string_view) const override {
    std::raise(SIGSEGV);
    return {};
  }
};

}  // namespace

CASEWAY_PARTNER(Dialect)
