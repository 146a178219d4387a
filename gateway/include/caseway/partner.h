// The one plugin interface: a dialect reads what a partner sends and writes what it accepts.
//
//   class HarborHousing : public caseway::Partner { ... };
//   CASEWAY_PARTNER(HarborHousing)                       // caseway/plugin.h
//
// Both functions are const and run on many threads: no clock, no randomness, no I/O, no state between documents. The same input gives the
// same bytes. Bad data is reported in context.issues and gives perhaps no document; an exception is a bug of the plugin.
// What a plugin hands over is copied by the gateway; views it was given are valid during the call only.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/bytes.h"
#include "caseway/converter.h"
#include "caseway/element.h"
#include "caseway/export.h"
#include "caseway/limits.h"
#include "caseway/report.h"

namespace caseway {

// How much a report wants to know. `counts` keeps fates only; `values` also names every leaf (paths cost memory and time).
enum class Detail : std::uint8_t { counts, values };

// A document that the receiver's dialect cannot write, while the others of the payload are written.
struct Refusal {
  std::uint64_t document = 0;  // which, from 0: of those that write() took, and of those that read() gave (Document::number)
  Issues why;                  // places are those of ours ("Patient.name.given"): who knows what was withheld can tell it from what is missing
};

struct Context {
  std::string now;                              // RFC 3339 instant of this journey: the only clock there is
  std::string id_seed;                          // generated ids derive from it and the content
  std::string kind;                             // document kind ("referral", "care-plan", ...); empty: the reader finds out
  std::map<std::string, std::string> settings;  // of the configured partner: config/partners/*.yaml, key `settings`
  Limits limits;
  Detail detail = Detail::counts;
  bool pieces = false;           // whether PayloadSink::take() takes a part in pieces
  bool repair = false;           // whether DocumentSink::repair() wants the refused rows themselves
  bool shape = false;            // whether DocumentSink::shape() is called
  std::vector<Refusal> refused;  // reading again for the repair file: documents that were read and then not written, in their order
  Issues* issues = nullptr;      // never null when a Partner is called
};

// A named piece of a payload: the file itself, a table of a ZIP, an attachment.
struct Part {
  std::string name;        // as the sender named it, without folders; "" when it has none
  std::string media_type;  // "text/csv", "application/xml"; "" when not known
  std::string bytes;
  const ByteSource* source = nullptr;  // in place of bytes, for a dialect that reads_in_pieces(): lives as long as the part
  bool more = false;                   // written in pieces: the part that is given next goes on with this one
};

// What reading could not place in the canonical Bundle and keeps for the way back to the same family of dialects.
struct Kept {
  std::string anchor;  // business id of what it belongs to, never a position
  std::string path;    // where it stood in the source
  std::string value;
};

// One document on its way: the canonical Bundle (or any single resource), and what reading it kept of the source.
struct Document {
  std::string kind;  // see docs/architecture.md, "Canonical documents"; "" when the content is no known kind
  std::string name;  // for result files: a key of the document, never a person's name; may be empty
  Tree tree;
  Ledger ledger{"read"};       // leaf ids of the source -> node indices of tree
  std::vector<Kept> residual;  // for every `kept` leaf whose text is worth returning
  Place place;                 // where it begins in the source ("row 7"), where its reader says so
  std::uint64_t number = 0;    // which of those that were read it is, from 0; the gateway counts
};

class PayloadSource {
 public:
  virtual ~PayloadSource() = default;
  virtual const Part* next() = 0;  // nullptr at the end; the part lives until the next call
};
// What was refused while the others were taken: what the sender corrects and sends again. It holds values of the source, so it goes to the sender
// and to nobody else, and into no log.
struct Repair {
  Part part;                    // in the sender's own format, each row with the reason; without bytes unless the context asked for it
  std::uint64_t documents = 0;  // that were refused
};

class DocumentSink {
 public:
  virtual ~DocumentSink() = default;
  virtual void take(Document document) = 0;
  virtual void rest(Ledger ledger) = 0;                       // leaves that belong to no document (a refused row); their fates count in the hop
  virtual void repair(Repair) {}                              // once for each payload of which documents were refused and can be corrected row by row
  virtual void shape(std::string) {}                          // what the payload looks like, without what it says: JSON of mapping/tables/shape.h
  virtual const Refusal* refused() const { return nullptr; }  // why the document that is taken next belongs into the repair (Context::refused)
};
class DocumentSource {
 public:
  virtual ~DocumentSource() = default;
  virtual const Document* next() = 0;  // nullptr at the end; the document lives until the next call
};
class PayloadSink {
 public:
  virtual ~PayloadSink() = default;
  virtual void take(Part part) = 0;
  virtual void refuse(Refusal refusal) = 0;  // of a document whose ledger then says that none of its values arrived
  virtual void account(Ledger ledger) = 0;   // once per document taken from the source, in that order; leaf ids are node indices of its tree
};

class CASEWAY_API Partner {
 public:
  virtual ~Partner();
  virtual void read(const Context& context, PayloadSource& from, DocumentSink& to) const = 0;   // their bytes -> canonical documents
  virtual void write(const Context& context, DocumentSource& from, PayloadSink& to) const = 0;  // canonical documents -> their bytes

  // How sure the dialect is that these bytes are its own, 0 (no) to 100, and what it would call them ("C-CDA discharge summary, R2.1").
  // `head` is the first 64 KiB at most. Used by --from auto and the page.
  struct Recognition {
    int confidence = 0;
    std::string what;
  };
  virtual Recognition recognise(std::string_view head, std::string_view file_name) const;

  // A payload of any size goes through document by document where both sides can do so. The kind of the documents when read() takes a part that
  // begins so by its source, giving each document as soon as its rows are read; "" when it needs the bytes.
  virtual std::string reads_in_pieces(const Context& context, std::string_view head, std::string_view file_name) const;
  // The media type of what write() then makes of documents of context.kind: one part, in pieces, each document accounted for before the next but
  // one is taken; "" when it does otherwise.
  virtual std::string writes_in_pieces(const Context& context) const;
};

// A partner that is only mapping files: reads and writes by whichever *.map.yaml of its folder fits the document.
// Throws std::invalid_argument with the mapping's own line and column when one does not compile, or says which converter is none.
class CASEWAY_API MappingPartner : public Partner {
 public:
  explicit MappingPartner(std::string_view home, Converters own = {});  // the plugin's folder; what its mappings may name in `as:` besides
  ~MappingPartner() override;
  void read(const Context& context, PayloadSource& from, DocumentSink& to) const override;
  void write(const Context& context, DocumentSource& from, PayloadSink& to) const override;
  Recognition recognise(std::string_view head, std::string_view file_name) const override;
  std::string reads_in_pieces(const Context& context, std::string_view head, std::string_view file_name) const override;
  std::string writes_in_pieces(const Context& context) const override;
  const Converters& converters() const;  // for tools that work on its mappings

 private:
  struct State;
  static void read_by(const State& state, const Context& context, PayloadSource& from, DocumentSink& to);
  std::unique_ptr<State> state_;
};

}  // namespace caseway
