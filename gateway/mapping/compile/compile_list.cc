// `list: full`: a payload is all there is, so that what it does not say any more has gone.
#include <algorithm>

#include "mapping/compile/compiler.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

void Compiler::read_list(const ConfigNode& theirs) {
  const auto* list = theirs.find("list");
  const auto* absent = theirs.find("absent");
  const auto* closed = theirs.find("closed");
  if (list == nullptr) {
    for (const auto* node : {absent, closed})
      if (node != nullptr) fault(node->key_at, "`absent` and `closed` say what becomes of entries of a full list; add `list: full`");
    return;
  }
  if (list->scalar != "full") fault(list->at, "`list` is full" + suggestion(list->scalar, {"full"}));
  if (plan_.key == kNone) fault(list->at, "a full list is compared by its keys; say which column is the `key`");
  plan_.full_list = true;
  const auto what = absent == nullptr ? std::string("unchanged") : absent->scalar;
  if (what != "closed" && what != "unchanged") fault(absent->at, "`absent` is closed or unchanged" + suggestion(what, {"closed", "unchanged"}));
  plan_.closes_absent = what == "closed";
  if (plan_.closes_absent != (closed != nullptr))
    return fault(closed == nullptr ? absent->at : closed->key_at,
                 "`absent: closed` and `closed`, what an entry that has gone becomes, belong together");
  if (closed == nullptr || !known_keys(*closed, {"document", "row"}, "`closed`")) return;
  plan_.closing = closed->text("document", plan_.document);
  if (const auto* row = closed->find("row"))
    for (const auto& [column, value] : row->members) plan_.closing_row.emplace_back(column, value.scalar);
  const auto keyed = [](const auto& cell) { return cell.second.find("{key}") != std::string::npos; };
  if (std::none_of(plan_.closing_row.begin(), plan_.closing_row.end(), keyed))
    fault(closed->at, "`row` says what stands in the columns of the closing document; one of them is \"{key}\", the key of the entry that has gone");
}

}  // namespace caseway::mapping
