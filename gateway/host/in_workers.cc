#include <algorithm>
#include <array>
#include <optional>

#include "formats/encoding.h"
#include "host/call.h"
#include "host/checked.h"
#include "host/fhir_dialect.h"
#include "host/quarantine.h"
#include "host/translator.h"
#include "host/wire.h"
#include "host/worker_pool.h"

namespace caseway::host {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kRecogniseTimeout(2000);
constexpr int kRecogniseAttempts = 2;
constexpr std::size_t kFrameCost = 1024;  // what even the smallest document costs us; a flood of them is a flood

// One request on its way: the worker it runs in, how much it may still answer, and until when.
class Exchange {
 public:
  Exchange(WorkerPool& pool, std::unique_ptr<WorkerProcess> worker, std::string dialect, std::size_t budget_bytes, std::chrono::milliseconds time)
      : pool_(pool), worker_(std::move(worker)), dialect_(std::move(dialect)), budget_bytes_(budget_bytes), deadline_(Clock::now() + time) {}
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange() {
    if (worker_) pool_.give_back(std::move(worker_));
  }

  bool send(FrameKind kind, std::string_view body, Issues& issues) { return passed(worker_->channel().send(kind, body, deadline_), issues); }

  bool send_files(const std::array<int, 2>& files, Issues& issues) { return passed(worker_->channel().send_files(files, deadline_), issues); }

  // The next frame of the answer; false when there is none, with an issue.
  bool receive(Frame& frame, Issues& issues) {
    if (Clock::now() > deadline_) return passed(Passed::too_late, issues);
    if (!passed(worker_->channel().receive(frame, budget_bytes_, deadline_), issues)) return false;
    budget_bytes_ -= std::min(budget_bytes_, frame.body.size() + kFrameCost);
    return true;
  }

  // The worker said something that makes no sense; it is not used again.
  void distrust(const std::string& what, Issues& issues) { fail("plugin.answer", "gave back " + what, issues); }
  void distrust_if(const std::string& fault, Issues& issues) {
    if (!fault.empty()) distrust(fault, issues);
  }
  bool trusted() const { return worker_ != nullptr; }
  void count(std::size_t documents) { worker_->documents += static_cast<unsigned>(documents); }

 private:
  bool passed(Passed passed, Issues& issues) {
    switch (passed) {
      case Passed::yes:
        return true;
      case Passed::too_late:
        fail("worker.timeout", "took too long and was stopped", issues);
        return false;
      case Passed::damaged:
        distrust("more than a result may have, or no frame", issues);
        return false;
      case Passed::closed:
        break;
    }
    const auto ending = worker_->end();
    switch (ending.end) {
      case WorkerProcess::End::out_of_memory:
        fail("worker.memory", "needed more memory than it may have", issues);
        break;
      case WorkerProcess::End::out_of_time:
        fail("worker.timeout", "needed more processor time than it may have", issues);
        break;
      case WorkerProcess::End::crashed:
        fail("worker.crashed", "crashed (" + ending.how + ")", issues);
        break;
    }
    return false;
  }

  void fail(std::string_view id, const std::string& how, Issues& issues) {
    issues.add(Severity::fatal, id, {},
               "The plugin " + dialect_ + " " + how +
                   ". This is our fault, not the document's: the gateway goes on with a fresh worker; tell whoever "
                   "maintains the plugin.");
    pool_.replace(std::move(worker_), "(" + dialect_ + ") " + how);
  }

  WorkerPool& pool_;
  std::unique_ptr<WorkerProcess> worker_;
  std::string dialect_;
  std::size_t budget_bytes_;
  Clock::time_point deadline_;
};

class InWorkers : public Translator {
 public:
  explicit InWorkers(const WorkerOptions& options) : options_(options), pool_(options) {}

  ReadResult read(const std::string& dialect, const Context& context, const std::vector<Part>& payload) override {
    ReadResult result;
    auto worker = borrow(result.issues);
    if (!worker) return failed<ReadResult>(std::move(result.issues));
    Exchange exchange(pool_, std::move(worker), dialect, options_.max_memory_bytes, wall());
    const bool good = ask(exchange, FrameKind::read, dialect, context, payload, result.issues) && gather(exchange, result);
    if (!good || result.crashed) return failed<ReadResult>(std::move(result.issues));
    exchange.count(result.documents.size());
    return result;
  }

  WriteResult write(const std::string& dialect, const Context& context, const std::vector<Document>& documents) override {
    WriteResult result;
    auto worker = borrow(result.issues);
    if (!worker) return failed<WriteResult>(std::move(result.issues));
    Exchange exchange(pool_, std::move(worker), dialect, options_.max_memory_bytes, wall());
    const bool good = ask(exchange, FrameKind::write, dialect, context, documents, result.issues) && gather(exchange, documents, result);
    if (!good || result.crashed) return failed<WriteResult>(std::move(result.issues));
    exchange.count(documents.size());
    return result;
  }

  SlicedResult slice(const fhir::StreamOptions& options, int source, int file) override {
    SlicedResult result;
    result.crashed = true;
    auto worker = borrow(result.streamed.issues);
    if (!worker) return result;
    Exchange exchange(pool_, std::move(worker), "fhir", options_.max_memory_bytes, wall());
    WireWriter request;
    request.number(options_.cpu_timeout_secs);
    put(request, options);
    Frame frame;
    if (!exchange.send(FrameKind::slice, request.take(), result.streamed.issues) || !exchange.send_files({source, file}, result.streamed.issues) ||
        !exchange.receive(frame, result.streamed.issues))
      return result;
    SlicedResult theirs;
    WireReader answer(frame.body);
    get(answer, theirs);
    const bool whole = frame.kind == FrameKind::sliced && answer.done() && formats::is_utf8(theirs.streamed.kind);
    exchange.distrust_if(whole ? fault_in(theirs.streamed.issues) : "a damaged frame", result.streamed.issues);
    if (!exchange.trusted()) return result;
    exchange.count(1);
    return theirs;
  }

  // One dialect at a time: one that crashes or hangs does not take the others' word away.
  std::vector<std::pair<std::string, Partner::Recognition>> recognise(std::string_view head, std::string_view file_name, bool plain) override {
    std::vector<std::pair<std::string, Partner::Recognition>> all;
    for (const auto& dialect : pool_.dialects()) {  // the built-in ones stand first
      auto recognition = recognise_by(dialect, head, file_name);
      if (!recognition) continue;
      all.emplace_back(dialect, std::move(*recognition));
      if (plain && fhir_form(dialect) && all.back().second.confidence > 0) break;
    }
    return best_first(std::move(all));
  }

 private:
  template <class Result>
  static Result failed(Issues issues) {
    Result result;
    result.issues = std::move(issues);
    result.crashed = true;
    return result;
  }

  // Nothing when the dialect cannot say. A worker that died under it may have been brought down by somebody else, so another one is asked again.
  std::optional<Partner::Recognition> recognise_by(const std::string& dialect, std::string_view head, std::string_view file_name) {
    for (int attempt = 0; attempt < kRecogniseAttempts; ++attempt) {
      Issues issues;
      auto worker = borrow(issues);
      if (!worker) return std::nullopt;
      Exchange exchange(pool_, std::move(worker), dialect, options_.max_memory_bytes, std::min(wall(), kRecogniseTimeout));
      if (quarantine_.holds(dialect)) return std::nullopt;  // only now: others may have suffered from it while we waited for the worker
      if (auto recognition = ask_recognition(exchange, dialect, head, file_name, issues)) {
        quarantine_.answered(dialect);
        return recognition;
      }
      const bool late = !issues.empty() && issues.all().front().id == "worker.timeout";
      if (quarantine_.blame(dialect, late ? Quarantine::Fault::late : Quarantine::Fault::ended))
        pool_.log("plugin " + dialect + " is left out of recognition: it failed there " + std::to_string(Quarantine::kMaxFaults) +
                  " times; documents that name it still get it, until the gateway starts again");
    }
    return std::nullopt;
  }

  std::optional<Partner::Recognition> ask_recognition(Exchange& exchange, const std::string& dialect, std::string_view head,
                                                      std::string_view file_name, Issues& issues) const {
    WireWriter request;
    request.text(dialect);
    request.number(options_.cpu_timeout_secs);
    request.text(head);
    request.text(file_name);
    Frame frame;
    if (!exchange.send(FrameKind::recognise, request.take(), issues) || !exchange.receive(frame, issues)) return std::nullopt;
    WireReader answer(frame.body);
    Partner::Recognition recognition;
    get(answer, recognition);
    if (frame.kind == FrameKind::recognition && answer.done()) return recognition;
    exchange.distrust("no recognition", issues);
    return std::nullopt;
  }

  std::chrono::milliseconds wall() const { return std::chrono::milliseconds(options_.wall_timeout_ms); }

  std::unique_ptr<WorkerProcess> borrow(Issues& issues) {
    auto worker = pool_.borrow(Clock::now() + wall());
    if (!worker)
      issues.add(Severity::fatal, "worker.busy", {}, "No worker became free in time. Try again later; if this is usual, configure more workers.");
    return worker;
  }

  template <class Value>
  bool ask(Exchange& exchange, FrameKind kind, const std::string& dialect, const Context& context, const std::vector<Value>& values, Issues& issues) {
    WireWriter request;
    request.text(dialect);
    request.number(options_.cpu_timeout_secs);
    put(request, context);
    request.number(values.size());
    for (const auto& value : values) put(request, value);
    return exchange.send(kind, request.take(), issues);
  }

  // Takes one value of a frame and checks it; false and an issue when it is not sound.
  template <class Value, class Check>
  static bool take(Exchange& exchange, const Frame& frame, Value& value, Check check, Issues& issues) {
    WireReader reader(frame.body);
    get(reader, value);
    exchange.distrust_if(reader.done() ? check(value) : "a damaged frame", issues);
    return exchange.trusted();
  }

  static bool finish(Exchange& exchange, const Frame& frame, bool& crashed, Issues& issues) {
    WireReader reader(frame.body);
    crashed = reader.number(1) == 1;
    Issues theirs;
    get(reader, theirs);
    exchange.distrust_if(reader.done() ? fault_in(theirs) : "a damaged frame", issues);
    if (exchange.trusted()) issues.append(theirs);
    return exchange.trusted();
  }

  static bool gather(Exchange& exchange, ReadResult& result) {
    for (Frame frame; exchange.receive(frame, result.issues);) {
      if (frame.kind == FrameKind::done) return finish(exchange, frame, result.crashed, result.issues);
      if (frame.kind == FrameKind::document) {
        const auto check = [](const Document& document) { return fault_in(document); };
        if (!take(exchange, frame, result.documents.emplace_back(), check, result.issues)) return false;
      } else if (frame.kind == FrameKind::rest) {
        const auto check = [](const Ledger& ledger) { return fault_in(ledger); };
        if (!take(exchange, frame, result.rest.emplace_back(), check, result.issues)) return false;
      } else if (frame.kind == FrameKind::repair) {
        const auto check = [](const Repair& repair) { return fault_in(repair.part); };
        if (!take(exchange, frame, result.repairs.emplace_back(), check, result.issues)) return false;
      } else if (frame.kind == FrameKind::shape) {
        const auto check = [](const std::string& shape) { return formats::is_utf8(shape) ? "" : "a damaged text"; };
        if (!take(exchange, frame, result.shapes.emplace_back(), check, result.issues)) return false;
      } else {
        return exchange.distrust("an answer to another question", result.issues), false;
      }
    }
    return false;
  }

  static bool gather(Exchange& exchange, const std::vector<Document>& documents, WriteResult& result) {
    for (Frame frame; exchange.receive(frame, result.issues);) {
      if (frame.kind == FrameKind::done) {
        if (!finish(exchange, frame, result.crashed, result.issues)) return false;
        if (!result.crashed && result.ledgers.size() != documents.size()) exchange.distrust("no ledger for a document", result.issues);
        return exchange.trusted();
      }
      if (frame.kind == FrameKind::part) {
        const auto check = [](const Part& part) { return fault_in(part); };
        if (!take(exchange, frame, result.parts.emplace_back(), check, result.issues)) return false;
      } else if (frame.kind == FrameKind::refusal) {
        const auto check = [&](const Refusal& refusal) {
          return refusal.document < documents.size() ? fault_in(refusal.why) : "a refusal of nothing";
        };
        if (!take(exchange, frame, result.refusals.emplace_back(), check, result.issues)) return false;
      } else if (frame.kind == FrameKind::account && result.ledgers.size() < documents.size()) {
        const auto& source = documents[result.ledgers.size()].tree;
        const auto check = [&source](const Ledger& ledger) { return fault_in_writing(ledger, source); };
        if (!take(exchange, frame, result.ledgers.emplace_back(), check, result.issues)) return false;
      } else {
        return exchange.distrust("an answer to another question", result.issues), false;
      }
    }
    return false;
  }

  const WorkerOptions options_;
  WorkerPool pool_;
  Quarantine quarantine_;
};

}  // namespace

std::unique_ptr<Translator> in_workers(const WorkerOptions& options) { return std::make_unique<InWorkers>(options); }

}  // namespace caseway::host
