// A payload in memory through a mapping and back: what check and explain stand on.
#pragma once

#include <string>
#include <vector>

#include "caseway/partner.h"

namespace caseway::mapping {

struct Payload : PayloadSource {
  explicit Payload(std::vector<Part> parts) : parts(std::move(parts)) {}
  const Part* next() override { return at < parts.size() ? &parts[at++] : nullptr; }
  std::vector<Part> parts;
  std::size_t at = 0;
};
struct OnePart : Payload {
  explicit OnePart(std::string bytes) : Payload({}) { parts.push_back({"", "", std::move(bytes)}); }
};
struct Documents : DocumentSink, DocumentSource {
  void take(Document document) override { all.push_back(std::move(document)); }
  void rest(Ledger ledger) override { refused.push_back(std::move(ledger)); }
  void repair(Repair repair) override { repairs.push_back(std::move(repair)); }
  void shape(std::string shape) override { shapes.push_back(std::move(shape)); }
  const Document* next() override { return at < all.size() ? &all[at++] : nullptr; }
  std::vector<Document> all;
  std::vector<Ledger> refused;
  std::vector<Repair> repairs;
  std::vector<std::string> shapes;
  std::size_t at = 0;
};
struct Parts : PayloadSink {
  void take(Part part) override { all.push_back(std::move(part)); }
  void refuse(Refusal refusal) override { issues.append(refusal.why); }
  void account(Ledger ledger) override { ledgers.push_back(std::move(ledger)); }
  std::vector<Part> all;
  std::vector<Ledger> ledgers;
  Issues issues;  // why documents were refused
};

}  // namespace caseway::mapping
