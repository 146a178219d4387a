// A small workbook from the XML of its sheets, for tests: what is around them is the same for all.
#pragma once

#include <string>
#include <vector>

#include "formats/zip_writer.h"

namespace caseway::formats_test {

struct SheetRecipe {
  std::string name;
  std::string data;        // inside <sheetData>
  std::string after = {};  // behind it: merged cells
  std::string state = {};  // "hidden"
};

struct WorkbookRecipe {
  std::vector<SheetRecipe> sheets;
  std::string strings = {};  // <si>...</si>
  std::string formats = {};  // <numFmt .../>
  std::string styles = {};   // <xf numFmtId="14"/>: style 0, 1, ...
  std::string book = {};     // <workbookPr date1904="1"/>
  bool macros = false;

  std::string bytes() const {
    const std::string head = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
    const std::string ns = R"( xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
    const std::string r = R"( xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")";
    std::string list, links;
    formats::ZipWriter zip;
    zip.add("[Content_Types].xml", head + R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>)");
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      const auto n = std::to_string(i + 1);
      list += "<sheet name=\"" + sheets[i].name + "\" sheetId=\"" + n + "\" r:id=\"rId" + n + "\"" +
              (sheets[i].state.empty() ? "" : " state=\"" + sheets[i].state + "\"") + "/>";
      links += "<Relationship Id=\"rId" + n + "\" Type=\"worksheet\" Target=\"worksheets/sheet" + n + ".xml\"/>";
      zip.add("xl/worksheets/sheet" + n + ".xml",
              head + "<worksheet" + ns + "><sheetData>" + sheets[i].data + "</sheetData>" + sheets[i].after + "</worksheet>");
    }
    zip.add("xl/workbook.xml", head + "<workbook" + ns + r + ">" + book + "<sheets>" + list + "</sheets></workbook>");
    zip.add("xl/_rels/workbook.xml.rels",
            head + R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)" + links + "</Relationships>");
    if (!strings.empty()) zip.add("xl/sharedStrings.xml", head + "<sst" + ns + ">" + strings + "</sst>");
    zip.add("xl/styles.xml", head + "<styleSheet" + ns + "><numFmts>" + formats +
                                 "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>" +
                                 (styles.empty() ? "<xf numFmtId=\"0\"/>" : styles) + "</cellXfs></styleSheet>");
    if (macros) zip.add("xl/vbaProject.bin", "code");
    return zip.finish();
  }
};

}  // namespace caseway::formats_test
