#include "mapping/mapping.h"

#include <algorithm>

#include "mapping/fhir_dialect.h"
#include "mapping/kept_values.h"
#include "mapping/mapping_files.h"
#include "mapping/markup/xml_reading.h"
#include "mapping/markup/xml_writing.h"
#include "mapping/plan.h"
#include "mapping/record_keys.h"
#include "mapping/tables/csv_reading.h"
#include "mapping/tables/csv_writing.h"
#include "mapping/tables/tables_reading.h"
#include "mapping/tables/tables_writing.h"
#include "mapping/unpacking.h"
#include "mapping/versions.h"

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
bool Mapping::lists_documents() const { return plan_->format == Format::json && plan_->each_document; }
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
  if (plan_->format == Format::xml || plan_->format == Format::json) {
    XmlReading reading(*plan_, context, to);
    while (const Part* part = parts.next()) reading.read(*part);
    return;
  }
  RecordKeys keys(*context.issues);
  while (const Part* part = parts.next()) {
    keys.file(part->name);
    if (plan_->format == Format::csv)
      CsvReading(*plan_, context, to, parts.opened() ? &keys : nullptr).read(*part);
    else
      read_fhir(*plan_, context, *part, to);
  }
}

void Mapping::write(const Context& context, DocumentSource& from, PayloadSink& to) const {
  Writer writer(*this, context, to);
  std::vector<Ledger> ledgers;
  while (const Document* document = from.next()) ledgers.push_back(writer.add(*document, ledgers.size()));
  for (const auto refused : writer.finish()) refuse(ledgers[refused]);
  for (auto& ledger : ledgers) to.account(std::move(ledger));
}

struct Writer::State {
  State(const Plan& p, const Context& c, PayloadSink& s) : plan(p), issues(c.issues), context(c), sink(s) { context.issues = &said; }
  const Plan& plan;
  Issues* const issues;  // of all documents
  Issues said;           // of the document at hand
  Context context;
  PayloadSink& sink;
  std::unique_ptr<CsvWriting> csv;
  std::unique_ptr<TablesWriting> tables;
  KeptValues kept;   // of all documents: the names of what they belong to say whose they are
  std::string list;  // json: what goes into one file
  bool is_of_other_day(const Document& document, Ledger& ledger);
  bool write_text(const Document& document, Ledger& ledger);
  bool write(const Document& document, std::uint64_t which, Ledger& ledger);
};

Writer::Writer(const Mapping& mapping, const Context& context, PayloadSink& sink) : state_(new State(mapping.plan(), context, sink)) {}
Writer::~Writer() = default;

// One on whose day the mapping is not valid.
bool Writer::State::is_of_other_day(const Document& document, Ledger& ledger) {
  if (covers(plan, context, document.tree)) return false;
  context.issues->add(Severity::error, "mapping.validity.other", {document.tree.path(0), 0, 0},
                      "the mapping `" + plan.name + "` is valid " + plan.valid.spelled() + " only, and this document is of no such day");
  for (std::uint32_t i = 0; i < document.tree.size(); ++i) ledger.add_leaf(document.tree.at(i).has_value() ? Fate::undecided : Fate::none);
  return true;
}

// Files of their own, or items of the list.
bool Writer::State::write_text(const Document& document, Ledger& ledger) {
  auto texts = XmlWriting(plan, context, kept).write(document, ledger);
  const bool json = plan.format == Format::json;
  const auto is_empty = [&](const std::string& text) { return json && text.find_first_not_of("{} \n") == std::string::npos; };
  if (!texts.empty() && std::all_of(texts.begin(), texts.end(), is_empty)) {
    context.issues->add(Severity::error, "mapping.document.empty", {},
                        "nothing of this document has a place in " + plan.title + "; nothing was written");
    return false;
  }
  const auto name = document.name.empty() ? plan.name : document.name;
  std::size_t number = 0;
  for (auto& text : texts) {
    const auto apart = ++number > 1 ? "-" + std::to_string(number) : std::string();
    if (json && plan.one_file)
      (list += list.empty() ? "[\n" : ",\n") += std::string_view(text).substr(0, text.find_last_not_of('\n') + 1);
    else
      sink.take({name + apart + (json ? ".json" : ".xml"), json ? "application/json" : "application/xml", std::move(text)});
  }
  return !texts.empty();
}

// False when the document has an error.
bool Writer::State::write(const Document& document, std::uint64_t which, Ledger& ledger) {
  if (is_of_other_day(document, ledger)) return false;
  if (!plan.their_tables.empty()) {
    if (tables == nullptr) tables = std::make_unique<TablesWriting>(plan, context, kept);
    return tables->write(document, which, ledger);
  }
  if (plan.format == Format::csv) {
    if (csv == nullptr) csv = std::make_unique<CsvWriting>(plan, context, kept);
    const bool good = csv->write(document, ledger);
    if (Part piece; context.pieces && csv->piece(piece)) sink.take(std::move(piece));
    return good;
  }
  if (plan.format != Format::fhir) return write_text(document, ledger);
  Part part;
  if (!write_fhir(plan, context, document, part, ledger)) return false;
  sink.take(std::move(part));
  return true;
}

Ledger Writer::add(const Document& document, std::uint64_t which) {
  auto& state = *state_;
  Ledger ledger;
  state.said = {};
  state.kept.add(document.residual);
  if (state.write(document, which, ledger)) {
    state.issues->append(state.said);
  } else {
    refuse(ledger);
    state.sink.refuse({which, std::move(state.said)});
  }
  state.kept.forget_given();
  return ledger;
}

void refuse(Ledger& ledger) {
  Ledger refused("write");
  const auto rule = refused.rule("the document was refused");
  for (std::uint32_t i = 0; i < ledger.size(); ++i) {
    const bool leaf = ledger.fate(i) != Fate::none && ledger.fate(i) != Fate::structural;
    refused.add_leaf(leaf ? Fate::undecided : ledger.fate(i));
    if (leaf) refused.settle(i, Fate::undecided, rule);
  }
  ledger = std::move(refused);
}

std::vector<std::uint64_t> Writer::finish() {
  auto& state = *state_;
  std::vector<std::uint64_t> refused;
  state.said = {};
  if (Part file; state.csv != nullptr && state.csv->finish(file)) state.sink.take(std::move(file));
  if (state.tables != nullptr) {
    for (auto& refusal : state.tables->finish(state.sink)) {
      refused.push_back(refusal.document);
      state.sink.refuse(std::move(refusal));
    }
  }
  if (!state.list.empty()) state.sink.take({state.plan.name + ".json", "application/json", state.list + "\n]\n"});
  state.kept.tell_left(state.said);
  state.issues->append(state.said);
  state.csv.reset();
  state.list.clear();
  state.tables.reset();
  return refused;
}

}  // namespace caseway::mapping
