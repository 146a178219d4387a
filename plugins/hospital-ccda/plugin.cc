// C-CDA documents of hospitals: nothing but mapping files, see README.md.
#include "caseway/plugin.h"

namespace {

class HospitalCcda : public caseway::MappingPartner {
 public:
  using MappingPartner::MappingPartner;
};

}  // namespace

CASEWAY_PARTNER(HospitalCcda)
