// Bundles of Gravity SDOH Clinical Care. Everything that can be said about them is in the mapping file beside this one.
#include "caseway/plugin.h"

namespace {

class CommunityGravity : public caseway::MappingPartner {
 public:
  using MappingPartner::MappingPartner;
};

}  // namespace

CASEWAY_PARTNER(CommunityGravity);
