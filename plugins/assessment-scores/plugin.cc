// Assessments, one row each. Everything that can be said about them is in the mapping file beside this one.
#include "caseway/plugin.h"

namespace {

class AssessmentScores : public caseway::MappingPartner {
 public:
  using MappingPartner::MappingPartner;
};

}  // namespace

CASEWAY_PARTNER(AssessmentScores);
