#include "host/checked.h"

#include <algorithm>
#include <stdexcept>
#include <unordered_set>

#include "fhir/verify.h"
#include "formats/encoding.h"

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

// `target_sound` is asked about every target that there is.
template <class TargetSound>
std::string fault_in_links(const Ledger& ledger, TargetSound target_sound) {
  if (!formats::is_utf8(ledger.hop())) return "a ledger with damaged texts";
  Texts texts(ledger);
  try {
    for (const auto& link : ledger.links()) {
      if (link.leaf >= ledger.size() || (link.target != Ledger::kNoTarget && !target_sound(link.target))) return "a ledger that points outside";
      if (!texts.sound(link.rule)) return "a ledger with damaged texts";
    }
  } catch (const std::out_of_range&) {
    return "a ledger that points outside";
  }
  for (std::uint32_t leaf = 0; leaf < ledger.size(); ++leaf)
    if (const auto* place = ledger.place(leaf); place != nullptr && !formats::is_utf8(place->path)) return "a ledger with damaged texts";
  return {};
}

}  // namespace

std::string fault_in(const Document& document) {
  std::string why_not;
  if (!fhir::verify(document.tree, why_not)) return "a damaged tree (" + why_not + ")";
  if (!safe_name(document.name) || !formats::is_utf8(document.kind) || !formats::is_utf8(document.place.path))
    return "a document with a damaged name";
  for (const auto& kept : document.residual)
    if (!formats::is_utf8(kept.anchor) || !formats::is_utf8(kept.path) || !formats::is_utf8(kept.value)) return "kept values with damaged texts";
  return fault_in_reading(document.ledger, document.tree);
}

std::string fault_in(const Part& part) {
  return safe_name(part.name) && safe_media_type(part.media_type) ? "" : "a result with a damaged name or media type";
}

std::string fault_in(const Issues& issues) {
  for (const auto& issue : issues.all())
    if (!formats::is_utf8(issue.id) || !formats::is_utf8(issue.place.path) || !formats::is_utf8(issue.text)) return "issues with damaged texts";
  return {};
}

std::string fault_in(const Ledger& rest) {
  return fault_in_links(rest, [](std::uint32_t) { return true; });
}

std::string fault_in_reading(const Ledger& ledger, const Tree& tree) {
  return fault_in_links(ledger, [&](std::uint32_t target) { return target < tree.size(); });
}

std::string fault_in_writing(const Ledger& ledger, const Tree& tree) {
  if (ledger.size() != tree.size()) return "a ledger of another length than its document";
  Texts texts(ledger);
  return fault_in_links(ledger, [&](std::uint32_t target) { return texts.sound(target); });
}

bool safe_name(std::string_view name) {
  if (name.size() > 200 || name.starts_with('.') || !formats::is_utf8(name)) return false;
  return std::none_of(name.begin(), name.end(), [](char c) { return c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

bool safe_media_type(std::string_view type) {
  return type.size() <= 100 && std::all_of(type.begin(), type.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace caseway::host
