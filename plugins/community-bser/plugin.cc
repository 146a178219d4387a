// Messages and documents of BSeR. Everything that can be said about them is in the mapping file beside this one.
#include "caseway/plugin.h"

namespace {

class CommunityBser : public caseway::MappingPartner {
 public:
  using MappingPartner::MappingPartner;
};

}  // namespace

CASEWAY_PARTNER(CommunityBser);
