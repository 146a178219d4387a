// What monitoring and grant reports live on: appointments, service contacts, medication adherence. All of it is in the mapping files beside this one.
#include "caseway/plugin.h"

namespace {

class ServiceContacts : public caseway::MappingPartner {
 public:
  using MappingPartner::MappingPartner;
};

}  // namespace

CASEWAY_PARTNER(ServiceContacts);
