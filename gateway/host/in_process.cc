#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>

#include "host/call.h"
#include "host/fhir_dialect.h"
#include "host/plugins.h"
#include "host/translator.h"

namespace caseway::host {
namespace {

class Gathered : public DocumentSink, public PayloadSink {
 public:
  void take(Document document) override { read.documents.push_back(std::move(document)); }
  void rest(Ledger ledger) override { read.rest.push_back(std::move(ledger)); }
  void repair(Repair repair) override { read.repairs.push_back(std::move(repair)); }
  void shape(std::string shape) override { read.shapes.push_back(std::move(shape)); }
  void take(Part part) override { written.parts.push_back(std::move(part)); }
  void refuse(Refusal refusal) override { written.refusals.push_back(std::move(refusal)); }
  void account(Ledger ledger) override { written.ledgers.push_back(std::move(ledger)); }
  ReadResult read;
  WriteResult written;
};

class InProcess : public Translator {
 public:
  explicit InProcess(std::shared_ptr<const Plugins> plugins) : plugins_(std::move(plugins)) {}

  ReadResult read(const std::string& dialect, const Context& context, const std::vector<Part>& payload) override {
    Gathered gathered;
    Issues issues;
    const auto* partner = find(dialect, issues);
    if (partner == nullptr) return failed<ReadResult>(std::move(issues));
    if (!call_read(*partner, dialect, context, payload, gathered, issues)) return failed<ReadResult>(std::move(issues));
    gathered.read.issues = std::move(issues);
    return std::move(gathered.read);
  }

  WriteResult write(const std::string& dialect, const Context& context, const std::vector<Document>& documents) override {
    Gathered gathered;
    Issues issues;
    const auto* partner = find(dialect, issues);
    if (partner == nullptr) return failed<WriteResult>(std::move(issues));
    if (!call_write(*partner, dialect, context, documents, gathered, issues)) return failed<WriteResult>(std::move(issues));
    gathered.written.issues = std::move(issues);
    return std::move(gathered.written);
  }

  std::vector<std::pair<std::string, Partner::Recognition>> recognise(std::string_view head, std::string_view file_name, bool plain) override {
    std::vector<std::pair<std::string, Partner::Recognition>> all;
    std::string fhir;  // the built-in dialects stand first; what one of them is sure of can only be known better by a dialect of that form
    for (const auto& plugin : plugins_->loaded()) {
      const auto& [name, formats] = std::tie(plugin.manifest.name, plugin.manifest.formats);
      if (!fhir.empty() && std::find(formats.begin(), formats.end(), fhir) == formats.end()) continue;
      Issues why;
      const auto* partner = find(name, why);
      if (partner == nullptr) continue;
      all.emplace_back(name, call_recognise(*partner, head, file_name));
      if (fhir_form(name) && all.back().second.confidence > 0) fhir = name;
      if (plain && !fhir.empty()) break;
    }
    return best_first(std::move(all));
  }

  std::string reads_in_pieces(const std::string& dialect, const Context& context, std::string_view head, std::string_view file_name) override {
    Issues why;
    const auto* partner = find(dialect, why);
    return partner == nullptr ? "" : partner->reads_in_pieces(context, head, file_name);
  }

  std::string writes_in_pieces(const std::string& dialect, const Context& context) override {
    Issues why;
    const auto* partner = find(dialect, why);
    return partner == nullptr ? "" : partner->writes_in_pieces(context);
  }

  bool read_pieces(const std::string& dialect, const Context& context, const Part& part, DocumentSink& to, Issues& issues) override {
    const auto* partner = find(dialect, issues);
    return partner != nullptr && call_read(*partner, dialect, context, {part}, to, issues);
  }

  bool write_pieces(const std::string& dialect, const Context& context, DocumentSource& from, PayloadSink& to, Issues& issues) override {
    const auto* partner = find(dialect, issues);
    return partner != nullptr && call_write(*partner, dialect, context, from, to, issues);
  }

  SlicedResult slice(const fhir::StreamOptions& options, int source, int result) override { return call_slice(options, source, result); }

 private:
  template <class Result>
  static Result failed(Issues issues) {
    Result result;
    result.issues = std::move(issues);
    result.crashed = true;
    return result;
  }

  // A plugin that was only surveyed is loaded at its first use. nullptr, with an issue, when there is none or it does not load.
  const Partner* find(const std::string& dialect, Issues& issues) {
    const auto* plugin = plugins_->find(dialect);
    if (plugin == nullptr) return issues.append(unknown_dialect(dialect)), nullptr;
    if (plugin->partner) return plugin->partner.get();
    const std::lock_guard lock(loading_);
    auto& partner = loaded_[dialect];
    try {
      if (!partner) partner = load_surveyed(*plugin);
    } catch (const std::exception& e) {
      issues.add(Severity::fatal, "plugin.not_loaded", {}, "the plugin " + dialect + " does not load: " + e.what());
    }
    return partner.get();
  }

  std::shared_ptr<const Plugins> plugins_;
  std::mutex loading_;
  std::map<std::string, std::shared_ptr<const Partner>> loaded_;
};

}  // namespace

std::string Translator::reads_in_pieces(const std::string&, const Context&, std::string_view, std::string_view) { return {}; }
std::string Translator::writes_in_pieces(const std::string&, const Context&) { return {}; }
bool Translator::read_pieces(const std::string&, const Context&, const Part&, DocumentSink&, Issues&) { return false; }
bool Translator::write_pieces(const std::string&, const Context&, DocumentSource&, PayloadSink&, Issues&) { return false; }

std::unique_ptr<Translator> in_process(std::shared_ptr<const Plugins> plugins) { return std::make_unique<InProcess>(std::move(plugins)); }

}  // namespace caseway::host
