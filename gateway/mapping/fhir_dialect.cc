#include "mapping/fhir_dialect.h"

#include <algorithm>

#include "fhir/codec.h"
#include "fhir/documents.h"
#include "fhir/root_type.h"
#include "fhirpath/fhirpath.h"
#include "mapping/tree/revision.h"

namespace caseway::mapping {

namespace {

bool is_xml(std::string_view bytes) {
  constexpr std::string_view kBefore("\xEF\xBB\xBF\xFE\xFF \t\r\n\0", 10);  // marks of an encoding, white space, the zeros of UTF-16
  const auto first = bytes.find_first_not_of(kBefore);
  return first != std::string_view::npos && bytes[first] == '<';
}

bool set_to(const Context& context, const char* setting, std::string_view value) {
  const auto found = context.settings.find(setting);
  return found != context.settings.end() && found->second == value;
}

// A document that is refused: nobody decided about any of it.
Ledger undecided(const Ledger& read) {
  Ledger ledger("read");
  for (std::uint32_t leaf = 0; leaf < read.size(); ++leaf) {
    const auto fate = read.fate(leaf);
    ledger.add_leaf(fate == Fate::structural || fate == Fate::none ? fate : Fate::undecided);
    if (const auto* place = read.place(leaf)) ledger.name_leaf(leaf, *place);
  }
  return ledger;
}

// A resource's id names the result when it is one that FHIR allows (https://hl7.org/fhir/R4/datatypes.html#id).
std::string name_of(const Tree& tree) {
  const auto id = tree.root().child_value("id");
  const bool fits = id.size() <= 64 && !id.starts_with('.') && std::all_of(id.begin(), id.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
                    });
  return fits ? std::string(id) : std::string();
}

}  // namespace

void read_fhir(const Plan& plan, const Context& context, const Part& part, DocumentSink& to) {
  Tree came;
  Ledger read;
  std::vector<formats::Position> positions;
  const fhir::ReadOptions options{.name_leaves = context.detail == Detail::values,
                                  .unknown = set_to(context, "unknown_elements", "report") ? fhir::Unknown::report : fhir::Unknown::refuse,
                                  .positions = &positions};
  const auto codec = is_xml(part.bytes) ? fhir::read_xml : fhir::read_json;
  if (!codec(part.bytes, context.limits, *context.issues, came, &read, options)) return to.rest(std::move(read));
  Revision revision(plan, context, came, Way::receiving, &positions);
  if (!revision.run()) return to.rest(undecided(read));
  Document document;
  document.ledger = revision.account_for(read);
  document.tree = revision.take();
  document.kind = context.kind.empty() ? fhir::document_kind(document.tree) : context.kind;
  document.name = name_of(document.tree);
  to.take(std::move(document));
}

bool write_fhir(const Plan& plan, const Context& context, const Document& document, Part& part, Ledger& ledger) {
  const bool xml = set_to(context, "form", "fhir-xml");
  Revision revision(plan, context, document.tree, Way::sending, nullptr);
  bool written = revision.run();
  if (written) {
    ledger = revision.account_for_nodes();
    written = (xml ? fhir::write_xml : fhir::write_json)(revision.result(), fhir::WriteOptions{}, *context.issues, part.bytes);
  }
  if (!written) {
    ledger = Ledger("write");
    for (std::uint32_t node = 0; node < document.tree.size(); ++node)
      ledger.add_leaf(document.tree.at(node).has_value() ? Fate::undecided : Fate::none);
    return false;
  }
  part.name = (document.name.empty() ? plan.name : document.name) + (xml ? ".xml" : ".json");
  part.media_type = xml ? "application/fhir+xml" : "application/fhir+json";
  return true;
}

// By the outermost resource, by texts (a profile's URL) that stand in it, and by its shape where all of it is there to be asked.
Partner::Recognition recognise_fhir(const Plan& plan, std::string_view head) {
  constexpr int kSure = 100;
  const auto root = fhir::root_type(head, is_xml(head));
  if (root.empty() || plan.recognise.empty()) return {};
  Partner::Recognition found{kSure, plan.title};
  const auto contains = [&](const std::string& text) { return head.find(text) != std::string_view::npos; };
  Tree whole;
  for (const auto& test : plan.recognise) {
    if (!test.what.empty()) found.what = test.what;
    if (!test.resource.empty() && std::find(test.resource.begin(), test.resource.end(), root) == test.resource.end()) return {};
    if (!test.says.empty() && std::none_of(test.says.begin(), test.says.end(), contains)) return {};
    if (test.shape == nullptr) continue;
    Issues unsaid;
    const auto codec = is_xml(head) ? fhir::read_xml : fhir::read_json;
    if (whole.empty() && !codec(head, Limits(), unsaid, whole, nullptr, {.unknown = fhir::Unknown::report})) continue;
    try {
      if (!test.shape->test(whole.root(), {})) return {};
    } catch (const fhirpath::EvaluationError&) {
      return {};
    }
  }
  return found;
}

}  // namespace caseway::mapping
