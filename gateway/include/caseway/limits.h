// Limits on untrusted input, named, with units. Two profiles; every limit has an issue id "limit.<name>" and a test
// (tests/limits).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace caseway {

struct Limits {
  std::size_t json_bytes = 10u << 20;     // of one JSON document
  std::size_t xml_bytes = 10u << 20;      // of one FHIR XML document
  std::size_t ccda_bytes = 25u << 20;     // of one C-CDA document
  std::size_t csv_bytes = 50u << 20;      // of one CSV file
  std::size_t entry_bytes = 10u << 20;    // of one Bundle entry or NDJSON line, where a document is read entry by entry
  std::size_t string_bytes = 16u << 20;   // of one JSON string, XML attribute or run of XML text
  std::size_t depth = 100;                // nested elements, objects and arrays
  std::size_t nodes = 500'000;            // elements and values of one document
  std::size_t attributes = 64;            // of one XML element
  std::size_t namespaces = 32;            // declared in one XML document's open elements
  std::size_t name_bytes = 256;           // of one XML name or JSON key
  std::size_t number_chars = 64;          // of one JSON number
  std::size_t csv_row_bytes = 64u << 10;  // of one CSV record, quotes included
  std::size_t csv_columns = 256;
  std::size_t csv_rows = 250'000;
  std::size_t bundle_entries = 1'000;
  std::size_t archive_bytes = 25u << 20;            // of one archive as it came
  std::size_t archive_unpacked_bytes = 200u << 20;  // of all its files
  std::size_t archive_ratio = 100;                  // unpacked to packed
  std::size_t archive_entries = 1'000;              // files and folders of one archive
  std::size_t output_factor = 10;                   // a result is at most this many times its source ...
  std::size_t output_bytes = 64u << 20;             // ... and at most this many bytes

  // HTTP and other live traffic: the defaults above.
  static constexpr Limits interactive() { return {}; }
  // Command line and drop folders, where an operator chose the file.
  static constexpr Limits batch() {
    Limits l;
    l.json_bytes = l.xml_bytes = l.ccda_bytes = l.csv_bytes = std::size_t{2} << 30;
    l.entry_bytes = l.string_bytes = 256u << 20;
    l.nodes = 100'000'000;
    l.csv_rows = 100'000'000;
    l.bundle_entries = 10'000'000;
    l.archive_bytes = 512u << 20;
    l.archive_unpacked_bytes = std::size_t{4} << 30;
    l.archive_entries = 100'000;
    l.output_bytes = std::size_t{4} << 30;
    l.output_factor = 100;
    return l;
  }
};

// Every limit with its name, in the order of the struct.
struct LimitName {
  std::size_t Limits::*limit;
  std::string_view name;
};
inline constexpr std::array kLimitNames = {
    LimitName{&Limits::json_bytes, "json_bytes"},
    LimitName{&Limits::xml_bytes, "xml_bytes"},
    LimitName{&Limits::ccda_bytes, "ccda_bytes"},
    LimitName{&Limits::csv_bytes, "csv_bytes"},
    LimitName{&Limits::entry_bytes, "entry_bytes"},
    LimitName{&Limits::string_bytes, "string_bytes"},
    LimitName{&Limits::depth, "depth"},
    LimitName{&Limits::nodes, "nodes"},
    LimitName{&Limits::attributes, "attributes"},
    LimitName{&Limits::namespaces, "namespaces"},
    LimitName{&Limits::name_bytes, "name_bytes"},
    LimitName{&Limits::number_chars, "number_chars"},
    LimitName{&Limits::csv_row_bytes, "csv_row_bytes"},
    LimitName{&Limits::csv_columns, "csv_columns"},
    LimitName{&Limits::csv_rows, "csv_rows"},
    LimitName{&Limits::bundle_entries, "bundle_entries"},
    LimitName{&Limits::archive_bytes, "archive_bytes"},
    LimitName{&Limits::archive_unpacked_bytes, "archive_unpacked_bytes"},
    LimitName{&Limits::archive_ratio, "archive_ratio"},
    LimitName{&Limits::archive_entries, "archive_entries"},
    LimitName{&Limits::output_factor, "output_factor"},
    LimitName{&Limits::output_bytes, "output_bytes"},
};
static_assert(sizeof(Limits) == kLimitNames.size() * sizeof(std::size_t), "a limit was added that has no name");

// The issue id of a limit: "limit.depth".
inline std::string limit_id(std::size_t Limits::*limit) {
  for (const LimitName& known : kLimitNames) {
    if (known.limit == limit) return "limit." + std::string(known.name);
  }
  return "limit.unnamed";  // not reached: the assertion above
}

}  // namespace caseway
