// PMHC MDS uploads. Everything that can be said about them is in the mapping files beside this one.
#include "caseway/plugin.h"

namespace {

class PmhcMds : public caseway::MappingPartner {
 public:
  using MappingPartner::MappingPartner;
};

}  // namespace

CASEWAY_PARTNER(PmhcMds);
