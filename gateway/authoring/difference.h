// What a change of a mapping changes on real documents, value by value, both ways: the answer of `caseway mapping diff OLD NEW DOCUMENT...`.
//
//   read      each value of a document: where it arrives in ours, and what it says there; and what the mapping itself adds
//   written   what was read written back: each cell, or element, or attribute
//   ids       that a mapping makes (urn:uuid) are no values and are not compared
#pragma once

#include <string>
#include <vector>

#include "caseway/export.h"
#include "caseway/partner.h"

namespace caseway::authoring {

struct Difference {
  struct Value {
    std::string place;          // "row 2"; "" the document
    std::string before, after;  // "Patient.birthDate 1989-03-02"; "" nothing
  };
  // What one column or element of theirs is read and written like, by its line of the mapping.
  struct Group {
    std::string name;           // "birth_date"
    std::string before, after;  // lines of the two mappings, "" when none says it
    std::vector<Value> read, written;
  };
  std::vector<std::string> faults;  // of the mappings; then there is nothing else
  std::vector<Group> groups;
  std::vector<std::string> only_before, only_after;  // issues that only one of them raises
  std::size_t documents = 0;                         // compared
  bool same() const { return groups.empty() && only_before.empty() && only_after.empty(); }
  std::string text(bool counts_only) const;
};

// Each payload is a file, or the tables that belong together; a canonical document (FHIR, for a mapping of another format) is only written.
Difference difference(const std::string& before, const std::string& after, const std::vector<std::vector<Part>>& payloads,
                      const Converters& own = {});

}  // namespace caseway::authoring
