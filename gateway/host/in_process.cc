#include "host/call.h"
#include "host/plugins.h"
#include "host/translator.h"

namespace caseway::host {
namespace {

class Gathered : public DocumentSink, public PayloadSink {
 public:
  void take(Document document) override { read.documents.push_back(std::move(document)); }
  void rest(Ledger ledger) override { read.rest.push_back(std::move(ledger)); }
  void take(Part part) override { written.parts.push_back(std::move(part)); }
  void account(Ledger ledger) override { written.ledgers.push_back(std::move(ledger)); }
  ReadResult read;
  WriteResult written;
};

class InProcess : public Translator {
 public:
  explicit InProcess(std::shared_ptr<const Plugins> plugins) : plugins_(std::move(plugins)) {}

  ReadResult read(const std::string& dialect, const Context& context, const std::vector<Part>& payload) override {
    const auto* partner = find(dialect);
    if (partner == nullptr) return {{}, {}, unknown_dialect(dialect), true};
    Gathered gathered;
    Issues issues;
    if (!call_read(*partner, dialect, context, payload, gathered, issues)) return {{}, {}, std::move(issues), true};
    gathered.read.issues = std::move(issues);
    return std::move(gathered.read);
  }

  WriteResult write(const std::string& dialect, const Context& context, const std::vector<Document>& documents) override {
    const auto* partner = find(dialect);
    if (partner == nullptr) return {{}, {}, unknown_dialect(dialect), true};
    Gathered gathered;
    Issues issues;
    if (!call_write(*partner, dialect, context, documents, gathered, issues)) return {{}, {}, std::move(issues), true};
    gathered.written.issues = std::move(issues);
    return std::move(gathered.written);
  }

  std::vector<std::pair<std::string, Partner::Recognition>> recognise(std::string_view head, std::string_view file_name) override {
    std::vector<std::pair<std::string, Partner::Recognition>> all;
    for (const auto& plugin : plugins_->loaded()) all.emplace_back(plugin.manifest.name, call_recognise(*plugin.partner, head, file_name));
    return best_first(std::move(all));
  }

 private:
  const Partner* find(const std::string& dialect) const {
    const auto* plugin = plugins_->find(dialect);
    return plugin == nullptr ? nullptr : plugin->partner.get();
  }
  std::shared_ptr<const Plugins> plugins_;
};

}  // namespace

std::unique_ptr<Translator> in_process(std::shared_ptr<const Plugins> plugins) { return std::make_unique<InProcess>(std::move(plugins)); }

}  // namespace caseway::host
