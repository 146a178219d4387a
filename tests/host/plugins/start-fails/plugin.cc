// A plugin whose own data is wrong: its constructor says so.
#include "caseway/plugin.h"

#include <stdexcept>

namespace {

class Dialect : public caseway::Partner {
 public:
  Dialect() { throw std::invalid_argument("referral.map.yaml:3:1: unknown key"); }
  void read(const caseway::Context&, caseway::PayloadSource&, caseway::DocumentSink&) const override {}
  void write(const caseway::Context&, caseway::DocumentSource&, caseway::PayloadSink&) const override {}
};

}  // namespace

CASEWAY_PARTNER(Dialect)
