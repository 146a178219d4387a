#!/usr/bin/env bash
# Regenerates model_table.cc from the official R4 definitions in ../shared/suites (unpacked into build/suites once).
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -x ../shared/suites/unpack ] || { echo "generate_model.sh: ../shared/suites is not here; the committed gateway/fhir/model_table.cc stands" >&2; exit 2; }
../shared/suites/unpack build/suites r4-definitions >/dev/null
exec python3 gateway/fhir/generate_model.py build/suites/r4-definitions build/suites/r4-definitions-extra/package gateway/fhir/model_table.cc
