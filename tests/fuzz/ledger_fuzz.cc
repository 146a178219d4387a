// A ledger from another process: a recipe (one character per call), its bytes damaged (damage.h); or any bytes as they are.
#include "caseway/report.h"
#include "damage.h"
#include "fuzz_target.h"

namespace {

using namespace caseway;

// a digit adds a leaf of that fate; a letter marks the last leaf, with a target and a rule of that name; '@' names it; '+' counts an added value.
Ledger cook(std::string_view recipe) {
  Ledger ledger("read");
  for (const char c : recipe) {
    const auto last = static_cast<std::uint32_t>(ledger.size() - 1);
    if (c >= '0' && c < '9') {
      ledger.add_leaf(static_cast<Fate>(c - '0'));
    } else if (ledger.size() == 0) {
      continue;
    } else if (c >= 'a' && c <= 'z') {
      ledger.mark(last, static_cast<Fate>((c - 'a') % static_cast<int>(kFates)), static_cast<std::uint32_t>(c), ledger.rule(std::string(1, c)));
    } else if (c == '@') {
      ledger.name_leaf(last, {"/a/b[" + std::to_string(last) + "]", last, 1});
    } else if (c == '+') {
      ledger.add();
    }
  }
  return ledger;
}

}  // namespace

CASEWAY_FUZZ_TARGET(ledger, "") {
  const bool raw = bytes.starts_with("raw:");
  std::string buffer = raw ? std::string(bytes.substr(4)) : cook(fuzz::recipe_of(bytes)).to_bytes();
  if (!raw) {
    Ledger whole;
    fuzz::promise(Ledger::from_bytes(buffer, whole) && whole.to_bytes() == buffer, "a ledger crosses unchanged");
    fuzz::damage(buffer, bytes);
  }
  Ledger ledger;
  if (!Ledger::from_bytes(buffer, ledger)) return;
  fuzz::promise(ledger.to_bytes() == buffer, "an accepted ledger crosses again unchanged");
  std::uint64_t leaves = 0;
  const Counts counts = ledger.counts();
  for (const std::uint64_t count : counts.of) leaves += count;
  fuzz::promise(leaves == ledger.size(), "every leaf is counted once");
  for (const Ledger::Link& link : ledger.links()) {
    ledger.fate(link.leaf);
    ledger.rule_text(link.rule);
  }
  for (std::uint32_t leaf = 0; leaf < ledger.size(); ++leaf) ledger.place(leaf);
  ledger.rule("one more");
}
