#include "host/wire.h"

#include <cstring>

namespace caseway::host {
namespace {

constexpr std::size_t kLeast = 8;  // bytes of the smallest value on the wire: a number, or the length of a text

}  // namespace

void WireWriter::number(std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) out_.push_back(static_cast<char>(value >> shift & 0xff));
}

void WireWriter::text(std::string_view value) {
  number(value.size());
  out_.append(value);
}

std::uint64_t WireReader::number() {
  if (rest_.size() < kLeast) return fail(), 0;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < kLeast; ++i) value |= std::uint64_t{static_cast<unsigned char>(rest_[i])} << (8 * i);
  rest_.remove_prefix(kLeast);
  return value;
}

std::uint64_t WireReader::number(std::uint64_t max) {
  const auto value = number();
  if (value > max) return fail(), 0;
  return value;
}

std::string_view WireReader::text() {
  const auto size = number();
  if (size > rest_.size()) return fail(), std::string_view();
  const auto value = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return value;
}

std::uint64_t WireReader::count(std::size_t least_bytes_each) {
  const auto value = number();
  if (value > rest_.size() / least_bytes_each) return fail(), 0;
  return value;
}

void put(WireWriter& to, const Context& context) {
  to.text(context.now);
  to.text(context.id_seed);
  to.text(context.kind);
  to.number(context.settings.size());
  for (const auto& [key, value] : context.settings) to.text(key), to.text(value);
  for (const LimitName& each : kLimitNames) to.number(context.limits.*each.limit);
  to.number(static_cast<std::uint64_t>(context.detail));
  to.number(context.repair);
  to.number(context.shape);
  to.number(context.refused.size());
  for (const auto& refusal : context.refused) put(to, refusal);
}

void get(WireReader& from, Context& context) {
  context.now = from.text();
  context.id_seed = from.text();
  context.kind = from.text();
  for (auto n = from.count(2 * kLeast); n > 0; --n) {
    const auto key = from.text();
    context.settings[std::string(key)] = from.text();
  }
  for (const LimitName& each : kLimitNames) context.limits.*each.limit = from.number();
  context.detail = static_cast<Detail>(from.number(static_cast<std::uint64_t>(Detail::values)));
  context.repair = from.number(1) == 1;
  context.shape = from.number(1) == 1;
  for (auto n = from.count(2 * kLeast); n > 0; --n) get(from, context.refused.emplace_back());
}

void put(WireWriter& to, const Part& part) {
  to.text(part.name);
  to.text(part.media_type);
  to.text(part.bytes);
}

void get(WireReader& from, Part& part) {
  part.name = from.text();
  part.media_type = from.text();
  part.bytes = from.text();
}

void put(WireWriter& to, const Repair& repair) {
  put(to, repair.part);
  to.number(repair.documents);
}

void get(WireReader& from, Repair& repair) {
  get(from, repair.part);
  repair.documents = from.number();
}

void put(WireWriter& to, const std::string& text) { to.text(text); }

void get(WireReader& from, std::string& text) { text = from.text(); }

void put(WireWriter& to, const Place& place) {
  to.text(place.path);
  to.number(place.line);
  to.number(place.column);
}

void get(WireReader& from, Place& place) {
  place.path = from.text();
  place.line = static_cast<std::uint32_t>(from.number(0xffffffffu));
  place.column = static_cast<std::uint32_t>(from.number(0xffffffffu));
}

void put(WireWriter& to, const Document& document) {
  to.text(document.kind);
  to.text(document.name);
  to.text(document.tree.to_bytes());
  put(to, document.ledger);
  to.number(document.residual.size());
  for (const auto& kept : document.residual) to.text(kept.anchor), to.text(kept.path), to.text(kept.value);
  put(to, document.place);
}

void get(WireReader& from, Document& document) {
  document.kind = from.text();
  document.name = from.text();
  if (!Tree::from_bytes(from.text(), document.tree)) from.fail();
  get(from, document.ledger);
  for (auto n = from.count(3 * kLeast); n > 0; --n) {
    Kept kept;
    kept.anchor = from.text();
    kept.path = from.text();
    kept.value = from.text();
    document.residual.push_back(std::move(kept));
  }
  get(from, document.place);
}

void put(WireWriter& to, const Refusal& refusal) {
  to.number(refusal.document);
  put(to, refusal.why);
}

void get(WireReader& from, Refusal& refusal) {
  refusal.document = from.number();
  get(from, refusal.why);
}

void put(WireWriter& to, const Ledger& ledger) { to.text(ledger.to_bytes()); }

void get(WireReader& from, Ledger& ledger) {
  if (!Ledger::from_bytes(from.text(), ledger)) from.fail();
}

void put(WireWriter& to, const Issues& issues) {
  to.number(issues.all().size());
  for (const auto& issue : issues.all()) {
    to.number(static_cast<std::uint64_t>(issue.severity));
    to.text(issue.id);
    put(to, issue.place);
    to.text(issue.text);
  }
}

void get(WireReader& from, Issues& issues) {
  for (auto n = from.count(6 * kLeast); n > 0; --n) {
    Issue issue;
    issue.severity = static_cast<Severity>(from.number(static_cast<std::uint64_t>(Severity::information)));
    issue.id = from.text();
    get(from, issue.place);
    issue.text = from.text();
    issues.add(std::move(issue));
  }
}

void put(WireWriter& to, const Partner::Recognition& recognition) {
  to.number(static_cast<std::uint64_t>(recognition.confidence < 0 ? 0 : recognition.confidence));
  to.text(recognition.what);
}

void get(WireReader& from, Partner::Recognition& recognition) {
  recognition.confidence = static_cast<int>(from.number(100));
  recognition.what = from.text();
}

}  // namespace caseway::host
