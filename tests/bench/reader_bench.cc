// The event readers beside the bare parsers (bytes_per_second counts the input; "/ours" and "/floor" make a pair).
#include <benchmark/benchmark.h>
#include <rapidjson/reader.h>

#include <memory>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/sax2/Attributes.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/sax2/SAX2XMLReader.hpp>
#include <xercesc/sax2/XMLReaderFactory.hpp>
#include <xercesc/util/XMLUni.hpp>

#include "bench/fhir_bundle.h"
#include "fhir/codec.h"
#include "formats/json_reader.h"
#include "formats/xml_reader.h"
#include "formats/xml_source.h"

namespace caseway::bench {
namespace {

constexpr std::size_t kBytes = 5'000'000;
const Limits kLimits = Limits::batch();

const std::string& json() {
  static const std::string text = bundle_json(kBytes);
  return text;
}

const std::string& xml() {
  static const std::string text = [] {
    Tree tree;
    Issues issues;
    std::string out;
    if (!fhir::read_json(json(), kLimits, issues, tree, nullptr) || !fhir::write_xml(tree, {.pretty = true}, issues, out)) std::abort();
    return out;
  }();
  return text;
}

// Entries as a hospital writes them: template ids, codes with display names, times, a narrative row each.
const std::string& ccda() {
  static const std::string text = [] {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
        "  <component>\n    <structuredBody>\n";
    for (int i = 0; out.size() < kBytes; ++i) {
      const std::string n = std::to_string(i);
      out +=
          "      <component>\n        <section>\n          <templateId root=\"2.16.840.1.113883.10.20.22.2.6.1\" extension=\"2015-08-01\"/>\n"
          "          <code code=\"48765-2\" codeSystem=\"2.16.840.1.113883.6.1\" codeSystemName=\"LOINC\" displayName=\"Allergies\"/>\n"
          "          <title>Allergies</title>\n          <text><table><tbody><tr><td ID=\"a" +
          n + "\">Substance " + n +
          "</td><td>Rash</td></tr></tbody></table></text>\n"
          "          <entry typeCode=\"DRIV\">\n            <act classCode=\"ACT\" moodCode=\"EVN\">\n              <id "
          "root=\"2.16.840.1.113883.3.9999\" extension=\"" +
          n +
          "\"/>\n"
          "              <statusCode code=\"active\"/>\n              <effectiveTime><low value=\"20240312\"/></effectiveTime>\n"
          "              <value xsi:type=\"CD\" code=\"419199007\" codeSystem=\"2.16.840.1.113883.6.96\" displayName=\"Allergy to substance\"/>\n"
          "            </act>\n          </entry>\n        </section>\n      </component>\n";
    }
    return out + "    </structuredBody>\n  </component>\n</ClinicalDocument>\n";
  }();
  return text;
}

void count(benchmark::State& state, std::size_t bytes) { state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes)); }

struct JsonBytes : formats::JsonHandler {
  bool null(std::size_t) override { return true; }
  bool boolean(bool, std::size_t) override { return true; }
  bool number(std::string_view text, std::size_t) override { return add(text.size()); }
  bool string(std::string_view text, std::size_t) override { return add(text.size()); }
  bool key(std::string_view text, std::size_t) override { return add(text.size()); }
  bool start_object(std::size_t) override { return true; }
  bool end_object(std::size_t) override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array(std::size_t) override { return true; }
  bool add(std::size_t size) {
    bytes += size;
    return true;
  }
  std::size_t bytes = 0;
};

struct RapidBytes : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, RapidBytes> {
  bool Default() { return true; }
  bool RawNumber(const char*, rapidjson::SizeType length, bool) { return add(length); }
  bool String(const char*, rapidjson::SizeType length, bool) { return add(length); }
  bool Key(const char*, rapidjson::SizeType length, bool) { return add(length); }
  bool add(std::size_t size) {
    bytes += size;
    return true;
  }
  std::size_t bytes = 0;
};

struct XmlBytes : formats::XmlHandler {
  bool start_element(const formats::XmlName& name, std::span<const formats::XmlAttribute> attributes, formats::Position) override {
    bytes += name.local.size();
    for (const formats::XmlAttribute& attribute : attributes) bytes += attribute.value.size();
    return true;
  }
  bool end_element(const formats::XmlName&) override { return true; }
  bool text(std::string_view piece, formats::Position) override {
    bytes += piece.size();
    return true;
  }
  std::size_t bytes = 0;
};

struct XercesCount : xercesc::DefaultHandler {
  void startElement(const XMLCh* const, const XMLCh* const, const XMLCh* const, const xercesc::Attributes& attributes) override {
    events += 1 + attributes.getLength();
  }
  void characters(const XMLCh* const, const XMLSize_t length) override { events += length; }
  std::size_t events = 0;
};

void json_floor(benchmark::State& state) {
  for (auto _ : state) {
    RapidBytes handler;
    rapidjson::Reader reader;
    rapidjson::StringStream stream(json().c_str());
    reader.Parse<rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag>(stream, handler);
    benchmark::DoNotOptimize(handler.bytes);
  }
  count(state, json().size());
}

void json_ours(benchmark::State& state) {
  for (auto _ : state) {
    JsonBytes handler;
    Issues issues;
    if (!formats::read_json(json(), handler, kLimits, &Limits::json_bytes, issues)) state.SkipWithError("refused");
    benchmark::DoNotOptimize(handler.bytes);
  }
  count(state, json().size());
}

void xml_floor(benchmark::State& state, const std::string& (*text)()) {
  XmlBytes start;
  Issues issues;
  formats::read_xml("<starts/>", start, kLimits, &Limits::xml_bytes, issues);  // Xerces is initialised in one place
  const std::unique_ptr<xercesc::SAX2XMLReader> reader(xercesc::XMLReaderFactory::createXMLReader());
  reader->setProperty(xercesc::XMLUni::fgXercesScannerName, const_cast<XMLCh*>(xercesc::XMLUni::fgWFXMLScanner));
  for (auto _ : state) {
    XercesCount handler;
    reader->setContentHandler(&handler);
    const xercesc::MemBufInputSource source(reinterpret_cast<const XMLByte*>(text().data()), text().size(), "floor");
    reader->parse(source);
    benchmark::DoNotOptimize(handler.events);
  }
  count(state, text().size());
}

void xml_ours(benchmark::State& state, const std::string& (*text)()) {
  for (auto _ : state) {
    XmlBytes handler;
    Issues issues;
    if (!formats::read_xml(text(), handler, kLimits, &Limits::ccda_bytes, issues)) state.SkipWithError("refused");
    benchmark::DoNotOptimize(handler.bytes);
  }
  count(state, text().size());
}

void xml_source_ours(benchmark::State& state, const std::string& (*text)()) {
  for (auto _ : state) {
    formats::XmlSource source;
    Issues issues;
    if (!source.read(text(), {true}, kLimits, &Limits::ccda_bytes, issues)) state.SkipWithError("refused");
    benchmark::DoNotOptimize(source.leaves());
  }
  count(state, text().size());
}

BENCHMARK(json_floor)->Name("json events/floor")->Unit(benchmark::kMillisecond);
BENCHMARK(json_ours)->Name("json events/ours")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(xml_floor, fhir, xml)->Name("xml events, fhir/floor")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(xml_ours, fhir, xml)->Name("xml events, fhir/ours")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(xml_floor, ccda, ccda)->Name("xml events, c-cda/floor")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(xml_ours, ccda, ccda)->Name("xml events, c-cda/ours")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(xml_floor, source, ccda)->Name("xml source, c-cda/floor")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(xml_source_ours, source, ccda)->Name("xml source, c-cda/ours")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace caseway::bench
