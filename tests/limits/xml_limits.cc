#include "fhir/codec.h"
#include "formats/xml_reader.h"
#include "limit_cases.h"

namespace caseway {

namespace {

struct Silent : formats::XmlHandler {
  bool start_element(const formats::XmlName&, std::span<const formats::XmlAttribute>, formats::Position) override { return true; }
  bool end_element(const formats::XmlName&) override { return true; }
  bool text(std::string_view, formats::Position) override { return true; }
};

bool read(const std::string& text, const Limits& limits, Issues& issues) {
  Silent handler;
  return formats::read_xml(text, handler, limits, &Limits::xml_bytes, issues);
}

bool read_fhir(const std::string& text, const Limits& limits, Issues& issues) {
  Tree tree;
  return fhir::read_xml(text, limits, issues, tree, nullptr);
}

std::string extensions(std::size_t depth) {
  return R"(<Basic xmlns="http://hl7.org/fhir">)" + repeated(R"(<extension url="u">)", depth - 2) + R"(<valueString value="x"/>)" +
         repeated("</extension>", depth - 2) + "</Basic>";
}

std::string narrative(std::size_t depth) {
  return R"(<Basic xmlns="http://hl7.org/fhir"><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">)" +
         repeated("<p>", depth - 3) + "x" + repeated("</p>", depth - 3) + "</div></text></Basic>";
}

std::string bundle(std::size_t entries) {
  return R"(<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>)" + repeated(R"(<entry><fullUrl value="http://x/y"/></entry>)", entries) +
         "</Bundle>";
}

}  // namespace

const std::vector<LimitCase>& xml_limits() {
  static const std::vector<LimitCase> cases = {
      {&Limits::xml_bytes, "xml", PointsAt::document, 50, [](std::size_t n) { return padded("<a/>", n); }, read},
      {&Limits::xml_bytes, "fhir_xml", PointsAt::document, 50, [](std::size_t n) { return padded(R"(<Basic xmlns="http://hl7.org/fhir"/>)", n); },
       read_fhir},
      {&Limits::string_bytes, "xml_attribute", PointsAt::character, 5, [](std::size_t n) { return "<a b='" + repeated("x", n) + "'/>"; }, read},
      {&Limits::string_bytes, "xml_text", PointsAt::character, 5, [](std::size_t n) { return "<a>" + repeated("x", n) + "</a>"; }, read},
      {&Limits::string_bytes, "xml_pieces", PointsAt::character, 5,
       [](std::size_t n) { return "<a>x<![CDATA[" + repeated("x", n - 2) + "]]>&amp;</a>"; }, read},
      {&Limits::depth, "xml", PointsAt::character, 5, [](std::size_t n) { return repeated("<a>", n) + repeated("</a>", n); }, read},
      {&Limits::depth, "fhir_xml", PointsAt::character, 5, extensions, read_fhir},
      {&Limits::depth, "xhtml", PointsAt::character, 5, narrative, read_fhir},
      {&Limits::nodes, "xml_elements", PointsAt::character, 5, [](std::size_t n) { return "<a>" + repeated("<b/>", n - 1) + "</a>"; }, read},
      {&Limits::nodes, "xml_attributes", PointsAt::character, 6,
       [](std::size_t n) { return "<a>" + repeated("<b c=''/>", (n - 1) / 2) + repeated("<b/>", (n - 1) % 2) + "</a>"; }, read},
      {&Limits::nodes, "xml_texts", PointsAt::character, 6,
       [](std::size_t n) { return "<a>" + repeated("x<b/>", (n - 1) / 2) + repeated("x", (n - 1) % 2) + "</a>"; }, read},
      {&Limits::attributes, "xml", PointsAt::character, 5, [](std::size_t n) { return "<a" + numbered(" b", n, "=''") + "/>"; }, read},
      {&Limits::namespaces, "xml", PointsAt::character, 5, [](std::size_t n) { return "<a" + numbered(" xmlns:n", n, "='u'") + "/>"; }, read},
      {&Limits::namespaces, "xml_nested", PointsAt::character, 5,
       [](std::size_t n) { return numbered("<a xmlns:n", n, "='u'>") + repeated("</a>", n); }, read},
      {&Limits::name_bytes, "xml_element", PointsAt::character, 5, [](std::size_t n) { return "<" + repeated("a", n) + "/>"; }, read},
      {&Limits::name_bytes, "xml_attribute", PointsAt::character, 5, [](std::size_t n) { return "<a " + repeated("b", n) + "=''/>"; }, read},
      {&Limits::name_bytes, "xml_namespace", PointsAt::character, 5, [](std::size_t n) { return "<a xmlns='" + repeated("u", n) + "'/>"; }, read},
      {&Limits::bundle_entries, "fhir_xml", PointsAt::character, 5, bundle, read_fhir},
  };
  return cases;
}

}  // namespace caseway
