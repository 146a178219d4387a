#include "authoring/guessed_group.h"

#include <algorithm>

namespace caseway::authoring {

using namespace mapping;

namespace {

// Which reference leads from one variable to another.
struct Reference {
  std::string_view from, path, to;
};
constexpr Reference kReferences[] = {
    {"request", "subject", "patient"},
    {"task", "for", "patient"},
    {"encounter", "subject", "patient"},
    {"plan", "subject", "patient"},
    {"goal", "subject", "patient"},
    {"consent", "patient", "patient"},
    {"coverage", "beneficiary", "patient"},
    {"guardian", "patient", "patient"},
    {"task", "focus", "request"},
    {"request", "requester", "manager"},
    {"request", "performer", "agency"},
    {"request", "insurance", "coverage"},
    {"request", "supportingInfo", "consent"},
    {"plan", "author", "manager"},
    {"plan", "goal", "goal"},
    {"encounter", "serviceProvider", "agency"},
    {"service", "providedBy", "agency"},
    {"service", "location", "location"},
    {"location", "managingOrganization", "agency"},
};

// Which kind of document it is when such a resource is there, the first that is.
constexpr std::pair<std::string_view, std::string_view> kKinds[] = {{"request", "referral"},
                                                                    {"task", "referral-update"},
                                                                    {"plan", "care-plan"},
                                                                    {"appointment", "appointment"},
                                                                    {"encounter", "service-contact"},
                                                                    {"service", "service-directory"},
                                                                    {"location", "service-directory"},
                                                                    {"agency", "service-directory"},
                                                                    {"goal", "care-plan"},
                                                                    {"patient", "referral"}};

bool holds(const std::vector<std::string>& names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

}  // namespace

void settle(GuessedGroup& group, std::set<std::string>& taken, const std::set<std::string>& around) {
  auto inside = around;
  for (auto& guess : group.guesses) {
    if (!guess.decided) continue;
    const auto variable = std::string(guess.place->role->variable);
    const auto refuse = [&](std::string why) {
      guess.decided = false;
      guess.why += ", but " + std::move(why);
    };
    if (around.contains(variable))
      refuse("the " + std::string(guess.place->role->name) + " is said by what is around");
    else if (!taken.insert(ours_of(*guess.place)).second)
      refuse("another one has that place already");
    else if (inside.insert(variable).second)
      group.roles.push_back(guess.place->role);
  }
  for (auto& inner : group.groups) settle(inner, taken, inside);
}

void prune(GuessedGroup& group) {
  std::vector<GuessedGroup> kept;
  for (auto& inner : group.groups) {
    prune(inner);
    if (count_decided(inner) > 0) {
      kept.push_back(std::move(inner));
      continue;
    }
    for (auto& guess : inner.guesses) {
      guess.theirs = guess.theirs == "." ? inner.each : inner.each + "/" + guess.theirs;
      group.guesses.push_back(std::move(guess));
    }
  }
  group.groups = std::move(kept);
}

void declare(GuessedGroup& group, std::vector<std::string> around) {
  std::vector<std::string> here;
  for (const auto* role : group.roles) here.emplace_back(role->variable);
  for (const auto* role : group.roles) {
    std::string text = std::string(role->variable) + ": { resource: " + std::string(role->type);
    std::string link;
    for (const auto& reference : kReferences) {
      const bool to_client = reference.to == "patient" || reference.to == "request";
      if (reference.from == role->variable && (holds(around, reference.to) || (to_client && holds(here, reference.to))))
        text += ", " + std::string(reference.path) + ": " + std::string(reference.to);
      if (reference.to == role->variable && (holds(around, reference.from) || (!to_client && holds(here, reference.from))) && link.empty())
        link = std::string(reference.from) + "." + std::string(reference.path);
    }
    if (!link.empty()) text += ", link: " + link;
    group.declarations.push_back(text + " }");
  }
  around.insert(around.end(), here.begin(), here.end());
  for (auto& inner : group.groups) declare(inner, around);
}

const Role* focal_role(const std::vector<Guess>& guesses) {
  for (const auto& kind : kKinds)
    for (const auto& guess : guesses)
      if (guess.decided && guess.place->role->variable == kind.first) return guess.place->role;
  return nullptr;
}

std::string_view kind_of_variables(const GuessedGroup& group) {
  for (const auto& [variable, kind] : kKinds)
    for (const auto* role : group.roles)
      if (role->variable == variable) return kind;
  return {};
}

std::size_t count_decided(const GuessedGroup& group) {
  std::size_t n = 0;
  for (const auto& guess : group.guesses) n += guess.decided ? std::max<std::size_t>(guess.up_to, 1) : 0;
  for (const auto& inner : group.groups) n += count_decided(inner);
  return n;
}

std::size_t count_undecided(const GuessedGroup& group) {
  std::size_t n = 0;
  for (const auto& guess : group.guesses) n += guess.decided || !guess.ignore.empty() ? 0 : std::max<std::size_t>(guess.up_to, 1);
  for (const auto& inner : group.groups) n += count_undecided(inner);
  return n;
}

}  // namespace caseway::authoring
