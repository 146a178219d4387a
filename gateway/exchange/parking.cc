#include "exchange/parking.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "crypto/digest.h"
#include "formats/config_node.h"
#include "formats/json_writer.h"
#include "mapping/overlay.h"
#include "mapping/spelling.h"

namespace caseway::exchange {

namespace {

constexpr std::size_t kIdLength = 12;  // hexadecimal digits
constexpr std::array<std::string_view, 6> kReasons{"plumbing", "decoration", "duplicate-of", "derivable-from", "test-data", "not-about-the-person"};

std::string folder_of(std::string_view id) { return "parked/" + std::string(id); }

// A part without a name, or with one that is another's, has its number.
std::vector<std::string> names_of(const std::vector<Part>& payload) {
  std::vector<std::string> names;
  for (const auto& part : payload) {
    auto name = part.name.substr(part.name.find_last_of("/\\") + 1);
    if (name.empty() || name.front() == '.' || std::find(names.begin(), names.end(), name) != names.end())
      name = "part-" + std::to_string(names.size() + 1) + name;
    names.push_back(std::move(name));
  }
  return names;
}

mapping::Overlay overlay_of(const SenderState& state) {
  const auto text = state.read(SenderState::kOverlay);
  return text ? mapping::Overlay::read(*text, state.place(SenderState::kOverlay)) : mapping::Overlay();
}

std::uint64_t number(const formats::ConfigNode& node, std::string_view key) {
  const auto digits = node.text(key);
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

void add_alias(mapping::Overlay::OfMapping& overlay, const std::string& column, const std::string& header) {
  auto& aliases = overlay.aliases[column];
  if (std::find(aliases.begin(), aliases.end(), header) == aliases.end()) aliases.push_back(header);
}

// The header alone, of whatever table.
std::string header_of(const Change& change) { return change.header.substr(change.table.empty() ? 0 : change.table.size() + 1); }

// "phones.number", "person/number" -> "number"
std::string bare(const std::string& header) { return header.substr(header.find_last_of("./") + 1); }

// A decision that is taken again takes the place of the one before.
void forget(const Change& change, mapping::Overlay::OfMapping& overlay) {
  const auto header = change.kind == Change::Kind::missing ? change.meant : header_of(change);
  for (auto& [column, aliases] : overlay.aliases) std::erase(aliases, header);
  std::erase_if(overlay.aliases, [](const auto& each) { return each.second.empty(); });
  overlay.ignore.erase(change.header);
  if (change.code.empty()) return;
  overlay.codes[change.code_table].erase(change.code);
  if (overlay.codes[change.code_table].empty()) overlay.codes.erase(change.code_table);
}

// What --as names: one of what there is. A column of a table may go by its own name alone.
std::string chosen(const Change& change, const std::string& as, std::string_view what) {
  const auto same = [&](const std::string& each) {
    if (change.kind == Change::Kind::code) return each == as;
    return mapping::normalised_header(each) == mapping::normalised_header(as) ||
           mapping::normalised_header(bare(each)) == mapping::normalised_header(as);
  };
  const auto found = std::find_if(change.may_mean.begin(), change.may_mean.end(), same);
  if (found != change.may_mean.end()) return *found;
  std::string all;
  for (const auto& each : change.may_mean) (all += all.empty() ? "" : ", ") += each;
  const auto near = formats::nearest(as, std::vector<std::string_view>(change.may_mean.begin(), change.may_mean.end()));
  throw CannotAccept("`" + as + "` is no " + std::string(what) + (near.empty() ? "" : "; did you mean " + std::string(near) + "?") +
                     (all.empty()    ? "; there is none"
                      : near.empty() ? "; there are " + all
                                     : ""));
}

std::string decide_fresh(const Change& change, const Acceptance& how, mapping::Overlay::OfMapping& overlay) {
  if (!how.as.empty()) {
    const auto column = chosen(change, how.as, "column of the mapping that these files lack");
    return add_alias(overlay, column, header_of(change)), "read as " + column;
  }
  if (how.ignore.empty()) return "known; the mapping does not carry it";
  if (const auto word = std::string_view(how.ignore).substr(0, how.ignore.find(' '));
      std::find(kReasons.begin(), kReasons.end(), word) == kReasons.end())
    throw CannotAccept("`" + how.ignore + "` is no reason; the reasons are plumbing, decoration, duplicate-of, derivable-from, test-data, " +
                       "not-about-the-person");
  return overlay.ignore[change.header] = how.ignore, "left out: " + how.ignore;
}

// What is accepted, in the overlay; gives what was decided, for people. `meant` is what --as said, or what the proposal says without it.
std::string decide(Change& change, const Acceptance& how, mapping::Overlay::OfMapping& overlay) {
  using Kind = Change::Kind;
  if (!how.ignore.empty() && change.kind != Kind::fresh) throw CannotAccept("--ignore is for new columns");
  forget(change, overlay);
  change.meant.clear();
  switch (change.kind) {
    case Kind::renamed:
      change.meant = how.as.empty() ? change.column : chosen(change, how.as, "column of the mapping that these files lack");
      return add_alias(overlay, change.meant, header_of(change)), "read as " + change.meant;
    case Kind::missing:
      if (!how.as.empty()) {
        change.meant = chosen(change, how.as, "header of these files");
        return add_alias(overlay, change.column, change.meant), "it is " + change.meant + " now";
      }
      if (change.required)
        throw CannotAccept("the mapping requires `" + change.column + "`; ask the sender for it, or say which column it is now with --as HEADER");
      return "read without it";
    case Kind::fresh:
      return decide_fresh(change, how, overlay);
    case Kind::code:
      if (change.code.empty()) return "each row is told";
      change.meant = how.as.empty() ? change.like : chosen(change, how.as, "code of the table `" + change.code_table + "`");
      if (change.meant.empty()) throw CannotAccept("say which code of the table `" + change.code_table + "` it means, with --as CODE");
      overlay.codes[change.code_table][change.code] = change.meant;
      return "read as " + change.meant;
    case Kind::dates:
      overlay.accept[change.column] = change.forms;
      return "read as " + change.forms.back();
    case Kind::shrunk:
      return "the list is that short now";
  }
  return {};
}

}  // namespace

std::size_t Proposal::undecided() const {
  return static_cast<std::size_t>(std::count_if(changes.begin(), changes.end(), [](const Change& each) { return each.accepted.empty(); }));
}

std::string Proposal::text() const {
  std::string made = id + " from " + sender + ":";
  for (const auto& file : files) made += " " + file;
  made += "\n";
  for (std::size_t i = 0; i < changes.size(); ++i) {
    made += "  " + std::to_string(i + 1) + ". " + changes[i].text + "\n";
    if (!changes[i].accepted.empty()) made += "     accepted: " + changes[i].accepted + "\n";
  }
  return made;
}

std::string Proposal::json() const {
  std::string out;
  formats::JsonWriter json(out);
  json.object().field("id", id).field("sender", sender).field("receiver", receiver).field("mapping", mapping).key("files").array();
  for (const auto& file : files) json.value(file);
  json.end().key("changes").array();
  for (const auto& change : changes) {
    json.object()
        .field("change", change_name(change.kind))
        .field("column", change.column)
        .field("header", change.header)
        .field("table", change.table);
    json.field("code_table", change.code_table).field("code", change.code).field("like", change.like).key("forms").array();
    for (const auto& form : change.forms) json.value(form);
    json.end().key("may_mean").array();
    for (const auto& each : change.may_mean) json.value(each);
    json.end().field("meant", change.meant).field("required", change.required).field("count", change.count).field("of", change.of);
    json.field("text", change.text).field("accepted", change.accepted).end();
  }
  json.end().end();
  return out + "\n";
}

Proposal Proposal::read(std::string_view json) {
  const auto node = formats::read_config(json, "proposal.json");
  Proposal made;
  made.id = node.text("id");
  made.sender = node.text("sender");
  made.receiver = node.text("receiver");
  made.mapping = node.text("mapping");
  if (const auto* files = node.find("files"))
    for (const auto& file : files->items) made.files.push_back(file.scalar);
  const auto* changes = node.find("changes");
  if (changes == nullptr) return made;
  for (const auto& each : changes->items) {
    Change change;
    change.kind = named_change(each.text("change"));
    change.column = each.text("column");
    change.header = each.text("header");
    change.table = each.text("table");
    change.code_table = each.text("code_table");
    change.code = each.text("code");
    change.like = each.text("like");
    if (const auto* forms = each.find("forms"))
      for (const auto& form : forms->items) change.forms.push_back(form.scalar);
    if (const auto* may_mean = each.find("may_mean"))
      for (const auto& one : may_mean->items) change.may_mean.push_back(one.scalar);
    change.meant = each.text("meant");
    change.required = each.flag("required");
    change.count = number(each, "count");
    change.of = number(each, "of");
    change.text = each.text("text");
    change.accepted = each.text("accepted");
    made.changes.push_back(std::move(change));
  }
  return made;
}

Proposal proposal_for(const SenderState& state, std::string_view receiver, std::string_view mapping, const std::vector<Part>& payload,
                      std::vector<Change> changes) {
  return {payload_id(payload), state.sender(), std::string(receiver), std::string(mapping), names_of(payload), std::move(changes)};
}

std::string payload_id(const std::vector<Part>& payload) {
  std::string all;
  for (const auto& part : payload) all += part.source == nullptr ? crypto::sha256_hex(part.bytes) : crypto::sha256_hex(*part.source);
  return crypto::sha256_hex(all).substr(0, kIdLength);
}

void park(const SenderState& state, const Proposal& proposal, const std::vector<Part>& payload) {
  const auto folder = folder_of(proposal.id);
  for (std::size_t i = 0; i < payload.size(); ++i) {
    const auto file = folder + "/payload/" + proposal.files[i];
    payload[i].source == nullptr ? state.write(file, payload[i].bytes) : state.write(file, *payload[i].source);
  }
  state.write(folder + "/proposal.txt", proposal.text());
  state.write(folder + "/proposal.json", proposal.json());  // the last: without it nothing is parked
}

std::optional<Proposal> parked(const SenderState& state, std::string_view id) {
  const auto text = state.read(folder_of(id) + "/proposal.json");
  return text ? std::optional(Proposal::read(*text)) : std::nullopt;
}

std::vector<Proposal> all_parked(const SenderState& state) {
  std::vector<Proposal> all;
  for (const auto& id : state.entries("parked"))
    if (auto one = parked(state, id)) all.push_back(std::move(*one));
  return all;
}

std::vector<Proposal> all_parked(const std::string& state_folder) {
  std::vector<Proposal> all;
  for (const auto& sender : known_senders(state_folder))
    for (const auto& id : look_into(state_folder, sender, "parked"))
      if (const auto text = look_at(state_folder, sender, folder_of(id) + "/proposal.json")) all.push_back(Proposal::read(*text));
  return all;
}

std::string payload_place(const SenderState& state, const Proposal& proposal) {
  const auto folder = folder_of(proposal.id) + "/payload";
  return state.place(proposal.files.size() == 1 ? folder + "/" + proposal.files.front() : folder);
}

void forget_parked(const SenderState& state, std::string_view id) { state.remove(folder_of(id)); }

void accept(const SenderState& state, Proposal& proposal, std::size_t number, const Acceptance& how) {
  if (number == 0 || number > proposal.changes.size())
    throw CannotAccept(proposal.id + " has the changes 1 to " + std::to_string(proposal.changes.size()));
  auto& change = proposal.changes[number - 1];
  auto overlay = overlay_of(state);
  change.accepted = decide(change, how, overlay.mappings[proposal.mapping]);
  state.write(SenderState::kOverlay, overlay.text());
  state.write(folder_of(proposal.id) + "/proposal.txt", proposal.text());
  state.write(folder_of(proposal.id) + "/proposal.json", proposal.json());
}

}  // namespace caseway::exchange
