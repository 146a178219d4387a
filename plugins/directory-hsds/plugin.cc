// HSDS, the data format of service directories: its CSV tables and its JSON. Everything that can be said about it is in the mapping files beside this
// one.
#include "caseway/plugin.h"

namespace {

class DirectoryHsds : public caseway::MappingPartner {
 public:
  using MappingPartner::MappingPartner;
};

}  // namespace

CASEWAY_PARTNER(DirectoryHsds);
