// Calling a Partner by hand, and what it hands over.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "host/call.h"
#include "host/translator.h"

namespace caseway::host {

struct Gathered : DocumentSink, PayloadSink {
  void take(Document document) override { documents.push_back(std::move(document)); }
  void rest(Ledger ledger) override { rests.push_back(std::move(ledger)); }
  void take(Part part) override { parts.push_back(std::move(part)); }
  void refuse(Refusal refusal) override { refusals.push_back(std::move(refusal)); }
  void account(Ledger ledger) override { ledgers.push_back(std::move(ledger)); }
  std::vector<Document> documents;
  std::vector<Ledger> rests;
  std::vector<Part> parts;
  std::vector<Ledger> ledgers;
  std::vector<Refusal> refusals;
  Issues issues;
  bool good = false;
};

inline Gathered read(const Partner& partner, const std::string& bytes, const Context& context = {}) {
  Gathered gathered;
  gathered.good = call_read(partner, "test", context, {{"", "", bytes}}, gathered, gathered.issues);
  return gathered;
}

inline Gathered write(const Partner& partner, const std::vector<Document>& documents, const Context& context = {}) {
  Gathered gathered;
  gathered.good = call_write(partner, "test", context, documents, gathered, gathered.issues);
  return gathered;
}

inline std::vector<std::string> ids(const Issues& issues) {
  std::vector<std::string> out;
  for (const auto& issue : issues.all()) out.push_back(issue.id);
  return out;
}

inline std::string texts(const Issues& issues) {
  std::string out;
  for (const auto& issue : issues.all()) out += issue.text + "\n";
  return out;
}

}  // namespace caseway::host
