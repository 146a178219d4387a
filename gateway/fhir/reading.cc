#include "fhir/reading.h"

#include <algorithm>
#include <cstring>

#include "fhir/model.h"
#include "formats/config_node.h"

namespace caseway::fhir {

formats::Position Positions::at(std::size_t offset) {
  offset = std::min(offset, bytes_.size());
  if (offset < counted_) *this = Positions(bytes_);
  if (line_ == 1 && line_start_ == 0 && bytes_.starts_with("\xEF\xBB\xBF")) line_start_ = counted_ = 3;
  while (counted_ < offset) {
    const void* const found = std::memchr(bytes_.data() + counted_, '\n', offset - counted_);
    if (found == nullptr) break;
    line_start_ = counted_ = static_cast<std::size_t>(static_cast<const char*>(found) - bytes_.data()) + 1;
    ++line_;
    column_ = 0;
  }
  for (; counted_ < offset; ++counted_) column_ += (static_cast<unsigned char>(bytes_[counted_]) & 0xC0) != 0x80;
  return {line_, column_ + 1};
}

void Leaves::account(const std::vector<std::uint32_t>& index_of, Ledger& ledger) const {
  for (std::size_t i = 0; i < leaves_.size(); ++i) {
    const std::uint32_t leaf = ledger.add_leaf(leaves_[i].fate == Fate::structural ? Fate::structural : Fate::undecided);
    const std::uint32_t target = node(i, index_of);
    if (leaves_[i].fate != Fate::structural && target != Draft::kNone) ledger.mark(leaf, leaves_[i].fate, target);
  }
}

std::uint32_t Leaves::node(std::size_t leaf, const std::vector<std::uint32_t>& index_of) const {
  const Draft::Id id = leaves_[leaf].node;
  return id < index_of.size() ? index_of[id] : Draft::kNone;
}

std::string_view Leaves::unknown_path(std::size_t leaf) const {
  const auto after = std::upper_bound(unknown_.begin(), unknown_.end(), leaf, [](std::size_t l, const UnknownPart& part) { return l < part.first; });
  return after == unknown_.begin() ? std::string_view() : std::string_view((after - 1)->path);
}

bool is_plain_name(std::string_view name) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), plain);
}

std::string unknown_element(TypeId owner, std::string_view name, const Issues& issues) {
  if (issues.all().size() >= Issues::limit) return {};
  const TypeInfo& type = fhir::type(owner);
  std::vector<std::string_view> names;
  for (const ElementInfo& element : elements().subspan(type.first, type.count)) names.push_back(element.name);
  const std::string_view near = formats::nearest(name, names);
  std::string text = std::string(type.name) + " has no such element in FHIR R4";
  return near.empty() ? text + "; remove it or send it as an extension." : text + "; did you mean " + std::string(near) + "?";
}

}  // namespace caseway::fhir
