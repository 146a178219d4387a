#include "host/call.h"

#include "formats/encoding.h"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <typeinfo>

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
             "The plugin " + std::string(dialect) + " gave a result a name that is no plain file name, or a media type that is none; the result goes without.");
}

class NamedDocuments : public DocumentSink {
 public:
  NamedDocuments(DocumentSink& to, std::string_view dialect, Issues& issues) : to_(to), dialect_(dialect), issues_(issues) {}
  void take(Document document) override {
    check(document.name, safe_name, dialect_, issues_);
    to_.take(std::move(document));
  }
  void rest(Ledger ledger) override { to_.rest(std::move(ledger)); }

 private:
  DocumentSink& to_;
  std::string_view dialect_;
  Issues& issues_;
};

class BoundedPayload : public PayloadSink {
 public:
  BoundedPayload(PayloadSink& to, const Limits& limits, std::size_t source_bytes, std::string_view dialect, Issues& issues)
      : to_(to), limits_(limits), by_factor_(std::max(source_bytes * limits.output_factor, kAlwaysAllowed)), dialect_(dialect), issues_(issues) {}
  void take(Part part) override {
    written_ += part.bytes.size();
    if (written_ > limits_.output_bytes) return refuse("limit.output_bytes", std::to_string(limits_.output_bytes) + " bytes");
    if (written_ > by_factor_) return refuse("limit.output_factor", std::to_string(limits_.output_factor) + " times its source");
    check(part.name, safe_name, dialect_, issues_);
    check(part.media_type, safe_media_type, dialect_, issues_);
    to_.take(std::move(part));
  }
  void account(Ledger ledger) override { to_.account(std::move(ledger)); }

 private:
  void refuse(std::string_view id, const std::string& limit) {
    if (!refused_) issues_.add(Severity::fatal, id, {}, "The result would be larger than " + limit + ". Send fewer documents at a time, or raise the limit.");
    refused_ = true;
  }
  PayloadSink& to_;
  const Limits& limits_;
  std::size_t by_factor_;
  std::string_view dialect_;
  Issues& issues_;
  std::size_t written_ = 0;
  bool refused_ = false;
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

}  // namespace

bool call_read(const Partner& partner, std::string_view dialect, Context context, const std::vector<Part>& payload, DocumentSink& to, Issues& issues) {
  context.issues = &issues;
  Payload from(payload);
  NamedDocuments sink(to, dialect, issues);
  return guarded(dialect, "reading", issues, [&] { partner.read(context, from, sink); });
}

bool call_write(const Partner& partner, std::string_view dialect, Context context, const std::vector<Document>& documents, PayloadSink& to,
                Issues& issues) {
  context.issues = &issues;
  std::size_t source_bytes = 0;
  for (const auto& document : documents) source_bytes += document.tree.heap().size() + document.tree.size() * sizeof(Node);
  Documents from(documents);
  BoundedPayload sink(to, context.limits, source_bytes, dialect, issues);
  return guarded(dialect, "writing", issues, [&] { partner.write(context, from, sink); });
}

Partner::Recognition call_recognise(const Partner& partner, std::string_view head, std::string_view file_name) {
  Issues unsaid;
  Partner::Recognition recognition;
  guarded({}, "recognising", unsaid, [&] { recognition = partner.recognise(head, file_name); });
  return recognition;
}

Issues unknown_dialect(const std::string& dialect) {
  Issues issues;
  issues.add(Severity::fatal, "plugin.unknown", {}, "There is no dialect " + dialect + " here: its plugin is missing or was refused. `caseway plugins` lists them.");
  return issues;
}

std::vector<std::pair<std::string, Partner::Recognition>> best_first(std::vector<std::pair<std::string, Partner::Recognition>> all) {
  std::erase_if(all, [](const auto& one) { return one.second.confidence <= 0; });
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second.confidence > b.second.confidence; });
  return all;
}

bool safe_name(std::string_view name) {
  if (name.size() > 200 || name.starts_with('.') || !formats::is_utf8(name)) return false;
  return std::none_of(name.begin(), name.end(), [](char c) { return c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

bool safe_media_type(std::string_view type) {
  return type.size() <= 100 && std::all_of(type.begin(), type.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace caseway::host
