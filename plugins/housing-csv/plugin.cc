// The housing provider's CSV file. Everything that can be said about it is in the mapping files beside this one.
#include "caseway/plugin.h"

namespace {

class HousingCsv : public caseway::MappingPartner {
 public:
  using MappingPartner::MappingPartner;
};

}  // namespace

CASEWAY_PARTNER(HousingCsv);
