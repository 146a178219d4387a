// Mappings beside the parsers under them: what a partner's file costs all the way to the canonical Bundle and back, ledger on. The C-CDA is the
// project's own sample under the shipped mapping; the CSV is a list of referrals under a mapping of usual size.
#include <benchmark/benchmark.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/sax2/Attributes.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/sax2/SAX2XMLReader.hpp>
#include <xercesc/sax2/XMLReaderFactory.hpp>
#include <xercesc/util/XMLUni.hpp>

#include "csv_split.h"
#include "fhir/codec.h"
#include "formats/json_writer.h"
#include "formats/xml_reader.h"
#include "mapping/mapping.h"
#include "mapping/through.h"

namespace caseway::bench {
namespace {

std::string file(const std::string& name) {
  std::ifstream in(std::string(CASEWAY_SOURCE_DIR) + "/" + name, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

const std::string& ccda() {
  static const std::string text = file("samples/discharge-summary.xml");
  return text;
}

constexpr std::size_t kCsvBytes = 4u << 20;
const std::string& referrals() {
  static const std::string text = [] {
    std::string out =
        "referral_id,referral_date,last_name,first_name,birth_date,gender,phone_1,phone_2,email,street,city,state,zip,code,need,priority,note\r\n";
    for (int i = 0; out.size() < kCsvBytes; ++i)
      out += "R-2026-" + std::to_string(i) +
             ",2026-11-16,Okafor,Amara,1989-03-02,F,+1 503 555 0142,,amara@example.org,12 Alder Street,Riverton,OR,97035,733423003,Food "
             "insecurity,2,Prefers mornings at the "
             "pantry on Alder Street; please call the case manager before the first visit\r\n";
    return out;
  }();
  return text;
}

constexpr const char* kReferral = R"(mapping: bench
version: "1"
document: referral
theirs: { format: csv, key: referral_id }
ours:
  request: { resource: ServiceRequest, subject: patient, intent: order, status: active }
  patient: { resource: Patient }
fields:
  - { theirs: referral_id, ours: request.identifier.value, as: id }
  - { theirs: referral_date, ours: request.authoredOn, as: date }
  - { theirs: last_name, ours: "patient.name[use=official].family" }
  - { theirs: first_name, ours: "patient.name[use=official].given[1]" }
  - { theirs: birth_date, ours: patient.birthDate, as: date }
  - { theirs: gender, ours: patient.gender, codes: gender }
  - { theirs: "phone_{n}", ours: "patient.telecom[system=phone].value", as: phone, up_to: 2 }
  - { theirs: email, ours: "patient.telecom[system=email].value" }
  - { theirs: street, ours: "patient.address.line[1]" }
  - { theirs: city, ours: patient.address.city }
  - { theirs: state, ours: patient.address.state }
  - { theirs: zip, ours: patient.address.postalCode }
  - { theirs: code, ours: "request.code.coding[system=snomed].code", as: code }
  - { theirs: need, ours: request.code, as: codeable }
  - { theirs: priority, ours: request.priority, codes: priority }
  - { theirs: note, ours: request.note.text }
codes:
  gender: { rows: [[M, male], [F, female]] }
  priority: { rows: [["1", routine], ["2", urgent]] }
)";

mapping::Mapping referral_mapping() {
  const auto path = (std::filesystem::temp_directory_path() / "caseway_bench.map.yaml").string();
  std::ofstream(path) << kReferral;
  return mapping::Mapping::load(path);
}

Context context(Issues& issues) {
  Context made;
  made.now = "2026-01-01T00:00:00Z";
  made.id_seed = "bench";
  made.limits = Limits::batch();
  made.issues = &issues;
  return made;
}

struct Counted : DocumentSink {
  void take(Document document) override {
    benchmark::DoNotOptimize(document.tree.size());
    ++documents;
  }
  void rest(Ledger) override {}
  std::size_t documents = 0;
};

void count(benchmark::State& state, std::size_t bytes) { state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes)); }

void read(benchmark::State& state, const mapping::Mapping& mapping, const std::string& bytes) {
  for (auto _ : state) {
    Issues issues;
    const auto around = context(issues);
    mapping::OnePart part(bytes);
    Counted sink;
    mapping.read(around, part, sink);
    if (sink.documents == 0 || issues.has_errors()) state.SkipWithError("not read");
  }
  count(state, bytes.size());
}

struct Nothing : xercesc::DefaultHandler {
  void startElement(const XMLCh* const, const XMLCh* const, const XMLCh* const, const xercesc::Attributes& attributes) override {
    events += 1 + attributes.getLength();
  }
  std::size_t events = 0;
};
struct Ignored : formats::XmlHandler {
  bool start_element(const formats::XmlName&, std::span<const formats::XmlAttribute>, formats::Position) override { return true; }
  bool end_element(const formats::XmlName&) override { return true; }
  bool text(std::string_view, formats::Position) override { return true; }
};

void ccda_floor(benchmark::State& state) {
  Ignored start;
  Issues issues;
  formats::read_xml("<starts/>", start, Limits::batch(), &Limits::xml_bytes, issues);  // Xerces is initialised in one place
  const std::unique_ptr<xercesc::SAX2XMLReader> reader(xercesc::XMLReaderFactory::createXMLReader());
  reader->setProperty(xercesc::XMLUni::fgXercesScannerName, const_cast<XMLCh*>(xercesc::XMLUni::fgWFXMLScanner));
  for (auto _ : state) {
    Nothing handler;
    reader->setContentHandler(&handler);
    const xercesc::MemBufInputSource source(reinterpret_cast<const XMLByte*>(ccda().data()), ccda().size(), "floor");
    reader->parse(source);
    benchmark::DoNotOptimize(handler.events);
  }
  count(state, ccda().size());
}

void ccda_to_fhir(benchmark::State& state) {
  static const auto mapping = mapping::Mapping::load(std::string(CASEWAY_SOURCE_DIR) + "/plugins/hospital-ccda/discharge-summary.map.yaml");
  read(state, mapping, ccda());
}

void csv_floor(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(count_commas(referrals()));
  count(state, referrals().size());
}

void csv_to_fhir(benchmark::State& state) {
  static const auto mapping = referral_mapping();
  read(state, mapping, referrals());
}

// Cutting the rows and writing the same FHIR as text: names and escaping by hand, no model, no ledger, no codes, ids that are only counted.
void csv_to_text_floor(benchmark::State& state) {
  static constexpr std::string_view kShape[] = {
      R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:00000000-0000-0000-0000-000000000001","resource":{"resourceType":"ServiceRequest","identifier":[{"value":)",
      R"(}],"status":"active","intent":"order","authoredOn":)",
      R"(,"subject":{"reference":"urn:uuid:00000000-0000-0000-0000-000000000002"},"name":)",
      R"(,"given":)",
      R"(,"birthDate":)",
      R"(,"gender":)",
      R"(,"telecom":[{"system":"phone","value":)",
      R"(},{"system":"phone","value":)",
      R"(},{"system":"email","value":)",
      R"(}],"address":[{"line":[)",
      R"(],"city":)",
      R"(,"state":)",
      R"(,"postalCode":)",
      R"(}],"code":{"coding":[{"system":"http://snomed.info/sct","code":)",
      R"(}],"text":)",
      R"(},"priority":)",
      R"(,"note":[{"text":)"};
  std::string out;
  for (auto _ : state) {
    const char* at = referrals().data();
    const char* const end = at + referrals().size();
    while (at < end) {
      const auto* line = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
      if (line == nullptr) line = end;
      out.clear();
      for (const auto shape : kShape) {
        const auto* cell = static_cast<const char*>(std::memchr(at, ',', static_cast<std::size_t>(line - at)));
        if (cell == nullptr) cell = line;
        out.append(shape);
        formats::append_json_string(out, {at, static_cast<std::size_t>(cell - at)});
        at = cell == line ? line : cell + 1;
      }
      out.append("}]}}]}");
      benchmark::DoNotOptimize(out.data());
      at = line + 1;
    }
  }
  count(state, referrals().size());
}

struct Written : DocumentSink {
  void take(Document document) override {
    out.clear();
    Issues issues;
    if (fhir::write_json(document.tree, {.pretty = false}, issues, out)) ++documents;
    benchmark::DoNotOptimize(out.data());
  }
  void rest(Ledger) override {}
  std::string out;
  std::size_t documents = 0;
};

void csv_to_text(benchmark::State& state) {
  static const auto mapping = referral_mapping();
  for (auto _ : state) {
    Issues issues;
    const auto around = context(issues);
    mapping::OnePart part(referrals());
    Written sink;
    mapping.read(around, part, sink);
    if (sink.documents == 0 || issues.has_errors()) state.SkipWithError("not read");
  }
  count(state, referrals().size());
}

void fhir_to_csv(benchmark::State& state) {
  static const auto mapping = referral_mapping();
  Issues issues;
  const auto around = context(issues);
  mapping::OnePart part(referrals());
  mapping::Documents documents;
  mapping.read(around, part, documents);
  for (auto _ : state) {
    documents.at = 0;
    mapping::Parts parts;
    mapping.write(around, documents, parts);
    benchmark::DoNotOptimize(parts.all.size());
  }
  count(state, referrals().size());
}

BENCHMARK(ccda_floor)->Name("mapping_ccda_to_fhir/floor");
BENCHMARK(ccda_to_fhir)->Name("mapping_ccda_to_fhir/ours");
BENCHMARK(csv_floor)->Name("mapping_csv_to_fhir/floor");
BENCHMARK(csv_to_fhir)->Name("mapping_csv_to_fhir/ours");
BENCHMARK(csv_to_text_floor)->Name("mapping_csv_to_fhir_json/floor");
BENCHMARK(csv_to_text)->Name("mapping_csv_to_fhir_json/ours");
BENCHMARK(csv_floor)->Name("mapping_fhir_to_csv/floor");
BENCHMARK(fhir_to_csv)->Name("mapping_fhir_to_csv/ours");

}  // namespace
}  // namespace caseway::bench
