#include "mapping/markup/markup_shape.h"

#include <algorithm>
#include <set>

#include "mapping/convert/converter.h"
#include "mapping/markup/element_paths.h"
#include "mapping/overlay.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

using formats::XmlNode;

namespace {
constexpr std::size_t kMostPlaces = 2000;  // beyond them documents have no shape that anybody could look at
constexpr std::size_t kLongestPath = 200;
}  // namespace

MarkupShape::MarkupShape(const Plan& plan) : plan_(plan) {
  shape_.mapping = plan.name;
  shape_.sparse = true;
  shape_.tables.resize(1);
}

void MarkupShape::describe(const Field& field, std::size_t in_tuple, Place& place) const {
  auto& column = place.shape;
  const bool dates = field.convert != nullptr && field.codes == kNone && kind_expected(field.convert->issue()) == ValueKind::date;
  if (place.field != nullptr && (field.codes == kNone || place.field->codes != kNone) && (!dates || !column.accepted.empty())) return;
  place.field = &field;
  place.in_tuple = field.paths.size() > 1 ? in_tuple : 0;
  column.required = has(field.required, Way::receiving);
  column.table = field.codes == kNone ? "" : plan_.tables[field.codes].name;
  column.ours = place_of_ours(plan_, field);
  if (field.convert != nullptr && field.codes == kNone) column.expected = kind_expected(field.convert->issue());
  column.accepted = dates ? field.convert->forms() : "";
}

bool MarkupShape::knows(const Place& place, std::string_view code) const {
  if (plan_.tables[place.field->codes].has_theirs(code, place.in_tuple)) return true;
  return plan_.accepted != nullptr && !plan_.accepted->meant(place.field->codes, code).empty();
}

void MarkupShape::count(Place& place, std::string_view text) const {
  place.shape.count(text, false);
  if (place.field == nullptr || place.field->codes == kNone) return;
  each_piece(text, place.field->join, [&](std::string_view code) { place.codes.add(code, [&] { return knows(place, code); }); });
}

void MarkupShape::document(const formats::XmlSource& source, std::uint32_t base, const Ledger& ledger) {
  ++shape_.tables.front().rows;
  const ElementPaths paths(source, base);
  std::vector<Place*> here(paths.all().size(), nullptr);
  const auto place_of = [&](std::uint32_t node) -> Place* {
    auto& place = here[paths.number(node)];
    if (place != nullptr || paths.of(node).size() > kLongestPath) return place;
    if (const auto known = by_path_.find(paths.of(node)); known != by_path_.end()) return place = &places_[known->second];
    if (places_.size() == kMostPlaces) return nullptr;
    by_path_.emplace(paths.of(node), places_.size());
    place = &places_.emplace_back();
    place->shape.header = paths.of(node);
    return place;
  };
  const auto end = source.nodes()[base].end;
  for (const auto& touch : touched_) {
    if (touch.node <= base || touch.node >= end) continue;
    auto* place = place_of(touch.node);
    if (place == nullptr) continue;
    place->shape.column = place->shape.header;
    describe(*touch.field, touch.in_tuple, *place);
  }
  touched_.clear();
  for (auto node = base + 1; node < end; ++node) {
    const auto leaf = source.nodes()[node].leaf;
    if (leaf == XmlNode::kNone || source.nodes()[node].structural) continue;
    auto* place = place_of(node);
    if (place == nullptr) continue;
    if (ledger.fate(leaf) != Fate::undecided) place->shape.column = place->shape.header;
    if (const auto text = trimmed(source.value(source.nodes()[node])); !text.empty()) count(*place, text);
  }
}

std::string MarkupShape::json() {
  auto& table = shape_.tables.front();
  for (auto& place : places_) {
    if (place.field != nullptr && place.field->codes != kNone) place.codes.tell(plan_.tables[place.field->codes], place.in_tuple, place.shape);
    table.columns.push_back(std::move(place.shape));
  }
  std::map<std::string, Place> absent;
  each_place_read(plan_, [&](const Field& field, std::size_t in_tuple, const std::string& path) {
    if (by_path_.contains(path)) return;
    auto& place = absent[path];
    place.shape.column = path;
    describe(field, in_tuple, place);
  });
  for (auto& [path, place] : absent) table.absent.push_back(std::move(place.shape));
  return shape_json(shape_);
}

}  // namespace caseway::mapping
