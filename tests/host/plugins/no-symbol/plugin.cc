// CASEWAY_PARTNER was forgotten.
#include "caseway/plugin.h"

namespace {

class Dialect : public caseway::Partner {
 public:
  void read(const caseway::Context&, caseway::PayloadSource&, caseway::DocumentSink&) const override {}
  void write(const caseway::Context&, caseway::DocumentSource&, caseway::PayloadSink&) const override {}
};

}  // namespace

extern "C" __attribute__((used)) void keeps_the_class() { delete new Dialect; }
