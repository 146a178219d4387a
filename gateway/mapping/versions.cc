#include "mapping/versions.h"

#include <stdexcept>

#include "formats/beginning.h"
#include "mapping/plan.h"
#include "mapping/tree/finding.h"
#include "mapping/unpacking.h"

namespace caseway::mapping {

namespace {

class Probe : public PayloadSource, public DocumentSink {
 public:
  Probe(std::span<const Part> parts, bool table) : table_(table), rest_(parts) {}
  const Part* next() override {
    if (rest_.empty()) return nullptr;
    part_ = rest_.front();
    rest_ = rest_.subspan(1);
    if (!table_ || part_.bytes.starts_with("PK")) return &part_;
    part_.bytes = head_of(part_);
    part_.source = nullptr;
    if (const auto line = part_.bytes.rfind('\n'); part_.bytes.size() == formats::kBeginning && line != std::string::npos)
      part_.bytes.resize(line + 1);
    return &part_;
  }
  void take(Document) override { ++documents; }
  void rest(Ledger) override {}
  std::size_t documents = 0;

 private:
  const bool table_;
  std::span<const Part> rest_;
  Part part_;
};

}  // namespace

void check_versions(const std::vector<Mapping>& mappings) {
  for (std::size_t i = 0; i < mappings.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const auto& one = mappings[j].plan();
      const auto& other = mappings[i].plan();
      if (one.name != other.name || one.valid.apart(other.valid)) continue;
      throw std::invalid_argument(
          other.file + ":1:1: the mapping `" + other.name + "` is in " + one.file +
          " too, and both are valid on the same days; give each its own `valid_from` and `valid_until`, or a name of its own");
    }
}

bool covers(const Plan& plan, const Context& context, const Tree& document) {
  if (!plan.valid.limited()) return true;
  Finding finding(plan, context);
  finding.begin(document);
  finding.bind_roots();
  return plan.valid.covers(finding.day());
}

bool covers(const Mapping& mapping, const Context& context, std::span<const Part> payload) {
  if (!mapping.plan().valid.limited()) return true;
  Issues unsaid;
  Context quiet = context;
  quiet.issues = &unsaid;
  quiet.detail = Detail::counts;
  quiet.repair = quiet.shape = quiet.pieces = false;
  Probe probe(payload, mapping.is_one_table());
  mapping.read(quiet, probe, probe);
  return probe.documents > 0;
}

}  // namespace caseway::mapping
