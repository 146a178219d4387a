// A compiled mapping: what docs/mapping.md describes, with every name looked up. Immutable; safe from any thread.
//
//   Plan       one mapping: the format, the variables, a tree of blocks of fields, code tables
//   Variable   one resource (or repeated element) of ours; instances of it are made when reading and found when writing
//   Slot       a place below a variable's node ("name[use=official].family" is two): the same place in two fields is the same slot, so that
//              reading makes it once and no name is compared while a document is read
//   XmlPath    a path of theirs in XML; its names are numbers into Plan::names, looked up once per document
//   Column     a column of theirs; all tables' columns stand in one list, so that a field's columns are numbers whatever table they are of
//   TheirTable, Link   related tables: what names a row, and which columns of a row name a row of another table
//   FhirForm   a dialect of FHIR: theirs is a tree of the same model, so its places are OursPaths too, below a variable for each resource type
//   Block      fields in order; groups, alternatives and templates are blocks of their own. A template that uses itself is one block that
//              calls itself: its parameters are variables that are bound at the call
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/converter.h"
#include "caseway/element.h"
#include "caseway/report.h"
#include "formats/config_node.h"
#include "formats/position.h"
#include "mapping/validity.h"

namespace caseway::fhirpath {
class Expression;
}

namespace caseway::mapping {

class Converter;
class MappingFiles;
struct Rules;

using Index = std::uint32_t;
constexpr Index kNone = 0xffffffffu;

// Which way a thing works; a bit set.
enum class Way : std::uint8_t { neither = 0, receiving = 1, sending = 2, both = 3 };
constexpr bool has(Way set, Way way) { return (static_cast<unsigned>(set) & static_cast<unsigned>(way)) != 0; }

// ---- ours -----------------------------------------------------------------------------------------------------------------------------

// A subtree with fixed values, made when reading and looked for when writing: a selector, or a constant of a variable.
struct Constant {
  DefId def = kNoDef;
  std::string value;               // of a primitive
  std::vector<Constant> children;  // of a complex element
};

struct Slot {
  Index parent = kNone;  // the slot above; kNone: the variable's own node
  DefId def = kNoDef;
  TypeId type = kNoType;
  bool list = false;
  std::uint32_t position = 0;       // name[2]; 0: none
  std::vector<Constant> selectors;  // name[use=official]
  std::vector<DefId> choices;       // value[x]: every type it may have (writing only)
  std::vector<Index> named_apart;   // same element with selectors: what a bare step leaves to them when writing
};

// All places used below nodes of one type; variables of a type share them.
struct Slots {
  TypeId type = kNoType;
  std::vector<Slot> slots;
};

struct OursPath {
  Index variable = kNone;
  Index slot = kNone;     // the last step; kNone: the variable's node
  Index repeat = kNone;   // the step that repeats when there are several values: the one marked [], else the last list
  bool each = false;      // ends with []
  TypeId type = kNoType;  // of what it leads to
  DefId def = kNoDef;
};

// A test on ours: `VAR.path = 'value'`, `VAR.path exists`, joined with and / or / not; or FHIRPath, where %VAR is what the variable is.
struct OursTest {
  enum class Kind : std::uint8_t { always, all, any, none, exists, equals, fhirpath };
  Kind kind = Kind::always;
  std::vector<OursTest> parts;
  OursPath path;
  std::string value;
  std::shared_ptr<const fhirpath::Expression> expression;
  std::vector<std::pair<std::string, Index>> names;  // of the variables that the expression asks for
};

// What must hold of ours (xml, json): our_rules.h.
struct OursRule {
  std::string id;
  Severity severity = Severity::error;
  Way ways = Way::both;
  std::string says;
  OursTest test;
};

// ---- theirs ---------------------------------------------------------------------------------------------------------------------------

struct XmlTest;
struct XmlStep {
  enum class Axis : std::uint8_t { child, attribute, text, parent };
  Axis axis = Axis::child;
  Index name = kNone;          // into Plan::names
  std::uint32_t position = 0;  // a[2]; 0: none
  std::vector<XmlTest> tests;
  bool repeats = false;  // a[] inside a group's path: the element that is written once per instance
};
struct XmlPath {
  std::vector<XmlStep> steps;      // none: "."
  std::vector<XmlPath> otherwise;  // a | b: taken when this one selects nothing; writing uses this one
  bool all = false;                // ends with []
  std::uint32_t up = 0;            // writing: leading `..` steps
  Index out = kNone;               // writing: the last element, into Plan::outs
  Index repeat = kNone;            // writing: the element made anew per value or instance, into Plan::outs
  bool to_element() const { return steps.empty() || steps.back().axis == XmlStep::Axis::child || steps.back().axis == XmlStep::Axis::parent; }
  bool upwards() const { return !steps.empty() && steps.front().axis == XmlStep::Axis::parent; }  // cannot be written
};
struct XmlTest {
  enum class Kind : std::uint8_t { all, any, none, exists, equals };
  Kind kind = Kind::all;
  std::vector<XmlTest> parts;
  XmlPath path;
  std::string value;
};

struct Variable {
  struct Reference {
    OursPath from;       // where the Reference element stands
    Index to;            // the variable it leads to
    OursPath said = {};  // fhir, `first`: what this Reference of that resource says, instead of the resource itself
  };
  std::string name;
  Index namesake = 0;  // how many variables before have the name: a template has its own in each call
  TypeId type = kNoType;
  Index slots = kNone;  // into Plan::slots
  bool resource = false;
  bool always = false;
  bool each_document = false;   // sending: each that a document has is a document of theirs
  bool parameter = false;       // of a template: bound at the call
  OursPath at;                  // !resource: the element each instance is
  std::vector<OursPath> links;  // References that lead here; writing follows the first that does
  std::vector<XmlPath> keys;    // resources: paths of theirs; equal, not empty keys are one resource
  OursTest where;
  std::vector<Constant> constants;
  std::vector<Reference> references;  // this variable's Reference elements
  formats::Position place;
};

// Writing: an element below the element of its group; paths share what they have in common.
struct Out {
  Index parent = kNone;  // kNone: the group's element
  Index name = kNone;
  std::string apart;   // what tells it from its namesakes: predicates and position, as text
  bool array = false;  // json: one of the items of an array
  std::vector<XmlTest> tests;
};

struct Column {
  Index table = 0;                                        // into Plan::their_tables; 0 where there is one table only
  std::string name;                                       // as written
  std::string path;                                       // "phones.number"; the name alone where there is one table
  std::vector<std::string> aliases;                       // further spellings when read
  std::map<std::string, std::string, std::less<>> meant;  // codes of one sender that an operator has accepted as others (overlay.h)
  bool key = false;
  bool read_only = false;  // older files have it: no field writes it
  Way required = Way::neither;
  formats::Position place;
};

struct TheirTable {
  std::string name;
  std::vector<std::string> aliases;             // further names of its file or sheet
  std::vector<Index> keys;                      // columns that together name a row; none: rows have no name
  std::vector<Index> columns;                   // all of it
  std::vector<Index> written;                   // those that are not only read, in the order written
  bool optional = false;                        // need not be sent
  bool written_empty = true;                    // with its header alone when it has no rows
  bool makes_keys = false;                      // writing: a key that ours does not have is made from what the row says
  Index counts = kNone;                         // the key column that counts rows which the others name alike; empty in the first
  std::string ignore;                           // a reason: the table is not carried
  std::vector<std::vector<std::string>> fixed;  // its rows always say this, as a version does
  std::vector<std::vector<std::string>> also;   // further rows that say no more
  formats::Position place;
};

// `when` for csv: the cell is one of these.
struct CellTest {
  Index column = kNone;
  std::vector<std::string> values;
};

// Columns of one table whose values name a row of another.
struct Link {
  Index from = kNone;
  Index to = kNone;
  std::vector<Index> columns;  // of `from`, one for each key column of `to`
  std::vector<CellTest> when;  // of `from`: the rows that lead there; the same columns may lead elsewhere in the others
  formats::Position place;
};

struct CodeTable {
  struct Row {
    std::vector<std::string> theirs;
    std::vector<std::string> ours;
    Way only = Way::both;
    std::string display;
    Validity valid;
    formats::Position place;
  };
  std::string name;
  std::uint16_t file = 0;                  // into Plan::files
  std::vector<std::string> systems;        // of ours, per column; "" when there is none
  std::vector<std::string> their_systems;  // OIDs, for xml
  std::vector<Row> rows;
  std::vector<Index> by_theirs;  // rows in order of their codes; receiving only
  std::vector<Index> by_ours;    // sending only
  bool picked = false;           // two sides of a table of several columns: what is not there agrees with every row, and the first counts
  // The row that is valid on the document's day ("" when it has none); without a day, whenever it is valid.
  const Row* from_theirs(const std::vector<std::string_view>& codes, std::optional<std::string_view> day = std::nullopt) const;
  const Row* from_ours(const std::vector<std::string_view>& codes, std::optional<std::string_view> day = std::nullopt) const;
  bool has_theirs(std::string_view code, std::size_t place) const;  // in some row that is received; `place` in a tuple, else 0
};

// ---- fields ---------------------------------------------------------------------------------------------------------------------------

enum class FieldKind : std::uint8_t {
  relation,  // theirs ⇄ ours
  constant,  // a fixed value of theirs
  value,     // a fixed value of ours
  ignore,
  keep,
  group,  // each, within
  choose,
  call,  // use
};

struct Alternative {
  std::vector<CellTest> cells;  // csv guard
  std::vector<XmlTest> nodes;   // xml guard
  OursTest if_;
  bool guarded = false;  // has a `when`
  Index block = kNone;
  formats::Position place;
};

// How a member of a JSON object is written; `by_ours`: as the type of ours is.
enum class JsonType : std::uint8_t { by_ours, string, number, boolean };

struct Field {
  FieldKind kind = FieldKind::relation;
  formats::Position place;
  std::uint16_t file = 0;  // into Plan::files
  Way ways = Way::both;    // `only`
  Validity valid;
  Way required = Way::neither;

  std::vector<Index> columns;       // csv: one, a tuple's, or the numbered ones
  bool numbered = false;            // columns are phone_1, phone_2, ...
  bool codeable = false;            // `as: codeable`: sending takes the display of a coding when there is no text
  bool identifier = false;          // csv: every character of the value counts
  bool free_text = false;           // people wrote it: anything may stand in it
  std::vector<std::string> labels;  // `sensitivity`: codes that the resource gets with the value
  JsonType json = JsonType::by_ours;
  bool derived = false;        // the place follows from what another field of the same place of theirs carries
  bool by_group = false;       // columns are numbered by the group around: the n-th of it is for the n-th instance
  std::uint32_t up_to = 0;     // group: of numbered columns
  std::vector<XmlPath> paths;  // xml: one, or a tuple's
  bool as_text = false;        // xml: an element that stands for its text, as everywhere but in C-CDA
  std::vector<OursPath> ours;  // one, or a tuple's
  std::shared_ptr<const Converter> convert;
  Index codes = kNone;
  std::vector<Index> displays;  // per ours: the slot beside a code for the row's display; kNone: none
  std::vector<Index> concepts;  // per ours: the slot of the CodeableConcept around a code, which can hold an unknown one as text,
  std::vector<Index> texts;     // and that of its text
  Index missing = kNone;        // a code table too
  Index absent = kNone;         // csv: the column that says why there is no value
  std::string join;
  std::uint32_t max_length = 0;     // in characters; 0: no limit
  std::uint32_t digits = 0;         // csv: how many a number of theirs has; 0: not said
  std::string constant;             // constant: theirs; ignore: the reason
  std::vector<Constant> constants;  // value: ours; one without a def is the value of the place itself
  std::vector<CellTest> cells;      // when (csv)
  std::vector<XmlTest> nodes;       // when (xml)
  OursTest if_;

  std::optional<OursPath> place_of_theirs;                     // fhir: a place of theirs is one of the same model
  bool beside = false;                                         // fhir: both places stay, and say the same
  std::shared_ptr<const fhirpath::Expression> test_of_theirs;  // fhir: `when`, of the resource as it comes
  std::shared_ptr<const fhirpath::Expression> test_of_ours;    // fhir: `if`, of the resource as we have it

  Index block = kNone;                        // group, call: the fields inside
  bool within = false;                        // group: at most one, without variables of its own
  Index link = kNone;                         // group, related tables: what leads to its rows, into Plan::links
  bool leads_out = false;                     // that link stands in the row around (many to one), not in the rows of the group
  Index alone = kNone;                        // group, related tables: the table whose rows nothing leads to; each is a document of its own
  std::vector<Index> names;                   // group, csv: columns that tell its instances apart, for what is kept of them
  std::vector<XmlPath> name_paths;            // the same of xml, json
  Index is = kNone;                           // within, related tables: the variable that the row is, for other groups that lead to it
  std::vector<Index> variables;               // group: what each instance is, the first one leads
  std::vector<std::pair<Index, Index>> bind;  // call: parameter, argument
  std::vector<Alternative> alternatives;      // choose
  std::string doc;
  std::string example;
  std::string because;           // why it is received only: its value is not expected back
  std::optional<OursPath> word;  // beside a code that is read as another (Column::meant): where what stood there goes

  bool is_tuple() const { return columns.size() > 1 && !numbered && !by_group; }  // csv: cells that go together

  bool asks_what_it_read() const { return if_.kind != OursTest::Kind::always && ways == Way::both; }
  bool told() const { return !derived || has(required, Way::receiving); }  // reading: that a text does not fit
};

struct Block {
  std::vector<Field> fields;
};

// ---- the whole ------------------------------------------------------------------------------------------------------------------------

enum class Format : std::uint8_t { csv, xml, fhir, json };

struct FhirForm {
  struct Profile {
    TypeId type = kNoType;
    std::string url;
    std::shared_ptr<const fhirpath::Expression> test;  // of the resource; none: every one of the type
  };
  // What must hold of theirs, of each resource of a type; the Bundle is one too.
  struct Rule {
    std::string id;
    TypeId type = kNoType;
    std::shared_ptr<const fhirpath::Expression> check;
    Severity severity = Severity::error;
    Way ways = Way::both;
    std::string says;
  };
  std::vector<std::string> bundles;  // types of Bundle that are read, the first is written; none: any, written as it is
  std::vector<Profile> profiles;     // what resources of the dialect claim
  Index first = kNone;               // a variable: the resource that stands first in what we send
  std::vector<Rule> rules;
};

struct Recogniser {
  std::vector<std::string> has;       // csv: columns
  std::vector<std::string> resource;  // fhir: types of the outermost resource, one of which it is
  std::vector<std::string> says;      // fhir: texts, one of which stands in it
  std::shared_ptr<const fhirpath::Expression> shape;
  XmlTest path;  // xml
  bool tests_path = false;
  std::string what;
  formats::Position place;
};

// Where the day of a document stands, in theirs and in ours.
struct Dated {
  Index column = kNone;  // csv
  XmlPath path;          // xml, json
  OursPath ours;
  std::shared_ptr<const Converter> convert;
};

struct Accepted;  // mapping/overlay.h

class Plan {
 public:
  std::string name, version, document, title, file;
  std::vector<std::string> documents;  // every kind it is for, `document` first; only fhir has several
  std::vector<std::string> files;      // this one and the included ones
  Format format = Format::csv;

  std::vector<Column> columns;           // csv, in the order of the fields: the order written
  std::vector<TheirTable> their_tables;  // csv: related tables; none where rows stand alone
  std::vector<Link> links;
  Index root_table = kNone;  // each of its rows is a document
  bool zip = true;           // related tables are written into one ZIP
  Index key = kNone;         // csv: the column that names the document
  char delimiter = ',';
  bool delimiter_told = false;
  std::string encoding;
  bool for_people = false;
  std::uint32_t title_rows = 0;     // above the header
  std::string sheet;                // of a workbook; "": the one that has the columns
  std::vector<CellTest> skip_rows;  // rows of which one of these holds are no data
  bool full_list = false;           // a payload is all there is: what it does not say any more has gone
  bool closes_absent = false;       // and is closed, by a document of the kind `closing` that another mapping reads from such a row
  std::string closing;
  std::vector<std::pair<std::string, std::string>> closing_row;  // column, text; {key} is the key of what has gone, {date} the day

  std::string root;                                           // xml: name of the root element; json: member with the list of documents
  std::string ns;                                             // xml: main namespace
  std::vector<std::pair<std::string, std::string>> prefixes;  // xml: prefix, namespace
  bool ccda = false;
  bool each_document = false;  // json: the items of a list are documents
  bool one_file = false;       // json: written as one array
  XmlPath key_path;            // xml, json: what names the document
  bool has_key_path = false;
  std::vector<std::string> names;  // xml: every name that a path uses
  std::vector<Out> outs;

  FhirForm fhir;

  Validity valid;  // of the mapping itself
  std::optional<Dated> dated;
  std::string day;  // of on_day(): documents invented for it are of that day

  std::shared_ptr<const Accepted> accepted;  // xml, json: what one sender's documents are like besides; nullptr: nothing

  bool keep_rest = false;
  std::vector<Recogniser> recognise;

  std::vector<Slots> slots;
  std::vector<Variable> variables;
  std::vector<Index> roots;  // variables of the document, in order
  std::vector<CodeTable> tables;
  std::vector<std::string> labels;     // of all fields
  std::shared_ptr<const Rules> rules;  // what must hold between cells; nullptr: nothing
  std::vector<OursRule> our_rules;     // xml, json: what must hold of ours
  std::vector<Block> blocks;
  Index body = kNone;  // the block of the document

  const Slot& slot(Index variable, Index slot) const { return slots[variables[variable].slots].slots[slot]; }
  CASEWAY_API std::string line_of(const Field& field) const;  // "line 17", or "person.map.yaml line 4" for an included file
};

// Compiles; every fault found is appended. nullptr when there are any.
std::shared_ptr<const Plan> compile(const std::string& path, MappingFiles& read, std::vector<formats::ConfigError>& faults);
// The same for a text in memory (tests, fuzzing); `file` is what faults call it and where includes are looked for.
CASEWAY_API std::shared_ptr<const Plan> compile_text(std::string_view text, const std::string& file, std::vector<formats::ConfigError>& faults,
                                                     const Converters& own = {});

}  // namespace caseway::mapping
