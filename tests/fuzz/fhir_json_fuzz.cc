// Any bytes as FHIR JSON: what is read can be written in both formats and reads to the same tree.
#include "fhir_oracle.h"

CASEWAY_FUZZ_TARGET(fhir_json, ".json") { caseway::fuzz::check_codec(bytes, caseway::fhir::read_json); }
