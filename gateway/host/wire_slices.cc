// What is said about a stream between the gateway and a worker; its bytes are in files.
#include "host/wire.h"

namespace caseway::host {
namespace {

void put(WireWriter& to, const Counts& counts) {
  for (const auto n : counts.of) to.number(n);
  to.number(counts.added);
}

void get(WireReader& from, Counts& counts) {
  for (auto& n : counts.of) n = from.number();
  counts.added = from.number();
}

fhir::Form get_form(WireReader& from) { return static_cast<fhir::Form>(from.number(static_cast<std::uint64_t>(fhir::Form::ndjson))); }

}  // namespace

void put(WireWriter& to, const fhir::StreamOptions& options) {
  to.number(static_cast<std::uint64_t>(options.from));
  to.number(static_cast<std::uint64_t>(options.to));
  for (const LimitName& each : kLimitNames) to.number(options.limits.*each.limit);
  to.number(options.unknown == fhir::Unknown::report);
  to.number(options.write.pretty);
  to.number(options.skip_bad_lines);
  to.number(options.slice_bytes);
}

void get(WireReader& from, fhir::StreamOptions& options) {
  options.from = get_form(from);
  options.to = get_form(from);
  for (const LimitName& each : kLimitNames) options.limits.*each.limit = from.number();
  options.unknown = from.number(1) == 1 ? fhir::Unknown::report : fhir::Unknown::refuse;
  options.write.pretty = from.number(1) == 1;
  options.skip_bad_lines = from.number(1) == 1;
  options.slice_bytes = from.number();
}

void put(WireWriter& to, const SlicedResult& result) {
  to.number(result.crashed);
  to.number(result.bytes);
  to.number(result.streamed.taken);
  to.number(result.streamed.good);
  to.number(result.streamed.entries);
  to.text(result.streamed.kind);
  put(to, result.streamed.read);
  put(to, result.streamed.written);
  put(to, result.streamed.total);
  put(to, result.streamed.issues);
}

void get(WireReader& from, SlicedResult& result) {
  result.crashed = from.number(1) == 1;
  result.bytes = from.number();
  result.streamed.taken = from.number(1) == 1;
  result.streamed.good = from.number(1) == 1;
  result.streamed.entries = from.number();
  result.streamed.kind = from.text();
  get(from, result.streamed.read);
  get(from, result.streamed.written);
  get(from, result.streamed.total);
  get(from, result.streamed.issues);
}

}  // namespace caseway::host
