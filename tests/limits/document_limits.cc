#include "fhir/codec.h"
#include "fhir/stream.h"
#include "host/call.h"
#include "limit_cases.h"
#include "mapping/mapping.h"
#include "mapping/through.h"

namespace caseway {

namespace {

bool read_ccda(const std::string& text, const Limits& limits, Issues& issues) {
  static const auto mapping = mapping::Mapping::load(CASEWAY_SOURCE_DIR "/tests/limits/document.map.yaml");
  Context context;
  context.limits = limits;
  context.issues = &issues;
  mapping::OnePart part(text);
  mapping::Documents documents;
  mapping.read(context, part, documents);
  return !documents.all.empty();
}

std::string ccda(std::size_t n) {
  const std::string begin = R"(<ClinicalDocument xmlns="urn:hl7-org:v3"><title>x</title></ClinicalDocument>)";
  return padded(begin, n);
}

template <fhir::Form form>
bool stream(const std::string& text, const Limits& limits, Issues& issues) {
  struct : formats::ByteSink {
    void write(std::string_view) override {}
  } nowhere;
  fhir::StreamOptions options;
  options.from = form;
  options.to = fhir::Form::json;
  options.limits = limits;
  fhir::Streamed streamed = fhir::stream(formats::HeldBytes(text), options, nowhere);
  issues = std::move(streamed.issues);
  return streamed.taken && streamed.good;
}

std::string bundle_json(std::size_t n) {
  const std::string address = R"({"fullUrl":"http://x/)";
  return R"({"resourceType":"Bundle","type":"collection","entry":[)" + address + repeated("y", n - address.size() - 2) + "\"}," + address + "z\"}]}";
}

std::string bundle_xml(std::size_t n) {
  const std::string address = R"(<entry><fullUrl value="http://x/)", rest = R"("/></entry>)";
  return R"(<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>)" + address + repeated("y", n - address.size() - rest.size()) + rest +
         address + "z" + rest + "</Bundle>";
}

std::string lines(std::size_t n) {
  const std::string begin = R"({"resourceType":"Basic","language":")";
  return begin + repeated("y", n - begin.size() - 2) + "\"}\n" + begin + "z\"}\n";
}

// Writes the text that it was made with, whatever the document is.
class Prepared : public Partner {
 public:
  explicit Prepared(const std::string& text) : text_(text) {}
  void read(const Context&, PayloadSource&, DocumentSink&) const override {}
  void write(const Context&, DocumentSource& from, PayloadSink& to) const override {
    while (const Document* document = from.next()) {
      to.take({"", "text/plain", text_});
      Ledger ledger("write");
      for (std::uint32_t i = 0; i < document->tree.size(); ++i) ledger.add_leaf(document->tree.at(i).has_value() ? Fate::copied : Fate::none);
      to.account(std::move(ledger));
    }
  }

 private:
  const std::string& text_;
};

constexpr std::size_t kMebibyte = 1u << 20;

// A document that has about a mebibyte as the gateway counts it.
Document source() {
  Draft draft("Basic");
  draft.add_value(draft.root(), "implicitRules", std::string(kMebibyte - 2 * sizeof(Node), 'x'));
  Document document;
  document.tree = draft.freeze();
  return document;
}

bool write(const std::string& text, const Limits& limits, Issues& issues) {
  struct Nowhere : PayloadSink {
    void take(Part) override { ++parts; }
    void refuse(Refusal) override {}
    void account(Ledger) override {}
    std::size_t parts = 0;
  } nowhere;
  Context context;
  context.limits = limits;
  return host::call_write(Prepared(text), "limits", context, {source()}, nowhere, issues) && nowhere.parts == 1;
}

}  // namespace

const std::vector<LimitCase>& document_limits() {
  static const std::vector<LimitCase> cases = {
      {&Limits::ccda_bytes, "ccda", PointsAt::document, 100, ccda, read_ccda},
      {&Limits::entry_bytes, "fhir_json", PointsAt::character, 200, bundle_json, stream<fhir::Form::json>},
      {&Limits::entry_bytes, "fhir_xml", PointsAt::character, 200, bundle_xml, stream<fhir::Form::xml>},
      {&Limits::entry_bytes, "ndjson", PointsAt::character, 200, lines, stream<fhir::Form::ndjson>},
      {&Limits::output_bytes, "result", PointsAt::document, 50, [](std::size_t n) { return repeated("x", n); }, write},
      {&Limits::output_factor, "result", PointsAt::document, 2, [](std::size_t n) { return std::string(n * kMebibyte, 'x'); }, write},
  };
  return cases;
}

}  // namespace caseway
