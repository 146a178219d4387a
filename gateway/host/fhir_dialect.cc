#include "host/fhir_dialect.h"

#include <algorithm>
#include <array>
#include <utility>

#include "fhir/codec.h"
#include "fhir/collection_text.h"
#include "fhir/documents.h"
#include "fhir/ndjson.h"
#include "host/bundles.h"
#include "host/plugins.h"

namespace caseway::host {
namespace {

// A resource's id names result files when it is one that FHIR allows (https://hl7.org/fhir/R4/datatypes.html#id).
std::string name_of(const Tree& tree) {
  const auto id = tree.root().child_value("id");
  const bool fits = !id.empty() && id.size() <= 64 && id.front() != '.' && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  return fits ? std::string(id) : std::string();
}

void give(const Context& context, Document document, DocumentSink& to) {
  document.kind = context.kind.empty() ? fhir::document_kind(document.tree) : context.kind;
  document.name = name_of(document.tree);
  to.take(std::move(document));
}

bool set_to(const Context& context, const std::string& setting, std::string_view value) {
  const auto found = context.settings.find(setting);
  return found != context.settings.end() && found->second == value;
}

// How a form of FHIR is named.
struct FormOfFhir {
  fhir::Form form;
  std::string_view dialect, format, title, page;
};
constexpr std::array<FormOfFhir, 3> kForms{{
    {fhir::Form::json, "fhir-json", "json", "FHIR R4 JSON", "https://hl7.org/fhir/R4/json.html"},
    {fhir::Form::xml, "fhir-xml", "xml", "FHIR R4 XML", "https://hl7.org/fhir/R4/xml.html"},
    {fhir::Form::ndjson, "fhir-ndjson", "ndjson", "FHIR R4 NDJSON (bulk data)", "https://build.fhir.org/ig/HL7/bulk-data/"},
}};

const FormOfFhir& of(fhir::Form form) { return kForms[static_cast<std::size_t>(form)]; }

bool read_form(fhir::Form form, const Context& context, const Part& part, const fhir::ReadOptions& options, Document& document) {
  if (form == fhir::Form::ndjson) {
    const bool skip = set_to(context, "bad_lines", "skip");
    return fhir::read_ndjson(part.bytes, context.limits, *context.issues, document.tree, &document.ledger, options, skip);
  }
  const auto read = form == fhir::Form::json ? fhir::read_json : fhir::read_xml;
  return read(part.bytes, context.limits, *context.issues, document.tree, &document.ledger, options);
}

// What was written of the whole, and what became of each of its nodes.
struct Rendition {
  bool written = false;
  std::vector<Fate> fates;         // of the nodes; `written` of all values when it is empty
  std::vector<std::string> paths;  // of the nodes; none when nobody asks for them
};

Rendition write_form(fhir::Form form, const Tree& tree, Issues& issues, std::string& out) {
  Rendition rendition;
  if (form == fhir::Form::ndjson) {
    rendition.written = fhir::write_ndjson(tree, issues, out, &rendition.fates);
  } else {
    rendition.written = (form == fhir::Form::json ? fhir::write_json : fhir::write_xml)(tree, fhir::WriteOptions{}, issues, out);
  }
  return rendition;
}

// `offset` is where the document begins in the whole.
Ledger account_of(const Tree& document, const Rendition& rendition, std::uint32_t offset) {
  Ledger ledger("write");
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    if (!document.at(i).has_value()) {
      ledger.add_leaf(Fate::none);
      continue;
    }
    const Fate said = rendition.fates.empty() ? Fate::copied : rendition.fates[offset + i];
    const Fate fate = rendition.written ? said : Fate::undecided;
    ledger.add_leaf(fate);
    if (fate == Fate::copied && !rendition.paths.empty()) ledger.mark(i, fate, ledger.target_name(rendition.paths[offset + i]));
  }
  return ledger;
}

// Text on its way out, given in parts of some size.
class Pieces final : public formats::ByteSink {
 public:
  Pieces(std::string media_type, PayloadSink& to) : media_type_(std::move(media_type)), to_(to) {}
  void write(std::string_view bytes) override {
    constexpr std::size_t kWorthIt = 64u << 10;
    text_.append(bytes);
    if (text_.size() >= kWorthIt) give(true);
  }
  void end() { give(false); }

 private:
  void give(bool more) { to_.take({"", media_type_, std::exchange(text_, {}), nullptr, more}); }
  std::string media_type_;
  PayloadSink& to_;
  std::string text_;
};

class OneDocument final : public DocumentSource {
 public:
  explicit OneDocument(const Tree& tree) { document_.tree = tree; }
  const Document* next() override { return std::exchange(given_, true) ? nullptr : &document_; }

 private:
  Document document_;
  bool given_ = false;
};

Context whole_part(Context context) {
  context.pieces = false;
  return context;
}

}  // namespace

void FhirDialect::read(const Context& context, PayloadSource& from, DocumentSink& to) const {
  const bool whole = set_to(context, "collections", "whole");
  const bool lenient = set_to(context, "unknown_elements", "report");
  const fhir::ReadOptions options{.name_leaves = context.detail == Detail::values,
                                  .unknown = lenient ? fhir::Unknown::report : fhir::Unknown::refuse};
  while (const Part* part = from.next()) {
    Document document;
    if (!read_form(form_, context, *part, options, document)) {
      to.rest(std::move(document.ledger));
      continue;
    }
    if (whole || !is_collection(document.tree)) {
      give(context, std::move(document), to);
      continue;
    }
    Ledger rest("read");
    std::size_t number = 0;
    for (auto& each : split(document.tree, document.ledger, rest)) {
      each.place.path = "document " + std::to_string(++number);
      give(context, std::move(each), to);
    }
    to.rest(std::move(rest));
  }
}

std::string FhirDialect::writes_in_pieces(const Context&) const { return media_type(form_); }

// One document is written as it is; whether there are more is known when the second one comes.
void FhirDialect::write_pieces(const Context& context, DocumentSource& from, PayloadSink& to) const {
  const Document* document = from.next();
  if (document == nullptr) return;
  const Tree first = document->tree;
  document = from.next();
  if (document == nullptr) {
    OneDocument one(first);
    return write(whole_part(context), one, to);
  }
  Pieces pieces(media_type(form_), to);
  fhir::CollectionText text(form_, pieces);
  const auto add = [&](const Tree& tree, bool carries_type) {
    text.add(tree);
    Ledger ledger = account_of(tree, {true, {}, {}}, 0);
    if (carries_type) ledger.add();
    to.account(std::move(ledger));
  };
  add(first, form_ != fhir::Form::ndjson);
  for (; document != nullptr; document = from.next()) add(document->tree, false);
  if (text.end()) pieces.end();
  context.issues->append(text.issues());
}

void FhirDialect::write(const Context& context, DocumentSource& from, PayloadSink& to) const {
  if (context.pieces) return write_pieces(context, from, to);
  // Whether there are several is known only when the second one comes; by then the first one's views are gone.
  std::vector<Tree> documents;
  while (const Document* document = from.next()) documents.push_back(document->tree);
  if (documents.empty()) return;
  Tree joined;
  std::vector<std::uint32_t> roots{0};
  if (documents.size() > 1) {
    Collection collection;
    roots.clear();
    for (const auto& document : documents) roots.push_back(collection.add(document));
    joined = collection.finish();
  }
  const Tree& whole = documents.size() > 1 ? joined : documents.front();
  Part part;
  part.media_type = media_type(form_);
  Rendition rendition = write_form(form_, whole, *context.issues, part.bytes);
  if (rendition.written) to.take(std::move(part));
  if (context.detail == Detail::values) rendition.paths = whole.paths();
  std::uint64_t left_out = 0;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    Ledger ledger = account_of(documents[i], rendition, roots[i]);
    left_out += ledger.counts()[Fate::no_room];
    if (rendition.written && rendition.fates.empty() && i == 0 && documents.size() > 1) ledger.add();  // the collection's own type
    to.account(std::move(ledger));
  }
  fhir::tell_left_out(left_out, *context.issues);
}

std::optional<fhir::Form> fhir_form(std::string_view dialect) {
  const auto* const found = std::find_if(kForms.begin(), kForms.end(), [&](const FormOfFhir& f) { return f.dialect == dialect; });
  return found == kForms.end() ? std::nullopt : std::optional(found->form);
}

std::string media_type(fhir::Form form) { return "application/fhir+" + std::string(of(form).format); }

std::vector<LoadedPlugin> built_in_dialects() {
  std::vector<LoadedPlugin> dialects;
  for (const FormOfFhir& form : kForms) {
    Manifest manifest;
    manifest.name = form.dialect;
    manifest.version = "4.0.1";
    manifest.title = form.title;
    manifest.status = "stable";
    manifest.formats = {std::string(form.format)};
    manifest.directions = {"read", "write"};
    manifest.spec = {std::string(form.page)};
    manifest.media_types = {{std::string(form.format), media_type(form.form)}};
    dialects.push_back({manifest, "", std::make_shared<FhirDialect>(form.form)});
  }
  return dialects;
}

}  // namespace caseway::host
