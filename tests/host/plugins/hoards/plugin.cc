// Takes memory, touches it and never lets go.
#include "caseway/plugin.h"

#include <cstring>
#include <new>

namespace {

class Dialect : public caseway::Partner {
 public:
  void read(const caseway::Context&, caseway::PayloadSource&, caseway::DocumentSink&) const override {
    for (;;) std::memset(::operator new(1u << 20), 1, 1u << 20);
  }
  void write(const caseway::Context&, caseway::DocumentSource&, caseway::PayloadSink&) const override {
    for (;;) std::memset(::operator new(1u << 20), 1, 1u << 20);
  }
  Recognition recognise(std::string_view, std::string_view) const override {
    for (;;) std::memset(::operator new(1u << 20), 1, 1u << 20);
  }
};

}  // namespace

CASEWAY_PARTNER(Dialect)
