#include <algorithm>
#include <functional>

#include "caseway/report.h"

namespace caseway {

std::string_view fate_name(Fate fate) {
  static constexpr std::array<std::string_view, kFates> kNames = {"none",    "structural", "copied",  "converted", "kept",
                                                                  "ignored", "withheld",   "no_room", "undecided"};
  return kNames.at(static_cast<std::size_t>(fate));
}

std::uint32_t Ledger::add_leaf(Fate fate) {
  fates_.push_back(fate);
  return static_cast<std::uint32_t>(fates_.size() - 1);
}

void Ledger::resize(std::size_t leaves, Fate fate) {
  fates_.resize(leaves, fate);
  if (answers_.size() > leaves) answers_.resize(leaves);
}

void Ledger::answer(std::uint32_t leaf) {
  if (answers_.size() <= leaf) answers_.resize(leaf + std::size_t{1});
  answers_[leaf] = true;
}

void Ledger::settle(std::uint32_t leaf, Fate fate, std::uint32_t rule) {
  fates_.at(leaf) = fate;
  if (is_answer(leaf)) answers_[leaf] = false;
  if (rule != 0) links_.push_back({leaf, kNoTarget, rule});
}

Counts Ledger::counts() const {
  // Neighbours often have the same fate; counted in one place, each would wait for the one before.
  std::array<Counts, 4> lanes{};
  std::size_t i = 0;
  for (; i + lanes.size() <= fates_.size(); i += lanes.size())
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) ++lanes[lane][fates_[i + lane]];
  for (; i < fates_.size(); ++i) ++lanes.front()[fates_[i]];
  Counts counts;
  for (const auto& lane : lanes) counts += lane;
  counts.added = added_;
  return counts;
}

std::uint32_t Ledger::rule(std::string_view text) { return intern(text); }
std::uint32_t Ledger::target_name(std::string_view text) { return intern(text); }

std::uint32_t Ledger::intern(std::string_view text) {
  if (text.empty()) return 0;
  if (texts_.size() * 2 >= index_.size()) index_texts();
  std::size_t slot = std::hash<std::string_view>{}(text) % index_.size();
  while (index_[slot] != 0) {
    if (texts_[index_[slot]] == text) return index_[slot];
    slot = (slot + 1) % index_.size();
  }
  index_[slot] = static_cast<std::uint32_t>(texts_.size());
  texts_.emplace_back(text);
  return index_[slot];
}

void Ledger::index_texts() {
  index_.assign(std::max<std::size_t>(16, texts_.size() * 4), 0);
  for (std::size_t i = 1; i < texts_.size(); ++i) {
    std::size_t slot = std::hash<std::string_view>{}(texts_[i]) % index_.size();
    while (index_[slot] != 0) slot = (slot + 1) % index_.size();
    index_[slot] = static_cast<std::uint32_t>(i);
  }
}

void Ledger::name_leaf(std::uint32_t leaf, Place place) {
  if (places_.size() <= leaf) places_.resize(leaf + std::size_t{1});
  places_[leaf] = std::move(place);
}

const Place* Ledger::place(std::uint32_t leaf) const {
  if (leaf >= places_.size()) return nullptr;
  const Place& place = places_[leaf];
  return place.path.empty() && place.line == 0 ? nullptr : &place;
}

}  // namespace caseway
