#include "mapping/tables/row_names.h"

#include <algorithm>

#include "mapping/convert/meaning.h"
#include "mapping/identifying.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

RowNames::RowNames(const Plan& plan) : plan_(plan), keeps_(plan.blocks.size(), 0) {
  const auto keeps_some = [](const Block& block) {
    return std::any_of(block.fields.begin(), block.fields.end(), [](const Field& field) { return field.kind == FieldKind::keep; });
  };
  if (std::none_of(plan.blocks.begin(), plan.blocks.end(), keeps_some)) return;
  for (Index block = 0; block < plan.blocks.size(); ++block) {
    std::vector<char> seen(plan.blocks.size(), 0);
    keeps_[block] = find_kept(block, seen);
  }
  if (!keeps(plan.body)) return;
  if (plan.their_tables.empty())
    parts_[plan.body] = telling_apart(plan.body, plan.key == kNone ? std::vector<Index>() : std::vector<Index>{plan.key});
  else
    parts_[plan.body] = telling_apart(plan.body, {});
  for (const auto& block : plan.blocks)
    for (const auto& field : block.fields)
      if (field.kind == FieldKind::group && keeps(field.block)) parts_[field.block] = telling_apart(field.block, field.names);
  find_keys();
}

bool RowNames::find_kept(Index block, std::vector<char>& seen) const {
  if (block == kNone || seen[block]) return false;
  seen[block] = 1;
  return std::any_of(plan_.blocks[block].fields.begin(), plan_.blocks[block].fields.end(), [&](const Field& field) {
    return field.kind == FieldKind::keep || find_kept(field.block, seen) ||
           std::any_of(field.alternatives.begin(), field.alternatives.end(), [&](const auto& one) { return find_kept(one.block, seen); });
  });
}

// The columns that go both ways, outside of groups inside.
void RowNames::gather(Index block, std::vector<Part>& all, std::vector<char>& seen) const {
  if (block == kNone || seen[block]) return;
  seen[block] = 1;
  for (const auto& field : plan_.blocks[block].fields) {
    if (field.kind == FieldKind::call) gather(field.block, all, seen);
    for (const auto& alternative : field.alternatives) gather(alternative.block, all, seen);
    if (!goes_both_ways(field)) continue;
    if (field.by_group)
      all.push_back({field.columns.front(), &field, true});
    else
      for (const auto column : field.columns) all.push_back({column, field.is_tuple() ? nullptr : &field, false});
  }
}

RowNames::Parts RowNames::telling_apart(Index block, const std::vector<Index>& named) const {
  Parts made;
  std::vector<char> seen(plan_.blocks.size(), 0);
  gather(block, made.all, seen);
  for (const auto column : named) {
    const auto found = std::find_if(made.all.begin(), made.all.end(), [&](const Part& part) { return part.column == column; });
    made.names.push_back(found == made.all.end() ? Part{column, nullptr, false} : *found);
  }
  if (named.empty())
    std::copy_if(made.all.begin(), made.all.end(), std::back_inserter(made.names),
                 [](const Part& part) { return part.field != nullptr && is_identifier(*part.field); });
  return made;
}

// A key that is made when writing is no name, unless ours carries what the row said.
void RowNames::find_keys() {
  for (Index table = 0; table < plan_.their_tables.size(); ++table) {
    const auto& what = plan_.their_tables[table];
    std::vector<Part> made;
    for (const auto column : what.keys) {
      const Field* relates = nullptr;
      for (const auto& block : plan_.blocks)
        for (const auto& field : block.fields)
          if (relates == nullptr && goes_both_ways(field) && !field.is_tuple() && field.columns == std::vector<Index>{column}) relates = &field;
      if (relates != nullptr || !what.makes_keys) made.push_back({column, relates, false});
    }
    if (!made.empty() && made.size() == what.keys.size()) keys_.emplace(table, std::move(made));
  }
}

std::string RowNames::document(const Cells& cells) const { return name_of(plan_.root_table, plan_.body, {}, {}, cells, 0); }

std::string RowNames::instance(const Field& group, std::string_view around, const Cells& cells, std::uint32_t number) const {
  auto table = group.alone;
  if (group.link != kNone) table = group.leads_out ? plan_.links[group.link].to : plan_.links[group.link].from;
  return name_of(table, group.block, group.cells, group.leads_out ? std::string_view() : around, cells, number);
}

std::string RowNames::name_of(Index table, Index block, const std::vector<CellTest>& tests, std::string_view around, const Cells& cells,
                              std::uint32_t number) const {
  const auto key = table == kNone ? keys_.end() : keys_.find(table);
  const bool keyed = key != keys_.end();
  std::string name(keyed ? std::string_view() : around);
  const auto before = name.size();
  const auto begin = [&] { name += name.size() > before ? ", " : before > 0 ? "; " : ""; };
  if (table != kNone) begin(), name += plan_.their_tables[table].name;
  for (const auto& test : keyed ? std::vector<CellTest>() : tests) {
    begin();
    append_named(plan_.columns[test.column].name, test.values.empty() ? std::string_view() : test.values.front(), name);
  }
  const auto cell = [&](const Part& part) { return cells(part.numbered && number > 0 ? part.field->columns[number - 1] : part.column); };
  const auto parts = parts_.find(block);
  if (!keyed && parts == parts_.end()) return name;
  const bool named =
      !keyed && std::any_of(parts->second.names.begin(), parts->second.names.end(), [&](const Part& part) { return !cell(part).empty(); });
  for (const auto& part : keyed ? key->second : named ? parts->second.names : parts->second.all) {
    begin();
    append(part, cell(part), name);
  }
  return name;
}

// The cell as what it means, so that it has one spelling: numbered columns are called by their first.
void RowNames::append(const Part& part, std::string_view text, std::string& name) const {
  const auto said = part.field == nullptr ? std::string(trimmed(text)) : meaning(plan_, *part.field, text);
  append_named(plan_.columns[part.column].name, said, name);
}

}  // namespace caseway::mapping
