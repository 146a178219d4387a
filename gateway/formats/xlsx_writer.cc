#include "formats/xlsx_writer.h"

#include <algorithm>
#include <cstdio>

#include "formats/xml_writer.h"
#include "formats/zip_writer.h"

namespace caseway::formats {
namespace {

constexpr std::size_t kRows = 1048576;
constexpr std::size_t kColumns = 16384;
constexpr std::size_t kCell = 32767;
constexpr std::size_t kSheetName = 31;
constexpr std::size_t kNarrow = 8;
constexpr std::size_t kWide = 60;

constexpr std::string_view kXml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view kPackage = "http://schemas.openxmlformats.org/package/2006/";
constexpr std::string_view kTypes = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

// Two formats of a cell: 1 a text, 2 a header; 49 is Excel's own number for the format @.
constexpr std::string_view kStyles =
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/></cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

// 0 is A, 26 is AA.
std::string column_name(std::size_t column) {
  std::string name;
  for (auto rest = column + 1; rest > 0; rest = (rest - 1) / 26) name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return name;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// "_x000D_" in a text would be read as the character it stands for.
bool looks_escaped(std::string_view text) {
  return text.size() >= 7 && text.starts_with("_x") && text[6] == '_' && std::all_of(text.begin() + 2, text.begin() + 6, is_hex);
}

// Characters that XML does not have, carriage returns (which XML would fold) and what looks like an escape are escaped.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool not_a_character = c == 0xEF && text.substr(i, 3) >= "\xEF\xBF\xBE";  // U+FFFE, U+FFFF
    if (not_a_character) {
      out += text[i + 2] == '\xBE' ? "_xFFFE_" : "_xFFFF_";
      i += 2;
    } else if ((c < 0x20 && c != '\t' && c != '\n') || looks_escaped(text.substr(i))) {
      char code[8];
      std::snprintf(code, sizeof code, "_x%04X_", c);
      out += code;
    } else {
      out += text[i];
    }
  }
  return out;
}

// The beginning of a text, as many characters of it.
std::string_view first_characters(std::string_view text, std::size_t count) {
  while (characters(text) > count) text.remove_suffix(1);
  return text;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

std::string relationship(const std::string& id, const std::string& type, const std::string& target) {
  return "<Relationship Id=\"" + id + "\" Type=\"" + std::string(kRelations) + "/" + type + "\" Target=\"" + target + "\"/>";
}

std::string sheet_path(std::size_t number) { return "worksheets/sheet" + std::to_string(number) + ".xml"; }

}  // namespace

// A name that Excel accepts and no other sheet has, whatever the case of its letters.
std::string XlsxWriter::unused_name(std::string_view wanted) const {
  std::string name;
  for (const char c : first_characters(wanted, kSheetName)) name += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : ' ';
  if (name.empty()) name = "Sheet";
  const auto taken = [&](const std::string& candidate) {
    return std::any_of(sheets_.begin(), sheets_.end(), [&](const Sheet& sheet) { return lower(sheet.name) == lower(candidate); });
  };
  std::string unused = name;
  for (int n = 2; taken(unused); ++n) {
    const auto number = " " + std::to_string(n);
    unused = std::string(first_characters(name, kSheetName - number.size())) + number;
  }
  return unused;
}

void XlsxWriter::sheet(std::string_view name) { sheets_.push_back({unused_name(name), {}, {}, 0}); }

void XlsxWriter::add_row(const std::vector<std::string_view>& row) {
  auto& sheet = sheets_.back();
  const auto number = std::to_string(++sheet.count);
  if (sheet.count > kRows) too_large_ = "a sheet holds " + std::to_string(kRows) + " rows";
  if (row.size() > kColumns) too_large_ = "a sheet holds " + std::to_string(kColumns) + " columns";
  if (!too_large_.empty()) return;
  if (sheet.widths.size() < row.size()) sheet.widths.resize(row.size(), kNarrow);
  sheet.rows += "<row r=\"" + number + "\">";
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (row[c].empty()) continue;
    const auto length = characters(row[c]);
    if (length > kCell) too_large_ = "a cell holds " + std::to_string(kCell) + " characters";
    sheet.widths[c] = std::clamp(length + 2, sheet.widths[c], std::max(sheet.widths[c], kWide));
    sheet.rows +=
        "<c r=\"" + column_name(c) + number + (sheet.count == 1 ? "\" s=\"2\"" : "\" s=\"1\"") + " t=\"inlineStr\"><is><t xml:space=\"preserve\">";
    append_xml_text(sheet.rows, escaped(row[c]));
    sheet.rows += "</t></is></c>";
  }
  sheet.rows += "</row>";
}

std::string XlsxWriter::content_types() const {
  std::string out(kXml);
  out.append("<Types xmlns=\"").append(kPackage).append("content-types\">");
  out.append("<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>");
  out.append("<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
  out.append("<Override PartName=\"/xl/workbook.xml\" ContentType=\"").append(kTypes).append("sheet.main+xml\"/>");
  out.append("<Override PartName=\"/xl/styles.xml\" ContentType=\"").append(kTypes).append("styles+xml\"/>");
  for (std::size_t i = 1; i <= sheets_.size(); ++i)
    out.append("<Override PartName=\"/xl/").append(sheet_path(i)).append("\" ContentType=\"").append(kTypes).append("worksheet+xml\"/>");
  return out + "</Types>";
}

std::string XlsxWriter::book() const {
  std::string out(kXml);
  out.append("<workbook xmlns=\"").append(kMain).append("\" xmlns:r=\"").append(kRelations).append("\"><sheets>");
  for (std::size_t i = 0; i < sheets_.size(); ++i) {
    const auto number = std::to_string(i + 1);
    out += "<sheet name=\"";
    append_xml_attribute_value(out, sheets_[i].name);
    out += "\" sheetId=\"" + number + "\" r:id=\"r" + number + "\"/>";
  }
  return out + "</sheets></workbook>";
}

std::string XlsxWriter::book_relations() const {
  std::string out = std::string(kXml) + "<Relationships xmlns=\"" + std::string(kPackage) + "relationships\">";
  for (std::size_t i = 1; i <= sheets_.size(); ++i) out += relationship("r" + std::to_string(i), "worksheet", sheet_path(i));
  return out + relationship("styles", "styles", "styles.xml") + "</Relationships>";
}

std::string XlsxWriter::Sheet::xml() const {
  std::string out(kXml);
  out.append("<worksheet xmlns=\"").append(kMain).append("\"><sheetViews><sheetView workbookViewId=\"0\">");
  out.append("<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>");
  if (!widths.empty()) out += "<cols>";
  for (std::size_t c = 0; c < widths.size(); ++c) {
    const auto column = std::to_string(c + 1);
    out += "<col min=\"" + column + "\" max=\"" + column + "\" width=\"" + std::to_string(widths[c]) + "\" style=\"1\" customWidth=\"1\"/>";
  }
  if (!widths.empty()) out += "</cols>";
  out.append("<sheetData>").append(rows).append("</sheetData>");
  if (!widths.empty() && count > 1) out += "<autoFilter ref=\"A1:" + column_name(widths.size() - 1) + std::to_string(count) + "\"/>";
  return out + "</worksheet>";
}

bool XlsxWriter::finish(Issues& issues, std::string& bytes) {
  if (sheets_.empty()) sheet("Sheet");
  if (!too_large_.empty()) {
    issues.add(Severity::error, "xlsx.too_large", {}, "this does not fit into a workbook: " + too_large_ + "; take the CSV form, or fewer documents");
    return false;
  }
  ZipWriter zip;
  zip.add("[Content_Types].xml", content_types());
  zip.add("_rels/.rels", std::string(kXml) + "<Relationships xmlns=\"" + std::string(kPackage) + "relationships\">" +
                             relationship("book", "officeDocument", "xl/workbook.xml") + "</Relationships>");
  zip.add("xl/workbook.xml", book());
  zip.add("xl/_rels/workbook.xml.rels", book_relations());
  zip.add("xl/styles.xml", std::string(kXml) + "<styleSheet xmlns=\"" + std::string(kMain) + "\">" + std::string(kStyles) + "</styleSheet>");
  for (std::size_t i = 0; i < sheets_.size(); ++i) zip.add("xl/" + sheet_path(i + 1), sheets_[i].xml());
  bytes = zip.finish();
  return true;
}

}  // namespace caseway::formats
