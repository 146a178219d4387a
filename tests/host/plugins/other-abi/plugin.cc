// Built with another compiler, as far as the gateway can tell. Its static initialiser ends the process: nothing of a refused plugin may run.
#include "caseway/plugin.h"

#include <cstdlib>

#undef CASEWAY_ABI_TEXT
#define CASEWAY_ABI_TEXT "sdk of another day; compiler 99.1"

namespace {

struct RunsAtLoad {
  RunsAtLoad() { std::_Exit(99); }
} runs_at_load;

class Dialect : public caseway::Partner {
 public:
  void read(const caseway::Context&, caseway::PayloadSource&, caseway::DocumentSink&) const override {}
  void write(const caseway::Context&, caseway::DocumentSource&, caseway::PayloadSink&) const override {}
};

}  // namespace

CASEWAY_PARTNER(Dialect)
