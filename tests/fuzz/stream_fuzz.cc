// Any bytes as a Bundle or as lines, entry by entry: the text, the issues and the counts are those of the whole document at once.
#include <algorithm>

#include "fhir/stream_oracle.h"
#include "fuzz_target.h"

namespace {

using namespace caseway;
using fhir::Form;

bool any(const Issues& issues, bool (*is)(const Issue&)) { return std::any_of(issues.all().begin(), issues.all().end(), is); }

// Slices count what is read at once against these; the whole counts everything.
bool is_of_limits(const Issue& issue) { return issue.id.starts_with("limit."); }
// Of a document that is not well-formed and says what it is only in the end, slices tell faults that the whole did not come to.
bool is_of_syntax(const Issue& issue) { return issue.severity == Severity::fatal && (issue.id.starts_with("json.") || issue.id.starts_with("xml.")); }

void compare(std::string_view bytes, Form from, Form to) {
  fhir::StreamOptions options;
  options.from = from;
  options.to = to;
  options.limits = Limits::batch();
  const fhir::Whole whole = fhir::convert_whole(bytes, options);
  if (any(whole.issues, is_of_limits)) return;
  for (const std::uint64_t slice_bytes : {1, 300}) {
    options.slice_bytes = slice_bytes;
    if (any(whole.issues, is_of_syntax)) {
      fhir::HeldSink sink;
      const fhir::Streamed streamed = fhir::stream(formats::HeldBytes(bytes), options, sink);
      fuzz::promise(!streamed.taken || (!streamed.good && any(streamed.issues, is_of_syntax)), "what is no JSON or XML is none in slices");
    } else {
      const std::string difference = fhir::difference(bytes, from, to, slice_bytes);
      fuzz::promise(difference.empty(), difference.c_str());
    }
  }
}

}  // namespace

CASEWAY_FUZZ_TARGET(stream, "") {
  const std::size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first != std::string_view::npos && bytes[first] == '<') {
    compare(bytes, Form::xml, Form::json);
    compare(bytes, Form::xml, Form::ndjson);
  } else {
    compare(bytes, Form::json, Form::xml);
    compare(bytes, Form::json, Form::ndjson);
    compare(bytes, Form::ndjson, Form::json);
  }
}
