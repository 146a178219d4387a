#include "host/checked.h"

#include "fhir/verify.h"
#include "formats/encoding.h"
#include "host/call.h"

#include <stdexcept>
#include <unordered_set>

namespace caseway::host {
namespace {

// Looks at each interned text once, however many links name it. The ledger's accessors throw for an index that leads nowhere.
class Texts {
 public:
  explicit Texts(const Ledger& ledger) : ledger_(ledger) {}
  bool sound(std::uint32_t index) {
    if (!seen_.insert(index).second) return true;
    return formats::is_utf8(ledger_.rule_text(index));
  }

 private:
  const Ledger& ledger_;
  std::unordered_set<std::uint32_t> seen_;
};

bool texts_sound(const Ledger& ledger, bool targets_are_texts) {
  if (!formats::is_utf8(ledger.hop())) return false;
  Texts texts(ledger);
  for (const auto& link : ledger.links()) {
    if (!texts.sound(link.rule)) return false;
    if (targets_are_texts && link.target != Ledger::kNoTarget && !texts.sound(link.target)) return false;
  }
  for (std::uint32_t leaf = 0; leaf < ledger.size(); ++leaf)
    if (const auto* place = ledger.place(leaf); place != nullptr && !formats::is_utf8(place->path)) return false;
  return true;
}

std::string fault_in_texts(const Ledger& ledger, bool targets_are_texts) {
  try {
    return texts_sound(ledger, targets_are_texts) ? "" : "a ledger with damaged texts";
  } catch (const std::out_of_range&) {
    return "a ledger that points outside itself";
  }
}

}  // namespace

std::string fault_in(const Document& document) {
  std::string why_not;
  if (!fhir::verify(document.tree, why_not)) return "a damaged tree (" + why_not + ")";
  if (!safe_name(document.name) || !formats::is_utf8(document.kind)) return "a document with a damaged name";
  for (const auto& link : document.ledger.links())
    if (link.target != Ledger::kNoTarget && link.target >= document.tree.size()) return "a ledger that points outside the document";
  for (const auto& kept : document.residual)
    if (!formats::is_utf8(kept.anchor) || !formats::is_utf8(kept.path) || !formats::is_utf8(kept.value)) return "kept values with damaged texts";
  return fault_in_texts(document.ledger, false);
}

std::string fault_in(const Part& part) {
  return safe_name(part.name) && safe_media_type(part.media_type) ? "" : "a result with a damaged name or media type";
}

std::string fault_in(const Issues& issues) {
  for (const auto& issue : issues.all())
    if (!formats::is_utf8(issue.id) || !formats::is_utf8(issue.place.path) || !formats::is_utf8(issue.text)) return "issues with damaged texts";
  return {};
}

std::string fault_in(const Ledger& ledger) { return fault_in_texts(ledger, false); }

std::string fault_in(const Ledger& ledger, const Tree& source) {
  if (ledger.size() > source.size()) return "a ledger for another document";
  return fault_in_texts(ledger, true);
}

}  // namespace caseway::host
