// Limits on untrusted input, named, with units. Two profiles; every limit has an issue id "limit.<name>" and a test.
#pragma once

#include <cstddef>
#include <cstdint>

namespace caseway {

struct Limits {
  std::size_t json_bytes = 10u << 20;     // of one JSON or FHIR XML document
  std::size_t ccda_bytes = 25u << 20;     // of one C-CDA document
  std::size_t csv_bytes = 50u << 20;      // of one CSV file
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
  std::size_t output_factor = 10;        // a result is at most this many times its source ...
  std::size_t output_bytes = 64u << 20;  // ... and at most this many bytes

  // HTTP and other live traffic: the defaults above.
  static constexpr Limits interactive() { return {}; }
  // Command line and drop folders, where an operator chose the file.
  static constexpr Limits batch() {
    Limits l;
    l.json_bytes = l.ccda_bytes = l.csv_bytes = std::size_t{2} << 30;
    l.nodes = 100'000'000;
    l.csv_rows = 100'000'000;
    l.bundle_entries = 10'000'000;
    l.output_bytes = std::size_t{4} << 30;
    l.output_factor = 100;
    return l;
  }
};

}  // namespace caseway
