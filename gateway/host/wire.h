// Values on their way between the gateway and a worker: little-endian numbers, texts with their length in front. Both ends are the same program,
// so there is no versioning; but the gateway trusts no byte of a worker: every read is checked, and what was read is verified (checked.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "caseway/partner.h"
#include "host/translator.h"

namespace caseway::host {

class WireWriter {
 public:
  void number(std::uint64_t value);
  void text(std::string_view value);
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// Reads in the order written. After a first failure every further read gives 0 or "", and ok() is false.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : rest_(bytes) {}
  std::uint64_t number();
  std::uint64_t number(std::uint64_t max);            // fails above max
  std::string_view text();                            // a view into the bytes
  std::uint64_t count(std::size_t least_bytes_each);  // how many follow; fails when the rest cannot hold that many
  void fail() { ok_ = false, rest_ = {}; }
  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

void put(WireWriter& to, const Context& context);  // without `issues`
void put(WireWriter& to, const Part& part);
void put(WireWriter& to, const Repair& repair);
void put(WireWriter& to, const std::string& text);
void put(WireWriter& to, const Place& place);
void put(WireWriter& to, const Document& document);
void put(WireWriter& to, const Refusal& refusal);
void put(WireWriter& to, const Ledger& ledger);
void put(WireWriter& to, const Issues& issues);
void put(WireWriter& to, const Partner::Recognition& recognition);
void put(WireWriter& to, const fhir::StreamOptions& options);
void put(WireWriter& to, const SlicedResult& result);

void get(WireReader& from, Context& context);
void get(WireReader& from, Part& part);
void get(WireReader& from, Repair& repair);
void get(WireReader& from, std::string& text);
void get(WireReader& from, Place& place);
void get(WireReader& from, Document& document);
void get(WireReader& from, Refusal& refusal);
void get(WireReader& from, Ledger& ledger);
void get(WireReader& from, Issues& issues);
void get(WireReader& from, Partner::Recognition& recognition);
void get(WireReader& from, fhir::StreamOptions& options);
void get(WireReader& from, SlicedResult& result);

}  // namespace caseway::host
