#include "exchange/memory.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace caseway::exchange {

namespace {

std::string shape_name(const std::string& mapping) { return "shapes/" + mapping + ".json"; }

bool has_fatal(const Issues& issues) {
  return std::any_of(issues.all().begin(), issues.all().end(), [](const Issue& issue) { return issue.severity == Severity::fatal; });
}

constexpr auto kNoRow = std::numeric_limits<std::uint64_t>::max();  // of the sender's: none of them can be mended

Change shrunk(std::size_t gone, std::size_t known) {
  Change change;
  change.kind = Change::Kind::shrunk;
  change.count = gone;
  change.of = known;
  change.text =
      "the list has lost " + std::to_string(gone) + " of " + std::to_string(known) + " entries since the last time; accepting it takes them for gone";
  return change;
}

}  // namespace

Memory::Memory(const std::string& state_folder, std::string_view sender) : state_(std::make_unique<SenderState>(state_folder, sender)) {}

void Memory::lay_over(const std::string& state_folder, std::string_view sender, Context& context) {
  if (auto overlay = look_at(state_folder, sender, SenderState::kOverlay)) context.settings["overlay"] = std::move(*overlay);
}

std::string Memory::list_name(const mapping::Shape& shape, std::string_view receiver) const {
  return "lists/" + shape.mapping + "." + std::string(receiver) + ".json";
}

std::vector<Change> Memory::changes(std::string_view receiver) {
  std::vector<Change> all;
  for (const auto& shape : shapes_) {
    const auto text = state_->read(shape_name(shape.mapping));
    const auto known = text ? KnownShape::read(*text) : KnownShape();
    for (auto& change : changes_of(text ? &known : nullptr, shape)) {
      const bool told = std::any_of(all.begin(), all.end(), [&](const Change& each) { return each.same(change); });
      if (!told) all.push_back(std::move(change));  // files of one kind that come together have changed alike
    }
  }
  if (shapes_.size() != 1 || !shapes_.front().full_list) return all;
  list_at_ = list_name(shapes_.front(), receiver);
  const auto text = state_->read(list_at_);
  list_ = text ? FullList::read(*text) : FullList();
  if (const auto gone = list_->gone(shapes_.front()); !shapes_.front().part && implausible(gone, list_->size()))
    all.push_back(shrunk(gone, list_->size()));
  return all;
}

bool Memory::parks(const std::vector<Part>& payload, std::string_view receiver, const std::vector<std::string>& shapes, Issues& issues) {
  if (shapes.empty()) return false;
  for (const auto& shape : shapes) shapes_.push_back(mapping::read_shape(shape));
  auto found = changes(receiver);
  id_ = payload_id(payload);
  auto decided = exchange::parked(*state_, id_);
  std::erase_if(found, [&](const Change& change) {
    return decided && std::any_of(decided->changes.begin(), decided->changes.end(),
                                  [&](const Change& each) { return !each.accepted.empty() && each.same(change); });
  });
  if (found.empty()) return false;
  auto proposal = proposal_for(*state_, receiver, shapes_.front().mapping, payload, {});
  if (decided)
    for (auto& each : decided->changes)
      if (!each.accepted.empty()) proposal.changes.push_back(std::move(each));
  for (auto& change : found) proposal.changes.push_back(std::move(change));
  park(*state_, proposal, payload);
  parked_ = id_;
  const auto open = proposal.undecided();
  issues.add(Severity::warning, "exchange.parked", {},
             "the files of " + state_->sender() + " have changed in " + std::to_string(open) + (open == 1 ? " thing" : " things") +
                 "; this one is parked and nothing of it was delivered. `caseway parked show " + id_ + "` says what has changed");
  return true;
}

bool Memory::is_known(const Document& entry) { return list_ && list_->is_known(entry); }

bool Memory::closes() const { return list_ && shapes_.front().closes && !shapes_.front().part && list_->gone(shapes_.front()) > 0; }

std::optional<Part> Memory::closing(const Issues& read, std::string_view now, Issues& issues) {
  if (!closes()) return std::nullopt;
  const auto& shape = shapes_.front();
  if (shape.keyless > 0 || has_fatal(read)) {
    issues.add(Severity::warning, "exchange.list.unsure", {},
               "rows without a key, or a file that breaks off, may be any of the entries that are missing; none of them was closed this time");
    return std::nullopt;
  }
  return closing_table(shape, list_->take_gone(shape), now);
}

void Memory::not_delivered(const Document& entry) {
  if (list_) list_->not_delivered(entry.name);
}

host::ReadResult read_closing(Closing closing, const Issues& read) {
  host::ReadResult made;
  Issues said;
  if (const auto table = closing.memory.closing(read, closing.reading.now, said)) {
    closing.reading.kind = closing.memory.closing_kind();
    closing.reading.repair = false;
    made = closing.translator.read(closing.dialect, closing.reading, {*table});
    for (auto& document : made.documents) {
      document.ledger = Ledger("read");
      document.place = {"an entry that is gone", 0, 0};
      document.number = kNoRow;
    }
  }
  said.append(made.issues);
  made.issues = std::move(said);
  return made;
}

void say_nothing_new(const std::string& receiver, Issues& issues) {
  issues.add(Severity::information, "exchange.list.same", {}, "the list says nothing that " + receiver + " does not know; no event");
}

void Memory::keep() {
  if (shapes_.empty() || !parked_.empty()) return;
  for (const auto& shape : shapes_) {
    if (shape.part) continue;
    const auto text = state_->read(shape_name(shape.mapping));
    auto known = text ? KnownShape::read(*text) : KnownShape();
    known.learn(shape);
    if (const auto now = known.json(); !text || now != *text) state_->write(shape_name(shape.mapping), now);
  }
  if (list_) state_->write(list_at_, list_->json());
  forget_parked(*state_, id_);
}

}  // namespace caseway::exchange
