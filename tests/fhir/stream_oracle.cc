#include "fhir/stream_oracle.h"

#include <algorithm>

#include "fhir/ndjson.h"

namespace caseway::fhir {

namespace {

std::string numbers_of(const Counts& counts) {
  std::string text;
  for (const std::uint64_t n : counts.of) text += std::to_string(n) + " ";
  return text;
}

}  // namespace

Whole convert_whole(std::string_view bytes, const StreamOptions& options) {
  Whole whole;
  Tree tree;
  Ledger ledger;
  const ReadOptions reading{.unknown = options.unknown};
  if (options.from == Form::ndjson) {
    whole.good = read_ndjson(bytes, options.limits, whole.issues, tree, &ledger, reading, options.skip_bad_lines);
  } else {
    whole.good = (options.from == Form::json ? read_json : read_xml)(bytes, options.limits, whole.issues, tree, &ledger, reading);
  }
  whole.read = ledger.counts();
  if (!whole.good) return whole;
  if (options.to == Form::ndjson) {
    std::vector<Fate> fates;
    whole.good = write_ndjson(tree, whole.issues, whole.text, &fates);
    std::uint64_t left_out = 0;
    for (const Fate fate : fates) left_out += fate == Fate::no_room ? 1 : 0;
    tell_left_out(left_out, whole.issues);
  } else {
    whole.good = (options.to == Form::xml ? write_xml : write_json)(tree, options.write, whole.issues, whole.text);
  }
  return whole;
}

std::string lines_of(const Issues& issues) {
  std::string text;
  for (const Issue& issue : issues.all()) {
    text += std::to_string(static_cast<int>(issue.severity)) + " " + issue.id + " " + issue.place.path + " " + std::to_string(issue.place.line) +
            ":" + std::to_string(issue.place.column) + " " + issue.text + "\n";
  }
  return text;
}

std::string difference(std::string_view bytes, Form from, Form to, std::uint64_t slice_bytes, std::size_t* taken) {
  StreamOptions options;
  options.from = from;
  options.to = to;
  options.limits = Limits::batch();
  options.slice_bytes = slice_bytes;
  HeldSink sink;
  const Streamed streamed = stream(formats::HeldBytes(bytes), options, sink);
  if (!streamed.taken) return sink.text.empty() ? "" : "something was written of what was not taken";
  if (taken) ++*taken;
  const Whole whole = convert_whole(bytes, options);
  if (streamed.good != whole.good)
    return "one refuses, the other does not\nslices:\n" + lines_of(streamed.issues) + "whole:\n" + lines_of(whole.issues);
  if (lines_of(streamed.issues) != lines_of(whole.issues))
    return "other issues\nslices:\n" + lines_of(streamed.issues) + "whole:\n" + lines_of(whole.issues);
  if (streamed.good && sink.text != whole.text) return "another text\nslices:\n" + sink.text + "\nwhole:\n" + whole.text;
  if (streamed.good && numbers_of(streamed.read) != numbers_of(whole.read))
    return "other counts\nslices: " + numbers_of(streamed.read) + "\nwhole:  " + numbers_of(whole.read);
  // What ends the reading ends the counting; what stands behind the entries has been counted by then.
  const bool ended = std::any_of(whole.issues.all().begin(), whole.issues.all().end(), [](const Issue& i) { return i.severity == Severity::fatal; });
  const auto leaves = [](const Counts& counts) { return counts.total() + counts[Fate::structural]; };
  if (!ended && leaves(streamed.read) != leaves(whole.read)) return "another number of leaves";
  return {};
}

}  // namespace caseway::fhir
