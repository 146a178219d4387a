#include "fhir/entry_output.h"

#include <algorithm>
#include <stdexcept>

#include "fhir/ndjson.h"

namespace caseway::fhir {

namespace {

std::uint64_t values_of(const Tree& tree) {
  return static_cast<std::uint64_t>(
      std::count_if(tree.nodes().begin(), tree.nodes().end(), [](const Node& n) { return n.offset != Node::kNoValue; }));
}

void add_renumbered(const Issues& found, std::uint64_t first, Issues& issues) {
  for (Issue issue : found.all()) {
    renumber_entry(issue.place.path, first);
    issues.add(std::move(issue));
  }
}

class BundleText final : public EntryOutput {
 public:
  BundleText(const StreamOptions& options, formats::ByteSink& to)
      : to_(to), form_(options.to), options_(options.write), write_(form_ == Form::xml ? write_xml : write_json) {}

  bool begin(const EntryInput& input) override {
    Around frame;
    Issues unsaid;  // the pattern has nothing to say
    good_ = write_(input.frame(), options_, frame_issues_, text_);
    if (!good_) return true;
    if (!cut(text_, input.mark(), form_, options_.pretty, frame)) return false;
    if (!write_(input.pattern(), options_, unsaid, text_) || !cut(text_, input.mark(), form_, options_.pretty, around_))
      throw std::logic_error("the writer's text of a Bundle with one entry is not as bundle_frame.cc has it");
    counts_[Fate::copied] += values_of(input.frame()) - 1;
    pattern_values_ = values_of(input.pattern()) - 1;
    to_.write(frame.head);
    tail_ = std::move(frame.tail);
    return true;
  }

  void take(const Tree& entries, std::uint64_t first) override {
    Issues found;
    const bool written = write_(entries, options_, found, text_);
    add_renumbered(found, first, issues_);
    counts_[written ? Fate::copied : Fate::undecided] += values_of(entries) - pattern_values_;
    good_ = good_ && written;
    if (!written) return;
    if (any_) to_.write(around_.between);
    any_ = true;
    std::string_view inside = text_;
    inside.remove_prefix(around_.head.size());
    inside.remove_suffix(around_.tail.size());
    to_.write(inside);
  }

  void end() override {
    to_.write(tail_);
    issues_.append(frame_issues_);  // a Bundle's signature stands behind its entries
  }

 private:
  formats::ByteSink& to_;
  const Form form_;
  const WriteOptions options_;
  const decltype(&write_json) write_;
  Around around_;  // of the pattern
  std::uint64_t pattern_values_ = 0;
  std::string tail_;
  std::string text_;
  Issues frame_issues_;
  bool any_ = false;
};

class Lines final : public EntryOutput {
 public:
  explicit Lines(formats::ByteSink& to) : to_(to) {}

  bool begin(const EntryInput& input) override {
    add(input.frame());
    --counts_[Fate::no_room];  // the mark
    pattern_values_ = values_of(input.pattern()) - 1;
    return true;
  }

  void take(const Tree& entries, std::uint64_t first) override {
    add_renumbered(add(entries), first, issues_);
    counts_[Fate::copied] -= pattern_values_;  // that of a collection, its type, counts as copied
    to_.write(text_);
  }

  void end() override { tell_left_out(counts_[Fate::no_room], issues_); }

 private:
  Issues add(const Tree& tree) {
    Issues found;
    text_.clear();
    good_ = write_ndjson(tree, found, text_, &fates_) && good_;
    for (const Fate fate : fates_) counts_[fate] += fate == Fate::none ? 0 : 1;
    return found;
  }

  formats::ByteSink& to_;
  std::uint64_t pattern_values_ = 0;
  std::string text_;
  std::vector<Fate> fates_;
};

}  // namespace

void renumber_entry(std::string& path, std::uint64_t first) {
  constexpr std::string_view kEntryPath = "Bundle.entry[";
  if (first == 0 || !path.starts_with(kEntryPath)) return;
  const std::size_t end = path.find(']');
  const std::uint64_t index = std::stoull(path.substr(kEntryPath.size(), end - kEntryPath.size()));
  path.replace(kEntryPath.size(), end - kEntryPath.size(), std::to_string(first + index));
}

std::unique_ptr<EntryOutput> open_output(const StreamOptions& options, formats::ByteSink& to) {
  if (options.to == Form::ndjson) return std::make_unique<Lines>(to);
  return std::make_unique<BundleText>(options, to);
}

}  // namespace caseway::fhir
