// caseway update: an answer to a referral, held against what was known of it.
#include <cstdio>
#include <filesystem>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/gateway.h"
#include "cli/issues_text.h"
#include "exchange/request_loop.h"
#include "fhir/codec.h"
#include "host/bundles.h"

namespace caseway::cli {
namespace {

const Usage kUpdate{
    "caseway update [--from X] [-o FILE] EARLIER UPDATE",
    "Holds an answer (a status file, a Task) against the referral that it is about, and writes the referral as it now is, as FHIR JSON.\n"
    "A status that may not follow the earlier one is refused, an answer that is older than what is known changes nothing, and one about\n"
    "another referral is told. Of several answers in one file those about this referral are taken in their order.",
    {{"from", "f", "X", "The dialect or partner of UPDATE (default: found out)."},
     {"output", "o", "FILE", "Where the referral goes (default: standard output)."},
     kConfigOption}};

// The canonical documents of a file, whatever its dialect. Nothing when it could not be read; its issues were told.
std::vector<Document> documents_of(const exchange::Pipeline& pipeline, const std::string& path, const std::string& from) {
  exchange::Request request;
  request.from = from;
  request.to = "fhir-json";
  request.now = now_text();
  request.limits = Limits::batch();
  request.payload.push_back({std::filesystem::path(path).filename().string(), "", read_source(path)});
  const auto journey = pipeline.translate(request);
  std::fputs(issues_text(journey.issues, path).c_str(), stderr);
  std::vector<Document> documents;
  if (!journey.ok()) return documents;
  Issues issues;
  Ledger read("read");
  Document whole;
  if (!fhir::read_json(journey.parts.front().bytes, request.limits, issues, whole.tree, &read)) return documents;
  if (host::is_collection(whole.tree)) {
    Ledger rest;
    return host::split(whole.tree, read, rest);
  }
  documents.push_back(std::move(whole));
  return documents;
}

std::string_view said(exchange::Answer::Verdict verdict) {
  constexpr std::string_view kWords[] = {"taken", "late: nothing changed", "known already: nothing changed", "refused", "about another referral"};
  return kWords[static_cast<std::size_t>(verdict)];
}

}  // namespace

int update(const Words& words) {
  using Verdict = exchange::Answer::Verdict;
  const Arguments arguments(kUpdate, words);
  if (arguments.has("help")) return std::fputs(help_text(kUpdate).c_str(), stdout), kOk;
  if (arguments.operands().size() != 2) throw UsageError("name the earlier referral and the update: caseway update EARLIER UPDATE");
  const auto pipeline = open_pipeline(arguments);
  const auto& earlier_file = arguments.operands()[0];
  const auto& update_file = arguments.operands()[1];
  auto earlier = documents_of(*pipeline, earlier_file, "auto");
  const auto updates = documents_of(*pipeline, update_file, arguments.get("from", "auto"));
  if (earlier.empty() || updates.empty()) return kDataErrors;
  if (earlier.size() > 1) throw UsageError(earlier_file + " holds several documents; name a file with one referral");
  Tree referral = std::move(earlier.front().tree);
  bool refused = false;
  std::size_t about = 0;
  for (std::size_t i = 0; i < updates.size(); ++i) {
    const auto which = updates.size() > 1 ? update_file + ", answer " + std::to_string(i + 1) + " of " + std::to_string(updates.size()) : update_file;
    Issues issues;
    auto answer = exchange::take_update(referral, updates[i].tree, issues);
    if (answer.verdict == Verdict::unrelated && updates.size() > 1) continue;  // a list is about many referrals
    about += answer.verdict != Verdict::unrelated;
    refused = refused || issues.has_errors();
    std::fputs(issues_text(issues, which).c_str(), stderr);
    std::fprintf(stderr, "%s: %s\n", which.c_str(), std::string(said(answer.verdict)).c_str());
    referral = std::move(answer.referral);
  }
  if (about == 0 && updates.size() > 1)
    std::fprintf(stderr, "%s: none of its %zu answers is about this referral\n", update_file.c_str(), updates.size());
  if (refused || about == 0) return kDataErrors;
  std::string json;
  Issues issues;
  if (!fhir::write_json(referral, {}, issues, json)) return std::fputs(issues_text(issues, earlier_file).c_str(), stderr), kDataErrors;
  write_result(arguments.get("output", "-"), json);
  return kOk;
}

}  // namespace caseway::cli
