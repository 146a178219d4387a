#include "exchange/parties.h"

#include <algorithm>

#include "exchange/pipeline.h"
#include "formats/config_node.h"

namespace caseway::exchange {
namespace {

// Why a dialect cannot write in a form; empty when it can.
std::string form_fault(std::string_view form, const host::Manifest& manifest) {
  const std::vector<std::string_view> known(manifest.formats.begin(), manifest.formats.end());
  if (form.empty() || std::find(known.begin(), known.end(), form) != known.end()) return {};
  std::string sentence = "the dialect " + manifest.name + " has no form " + std::string(form);
  if (auto near = formats::nearest(form, known); !near.empty()) sentence += "; did you mean " + std::string(near) + "?";
  for (std::size_t i = 0; i < known.size(); ++i) sentence.append(i == 0 ? " (it has " : ", ").append(known[i]);
  return sentence + ")";
}

}  // namespace

Parties::Parties(const settings::Settings& settings, const host::Plugins& plugins)
    : settings_(settings), plugins_(plugins), everything_(policy::allow_all()) {
  for (const auto& partner : settings.partners) {
    const auto* plugin = plugins.find(partner.dialect);
    if (const auto form = partner.settings.find("form"); plugin != nullptr && form != partner.settings.end())
      if (const auto fault = form_fault(form->second, plugin->manifest); !fault.empty())
        unavailable_[partner.id] = "partner " + partner.id + ": " + fault;
    if (plugin == nullptr) {
      std::vector<std::string_view> known;
      for (const auto& plugin : plugins.loaded()) known.push_back(plugin.manifest.name);
      std::string sentence = "partner " + partner.id + " uses the dialect " + partner.dialect + ", which no loaded plugin provides";
      if (auto near = formats::nearest(partner.dialect, known); !near.empty()) sentence += "; did you mean " + std::string(near) + "?";
      unavailable_[partner.id] = sentence;
    }
    auto& rules = rules_[partner.policy];
    if (!rules) rules = policy::load(settings.folder + "/policy/" + partner.policy + ".yaml");
  }
}

std::vector<std::string_view> Parties::names() const {
  std::vector<std::string_view> names;
  for (const auto& partner : settings_.partners) names.push_back(partner.id);
  for (const auto& plugin : plugins_.loaded()) names.push_back(plugin.manifest.name);
  return names;
}

Party Parties::find(std::string_view name, std::string_view direction) const {
  Party party;
  party.id = name;
  if (const auto why = unavailable_.find(name); why != unavailable_.end()) throw Pipeline::UsageError(why->second);
  if (const auto* partner = settings_.partner(name)) {
    party.name = partner->name;
    party.dialect = partner->dialect;
    party.partner = partner;
    party.rules = rules_.at(partner->policy);
  } else {
    const auto colon = name.find(':');
    party.dialect = name.substr(0, colon);
    if (colon != std::string_view::npos) party.form = name.substr(colon + 1);
    party.rules = everything_;
  }
  const auto* plugin = plugins_.find(party.dialect);
  if (!plugin) {
    std::string sentence = "no partner or dialect is called " + std::string(name);
    if (auto near = formats::nearest(name, names()); !near.empty()) sentence += "; did you mean " + std::string(near) + "?";
    throw Pipeline::UsageError(sentence + " (`caseway partners` and `caseway plugins` list them)");
  }
  if (auto fault = form_fault(party.form, plugin->manifest); !fault.empty()) throw Pipeline::UsageError(fault);
  const auto& able = plugin->manifest.directions;
  if (std::find(able.begin(), able.end(), direction) == able.end()) {
    throw Pipeline::UsageError("the dialect " + party.dialect + " cannot " + std::string(direction) + "; its plugin.json lists what it can do");
  }
  party.built_in = plugin->folder.empty();
  if (party.name.empty()) party.name = plugin->manifest.title.empty() ? party.dialect : plugin->manifest.title;
  return party;
}

}  // namespace caseway::exchange
