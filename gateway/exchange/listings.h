// What there is to choose from, as JSON: the same text for `caseway plugins --json` and GET /plugins, `caseway partners --json` and GET /partners.
#pragma once

#include <string>

#include "host/plugins.h"
#include "settings/settings.h"

namespace caseway::exchange {

// {"plugins": [{name, version, title, status, documents, formats, directions, spec}], "refused": [{name, reason}]}.
// A refused plugin is named by its folder's own name: where it lies on this machine is no caller's business.
std::string plugins_json(const host::Plugins& plugins);

// {"partners": [{id, name, kind, dialect, policy}]}
std::string partners_json(const settings::Settings& settings);

// {"parked": [{id, sender, receiver, files, undecided, changes: [{kind, text, accepted}]}]}: payloads that wait for a decision (parking.h).
// `accepted` is "" where nothing was decided. Without a state folder there are none.
std::string parked_json(const settings::Settings& settings);

}  // namespace caseway::exchange
