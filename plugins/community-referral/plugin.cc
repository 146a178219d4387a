// The community agency's CSV files. Everything that can be said about them is in the mapping files beside this one.
#include "caseway/plugin.h"

namespace {

class CommunityReferral : public caseway::MappingPartner {
 public:
  using MappingPartner::MappingPartner;
};

}  // namespace

CASEWAY_PARTNER(CommunityReferral);
