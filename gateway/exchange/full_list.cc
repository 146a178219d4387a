#include "exchange/full_list.h"

#include <algorithm>
#include <array>
#include <utility>

#include "crypto/digest.h"
#include "fhir/codec.h"
#include "formats/config_node.h"
#include "formats/csv.h"
#include "formats/json_writer.h"

namespace caseway::exchange {

namespace {

// A document's content; the instant of its making is none.
std::string digest_of(const Document& document) {
  std::string text;
  Issues unsaid;
  fhir::write_json(document.tree, {}, unsaid, text);
  if (const auto made = document.tree.root().child("timestamp"); made.has_value())
    if (const auto at = text.find(made.value()); at != std::string::npos) text.erase(at, made.value().size());
  return crypto::sha256_hex(text);
}

}  // namespace

FullList FullList::read(std::string_view json) {
  FullList made;
  const auto node = formats::read_config(json, "list");
  if (const auto* entries = node.find("entries"))
    for (const auto& entry : entries->items) made.known_.emplace(entry.text("key"), entry.text("digest"));
  return made;
}

std::string FullList::json() const {
  std::string out;
  formats::JsonWriter json(out);
  json.object().key("entries").array();
  for (const auto& [key, digest] : known_) json.object().field("key", key).field("digest", digest).end();
  json.end().end();
  return out + "\n";
}

std::size_t FullList::gone(const mapping::Shape& list) const {
  return static_cast<std::size_t>(std::count_if(
      known_.begin(), known_.end(), [&](const auto& entry) { return !std::binary_search(list.keys.begin(), list.keys.end(), entry.first); }));
}

bool FullList::is_known(const Document& entry) {
  if (entry.name.empty()) return false;
  auto digest = digest_of(entry);
  auto& known = known_[entry.name];
  if (known == digest) return true;
  before_[entry.name] = std::exchange(known, std::move(digest));
  return false;
}

std::vector<std::string> FullList::take_gone(const mapping::Shape& list) {
  std::vector<std::string> gone;
  for (auto entry = known_.begin(); entry != known_.end();) {
    if (std::binary_search(list.keys.begin(), list.keys.end(), entry->first)) {
      ++entry;
      continue;
    }
    gone.push_back(entry->first);
    entry = known_.erase(entry);
  }
  return gone;
}

void FullList::not_delivered(const std::string& key) {
  const auto found = before_.find(key);
  if (found == before_.end()) return;
  if (found->second.empty())
    known_.erase(key);
  else
    known_[key] = found->second;
}

Ledger said_before(const Ledger& read) {
  Ledger ledger("read");
  const auto rule = ledger.rule("duplicate-of the list before");
  for (std::uint32_t i = 0; i < read.size(); ++i) {
    const auto fate = read.fate(i);
    const bool leaf = fate != Fate::none && fate != Fate::structural;
    const auto made = ledger.add_leaf(leaf ? Fate::undecided : fate);
    if (leaf) ledger.mark(made, Fate::ignored, Ledger::kNoTarget, rule);
    if (const auto* place = read.place(i)) ledger.name_leaf(made, *place);
  }
  return ledger;
}

bool implausible(std::size_t gone, std::size_t known) { return gone > 0 && (2 * gone > known || gone == known); }

Part closing_table(const mapping::Shape& list, const std::vector<std::string>& keys, std::string_view now) {
  constexpr std::size_t kDay = 10;  // YYYY-MM-DD
  std::string text;
  std::vector<std::string_view> cells;
  for (const auto& [column, value] : list.row) cells.push_back(column);
  formats::append_csv_row(text, cells);
  for (const auto& key : keys) {
    const std::array<std::pair<std::string_view, std::string_view>, 2> holes{{{"{key}", key}, {"{date}", now.substr(0, kDay)}}};
    std::vector<std::string> row;
    for (const auto& [column, value] : list.row) {
      row.push_back(value);
      for (const auto& [hole, filling] : holes)
        if (const auto at = row.back().find(hole); at != std::string::npos) row.back().replace(at, hole.size(), filling);
    }
    cells.assign(row.begin(), row.end());
    formats::append_csv_row(text, cells);
  }
  return {"closed.csv", "text/csv", std::move(text)};
}

}  // namespace caseway::exchange
