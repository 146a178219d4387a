// The entries of a Bundle in JSON or XML: its frame first, then slice after slice, each in a Bundle of its own with the document's root.
#include <algorithm>
#include <utility>

#include "fhir/bundle_map.h"
#include "fhir/entry_input.h"
#include "fhir/entry_output.h"
#include "fhir/source_places.h"

namespace caseway::fhir {

namespace {

constexpr std::string_view kJsonRoot = R"({"resourceType":"Bundle","entry":[)";
constexpr std::size_t kNearTheEnd = 4u << 10;  // a fault this close to where we cut a frame may be of our making

bool is_fatal(const Issue& issue) { return issue.severity == Severity::fatal; }
bool has_fatal(const Issues& issues) { return std::any_of(issues.all().begin(), issues.all().end(), is_fatal); }

class BundleInput final : public EntryInput {
 public:
  BundleInput(const formats::ByteSource& source, const StreamOptions& options, formats::Slices slices)
      : source_(source),
        options_(options),
        slices_(std::move(slices)),
        read_(reader_of(options.from)),
        part_limits_(limits_of_part(options.limits)),
        places_(source, options.from == Form::xml) {}

  // Reads the frame; false when the document can only be read as a whole.
  bool open();
  void refuse(Issues issues) {
    good_ = false;
    issues_ = std::move(issues);
    ended_ = true;
  }

  const Tree& frame() const override { return frame_; }
  const Tree& pattern() const override { return pattern_; }
  const Mark& mark() const override { return mark_; }
  bool next(Tree& entries, std::uint64_t& first) override;

 private:
  bool is_xml() const { return options_.from == Form::xml; }
  bool read(std::string_view text, const Limits& limits, Issues& issues, Tree& tree, Counts& counts) const;
  std::string frame_text(std::size_t& mark_begin, std::size_t& mark_end);
  bool take_frame_issues(const Issues& found, const std::string& text, std::size_t mark_begin, std::size_t mark_end);
  void refuse_frame();
  bool refuse_slice(const formats::Slice& slice);
  void wrap(const formats::Slice& slice);
  void take_slice_issues(const Issues& found, const formats::Slice& slice);
  void add(Issue issue);
  void end();
  formats::Position position_in(std::string_view text) const;

  const formats::ByteSource& source_;
  const StreamOptions& options_;
  const formats::Slices slices_;
  const ReadForm read_;
  const Limits part_limits_;
  SourcePlaces places_;
  Mark mark_;
  Tree frame_;
  Tree pattern_ = {};
  std::string root_;    // what every slice begins with
  Counts root_counts_;  // the leaves of that
  Issues behind_;       // of the frame, behind the entries
  std::size_t at_ = 0;
  std::string slice_text_;
  std::string wrapped_;
  bool ended_ = false;
  bool text_told_ = false;
};

Counts operator-(Counts a, const Counts& b) {
  for (std::size_t i = 0; i < kFates; ++i) a.of[i] -= std::min(a.of[i], b.of[i]);
  return a;
}

bool BundleInput::read(std::string_view text, const Limits& limits, Issues& issues, Tree& tree, Counts& counts) const {
  Ledger ledger;
  const ReadOptions options{.unknown = options_.unknown};
  const bool usable = read_(text, limits, issues, tree, &ledger, options);
  counts = ledger.counts();
  return usable;
}

formats::Position BundleInput::position_in(std::string_view text) const {
  LineCount count(is_xml());
  count.pass(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text);
  return count.position();
}

// The document without its entries. Of a frame that is too large, its beginning and what follows the entries, as far as the limit goes.
std::string BundleInput::frame_text(std::size_t& mark_begin, std::size_t& mark_end) {
  const std::uint64_t limit = options_.limits.entry_bytes;
  std::string text;
  std::string tail;
  formats::read_range(source_, 0, std::min(slices_.list_begin, limit), text);
  const std::uint64_t room = limit - std::min(limit, slices_.list_begin);
  formats::read_range(source_, slices_.list_end, std::min(source_.size(), slices_.list_end + room), tail);
  while (text.find(mark_.text()) != std::string::npos || tail.find(mark_.text()) != std::string::npos) mark_.next();
  mark_begin = text.size();
  text += mark_.entry(options_.from);
  mark_end = text.size();
  return text + tail;
}

bool BundleInput::open() {
  std::size_t mark_begin = 0;
  std::size_t mark_end = 0;
  const std::string text = frame_text(mark_begin, mark_end);
  Issues found;
  Counts counts;
  const bool usable = read(text, part_limits_, found, frame_, counts);
  if (!take_frame_issues(found, text, mark_begin, mark_end)) return false;
  if (slices_.list_begin + (source_.size() - slices_.list_end) > options_.limits.entry_bytes && !ended_) refuse_frame();
  good_ = good_ && usable;
  if (!good_) frame_ = {};

  root_ = kJsonRoot;
  if (is_xml()) formats::read_range(source_, slices_.root_begin, slices_.root_end, root_);
  pattern_ = bundle_of_mark(mark_, "");
  // What every slice's root counts, and the mark's own value, are no leaves of the source.
  Tree ignored;
  Issues unsaid;
  read(root_ + mark_.entry(options_.from) + (is_xml() ? "</" + slices_.root_name + ">" : "]}"), part_limits_, unsaid, ignored, root_counts_);
  Counts of_mark;
  of_mark[counts[Fate::copied] > 0 ? Fate::copied : Fate::undecided] = 1;
  counts_ = counts - of_mark;
  if (root_counts_[Fate::copied] > 0)
    --root_counts_[Fate::copied];
  else if (root_counts_[Fate::undecided] > 0)
    --root_counts_[Fate::undecided];
  return true;
}

// Issues in front of the entries are told now, those behind them in the end. False when one is about the mark's entry itself: the entries may not
// stand there, and only the whole document says it of each.
bool BundleInput::take_frame_issues(const Issues& found, const std::string& text, std::size_t mark_begin, std::size_t mark_end) {
  if (found.empty()) return true;
  const formats::Position begin = position_in(std::string_view(text).substr(0, mark_begin));
  const formats::Position end = position_in(std::string_view(text).substr(0, mark_end));
  const formats::Position near_end = position_in(std::string_view(text).substr(0, text.size() - std::min(text.size(), kNearTheEnd)));
  const bool whole = text.size() - (mark_end - mark_begin) == slices_.list_begin + (source_.size() - slices_.list_end);
  for (Issue issue : found.all()) {
    formats::Position at{issue.place.line, issue.place.column};
    if (is_fatal(issue) && !whole && !before(at, near_end)) continue;
    if (before(at, begin)) {
      add(std::move(issue));
      continue;
    }
    if (before(at, end)) return false;
    at = moved(at, end, places_.at(slices_.list_end));
    issue.place.line = at.line;
    issue.place.column = at.column;
    behind_.add(std::move(issue));
  }
  good_ = !issues_.has_errors() && !behind_.has_errors();
  ended_ = has_fatal(issues_);
  return true;
}

void BundleInput::refuse_frame() {
  issues_.add(Severity::fatal, "limit.entry_bytes", {"Bundle", 0, 0},
              "What stands around the entries of the Bundle has more than " + std::to_string(options_.limits.entry_bytes) +
                  " bytes. Look for a bracket or tag that is not closed.");
  good_ = false;
  ended_ = true;
}

// The whole document's reader says once that text stands between the Bundle's elements.
void BundleInput::add(Issue issue) {
  if (issue.id == "fhir.text" && issue.place.path == "Bundle" && std::exchange(text_told_, true)) return;
  issues_.add(std::move(issue));
}

bool BundleInput::refuse_slice(const formats::Slice& slice) {
  if (slice.longest <= options_.limits.entry_bytes) return false;
  const formats::Position at = places_.at(slice.longest_at);
  issues_.add(Severity::fatal, "limit.entry_bytes", {"Bundle.entry", at.line, at.column},
              "An entry of the Bundle has more than " + std::to_string(options_.limits.entry_bytes) +
                  " bytes. Send it alone, or look for a bracket or tag that is not closed.");
  return true;
}

void BundleInput::wrap(const formats::Slice& slice) {
  formats::read_range(source_, slice.begin, slice.end, slice_text_);
  wrapped_.assign(root_).append(slice_text_);
  const bool ends_early = slices_.cut_off && slice.end == slices_.list_end;  // the reader is to find it so
  if (ends_early) return;
  if (is_xml()) {
    wrapped_.append("</").append(slices_.root_name).append(">");
  } else {
    wrapped_.append("]}");
  }
}

void BundleInput::take_slice_issues(const Issues& found, const formats::Slice& slice) {
  if (found.empty()) return;
  const formats::Position begin = position_in(root_);
  const formats::Position there = places_.at(slice.begin);
  for (Issue issue : found.all()) {
    formats::Position at{issue.place.line, issue.place.column};
    if (at.line != 0) {
      if (before(at, begin)) continue;  // about the root: the frame has said it
      at = moved(at, begin, there);
      issue.place.line = at.line;
      issue.place.column = at.column;
    }
    renumber_entry(issue.place.path, slice.first);
    if (issue.id == "limit.bundle_entries")  // the reader had what is left of it
      issue.text = "The Bundle has more than " + std::to_string(options_.limits.bundle_entries) + " entries. Send it in parts.";
    add(std::move(issue));
  }
}

void BundleInput::end() {
  if (!ended_) {
    for (const Issue& issue : behind_.all()) add(issue);
  }
  ended_ = true;
}

bool BundleInput::next(Tree& entries, std::uint64_t& first) {
  if (ended_ || at_ == slices_.slices.size()) return end(), false;
  const formats::Slice& slice = slices_.slices[at_++];
  entries = {};
  first = slice.first;
  if (refuse_slice(slice)) {
    good_ = false;
    ended_ = true;
    return true;
  }
  wrap(slice);
  Limits limits = part_limits_;
  limits.bundle_entries = options_.limits.bundle_entries > first ? options_.limits.bundle_entries - first : 0;
  Issues found;
  Counts counts;
  if (!read(wrapped_, limits, found, entries, counts)) {
    entries = {};
    good_ = false;
  }
  counts_ += counts - root_counts_;
  take_slice_issues(found, slice);
  ended_ = has_fatal(found);
  return true;
}

}  // namespace

std::unique_ptr<EntryInput> open_bundle(const formats::ByteSource& source, const StreamOptions& options) {
  Issues issues;
  std::optional<formats::Slices> slices;
  if (!map_bundle(source, options, issues, slices)) return nullptr;
  const bool usable = slices.has_value();
  auto input = std::make_unique<BundleInput>(source, options, usable ? std::move(*slices) : formats::Slices());
  if (!usable) {
    input->refuse(std::move(issues));
  } else if (!input->open()) {
    return nullptr;
  }
  return input;
}

}  // namespace caseway::fhir
