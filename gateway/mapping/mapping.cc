#include "mapping/mapping.h"

#include <algorithm>

#include "mapping/csv_reading.h"
#include "mapping/csv_writing.h"
#include "mapping/fhir_dialect.h"
#include "mapping/mapping_files.h"
#include "mapping/plan.h"
#include "mapping/tables_reading.h"
#include "mapping/tables_writing.h"
#include "mapping/unpacking.h"
#include "mapping/xml_reading.h"
#include "mapping/xml_writing.h"

namespace caseway::mapping {

Mapping Mapping::load(const std::string& path, const Converters& own) {
  MappingFiles read(own);
  return load(path, read);
}

Mapping Mapping::load(const std::string& path, MappingFiles& read) {
  std::vector<formats::ConfigError> faults;
  Mapping made;
  made.plan_ = compile(path, read, faults);
  if (made.plan_ == nullptr) throw faults.front();
  return made;
}

Mapping Mapping::of(std::shared_ptr<const Plan> plan) {
  Mapping made;
  made.plan_ = std::move(plan);
  return made;
}

std::vector<formats::ConfigError> Mapping::compile_all(const std::string& path, const Converters& own) {
  std::vector<formats::ConfigError> faults;
  MappingFiles read(own);
  compile(path, read, faults);
  return faults;
}

const std::string& Mapping::name() const { return plan_->name; }
const std::string& Mapping::document() const { return plan_->document; }
bool Mapping::relates_tables() const { return !plan_->their_tables.empty(); }
bool Mapping::is_one_table() const { return plan_->format == Format::csv && !relates_tables(); }
const std::string& Mapping::version() const { return plan_->version; }
const std::string& Mapping::title() const { return plan_->title; }
const std::string& Mapping::format() const {
  static const std::string kNames[] = {"csv", "xml", "fhir", "json"};
  return kNames[static_cast<std::size_t>(plan_->format)];
}

bool Mapping::is_for(std::string_view kind) const {
  return std::find(plan_->documents.begin(), plan_->documents.end(), kind) != plan_->documents.end();
}

bool Mapping::leads(const Tree& tree) const {
  if (plan_->roots.empty()) return false;
  const auto type = plan_->variables[plan_->roots.front()].type;
  if (tree.root().type_id() == type) return true;
  for (const auto entry : tree.root().children("entry"))
    if (const auto resource = entry.child("resource"); resource && resource.type_id() == type) return true;
  return false;
}

bool Mapping::writes(std::string_view form) const {
  if (plan_->format == Format::fhir) return form == "fhir-json" || form == "fhir-xml";
  return form == format() || (form == "xlsx" && plan_->format == Format::csv);
}

void Mapping::read(const Context& context, PayloadSource& from, DocumentSink& to) const {
  if (relates_tables()) return TablesReading(*plan_, context, to).read(from);
  Unpacking parts(from, context);
  while (const Part* part = parts.next()) {
    if (plan_->format == Format::csv)
      CsvReading(*plan_, context, to).read(*part);
    else if (plan_->format == Format::fhir)
      read_fhir(*plan_, context, *part, to);
    else
      XmlReading(*plan_, context, to).read(*part);
  }
}

void Mapping::write(const Context& context, DocumentSource& from, PayloadSink& to) const {
  Writer writer(*this, context, to);
  while (const Document* document = from.next()) to.account(writer.add(*document));
  writer.finish();
}

struct Writer::State {
  const Plan& plan;
  const Context& context;
  PayloadSink& sink;
  std::unique_ptr<CsvWriting> csv;
  std::unique_ptr<TablesWriting> tables;
  std::string list;  // json: what goes into one file
  bool failed = false;
};

Writer::Writer(const Mapping& mapping, const Context& context, PayloadSink& sink)
    : state_(new State{mapping.plan(), context, sink, nullptr, nullptr, {}, false}) {}
Writer::~Writer() = default;

Ledger Writer::add(const Document& document) {
  auto& state = *state_;
  if (!state.plan.their_tables.empty()) {
    if (state.tables == nullptr) state.tables = std::make_unique<TablesWriting>(state.plan, state.context);
    return state.tables->write(document);
  }
  if (state.plan.format == Format::csv) {
    if (state.csv == nullptr) state.csv = std::make_unique<CsvWriting>(state.plan, state.context);
    auto ledger = state.csv->write(document);
    if (Part piece; state.context.pieces && state.csv->piece(piece)) state.sink.take(std::move(piece));
    return ledger;
  }
  Ledger ledger;
  if (state.plan.format == Format::fhir) {
    Part part;
    const bool written = write_fhir(state.plan, state.context, document, part, ledger);
    if (!written) refuse(ledger);
    if (written) state.sink.take(std::move(part));
    return ledger;
  }
  XmlWriting writing(state.plan, state.context);
  auto text = writing.write(document, ledger);
  const bool json = state.plan.format == Format::json;
  if (json && text.find_first_not_of("{} \n") == std::string::npos && !text.empty()) {
    state.context.issues->add(Severity::error, "mapping.document.empty", {},
                              "nothing of this document has a place in " + state.plan.title + "; nothing was written");
    text.clear();
  }
  if (text.empty()) refuse(ledger);
  if (json && state.plan.one_file) {
    state.failed = state.failed || text.empty();
    (state.list += state.list.empty() ? "[\n" : ",\n") += std::string_view(text).substr(0, text.find_last_not_of('\n') + 1);
    return ledger;
  }
  const auto name = document.name.empty() ? state.plan.name : document.name;
  if (!text.empty()) state.sink.take({name + (json ? ".json" : ".xml"), json ? "application/json" : "application/xml", std::move(text)});
  return ledger;
}

bool Writer::failed() const {
  return state_->failed || (state_->csv != nullptr && state_->csv->failed()) || (state_->tables != nullptr && state_->tables->failed());
}

void refuse(Ledger& ledger) {
  for (std::uint32_t i = 0; i < ledger.size(); ++i)
    if (ledger.fate(i) != Fate::none && ledger.fate(i) != Fate::structural)
      ledger.settle(i, Fate::undecided, ledger.rule("the document was refused"));
}

void Writer::finish() {
  Part file;
  if (state_->csv != nullptr && !state_->csv->failed() && state_->csv->finish(file)) state_->sink.take(std::move(file));
  if (state_->tables != nullptr && !state_->tables->failed()) state_->tables->finish(state_->sink);
  if (!state_->list.empty() && !state_->failed) state_->sink.take({state_->plan.name + ".json", "application/json", state_->list + "\n]\n"});
  state_->csv.reset();
  state_->list.clear();
  state_->tables.reset();
}

}  // namespace caseway::mapping
