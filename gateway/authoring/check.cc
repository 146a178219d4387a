#include "authoring/check.h"

#include <algorithm>
#include <array>
#include <set>

#include "authoring/invention.h"
#include "authoring/kept_rules.h"
#include "authoring/their_places.h"
#include "authoring/twin.h"
#include "mapping/mapping.h"
#include "mapping/rules.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

constexpr std::uint32_t kDocuments = 24;
constexpr std::uint32_t kGaps = 3;  // documents made of one by leaving out cells
constexpr std::size_t kMostRespellings = 200;

// Numbers that look random and are the same each time.
class Chance {
 public:
  bool next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return (state_ & 1u) != 0;
  }
  std::vector<char> choice(std::size_t size) {
    std::vector<char> made(size);
    for (auto& each : made) each = static_cast<char>(next());
    return made;
  }

 private:
  std::uint64_t state_ = 88172645463325252ull;
};

std::string name_of(const Plan& plan, const Field& field) {
  std::string name = plan.line_of(field);
  if (!field.columns.empty())
    name += ": " + plan.columns[field.columns.front()].name;
  else if (!field.paths.empty() && !field.paths.front().steps.empty() && field.paths.front().steps.back().name != kNone)
    name += ": " + plan.names[field.paths.front().steps.back().name];
  return name;
}

// Leaves out what it can for as long as the law stays broken. test(kept) gives a verdict.
template <class Test>
std::vector<char> shrunk(std::vector<char> kept, Verdict& verdict, const Test& test) {
  for (auto& each : kept) {
    if (!each) continue;
    each = 0;
    if (auto smaller = test(kept); smaller.law == verdict.law)
      verdict = std::move(smaller);
    else
      each = 1;
  }
  return kept;
}

class Search {
 public:
  Search(const Mapping& mapping, CheckResult& result) : mapping_(mapping), plan_(mapping.plan()), laws_(mapping), result_(result) {}

  // What the mapping reads, in all spellings and with gaps.
  void theirs() {
    std::array<std::shared_ptr<const Plan>, 4> twins;
    for (std::uint32_t turn = 0; turn < twins.size(); ++turn) twins[turn] = reading_twin(plan_, turn);
    for (std::uint32_t number = 0; number < kDocuments && result_.broken.empty(); ++number) {
      const auto& twin = twins[number % twins.size()];
      const Invention invention(*twin);
      const Laws written(Mapping::of(twin));
      const auto document = [&](const std::vector<char>& chosen) { return written.written(invention.document(chosen, number)); };
      const auto chosen = number < twins.size() ? std::vector<char>(invention.choices().size(), 1) : chance_.choice(invention.choices().size());
      const auto x = document(chosen);
      if (x.empty()) continue;
      auto verdict = test(x, number < twins.size() ? Laws::Kind::whole : Laws::Kind::some);
      if (!verdict.broken() && number == 0) verdict = test(told_apart(x), Laws::Kind::some);
      if (!verdict.broken() && number < twins.size()) rules(x);
      if (!verdict.broken() && plan_.format == Format::csv)
        gaps(x);
      else if (verdict.broken() && (plan_.format != Format::csv || verdict.differences.empty()))
        report(invention, chosen, verdict,
               [&](const std::vector<char>& kept) { return laws_.of_theirs(told_apart(document(kept)), Laws::Kind::some); });
      else if (verdict.broken())
        report(number == 0 ? told_apart(x) : x, verdict);
    }
  }

  // What the mapping writes.
  void ours() {
    const Invention invention(plan_);
    for (std::uint32_t number = 0; number < kDocuments && result_.broken.empty(); ++number) {
      const auto size = invention.choices().size();
      const auto chosen = number < 2 ? std::vector<char>(size, 1) : chance_.choice(size);
      const auto verdict_of = [&](const std::vector<char>& kept) {
        const auto b = invention.document(kept, number, number % 2 == 1 ? Invention::Fields::apart : Invention::Fields::agree);
        auto verdict = laws_.of_ours(b);
        return verdict.broken() ? verdict : laws_.of_theirs(laws_.written(b), number == 0 ? Laws::Kind::whole : Laws::Kind::some);
      };
      ++result_.documents;
      if (const auto verdict = verdict_of(chosen); verdict.broken()) report(invention, chosen, verdict, verdict_of);
    }
  }

  // What must be there when it is read must be there when it is written.
  void required() {
    const Invention invention(plan_, Invention::Choices::required);
    for (std::size_t i = 0; i < invention.choices().size(); ++i) {
      std::vector<char> chosen(invention.choices().size(), 1);
      chosen[i] = 0;
      ++result_.documents;
      auto verdict = laws_.of_ours(invention.document(chosen, 0));
      if (verdict.law != Law::project || verdict.refusal.empty()) continue;
      result_.one_sided.push_back({verdict.law, {}, verdict.refusal, {name_of(plan_, *invention.choices()[i])}});
    }
  }

 private:
  Verdict test(const std::vector<Part>& x, Laws::Kind kind) {
    ++result_.documents;
    auto verdict = laws_.of_theirs(x, kind);
    for (const auto& each : verdict.respellings)
      if (result_.respellings.size() < kMostRespellings && !each.in.empty() && !each.back.empty() && respelled_.insert(bare_place(each.place)).second)
        result_.respellings.push_back(each);
    return verdict;
  }

  // What may be read may be sent on.
  void rules(const std::vector<Part>& x) {
    if (!result_.has_rules) return;
    bool asked = false;
    const auto kept = keeping_rules(mapping_, x);
    ++result_.documents;
    const auto verdict = laws_.under_rules(kept, asked);
    result_.under_rules += asked;
    if (verdict.broken()) result_.broken.push_back({verdict.law, {}, verdict.refusal, {}});
  }

  void gaps(const std::vector<Part>& x) {
    const auto places = places_of(plan_, x);
    for (std::uint32_t i = 0; i < kGaps && result_.broken.empty(); ++i) {
      auto kept = chance_.choice(places.size());
      for (std::size_t c = 0; c < places.size(); ++c)
        if (places[c].column != kNone && (places[c].column == plan_.key || plan_.columns[places[c].column].key)) kept[c] = 1;
      const auto less = with_cells(plan_, x, kept);
      if (const auto verdict = test(less, Laws::Kind::gaps); verdict.broken()) report(less, verdict);
    }
  }

  // A counter-example made of cells.
  void report(const std::vector<Part>& x, Verdict verdict) {
    const std::vector<char> all(places_of(plan_, x).size(), 1);
    shrunk(all, verdict, [&](const std::vector<char>& kept) { return laws_.of_theirs(with_cells(plan_, x, kept), Laws::Kind::some); });
    result_.broken.push_back({verdict.law, verdict.differences, verdict.refusal, {}});
  }

  // A counter-example made of fields.
  template <class Test>
  void report(const Invention& invention, const std::vector<char>& chosen, Verdict verdict, const Test& test) {
    const auto least = shrunk(chosen, verdict, test);
    result_.broken.push_back({verdict.law, verdict.differences, verdict.refusal, {}});
    for (std::size_t i = 0; i < least.size(); ++i)
      if (least[i]) result_.broken.back().fields.push_back(name_of(plan_, *invention.choices()[i]));
  }

  const Mapping& mapping_;
  const Plan& plan_;
  const Laws laws_;
  CheckResult& result_;
  Chance chance_;
  std::set<std::string> respelled_;
};

}  // namespace

CheckResult check(const std::string& mapping_file, const Converters& own) {
  CheckResult result;
  result.file = mapping_file;
  for (const auto& fault : Mapping::compile_all(mapping_file, own)) result.faults.emplace_back(fault.what());
  if (!result.faults.empty()) return result;
  const auto mapping = Mapping::load(mapping_file, own);
  result.coverage = coverage_of(mapping.plan());
  const auto& plan = mapping.plan();
  result.has_rules = (plan.rules != nullptr && !plan.rules->all.empty()) || !plan.our_rules.empty() || !plan.fhir.rules.empty();
  result.idle_rules = idle_rules(mapping.plan());
  for (const auto& day : days_of(mapping.plan())) {
    const auto valid = Mapping::of(std::make_shared<const Plan>(on_day(mapping.plan(), day)));
    Search search(valid, result);
    search.theirs();
    search.ours();
    search.required();
  }
  return result;
}

}  // namespace caseway::authoring
