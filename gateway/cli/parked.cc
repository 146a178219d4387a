// caseway parked: payloads that wait because their sender's files have changed (exchange/parking.h).
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>
#include <optional>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/gateway.h"
#include "exchange/parking.h"
#include "report/visible.h"

namespace caseway::cli {

namespace {

using exchange::Proposal;
using exchange::SenderState;

const Usage kParkedUsage{
    "caseway parked [list | show ID | accept ID NUMBER... | reject ID] [--as NAME] [--ignore REASON]",
    "Files whose senders' files have changed wait here until somebody has decided what each change means. `accept ID all` accepts "
    "all of them;\n"
    "when none is left, translating the file again takes it through. `reject` takes the file away.",
    {{"as", "", "NAME", "Accepting: the column, or the known code, that it means."},
     {"ignore", "", "REASON", "Accepting a new column: it is left out, for this reason."},
     kStateOption,
     kConfigOption}};

struct Found {
  std::unique_ptr<SenderState> state;
  Proposal proposal;
};

std::string state_folder(const Arguments& arguments) {
  auto folder = arguments.has("state") ? arguments.get("state") : load_settings(arguments)->state_folder;
  if (folder.empty()) throw UsageError("nothing is remembered of senders here; name a folder with --state, or in the configuration (state_folder)");
  return folder;
}

// The one whose id begins so.
Found find(const std::string& folder, const std::string& id) {
  Found found;
  for (const auto& sender : exchange::known_senders(folder)) {
    auto state = std::make_unique<SenderState>(folder, sender);
    for (auto& proposal : exchange::all_parked(*state)) {
      if (!proposal.id.starts_with(id)) continue;
      if (!found.proposal.id.empty()) throw UsageError(id + " is the beginning of several ids; say more of it");
      found.proposal = std::move(proposal);
    }
    if (!found.proposal.id.empty() && found.state == nullptr) found.state = std::move(state);
  }
  if (found.state == nullptr) throw UsageError("nothing is parked as " + id + "; `caseway parked list` says what is");
  return found;
}

std::string next_step(const Found& found) {
  const auto open = found.proposal.undecided();
  if (open > 0) return std::to_string(open) + " of " + std::to_string(found.proposal.changes.size()) + " changes are left to decide\n";
  return "all is decided; it goes through now: caseway translate --from " + found.proposal.sender + " --to " + found.proposal.receiver +
         (found.proposal.files.size() > 1 ? " --together " : " ") + exchange::payload_place(*found.state, found.proposal) + "\n";
}

int list(const std::string& folder) {
  std::size_t all = 0;
  for (const auto& sender : exchange::known_senders(folder)) {
    const SenderState state(folder, sender);
    for (const auto& proposal : exchange::all_parked(state)) {
      ++all;
      std::printf("%s  %s  %zu of %zu changes undecided:", proposal.id.c_str(), sender.c_str(), proposal.undecided(), proposal.changes.size());
      for (const auto& file : proposal.files) std::printf(" %s", file.c_str());
      std::puts("");
    }
  }
  if (all == 0) std::puts("nothing is parked");
  return kOk;
}

int show(const std::string& folder, const std::string& id) {
  const auto found = find(folder, id);
  std::fputs(report::visible(found.proposal.text() + next_step(found)).c_str(), stdout);
  return kOk;
}

std::size_t number_of(const std::string& word) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size()) throw UsageError("`" + word + "` is no number of a change");
  return number;
}

int accept(const std::string& folder, const Arguments& arguments) {
  const auto& words = arguments.operands();
  if (words.size() < 3) throw UsageError("say which changes are accepted: their numbers, or `all`");
  auto found = find(folder, words[1]);
  std::vector<std::size_t> numbers;
  for (std::size_t i = 2; i < words.size() && words[2] != "all"; ++i) numbers.push_back(number_of(words[i]));
  for (std::size_t i = 1; i <= found.proposal.changes.size() && words[2] == "all"; ++i)
    if (found.proposal.changes[i - 1].accepted.empty()) numbers.push_back(i);
  const exchange::Acceptance how{arguments.get("as"), arguments.get("ignore")};
  if (numbers.size() > 1 && !(how.as.empty() && how.ignore.empty())) throw UsageError("--as and --ignore are for one change");
  try {
    for (const auto number : numbers) {
      exchange::accept(*found.state, found.proposal, number, how);
      std::printf("%zu: %s\n", number, found.proposal.changes[number - 1].accepted.c_str());
    }
  } catch (const exchange::CannotAccept& why) {
    throw UsageError(why.what());
  }
  std::fputs(next_step(found).c_str(), stdout);
  return kOk;
}

int reject(const std::string& folder, const std::string& id) {
  const auto found = find(folder, id);
  exchange::forget_parked(*found.state, found.proposal.id);
  std::printf("%s is rejected and its file is gone from here; nothing of it was delivered. Tell %s what to send\n", found.proposal.id.c_str(),
              found.proposal.sender.c_str());
  return kOk;
}

}  // namespace

int parked(const Words& words) {
  const Arguments arguments(kParkedUsage, words);
  if (arguments.has("help")) return std::fputs(help_text(kParkedUsage).c_str(), stdout), kOk;
  const auto& operands = arguments.operands();
  const auto folder = state_folder(arguments);
  const std::string what = operands.empty() ? "list" : operands.front();
  if (what == "list" && operands.size() <= 1) return list(folder);
  if (what == "show" && operands.size() == 2) return show(folder, operands[1]);
  if (what == "accept") return accept(folder, arguments);
  if (what == "reject" && operands.size() == 2) return reject(folder, operands[1]);
  throw UsageError("say `list`, `show ID`, `accept ID NUMBER...` or `reject ID`");
}

}  // namespace caseway::cli
