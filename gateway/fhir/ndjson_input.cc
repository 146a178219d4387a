// The entries of an NDJSON file: some lines at a time, as a collection.
#include <algorithm>
#include <cstring>

#include "fhir/collection.h"
#include "fhir/entry_input.h"
#include "fhir/ndjson.h"

namespace caseway::fhir {

namespace {

class NdjsonInput final : public EntryInput {
 public:
  NdjsonInput(const formats::ByteSource& source, const StreamOptions& options)
      : source_(source), options_(options), frame_(bundle_of_mark(mark_, "collection")) {
    made_ = 1;
  }

  const Tree& frame() const override { return frame_; }
  const Tree& pattern() const override { return frame_; }
  const Mark& mark() const override { return mark_; }
  bool next(Tree& entries, std::uint64_t& first) override;

 private:
  bool fill();
  bool refuse_line();
  void take_line(std::string_view line, Collection& collection);

  const formats::ByteSource& source_;
  const StreamOptions& options_;
  const Mark mark_;
  const Tree frame_;
  std::uint64_t offset_ = 0;  // behind what is in lines_
  std::string lines_;         // whole lines, and behind them the beginning of one
  std::size_t whole_ = 0;     // bytes of the whole ones
  std::uint32_t line_ = 0;    // the number of the last line taken
  LineTally tally_;
  std::uint64_t resources_ = 0;
  bool ended_ = false;
};

// Reads on until there is a whole line at least; false at the end of the file.
bool NdjsonInput::fill() {
  lines_.erase(0, whole_);
  whole_ = 0;
  while (whole_ == 0) {
    if (offset_ == source_.size()) {
      whole_ = lines_.size();
      return whole_ > 0;
    }
    const std::size_t had = lines_.size();
    lines_.resize(had + static_cast<std::size_t>(std::min(options_.slice_bytes, source_.size() - offset_)));
    const std::size_t got = source_.read(offset_, lines_.data() + had, lines_.size() - had);
    lines_.resize(had + got);
    offset_ = got == 0 ? source_.size() : offset_ + got;
    const std::size_t last = lines_.rfind('\n');
    if (last != std::string::npos) whole_ = last + 1;
    if (whole_ == 0 && lines_.size() > options_.limits.entry_bytes) return refuse_line();
  }
  return true;
}

// Where a line that is too long ends is not looked for: no later line has a number then.
bool NdjsonInput::refuse_line() {
  Tree none;
  read_ndjson_line(lines_, line_ + 1, options_.limits, issues_, none, nullptr, {});
  good_ = false;
  ended_ = true;
  return false;
}

void NdjsonInput::take_line(std::string_view line, Collection& collection) {
  ++line_;
  if (line.find_first_not_of(kNdjsonBlank) == std::string_view::npos) return;
  ++tally_.read;
  if (tally_.read > options_.limits.bundle_entries) {
    issues_.add(Severity::fatal, "limit.bundle_entries", {{}, line_, 1},
                "The file has more than " + std::to_string(options_.limits.bundle_entries) + " resources. Send it in parts.");
    good_ = false;
    ended_ = true;
    return;
  }
  Tree resource;
  Ledger ledger;
  Issues found;
  const bool usable = read_ndjson_line(line, line_, options_.limits, found, resource, &ledger, {.unknown = options_.unknown});
  counts_ += ledger.counts();
  add_line_issues(found, options_.skip_bad_lines, issues_);
  if (!usable) {
    ++tally_.bad;
    good_ = good_ && options_.skip_bad_lines;
    return;
  }
  ++resources_;
  collection.add(resource);
}

bool NdjsonInput::next(Tree& entries, std::uint64_t& first) {
  if (ended_ || !fill()) {
    if (!ended_) good_ = tell_lines(tally_, options_.skip_bad_lines, issues_) && good_;
    ended_ = true;
    return false;
  }
  first = resources_;
  Collection collection;
  std::string_view rest = std::string_view(lines_).substr(0, whole_);
  while (!rest.empty() && !ended_) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    take_line(rest.substr(0, end), collection);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  entries = resources_ > first ? collection.finish() : Tree();
  return true;
}

}  // namespace

std::unique_ptr<EntryInput> open_ndjson(const formats::ByteSource& source, const StreamOptions& options) {
  return std::make_unique<NdjsonInput>(source, options);
}

}  // namespace caseway::fhir
