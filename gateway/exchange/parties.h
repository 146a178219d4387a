// Who sends and who receives: the names of a request resolved to a dialect, its settings and its policy.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/plugins.h"
#include "policy/policy.h"
#include "settings/settings.h"

namespace caseway::exchange {

// One side of a journey. `partner` is null for a dialect without a partner (marked TEST: no policy was applied).
struct Party {
  std::string id;    // as asked for
  std::string name;  // "Harbor House", or the dialect's title
  std::string dialect;
  std::string form;       // of what a dialect writes: "xlsx" of `serviceplan:xlsx`; "" leaves it to the dialect
  bool built_in = false;  // the dialect is FHIR itself
  const settings::PartnerSettings* partner = nullptr;
  std::shared_ptr<const policy::Rules> rules;
};

// All names a request may use. Immutable; throws formats::ConfigError when a policy does not load. A partner whose dialect no loaded plugin
// provides is known but not available: the others serve, and asking for it says why.
class Parties {
 public:
  Parties(const settings::Settings& settings, const host::Plugins& plugins);

  // `name` is a partner, a dialect, or `DIALECT:FORM` with a form of its plugin.json's `formats`. Throws Pipeline::UsageError for an unknown name or
  // form (with the nearest one), or a dialect that cannot do `direction` ("read", "write").
  Party find(std::string_view name, std::string_view direction) const;
  const std::map<std::string, std::string, std::less<>>& unavailable() const { return unavailable_; }  // partner id -> why

 private:
  std::vector<std::string_view> names() const;
  const settings::Settings& settings_;
  const host::Plugins& plugins_;
  std::map<std::string, std::shared_ptr<const policy::Rules>> rules_;  // by policy name
  std::map<std::string, std::string, std::less<>> unavailable_;
  std::shared_ptr<const policy::Rules> everything_;
};

}  // namespace caseway::exchange
