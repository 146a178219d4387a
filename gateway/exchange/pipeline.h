// The way of a document: read -> validate -> policy -> write, in this order, for the command line, HTTP and every transport alike.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "caseway/partner.h"
#include "host/plugins.h"
#include "host/translator.h"
#include "policy/policy.h"
#include "settings/settings.h"
#include "validation/validator.h"

namespace caseway::exchange {

class Memory;
struct Party;

// What reading a document kept of it, and whose it is: a partner's id, or a dialect's where there is no partner.
struct Carried {
  std::string of;
  std::vector<Kept> values;
};

struct Request {
  std::vector<Part> payload;
  std::string from = "auto";  // a dialect, a partner id, or "auto"
  std::string to;             // a dialect, `DIALECT:FORM` or a partner id
  std::string kind;           // "" finds out
  std::string now;            // RFC 3339
  Detail detail = Detail::counts;
  Limits limits;
  bool lenient = false;               // what FHIR R4 does not have in a FHIR source is reported and left out, not refused
  bool whole = false;                 // a FHIR collection of Bundles is one document, not one per Bundle
  bool skip_bad_lines = false;        // lines of NDJSON that cannot be used are left out with a warning, not refused with all others
  std::optional<Carried> carried;     // what reading an earlier document of the receiver had kept; it goes back to the receiver and nobody else
  bool repair = false;                // the rows that were refused are wanted back (Journey::repairs)
  bool operation = false;             // validate(): a Parameters resource is the input of FHIR's operation $validate
  std::vector<std::string> profiles;  // validate(): what the document must conform to, besides what it claims itself
};

struct Hop {
  std::string hop;  // "read", "policy", "write"
  Counts counts;
};
// What became of one source value, for the report.
struct Value {
  Place place;  // in the source
  Fate fate;
  std::string to;  // where it went, in the receiver's words or as FHIRPath
  std::string rule;
  std::string reason;
};

struct Journey {
  std::string from, to;       // as resolved: dialect or partner ids
  std::string receiver_name;  // "Harbor House"; for a dialect without a partner: its name
  bool test = false;          // no partner: no policy was applied, the result is marked TEST
  std::string document;       // kind
  std::string what;           // what the source was recognised as
  std::vector<Part> parts;    // the result; empty when there is none
  Issues issues;
  std::vector<Hop> hops;
  Counts total;                    // composed over the journey
  std::vector<Value> values;       // Detail::values only
  std::vector<Kept> residual;      // what reading kept; empty for a partner that is not the sender
  std::vector<Repair> repairs;     // for the sender alone: the rows that were refused
  std::uint64_t documents = 0;     // that were read
  std::uint64_t unread = 0;        // that were refused in reading, row by row
  std::uint64_t unwritten = 0;     // that were read, and that the receiver's dialect or the policy refused (exchange/refusals.h)
  std::uint64_t result_bytes = 0;  // of a result that went into a file, in slices; its part then holds no bytes
  bool crashed = false;
  std::string parked;              // the payload waits for a decision under this id (parking.h); nothing was delivered
  bool nothing_new = false;        // a full list that the receiver knows already: no event, and no result
  std::shared_ptr<Memory> memory;  // what was learnt of the sender: memory->keep() when the results are where they belong
  bool ok() const { return !crashed && !issues.has_errors() && (!parts.empty() || nothing_new); }
  // Of a payload of several documents some were refused, and the others have a result.
  bool partial() const { return !crashed && !parts.empty() && refused() > 0; }
  std::uint64_t refused() const { return unread + unwritten; }
};

// How a payload goes through in slices instead of being held as a whole: FHIR by its entries, other dialects document by document.
struct Slicing {
  std::string from, to;  // as resolved
  std::string receiver_name;
  std::string what;
  fhir::Form from_form, to_form;
  std::string media_type;  // of the result
  std::string document;    // document by document (exchange/flow.h): their kind; "" for FHIR to FHIR
};

class Pipeline {
 public:
  // Throws formats::ConfigError when a partner's policy does not load. Without a validator the embedded structure of R4 is checked.
  Pipeline(std::shared_ptr<const settings::Settings> settings, std::shared_ptr<const host::Plugins> plugins,
           std::unique_ptr<host::Translator> translator, std::shared_ptr<const validation::Validator> validator = nullptr);
  ~Pipeline();

  // Thrown for what the caller asked wrongly (unknown dialect or partner, direction not supported); what() suggests the nearest name.
  struct UsageError : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
  };
  Journey translate(const Request& request) const;  // thread-safe

  // Whether the journey of such a payload, of which the request holds the name and the first 64 KiB, is open in slices, without naming every value:
  // FHIR to FHIR (fhir/stream.h), but for a partner whose policy must see the whole, and document by document where both dialects can. Then the
  // second does what translate() does, from one open file into another, which stay the caller's, but for what reading keeps (Journey::residual).
  // Nothing when the payload turns out to be no document for slices: translate() takes it.
  std::optional<Slicing> slicing(const Request& head) const;
  std::optional<Journey> translate(const Request& request, const Slicing& slicing, int source, int result) const;
  // Reads and validates; nothing is written. FHIR is judged as it stands, other dialects by the canonical content that reading gives, and each
  // issue has the place in the source of what it is about; the lines of NDJSON are judged each for itself.
  Journey validate(const Request& request) const;
  std::vector<std::pair<std::string, Partner::Recognition>> recognise(std::string_view bytes, std::string_view file_name, bool plain = false) const;

  // The forms ("csv", "fhir-json") in which a receiver may get its results: the one that was chosen for it, else all of its dialect.
  std::vector<std::string> forms_of(std::string_view to) const;
  // Partners that cannot be served, and why: no loaded plugin provides their dialect.
  const std::map<std::string, std::string, std::less<>>& unavailable() const;
  const settings::Settings& settings() const;
  const host::Plugins& plugins() const;

 private:
  struct State;
  bool goes_as_it_stands(const std::string& to) const;
  std::shared_ptr<Memory> memory_of(const Party& sender) const;  // none where nothing is remembered
  // Who sent it, what is it, its documents. What is remembered of the sender is held (memory.h) where it is going to be changed.
  host::ReadResult read(const Request& request, Journey& journey, bool remembers = false) const;
  Context reading_context(const Request& request, const Party& sender) const;
  void leave_known(const Request& request, Journey& journey, host::ReadResult& source) const;
  Issues judge(const Request& request, std::string_view from, const host::ReadResult& source) const;
  void account_for(const host::ReadResult& source, Detail detail, Journey& journey) const;
  void repair(const Request& request, std::vector<Refusal> refused, Journey& journey) const;
  std::unique_ptr<State> state_;
};

// What was kept of a document, as a file for the way back, and read again. False, with issues (carry.not_one), for anything else.
std::string carried_json(const Carried& carried);
bool read_carried(std::string_view json, const Limits& limits, Issues& issues, Carried& carried);

// The report as JSON (schemas/report.schema.json). `all_values`: also values that simply arrived.
std::string report_json(const Journey& journey, bool all_values);

// The two lines for people: what reading kept of the source, and what reached this receiver.
std::string ledger_lines(const Journey& journey);

}  // namespace caseway::exchange
