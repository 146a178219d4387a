// The parts of a workbook around its sheets: what is in the ZIP, which sheets there are, shared strings, number formats.
#include <algorithm>
#include <functional>
#include <map>

#include "formats/archive.h"
#include "formats/encoding.h"
#include "formats/number_format.h"
#include "formats/xlsx.h"
#include "formats/xlsx_xml.h"

namespace caseway::formats {
namespace {

constexpr std::string_view kZip("PK\x03\x04");
constexpr std::string_view kOle("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
constexpr std::string_view kTypes = "[Content_Types].xml";
constexpr std::string_view kBook = "xl/workbook.xml";

// "worksheets/sheet1.xml" as the workbook says it, or "/xl/worksheets/sheet1.xml".
std::string resolved(std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  return "xl/" + std::string(target);
}

// Calls a function for each element, with its attributes.
class Elements : public XmlHandler {
 public:
  using Take = std::function<void(std::string_view element, std::span<const XmlAttribute> attributes)>;
  explicit Elements(Take take) : take_(std::move(take)) {}
  bool start_element(const XmlName& name, std::span<const XmlAttribute> attributes, Position) override {
    take_(name.local, attributes);
    return true;
  }
  bool end_element(const XmlName&) override { return true; }
  bool text(std::string_view, Position) override { return true; }

 private:
  Take take_;
};

// The texts of <si>: its own, or the runs of rich text; phonetic hints are no text.
class Strings : public XmlHandler {
 public:
  explicit Strings(std::vector<std::string>& strings) : strings_(strings) {}
  bool start_element(const XmlName& name, std::span<const XmlAttribute>, Position) override {
    if (name.local == "si") strings_.emplace_back();
    if (name.local == "rPh") ++hints_;
    in_text_ = name.local == "t" && hints_ == 0 && !strings_.empty();
    return true;
  }
  bool end_element(const XmlName& name) override {
    if (name.local == "rPh") --hints_;
    if (name.local == "si") strings_.back() = unescaped(strings_.back());
    in_text_ = false;
    return true;
  }
  bool text(std::string_view piece, Position) override {
    if (in_text_) strings_.back() += piece;
    return true;
  }

 private:
  std::vector<std::string>& strings_;
  bool in_text_ = false;
  int hints_ = 0;
};

}  // namespace

bool is_workbook(std::string_view bytes) {
  return bytes.starts_with(kOle) || (bytes.starts_with(kZip) && bytes.find(kTypes) != std::string_view::npos);
}

std::string_view attribute(std::span<const XmlAttribute> attributes, std::string_view local) {
  for (const auto& each : attributes)
    if (each.name.local == local) return each.value;
  return {};
}

std::uint32_t number_of(std::string_view text, std::uint32_t otherwise) {
  std::uint32_t n = 0;
  if (text.empty() || text.size() > 9) return otherwise;
  for (const char c : text) {
    if (c < '0' || c > '9') return otherwise;
    n = n * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return n;
}

Limits limits_of_parts(const Limits& limits) {
  Limits parts = limits;
  parts.xml_bytes = limits.archive_unpacked_bytes;
  parts.nodes = ~std::size_t{0};  // rows and columns are counted instead
  return parts;
}

// _x000D_ stands for a character that XML cannot hold. What stands for no character of a text (a control, half of a pair) stays as it is written.
std::string unescaped(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text.substr(i).starts_with("_x") && i + 7 <= text.size() && text[i + 6] == '_' &&
                        text.substr(i + 2, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    const auto code = escape ? static_cast<char32_t>(std::stoul(std::string(text.substr(i + 2, 4)), nullptr, 16)) : 0;
    const bool stands_for_text = (code >= 0x20 && (code < 0xD800 || code > 0xDFFF) && code < 0xFFFE) || code == '\t' || code == '\n' || code == '\r';
    if (!stands_for_text) {
      made += text[i];
      continue;
    }
    append_utf8(made, code);
    i += 6;
  }
  return made;
}

bool Workbook::open(std::string_view bytes, Issues& issues) {
  if (bytes.starts_with(kOle)) {
    issues.add(Severity::fatal, "xlsx.protected", {},
               "This is a workbook with a password, or one of the old .xls form. Save it as .xlsx without a password.");
    return false;
  }
  return read_parts(bytes, issues) && read_book(issues) && read_strings(issues) && read_styles(issues);
}

bool Workbook::read_parts(std::string_view bytes, Issues& issues) {
  struct Gather : ArchiveHandler {
    std::vector<Part> parts;
    bool macros = false;
    Want begin(std::string_view name) override {
      macros = macros || name.ends_with("vbaProject.bin");
      const bool wanted = name == kTypes || (name.starts_with("xl/") && (name.ends_with(".xml") || name == "xl/_rels/workbook.xml.rels") &&
                                             !name.starts_with("xl/drawings/") && !name.starts_with("xl/charts/") && !name.starts_with("xl/theme/"));
      if (wanted) parts.push_back({std::string(name), {}});
      return wanted ? Want::take : Want::pass;
    }
    bool data(std::string_view piece) override { return parts.back().bytes += piece, true; }
    bool end() override { return true; }
  } gather;
  if (!read_archive(bytes, gather, limits_, issues)) return false;
  parts_ = std::move(gather.parts);
  if (gather.macros)
    issues.add(Severity::warning, "xlsx.macros", {}, "The workbook holds macros. They were neither run nor kept; a workbook without them is .xlsx.");
  return true;
}

const std::string* Workbook::find(std::string_view name) const {
  for (const auto& part : parts_)
    if (part.name == name) return &part.bytes;
  return nullptr;
}

bool Workbook::read_book(Issues& issues) {
  const auto* book = find(kBook);
  const auto* links = find("xl/_rels/workbook.xml.rels");
  if (book == nullptr || links == nullptr) {
    issues.add(Severity::fatal, "xlsx.not_workbook", {}, "This is an Office document, but no Excel workbook. Send the workbook.");
    return false;
  }
  std::map<std::string, std::string, std::less<>> targets;
  Elements relations([&](std::string_view element, auto attributes) {
    if (element == "Relationship") targets.emplace(attribute(attributes, "Id"), resolved(attribute(attributes, "Target")));
  });
  Elements sheets([&](std::string_view element, auto attributes) {
    const auto yes = [&](std::string_view name) { return attribute(attributes, name) == "1" || attribute(attributes, name) == "true"; };
    if (element == "workbookPr") since_1904_ = yes("date1904");
    if (element != "sheet") return;
    const auto found = targets.find(attribute(attributes, "id"));
    const auto state = attribute(attributes, "state");
    sheets_.push_back(
        {std::string(attribute(attributes, "name")), !state.empty() && state != "visible", found == targets.end() ? std::string() : found->second});
  });
  const auto limits = limits_of_parts(limits_);
  if (!read_xml(*links, relations, limits, &Limits::xml_bytes, issues) || !read_xml(*book, sheets, limits, &Limits::xml_bytes, issues)) return false;
  std::erase_if(sheets_, [](const Sheet& sheet) { return !sheet.part.starts_with("xl/worksheets/"); });  // charts and dialogs hold no cells
  return true;
}

bool Workbook::read_strings(Issues& issues) {
  const auto* part = find("xl/sharedStrings.xml");
  if (part == nullptr) return true;
  Strings strings(strings_);
  return read_xml(*part, strings, limits_of_parts(limits_), &Limits::xml_bytes, issues);
}

bool Workbook::read_styles(Issues& issues) {
  const auto* part = find("xl/styles.xml");
  if (part == nullptr) return true;
  std::map<std::uint32_t, std::string> formats;
  bool in_cells = false;
  Elements styles([&](std::string_view element, auto attributes) {
    if (element == "numFmt") formats[number_of(attribute(attributes, "numFmtId"), 0)] = attribute(attributes, "formatCode");
    if (element == "cellXfs") in_cells = true;
    if (element == "cellStyles" || element == "dxfs") in_cells = false;
    if (element != "xf" || !in_cells) return;
    const auto id = number_of(attribute(attributes, "numFmtId"), 0);
    const auto own = formats.find(id);
    date_formats_.push_back(static_cast<std::uint8_t>(own == formats.end() ? shows_builtin(id) : shows(own->second)));
    digit_formats_.push_back(own == formats.end() ? std::string() : digit_format(own->second));
  });
  return read_xml(*part, styles, limits_of_parts(limits_), &Limits::xml_bytes, issues);
}

}  // namespace caseway::formats
