// A mapping file: one YAML file that relates *theirs* (CSV columns, XML paths) to *ours* (paths in the canonical Bundle), read in both directions.
// The language is specified in docs/mapping.md. A mapping compiles once to a flat plan; the plan is immutable and may be used from any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/partner.h"
#include "formats/config_node.h"

namespace caseway::mapping {

class Plan;          // compiled; mapping/plan.h
class MappingFiles;  // mapping/mapping_files.h

class CASEWAY_API Mapping {
 public:
  // Throws formats::ConfigError (file, line, column, sentence, suggestion) for the first fault; all faults: see compile_all().
  // `include:`d files are looked for beside the file.
  // `own`: converters of the plugin that the mapping belongs to.
  static Mapping load(const std::string& path, const Converters& own = {});
  static Mapping load(const std::string& path, MappingFiles& read);  // several mappings of one folder share what they read
  static std::vector<formats::ConfigError> compile_all(const std::string& path, const Converters& own = {});  // every fault; empty when it is good

  static Mapping of(std::shared_ptr<const Plan> plan);
  const std::string& name() const;      // "harbor-housing-referral"
  const std::string& document() const;  // document kind, of several the first
  bool is_for(std::string_view kind) const;
  const std::string& format() const;  // "csv", "xml", "fhir"
  const std::string& version() const;
  const std::string& title() const;          // for people
  bool leads(const Tree& tree) const;        // the resource that this mapping declares first is in the document
  bool writes(std::string_view form) const;  // a form that it can give its result: "csv", "xlsx", "xml"
  bool relates_tables() const;               // one payload of several parts is one piece of work
  bool is_one_table() const;                 // CSV that is read and written row by row
  bool lists_documents() const;              // JSON with one document after the other

  // Their bytes -> documents, and back. See caseway/partner.h for the contract. `form` of the settings chooses between the forms of the result.
  void read(const Context& context, PayloadSource& from, DocumentSink& to) const;
  void write(const Context& context, DocumentSource& from, PayloadSink& to) const;

  // How well this mapping fits the beginning of a payload: 0-100, by its columns, the names of its tables, or its root element and template ids.
  Partner::Recognition recognise(std::string_view head, std::string_view file_name = {}) const;
  // The share of the head's columns that this mapping knows, 0 to 1; for files that no mapping recognises.
  double likeness(std::string_view head) const;

  const Plan& plan() const { return *plan_; }

 private:
  std::shared_ptr<const Plan> plan_;
};

// Of a document that was not written after all: none of its values has arrived.
void refuse(Ledger& ledger);

// Mapping::write for one document at a time: a CSV file and related tables hold the rows of all of them, XML is one file each. A document with an
// error is left out, whatever the others are written into, and its errors and warnings go to sink.refuse().
//
//   Writer writer(mapping, context, sink);
//   ledgers.push_back(writer.add(document, 0)); ...
//   for (const auto document : writer.finish()) refuse(ledgers[document]);
class CASEWAY_API Writer {
 public:
  Writer(const Mapping& mapping, const Context& context, PayloadSink& sink);
  ~Writer();
  Ledger add(const Document& document, std::uint64_t which);  // which of the source's it is; leaf ids are node indices of its tree
  // Gives the CSV file or the tables; nothing when all documents were refused. Which documents are not in it after all: rows of theirs break rules
  // that only the whole can tell.
  std::vector<std::uint64_t> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseway::mapping
