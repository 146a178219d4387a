#include "host/call.h"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <memory>
#include <system_error>
#include <typeinfo>

#include "host/checked.h"

namespace caseway::host {
namespace {

// A result smaller than this is never too large for its source: headers and layout weigh more than a small document.
constexpr std::size_t kAlwaysAllowed = 1u << 20;

class Payload : public PayloadSource {
 public:
  explicit Payload(const std::vector<Part>& parts) : parts_(parts) {}
  const Part* next() override { return at_ < parts_.size() ? &parts_[at_++] : nullptr; }

 private:
  const std::vector<Part>& parts_;
  std::size_t at_ = 0;
};

class Documents : public DocumentSource {
 public:
  explicit Documents(const std::vector<Document>& documents) : documents_(documents) {}
  const Document* next() override { return at_ < documents_.size() ? &documents_[at_++] : nullptr; }

 private:
  const std::vector<Document>& documents_;
  std::size_t at_ = 0;
};

// Leaves `text` out when it is not safe where it will be used.
void check(std::string& text, bool (*safe)(std::string_view), std::string_view dialect, Issues& issues) {
  if (safe(text)) return;
  text.clear();
  issues.add(Severity::warning, "plugin.name.unsafe", {},
             "The plugin " + std::string(dialect) +
                 " gave a result a name that is no plain file name, or a media type that is none; the result goes without.");
}

class CheckedDocuments : public DocumentSink {
 public:
  CheckedDocuments(DocumentSink& to, const std::vector<Refusal>& refused, std::string_view dialect, Issues& issues)
      : to_(to), refused_(refused), dialect_(dialect), issues_(issues) {}
  void take(Document document) override {
    ++taken_;
    if (fault_.empty()) fault_ = fault_in_reading(document.ledger, document.tree);
    if (!fault_.empty()) return;
    check(document.name, safe_name, dialect_, issues_);
    to_.take(std::move(document));
  }
  void rest(Ledger ledger) override { to_.rest(std::move(ledger)); }
  void repair(Repair repair) override {
    check(repair.part.name, safe_name, dialect_, issues_);
    check(repair.part.media_type, safe_media_type, dialect_, issues_);
    to_.repair(std::move(repair));
  }
  void shape(std::string shape) override { to_.shape(std::move(shape)); }
  const Refusal* refused() const override {
    const auto at =
        std::lower_bound(refused_.begin(), refused_.end(), taken_, [](const Refusal& each, std::uint64_t n) { return each.document < n; });
    return at != refused_.end() && at->document == taken_ ? &*at : nullptr;
  }
  const std::string& fault() const { return fault_; }

 private:
  DocumentSink& to_;
  const std::vector<Refusal>& refused_;
  std::string_view dialect_;
  Issues& issues_;
  std::uint64_t taken_ = 0;
  std::string fault_;
};

// What a dialect has taken and not yet accounted for.
class Handed : public DocumentSource {
 public:
  explicit Handed(DocumentSource& from) : from_(from) {}
  const Document* next() override {
    const auto* document = from_.next();
    if (document == nullptr) return nullptr;
    ++taken_;
    open_.push_back(document);
    bytes_ += document->tree.heap().size() + document->tree.size() * sizeof(Node);
    return document;
  }
  const Document* first() const { return open_.empty() ? nullptr : open_.front(); }
  void done() { open_.pop_front(); }
  std::uint64_t taken() const { return taken_; }
  std::size_t bytes() const { return bytes_; }

 private:
  DocumentSource& from_;
  std::deque<const Document*> open_;
  std::size_t bytes_ = 0;    // of all so far
  std::uint64_t taken_ = 0;  // documents
};

class CheckedPayload : public PayloadSink {
 public:
  CheckedPayload(PayloadSink& to, const Limits& limits, Handed& handed, std::string_view dialect, Issues& issues)
      : to_(to), limits_(limits), handed_(handed), dialect_(dialect), issues_(issues) {}
  void take(Part part) override {
    written_ += part.bytes.size();
    if (written_ > limits_.output_bytes) return refuse_all("limit.output_bytes", std::to_string(limits_.output_bytes) + " bytes");
    if (written_ > std::max(handed_.bytes() * limits_.output_factor, kAlwaysAllowed))
      return refuse_all("limit.output_factor", std::to_string(limits_.output_factor) + " times its source");
    check(part.name, safe_name, dialect_, issues_);
    check(part.media_type, safe_media_type, dialect_, issues_);
    if (!refused_) to_.take(std::move(part));
  }
  void refuse(Refusal refusal) override {
    if (refusal.document >= handed_.taken()) fault_ = "a refusal of a document that it was not given";
    if (fault_.empty()) to_.refuse(std::move(refusal));
  }
  void account(Ledger ledger) override {
    if (fault_.empty() && handed_.first() == nullptr) fault_ = "more ledgers than documents";
    if (fault_.empty()) fault_ = fault_in_writing(ledger, handed_.first()->tree);
    if (!fault_.empty()) return;
    to_.account(std::move(ledger));
    handed_.done();
  }
  // Every document is accounted for, whatever the dialect did: what it does not mention, nobody decided.
  void finish() {
    const auto* left = handed_.first() != nullptr ? handed_.first() : handed_.next();
    if (left != nullptr && !issues_.has_errors())
      issues_.add(Severity::error, "plugin.account", {},
                  "The plugin " + std::string(dialect_) +
                      " did not say what became of every document. This is a fault of the plugin; tell whoever maintains it.");
    for (; left != nullptr; left = handed_.first() != nullptr ? handed_.first() : handed_.next()) {
      Ledger ledger("write");
      for (std::uint32_t i = 0; i < left->tree.size(); ++i) ledger.add_leaf(left->tree.at(i).has_value() ? Fate::undecided : Fate::none);
      to_.account(std::move(ledger));
      handed_.done();
    }
  }
  const std::string& fault() const { return fault_; }

 private:
  void refuse_all(std::string_view id, const std::string& limit) {
    if (!refused_)
      issues_.add(Severity::fatal, id, {}, "The result would be larger than " + limit + ". Send fewer documents at a time, or raise the limit.");
    refused_ = true;
  }
  PayloadSink& to_;
  const Limits& limits_;
  Handed& handed_;
  std::string_view dialect_;
  Issues& issues_;
  std::size_t written_ = 0;
  bool refused_ = false;
  std::string fault_;
};

std::string thrown_type() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) return "something";
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> text(abi::__cxa_demangle(type->name(), nullptr, nullptr, &status), std::free);
  return status == 0 ? text.get() : type->name();
}

// Runs `work`; false when it threw.
template <class Work>
bool guarded(std::string_view dialect, std::string_view doing, Issues& issues, Work work) {
  try {
    work();
    return true;
  } catch (...) {
    issues.add(Severity::fatal, "plugin.threw", {},
               "The plugin " + std::string(dialect) + " failed while " + std::string(doing) + ": it threw " + thrown_type() +
                   ". This is a fault of the plugin, not of the document; tell whoever maintains the plugin.");
    return false;
  }
}

bool believe(const std::string& fault, std::string_view dialect, Issues& issues) {
  if (fault.empty()) return true;
  issues.add(Severity::fatal, "plugin.answer", {},
             "The plugin " + std::string(dialect) + " gave back " + fault +
                 ". This is a fault of the plugin, not of the document; tell whoever maintains it.");
  return false;
}

}  // namespace

bool call_read(const Partner& partner, std::string_view dialect, Context context, const std::vector<Part>& payload, DocumentSink& to,
               Issues& issues) {
  context.issues = &issues;
  Payload from(payload);
  CheckedDocuments sink(to, context.refused, dialect, issues);
  return guarded(dialect, "reading", issues, [&] { partner.read(context, from, sink); }) && believe(sink.fault(), dialect, issues);
}

bool call_write(const Partner& partner, std::string_view dialect, Context context, DocumentSource& from, PayloadSink& to, Issues& issues) {
  context.issues = &issues;
  Handed handed(from);
  CheckedPayload sink(to, context.limits, handed, dialect, issues);
  if (!guarded(dialect, "writing", issues, [&] { partner.write(context, handed, sink); }) || !believe(sink.fault(), dialect, issues)) return false;
  sink.finish();
  return true;
}

bool call_write(const Partner& partner, std::string_view dialect, Context context, const std::vector<Document>& documents, PayloadSink& to,
                Issues& issues) {
  Documents from(documents);
  return call_write(partner, dialect, std::move(context), from, to, issues);
}

SlicedResult call_slice(const fhir::StreamOptions& options, int source, int result) {
  SlicedResult sliced;
  try {
    formats::FileSink to(result);
    sliced.streamed = fhir::stream(formats::FileBytes(source), options, to);
    to.finish();
    sliced.bytes = to.written();
  } catch (const std::system_error& fault) {
    sliced = {};
    sliced.crashed = true;
    sliced.streamed.issues.add(Severity::fatal, "host.file", {}, std::string(fault.what()) + ". Nothing is left behind; look at the disk.");
  }
  return sliced;
}

Partner::Recognition call_recognise(const Partner& partner, std::string_view head, std::string_view file_name) {
  Issues unsaid;
  Partner::Recognition recognition;
  guarded({}, "recognising", unsaid, [&] { recognition = partner.recognise(head, file_name); });
  return recognition;
}

Issues unknown_dialect(const std::string& dialect) {
  Issues issues;
  issues.add(Severity::fatal, "plugin.unknown", {},
             "There is no dialect " + dialect + " here: its plugin is missing or was refused. `caseway plugins` lists them.");
  return issues;
}

std::vector<std::pair<std::string, Partner::Recognition>> best_first(std::vector<std::pair<std::string, Partner::Recognition>> all) {
  std::erase_if(all, [](const auto& one) { return one.second.confidence <= 0; });
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second.confidence > b.second.confidence; });
  return all;
}

}  // namespace caseway::host
