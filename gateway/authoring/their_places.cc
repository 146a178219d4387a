#include "authoring/their_places.h"

#include <map>

#include "formats/csv.h"
#include "formats/xml_source.h"
#include "mapping/spelling.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

// Calls take(row, line) for the header and every row below it.
template <class Take>
void each_row(const Plan& plan, const Part& part, const Take& take) {
  Issues unsaid;
  const Limits limits;
  formats::CsvDialect dialect;
  dialect.delimiter = plan.delimiter;
  formats::CsvReader reader(part.bytes, dialect, limits, unsaid);
  std::vector<formats::CsvCell> row;
  while (reader.next(row)) take(row, reader.line());
}

Index table_of(const Plan& plan, const Part& part) {
  const auto stem = part.name.substr(0, part.name.rfind('.'));
  for (Index i = 0; i < plan.their_tables.size(); ++i)
    if (plan.their_tables[i].name == stem) return i;
  return 0;
}

void add_cells(const Plan& plan, const Part& part, std::vector<TheirPlace>& places) {
  const auto table = table_of(plan, part);
  const auto where = plan.their_tables.empty() ? std::string() : "table " + plan.their_tables[table].name + ", ";
  std::vector<Index> columns;
  bool header = true;
  each_row(plan, part, [&](const std::vector<formats::CsvCell>& row, std::uint32_t line) {
    for (std::size_t c = 0; header && c < row.size(); ++c) {
      columns.push_back(kNone);
      for (Index i = 0; i < plan.columns.size(); ++i)
        if (plan.columns[i].table == table && plan.columns[i].name == row[c].text) columns.back() = i;
    }
    for (std::size_t c = 0; !header && c < row.size() && c < columns.size(); ++c) {
      const auto name = columns[c] == kNone ? std::to_string(c + 1) : plan.columns[columns[c]].name;
      places.push_back({where + "row " + std::to_string(line) + ", column " + name, std::string(row[c].text), columns[c]});
    }
    header = false;
  });
}

void add_nodes(const Plan& plan, const Part& part, std::vector<TheirPlace>& places) {
  formats::XmlSource source;
  Issues unsaid;
  const auto limits = Limits::batch();
  if (!source.read(part.bytes, {plan.ccda}, limits, &Limits::xml_bytes, unsaid)) return;
  for (std::uint32_t i = 0; i < source.nodes().size(); ++i)
    if (const auto& node = source.node(i); node.leaf != formats::XmlNode::kNone)
      places.push_back({source.path(i), std::string(source.value(node)), kNone});
}

}  // namespace

std::vector<TheirPlace> places_of(const Plan& plan, const std::vector<Part>& parts) {
  std::vector<TheirPlace> places;
  for (const auto& part : parts) plan.format == Format::csv ? add_cells(plan, part, places) : add_nodes(plan, part, places);
  return places;
}

std::string bare_place(std::string_view place) {
  if (const auto column = place.find("column "); column != std::string_view::npos) return std::string(place.substr(column));
  std::string bare;
  int depth = 0;
  for (const char c : place) {
    depth += c == '[';
    if (depth == 0) bare += c;
    depth -= c == ']';
  }
  return bare;
}

std::vector<Part> told_apart(const std::vector<Part>& parts) {
  constexpr std::string_view kText = "text ";  // as Converter::example() begins
  std::map<std::string, int> seen;
  std::vector<Part> made;
  for (const auto& part : parts) {
    Part other{part.name, part.media_type, {}};
    for (std::size_t at = 0; at < part.bytes.size();) {
      const auto found = std::min(part.bytes.find(kText, at), part.bytes.size());
      const auto end = std::min(part.bytes.find_first_not_of("0123456789", found + kText.size()), part.bytes.size());
      other.bytes += part.bytes.substr(at, end - at);
      if (found < part.bytes.size())
        if (const auto times = seen[part.bytes.substr(found, end - found)]++; times > 0) other.bytes += " (" + std::to_string(times) + ")";
      at = end;
    }
    made.push_back(std::move(other));
  }
  return made;
}

std::vector<Part> with_cells(const Plan& plan, const std::vector<Part>& parts, const std::vector<char>& keep) {
  auto places = places_of(plan, parts);
  for (std::size_t i = 0; i < places.size(); ++i)
    if (keep[i] == 0) places[i].value.clear();
  return with_values(plan, parts, places);
}

std::vector<Part> with_values(const Plan& plan, const std::vector<Part>& parts, const std::vector<TheirPlace>& places) {
  std::vector<Part> made;
  std::size_t at = 0;
  for (const auto& part : parts) {
    Part other{part.name, part.media_type, {}};
    std::size_t width = 0;
    each_row(plan, part, [&](const std::vector<formats::CsvCell>& row, std::uint32_t) {
      std::vector<std::string_view> cells;
      const bool header = width == 0;
      if (header) width = row.size();
      for (std::size_t c = 0; c < width; ++c) cells.push_back(header ? row[c].text : std::string_view(places[at++].value));
      bool any = header;
      for (const auto cell : cells) any = any || !cell.empty();
      if (any) formats::append_csv_row(other.bytes, cells, plan.delimiter);
    });
    made.push_back(std::move(other));
  }
  return made;
}

}  // namespace caseway::authoring
