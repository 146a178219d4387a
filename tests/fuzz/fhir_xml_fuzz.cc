// Any bytes as FHIR XML: what is read can be written in both formats and reads to the same tree.
#include "fhir_oracle.h"

CASEWAY_FUZZ_TARGET(fhir_xml, ".xml") { caseway::fuzz::check_codec(bytes, caseway::fhir::read_xml); }
