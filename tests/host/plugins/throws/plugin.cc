// A fault in every function: what it throws quotes the document, and must not reach a log.
#include "caseway/plugin.h"

#include <stdexcept>

namespace {
struct NotFound : std::runtime_error {
  using std::runtime_error::runtime_error;
};
}  // namespace

namespace {

class Dialect : public caseway::Partner {
 public:
  void read(const caseway::Context&, caseway::PayloadSource&, caseway::DocumentSink&) const override { throw NotFound("secret of the document"); }
  void write(const caseway::Context&, caseway::DocumentSource&, caseway::PayloadSink&) const override { throw NotFound("secret of the document"); }
  Recognition recognise(std::string_view, std::string_view) const override { throw NotFound("secret of the document"); }
};

}  // namespace

CASEWAY_PARTNER(Dialect)
