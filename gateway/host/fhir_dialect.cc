#include "host/fhir_dialect.h"

#include <algorithm>

#include "fhir/codec.h"
#include "fhir/documents.h"
#include "fhir/model.h"
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

// Every value of a document was written, or none was. `offset` is where the document begins in the whole; `paths` are those of the whole's
// nodes, or none when nobody asks for them.
Ledger account_of(const Tree& document, const std::vector<std::string>& paths, std::uint32_t offset, bool written) {
  Ledger ledger("write");
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    if (!document.at(i).has_value()) {
      ledger.add_leaf(Fate::none);
    } else {
      ledger.add_leaf(written ? Fate::copied : Fate::undecided);
      if (written && !paths.empty()) ledger.mark(i, Fate::copied, ledger.target_name(paths[offset + i]));
    }
  }
  return ledger;
}

bool set_to(const Context& context, const std::string& setting, std::string_view value) {
  const auto found = context.settings.find(setting);
  return found != context.settings.end() && found->second == value;
}

constexpr std::string_view kBlank = " \t\r\n";

void skip_blank(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size())); }

bool skip(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// The text up to `end`, which is skipped too; everything when it does not come.
std::string_view take_until(std::string_view& text, std::string_view end) {
  const auto at = text.find(end);
  const auto taken = text.substr(0, at);
  text.remove_prefix(at == text.npos ? text.size() : at + end.size());
  return taken;
}

// "resourceType" may stand anywhere among the members of the outermost object; strings are skipped as strings, so that a text is not taken for a key.
std::string_view json_root(std::string_view head) {
  skip_blank(head);
  if (!skip(head, "{")) return {};
  for (int depth = 1; depth > 0 && !head.empty();) {
    const char c = head.front();
    head.remove_prefix(1);
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c != '"') continue;
    if (depth == 1 && skip(head, "resourceType\"")) {
      skip_blank(head);
      if (!skip(head, ":")) continue;
      skip_blank(head);
      return skip(head, "\"") ? take_until(head, "\"") : std::string_view();
    }
    while (!head.empty() && head.front() != '"') head.remove_prefix(std::min<std::size_t>(head.front() == '\\' ? 2 : 1, head.size()));
    skip(head, "\"");
  }
  return {};
}

std::string_view xml_root(std::string_view head) {
  for (skip_blank(head); !head.empty(); skip_blank(head)) {
    if (skip(head, "<?"))
      take_until(head, "?>");
    else if (skip(head, "<!--"))
      take_until(head, "-->");
    else
      break;
  }
  if (!skip(head, "<")) return {};
  const auto tag = take_until(head, ">");
  auto name = tag.substr(0, tag.find_first_of(" \t\r\n/"));
  const auto colon = name.find(':');
  const auto declaration = colon == name.npos ? std::string("xmlns") : "xmlns:" + std::string(name.substr(0, colon));
  if (colon != name.npos) name.remove_prefix(colon + 1);
  for (const char quote : {'"', '\''})
    if (tag.find(declaration + "=" + quote + "http://hl7.org/fhir" + quote) != tag.npos) return name;
  return {};
}

}  // namespace

void FhirDialect::read(const Context& context, PayloadSource& from, DocumentSink& to) const {
  const auto read = syntax_ == Syntax::json ? fhir::read_json : fhir::read_xml;
  const bool whole = set_to(context, "collections", "whole");
  const bool lenient = set_to(context, "unknown_elements", "report");
  const fhir::ReadOptions options{.name_leaves = context.detail == Detail::values,
                                  .unknown = lenient ? fhir::Unknown::report : fhir::Unknown::refuse};
  while (const Part* part = from.next()) {
    Document document;
    if (!read(part->bytes, context.limits, *context.issues, document.tree, &document.ledger, options)) {
      to.rest(std::move(document.ledger));
      continue;
    }
    if (whole || !is_collection(document.tree)) {
      give(context, std::move(document), to);
      continue;
    }
    Ledger rest("read");
    for (auto& each : split(document.tree, document.ledger, rest)) give(context, std::move(each), to);
    to.rest(std::move(rest));
  }
}

void FhirDialect::write(const Context& context, DocumentSource& from, PayloadSink& to) const {
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
  part.media_type = syntax_ == Syntax::json ? "application/fhir+json" : "application/fhir+xml";
  const auto write = syntax_ == Syntax::json ? fhir::write_json : fhir::write_xml;
  const bool written = write(whole, fhir::WriteOptions{}, *context.issues, part.bytes);
  if (written) to.take(std::move(part));
  const auto paths = context.detail == Detail::values ? whole.paths() : std::vector<std::string>();
  for (std::size_t i = 0; i < documents.size(); ++i) {
    Ledger ledger = account_of(documents[i], paths, roots[i], written);
    if (written && i == 0 && documents.size() > 1) ledger.add();  // the collection's own type
    to.account(std::move(ledger));
  }
}

std::string_view fhir_root(std::string_view head, Syntax syntax) {
  skip(head, "\xEF\xBB\xBF");
  return syntax == Syntax::json ? json_root(head) : xml_root(head);
}

Partner::Recognition FhirDialect::recognise(std::string_view head, std::string_view) const {
  const auto root = fhir_root(head, syntax_);
  if (root.empty()) return {};
  const std::string syntax = syntax_ == Syntax::json ? "FHIR R4 JSON" : "FHIR R4 XML";
  const auto type = fhir::find_type(root);
  const bool known = type != kNoType && fhir::type(type).kind == fhir::Kind::resource;
  return {100, known ? syntax + ", " + std::string(root) : syntax};
}

std::vector<LoadedPlugin> built_in_dialects() {
  const auto dialect = [](Syntax syntax, const char* format, const char* title, const char* page) {
    Manifest manifest;
    manifest.name = std::string("fhir-") + format;
    manifest.version = "4.0.1";
    manifest.title = title;
    manifest.status = "stable";
    manifest.formats = {format};
    manifest.directions = {"read", "write"};
    manifest.spec = {page};
    manifest.media_types = {{format, std::string("application/fhir+") + format}};
    return LoadedPlugin{manifest, "", std::make_shared<FhirDialect>(syntax)};
  };
  return {dialect(Syntax::json, "json", "FHIR R4 JSON", "https://hl7.org/fhir/R4/json.html"),
          dialect(Syntax::xml, "xml", "FHIR R4 XML", "https://hl7.org/fhir/R4/xml.html")};
}

}  // namespace caseway::host
