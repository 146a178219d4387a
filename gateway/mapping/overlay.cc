#include "mapping/overlay.h"

#include <algorithm>

#include "fhir/model.h"
#include "formats/config_node.h"
#include "formats/json_writer.h"
#include "mapping/convert/converter.h"
#include "mapping/markup/element_paths.h"
#include "mapping/plan.h"
#include "mapping/rules.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

using formats::ConfigNode;

void each_member(const ConfigNode& node, std::string_view key, const auto& take) {
  if (const auto* map = node.find(key))
    for (const auto& [name, value] : map->members) take(name, value);
}

// Strings as JSON writes them are YAML too, whatever stands in them.
std::string quoted(std::string_view text) {
  std::string out;
  formats::append_json_string(out, text);
  return out;
}

void append_lists(std::string& out, std::string_view key, const std::map<std::string, std::vector<std::string>>& lists) {
  if (lists.empty()) return;
  out += "    " + std::string(key) + ":\n";
  for (const auto& [name, list] : lists) {
    out += "      " + quoted(name) + ": [";
    for (std::size_t i = 0; i < list.size(); ++i) out += (i == 0 ? "" : ", ") + quoted(list[i]);
    out += "]\n";
  }
}

// The block of fields about the rows of a table.
Index block_of(const Plan& plan, Index table) {
  for (const auto& block : plan.blocks)
    for (const auto& field : block.fields)
      if (field.link != kNone && (field.leads_out ? plan.links[field.link].to : plan.links[field.link].from) == table) return field.block;
  return plan.body;
}

void ignore_column(Plan& plan, const std::string& path, const std::string& reason) {
  Column column;
  column.name = column.path = path;
  if (const auto point = path.find('.'); !plan.their_tables.empty() && point != std::string::npos) {
    const auto table =
        std::find_if(plan.their_tables.begin(), plan.their_tables.end(), [&](const TheirTable& each) { return each.name == path.substr(0, point); });
    if (table == plan.their_tables.end()) return;
    column.table = static_cast<Index>(table - plan.their_tables.begin());
    column.name = path.substr(point + 1);
  }
  const auto known = [&](const Column& each) { return each.table == column.table && normalised_header(each.name) == normalised_header(column.name); };
  if (std::any_of(plan.columns.begin(), plan.columns.end(), known)) return;
  Field field;
  field.kind = FieldKind::ignore;
  field.ways = Way::receiving;
  field.constant = reason;
  field.columns.push_back(static_cast<Index>(plan.columns.size()));
  if (!plan.their_tables.empty()) plan.their_tables[column.table].columns.push_back(field.columns.front());
  const auto block = plan.their_tables.empty() || column.table == plan.root_table ? plan.body : block_of(plan, column.table);
  plan.columns.push_back(std::move(column));
  plan.blocks[block].fields.push_back(std::move(field));
}

// In the columns that go by the table, each in its place of a tuple, the code is read as if the known one stood there.
void mean(Plan& plan, const std::string& table, const std::string& code, const std::string& like) {
  for (const auto& block : plan.blocks)
    for (const auto& field : block.fields) {
      if (field.codes == kNone || plan.tables[field.codes].name != table) continue;
      for (std::size_t i = 0; i < field.columns.size(); ++i) {
        const auto place = field.is_tuple() ? i : 0;
        const auto has = [&](std::string_view wanted) { return plan.tables[field.codes].has_theirs(wanted, place); };
        if (has(like) && !has(code)) plan.columns[field.columns[i]].meant[code] = like;
      }
    }
}

// The text of the concept around a place: the word that somebody used for a code.
std::optional<OursPath> word_beside(Plan& plan, const OursPath& code) {
  auto around = code;
  while (around.slot != kNone && fhir::type(plan.slot(around.variable, around.slot).type).name != "CodeableConcept")
    around.slot = plan.slot(around.variable, around.slot).parent;
  if (around.slot == kNone || code.each) return std::nullopt;
  auto& slots = plan.slots[plan.variables[code.variable].slots].slots;
  Slot text;
  text.parent = around.slot;
  text.def = fhir::find_element(slots[around.slot].type, "text");
  text.type = fhir::element(text.def).type;
  const auto there = std::find_if(slots.begin(), slots.end(), [&](const Slot& each) { return each.parent == text.parent && each.def == text.def; });
  around.slot = static_cast<Index>(there - slots.begin());
  if (there == slots.end()) slots.push_back(std::move(text));
  return around;
}

void find_words(Plan& plan) {
  for (auto& block : plan.blocks)
    for (auto& field : block.fields) {
      const auto read_as_another = [&](Index column) { return !plan.columns[column].meant.empty(); };
      if (field.kind != FieldKind::relation || field.numbered || !field.join.empty()) continue;
      if (std::none_of(field.columns.begin(), field.columns.end(), read_as_another)) continue;
      for (const auto& ours : field.ours)
        if (!field.word) field.word = word_beside(plan, ours);
    }
}

void accept_forms(Plan& plan, Index column, const std::vector<std::string>& forms) {
  for (auto& block : plan.blocks)
    for (auto& field : block.fields) {
      if (field.convert == nullptr || std::find(field.columns.begin(), field.columns.end(), column) == field.columns.end()) continue;
      if (auto other = field.convert->accepting(forms)) field.convert = std::move(other);
    }
  if (plan.rules == nullptr) return;
  auto rules = std::make_shared<Rules>(*plan.rules);
  if (column < rules->senses.size() && rules->senses[column].date != nullptr)
    if (auto other = rules->senses[column].date->accepting(forms)) rules->senses[column].date = std::move(other);
  plan.rules = std::move(rules);
}

// Dates of a place that are written in another order.
void accept_forms_at(Plan& plan, const std::map<std::string, std::vector<std::string>>& accept) {
  if (accept.empty()) return;
  std::map<const Field*, const std::vector<std::string>*> wanted;
  each_place_read(plan, [&](const Field& field, std::size_t, const std::string& path) {
    if (const auto found = accept.find(path); found != accept.end() && field.convert != nullptr) wanted.emplace(&field, &found->second);
  });
  for (auto& block : plan.blocks)
    for (auto& field : block.fields)
      if (const auto found = wanted.find(&field); found != wanted.end())
        if (auto other = field.convert->accepting(*found->second)) field.convert = std::move(other);
}

void lay_over_markup(Plan& plan, const Overlay::OfMapping& overlay) {
  auto accepted = std::make_shared<Accepted>();
  for (const auto& [place, others] : overlay.aliases)
    for (const auto& other : others) accepted->names[other] = place;
  accepted->ignored.insert(overlay.ignore.begin(), overlay.ignore.end());
  for (Index table = 0; table < plan.tables.size(); ++table) {
    const auto codes = overlay.codes.find(plan.tables[table].name);
    if (codes == overlay.codes.end()) continue;
    for (const auto& [code, like] : codes->second)
      if (plan.tables[table].has_theirs(like, 0) && !plan.tables[table].has_theirs(code, 0)) accepted->codes[table][code] = like;
  }
  for (auto& block : plan.blocks)
    for (auto& field : block.fields)
      if (field.kind == FieldKind::relation && field.join.empty() && accepted->codes.contains(field.codes))
        for (const auto& ours : field.ours)
          if (!field.word) field.word = word_beside(plan, ours);
  accept_forms_at(plan, overlay.accept);
  plan.accepted = std::move(accepted);
}

}  // namespace

Overlay Overlay::read(std::string_view text, std::string_view file) {
  Overlay made;
  const auto root = formats::read_config(text, file);
  each_member(root, "mappings", [&](const std::string& mapping, const ConfigNode& node) {
    auto& of = made.mappings[mapping];
    const auto list = [](const ConfigNode& items) {
      std::vector<std::string> texts;
      for (const auto& item : items.items) texts.push_back(item.scalar);
      return texts;
    };
    each_member(node, "aliases", [&](const std::string& column, const ConfigNode& value) { of.aliases[column] = list(value); });
    each_member(node, "accept", [&](const std::string& column, const ConfigNode& value) { of.accept[column] = list(value); });
    each_member(node, "ignore", [&](const std::string& header, const ConfigNode& value) { of.ignore[header] = value.scalar; });
    each_member(node, "codes", [&](const std::string& table, const ConfigNode& rows) {
      for (const auto& [code, like] : rows.members) of.codes[table][code] = like.scalar;
    });
  });
  return made;
}

std::string Overlay::text() const {
  std::string out =
      "# What this partner's files are like, beside the mappings as they were shipped. Written by `caseway parked accept`; may be "
      "edited.\nmappings:\n";
  for (const auto& [name, of] : mappings) {
    out += "  " + quoted(name) + ":\n";
    append_lists(out, "aliases", of.aliases);
    append_lists(out, "accept", of.accept);
    if (!of.ignore.empty()) out += "    ignore:\n";
    for (const auto& [header, reason] : of.ignore) out += "      " + quoted(header) + ": " + quoted(reason) + "\n";
    if (!of.codes.empty()) out += "    codes:\n";
    for (const auto& [table, rows] : of.codes) {
      out += "      " + quoted(table) + ":\n";
      for (const auto& [code, like] : rows) out += "        " + quoted(code) + ": " + quoted(like) + "\n";
    }
  }
  return out;
}

std::string_view Accepted::meant(Index table, std::string_view code) const {
  const auto of = codes.find(table);
  if (of == codes.end()) return {};
  const auto known = of->second.find(code);
  return known == of->second.end() ? std::string_view() : std::string_view(known->second);
}

std::string_view Accepted::reason(std::string_view place) const {
  for (; !place.empty(); place = parent_path(place))
    if (const auto found = ignored.find(place); found != ignored.end()) return found->second;
  return {};
}

std::shared_ptr<const Plan> laid_over(const Plan& plan, const Overlay::OfMapping& overlay) {
  auto made = std::make_shared<Plan>(plan);
  if (plan.format != Format::csv) return lay_over_markup(*made, overlay), made;
  for (const auto& [header, reason] : overlay.ignore) ignore_column(*made, header, reason);
  for (Index i = 0; i < made->columns.size(); ++i) {
    auto& column = made->columns[i];
    if (const auto found = overlay.aliases.find(column.path); found != overlay.aliases.end())
      column.aliases.insert(column.aliases.end(), found->second.begin(), found->second.end());
    if (const auto found = overlay.accept.find(column.path); found != overlay.accept.end()) accept_forms(*made, i, found->second);
  }
  for (const auto& [table, codes] : overlay.codes)
    for (const auto& [code, like] : codes) mean(*made, table, code, like);
  find_words(*made);
  return made;
}

}  // namespace caseway::mapping
