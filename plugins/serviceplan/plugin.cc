// Service plans of a case manager as related tables and as XML. Everything that can be said about them is in the mapping files beside this one.
#include "caseway/plugin.h"

namespace {

class ServicePlan : public caseway::MappingPartner {
 public:
  using MappingPartner::MappingPartner;
};

}  // namespace

CASEWAY_PARTNER(ServicePlan);
