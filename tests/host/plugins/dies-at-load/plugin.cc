// Its constructor ends the process; so it is built into a folder of its own, which only workers load.
#include "caseway/plugin.h"

#include <csignal>

namespace {

class Dialect : public caseway::Partner {
 public:
  Dialect() { std::raise(SIGSEGV); }
  void read(const caseway::Context&, caseway::PayloadSource&, caseway::DocumentSink&) const override {}
  void write(const caseway::Context&, caseway::DocumentSource&, caseway::PayloadSink&) const override {}
};

}  // namespace

CASEWAY_PARTNER(Dialect)
