// Assessments as tables and as XML. Everything that can be said about them is in the mapping files beside this one.
#include "caseway/plugin.h"

namespace {

class Assessment : public caseway::MappingPartner {
 public:
  using MappingPartner::MappingPartner;
};

}  // namespace

CASEWAY_PARTNER(Assessment);
