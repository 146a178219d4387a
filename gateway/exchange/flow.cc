#include "exchange/flow.h"

#include <unistd.h>

#include <deque>
#include <exception>
#include <limits>
#include <system_error>
#include <thread>
#include <utility>

#include "exchange/belt.h"
#include "exchange/deciding.h"
#include "exchange/journey.h"
#include "exchange/refusals.h"
#include "formats/byte_source.h"
#include "host/fhir_dialect.h"

namespace caseway::exchange {
namespace {

// What the system refuses comes through a dialect as an exception like any other; here it is remembered for what it is.
class WatchedSource final : public ByteSource {
 public:
  explicit WatchedSource(int descriptor) : file_(descriptor) {}
  std::uint64_t size() const override { return file_.size(); }
  std::size_t read(std::uint64_t offset, char* to, std::size_t count) const override {
    try {
      return file_.read(offset, to, count);
    } catch (const std::system_error& fault) {
      fault_ = fault.what();
      throw;
    }
  }
  const std::string& fault() const { return fault_; }

 private:
  formats::FileBytes file_;
  mutable std::string fault_;
};

// Reading again for the rows of documents that were not written; the documents are known already.
class OnlyRepairs final : public DocumentSink {
 public:
  void take(Document) override {}
  void rest(Ledger) override {}
  void repair(Repair repair) override { all.push_back(std::move(repair)); }
  std::vector<Repair> all;
};

// Looking at a payload: what it is like, and nothing of it.
class OnlyShapes final : public DocumentSink {
 public:
  void take(Document) override {}
  void rest(Ledger) override {}
  void shape(std::string shape) override { all.push_back(std::move(shape)); }
  std::vector<std::string> all;
};

class Passage final : public DocumentSource, public PayloadSink {
 public:
  Passage(const Route& route, int source, int result) : route_(route), source_(source), to_(result), refusals_(route.receiver) {}

  std::optional<Journey> run() {
    begin_journey();
    if (route_.memory && parks()) return std::move(journey_);
    if (route_.memory && route_.memory->closes() && !host::fhir_form(route_.receiver.dialect)) return std::nullopt;
    std::exception_ptr thrown;
    std::thread reader([&] { read(thrown); });
    try {
      write();
    } catch (...) {
      belt_.stop();
      reader.join();
      throw;
    }
    belt_.stop();
    reader.join();
    if (thrown) std::rethrow_exception(thrown);
    end_journey();
    return std::move(journey_);
  }

  const Document* next() override {
    if (const auto* first = std::exchange(first_, nullptr)) return first;
    while (auto document = next_read()) {
      if (journey_.documents++ == 0) journey_.document = document->kind;
      read_ += document->ledger.counts();
      auto& open = open_.emplace_back();
      open.document = std::move(*document);
      open.view = decide(open.document, !route_.sender.built_in, route_.receiver, decided_);
      passed_ += open.view.ledger.counts();
      if (hand_over(open)) return &open.rendition;
      compose({open.document, open.view, all_withheld(open.view.tree)}, Detail::counts, journey_);
      open_.pop_back();
    }
    return nullptr;
  }

  void take(Part part) override {
    if (!fault_.empty()) return;
    try {
      to_.write(part.bytes);
      if (!part.more) to_.finish();
      complete_ = !part.more;
    } catch (const std::system_error& fault) {
      fault_ = fault.what();
    }
  }

  // Of the document that is accounted for next.
  void refuse(Refusal refusal) override {
    auto& open = open_.front();
    open.view.tree = std::move(open.rendition.tree);
    open.withheld = !refusals_.add(refusal, open.document, open.view);
    if (route_.memory) route_.memory->not_delivered(open.document);
    open.rendition.tree = std::move(open.view.tree);
  }

  void account(Ledger ledger) override {
    auto& open = open_.front();
    written_ += ledger.counts();
    open.view.tree = std::move(open.rendition.tree);
    if (open.withheld) ledger = all_withheld(open.view.tree);
    compose({open.document, open.view, ledger}, Detail::counts, journey_);
    open_.pop_front();
  }

 private:
  // Handed over and not yet accounted for.
  struct Open {
    Document document;
    policy::View view;
    Document rendition;  // has the view's tree meanwhile
    bool withheld = false;
  };

  void begin_journey() {
    journey_.from = route_.slicing.from;
    journey_.to = route_.slicing.to;
    journey_.receiver_name = route_.slicing.receiver_name;
    journey_.what = route_.slicing.what;
    journey_.test = route_.receiver.partner == nullptr;
    journey_.memory = route_.memory;
  }

  bool read_by(const Context& context, DocumentSink& to, Issues& issues) {
    const auto& head = route_.request.payload.front();
    return route_.translator.read_pieces(route_.sender.dialect, context, {head.name, head.media_type, {}, &source_}, to, issues);
  }

  bool parks() {
    auto context = route_.reading;
    context.shape = true;
    context.repair = false;
    OnlyShapes shapes;
    Issues unsaid;
    if (!read_by(context, shapes, unsaid)) return false;
    const auto& head = route_.request.payload.front();
    if (!route_.memory->parks({{head.name, head.media_type, {}, &source_}}, journey_.to, shapes.all, journey_.issues)) return false;
    journey_.parked = route_.memory->parked();
    return true;
  }

  void read(std::exception_ptr& thrown) {
    try {
      read_well_ = read_by(route_.reading, belt_, read_issues_);
    } catch (...) {
      thrown = std::current_exception();
    }
    belt_.end();
  }

  // The next that goes on: of a full list what the receiver does not know, then what closes what has gone from it.
  std::optional<Document> next_read() {
    while (auto document = belt_.next()) {
      document->number = number_++;
      if (!route_.memory || !route_.memory->is_known(*document)) return document;
      known_ += said_before(document->ledger).counts();
    }
    if (route_.memory && route_.memory->compares() && !std::exchange(closed_, true)) {
      auto closing = read_closing({*route_.memory, route_.translator, route_.sender.dialect, route_.reading}, read_issues_);
      closing_well_ = !closing.crashed;
      read_issues_.append(closing.issues);
      for (auto& document : closing.documents) closing_.push_back(std::move(document));
    }
    if (closing_.empty()) return std::nullopt;
    auto document = std::move(closing_.front());
    closing_.pop_front();
    return document;
  }

  void write() {
    first_ = next();
    if (first_ == nullptr) return;
    auto context = context_for(route_.request, route_.receiver);
    context.kind = journey_.document;
    context.pieces = true;
    context.limits.output_bytes = std::numeric_limits<std::size_t>::max();  // memory does not follow it, and who offers the file decides
    written_well_ = route_.translator.write_pieces(route_.receiver.dialect, context, *this, *this, write_issues_);
  }

  bool hand_over(Open& open) {
    if (open.view.tree.empty()) return false;
    ++handed_;
    open.rendition.kind = open.document.kind;
    open.rendition.name = open.document.name;
    open.rendition.tree = std::move(open.view.tree);
    open.rendition.residual = residual_for(route_.request, open.document, route_.receiver, journey_.from, handed_ == 1);
    return true;
  }

  void say_file(const std::string& fault) {
    journey_.issues.add(Severity::fatal, "host.file", {}, fault + ". Nothing is left behind; look at the disk.");
    journey_.crashed = true;
  }

  void read_again() {
    auto context = route_.reading;
    context.refused = refusals_.for_the_sender();
    if (context.refused.empty() || !context.repair) return;
    OnlyRepairs again;
    Issues said_already;
    read_by(context, again, said_already);
    journey_.repairs = std::move(again.all);
  }

  void count(const char* hop, const Counts& counts) { journey_.hops.push_back({hop, counts}); }

  void end_journey() {
    auto& journey = journey_;
    journey.crashed = !read_well_ || !closing_well_ || !written_well_;
    if (route_.memory && route_.memory->compares() && journey.documents == 0 && !journey.crashed && !read_issues_.has_errors()) {
      journey.nothing_new = true;
      say_nothing_new(journey.receiver_name, read_issues_);
    }
    if (source_.fault().empty())
      journey.issues.append(read_issues_);
    else
      say_file(source_.fault());
    known_ += belt_.rest();
    read_ += known_;
    read_ += belt_.missed();
    count("read", read_);
    journey.repairs = std::move(belt_.repairs());
    for (const auto& repair : journey.repairs) journey.unread += repair.documents;
    if (journey.crashed || journey.documents == 0) return compose_nothing(journey);
    Counts rest = known_;
    rest[Fate::none] = rest.added = 0;
    journey.total += rest;
    count("policy", passed_);
    journey.issues.append(decided_);
    say_not_theirs(route_.request, route_.receiver, journey.issues);
    if (!fault_.empty()) return say_file(fault_), compose_nothing(journey);
    journey.issues.append(write_issues_);
    refusals_.tell(complete_, journey.issues);
    journey.unwritten = refusals_.count();
    if (handed_ == 0) return;
    count("write", written_);
    read_again();
    if (!complete_ && refusals_.count() < handed_) return compose_nothing(journey);
    if (!complete_) return;
    journey.result_bytes = to_.written();
    journey.parts.push_back({"", route_.slicing.media_type, ""});
  }

  const Route& route_;
  const WatchedSource source_;
  formats::FileSink to_;
  Refusals refusals_;
  Belt belt_;
  Journey journey_;
  std::deque<Open> open_;
  const Document* first_ = nullptr;
  std::deque<Document> closing_;  // of what has gone from a full list
  bool closed_ = false;           // all of them are there
  bool closing_well_ = true;
  std::uint64_t number_ = 0;  // of documents that were read
  Counts read_, passed_, written_;
  Counts known_;  // belongs to no document, or to one that the receiver knows
  Issues read_issues_, decided_, write_issues_;
  bool read_well_ = false;
  bool written_well_ = true;
  bool complete_ = false;
  std::uint64_t handed_ = 0;
  std::string fault_;  // of writing
};

}  // namespace

std::optional<Journey> flow(const Route& route, int source, int result) { return Passage(route, source, result).run(); }

}  // namespace caseway::exchange
