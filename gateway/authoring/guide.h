// A partner's field guide, made from a mapping: the answer of `caseway mapping doc FILE`. What the file is, what every column or element means, how
// it is written, which codes it may have, and a sample that the mapping reads. For people who never see the mapping.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "caseway/export.h"
#include "caseway/partner.h"

namespace caseway::authoring {

struct Guide {
  // A column, numbered columns, an element or an attribute of theirs.
  struct Place {
    std::string name;                  // "birth_date"; XML: the path below the section's element
    std::string last;                  // of numbered columns: "phone_3" where the first is "phone_1"
    std::vector<std::string> aliases;  // other names that are read
    std::string meaning;               // `doc`, else what it is called in ours
    std::string format;                // "a date, YYYY-MM-DD or MM/DD/YYYY; we write YYYY-MM-DD"
    std::string codes;                 // which of the code lists below it uses; "" none
    std::string missing;               // which of them says why there is no value
    std::string required;              // "always", "when you send", ...; "" when it may be empty
    std::vector<std::string> more;     // conditions, repeats, lengths, one direction only
    std::string example;
  };
  // The columns of one table or of one kind of row, or the places of one element or of a template.
  struct Section {
    std::string title;  // Markdown; "" for the only one
    std::string about;
    std::vector<Place> places;
    std::vector<std::string> templates;  // sections whose places stand here too
  };
  struct CodeList {
    std::string name;
    std::vector<std::pair<std::string, std::string>> codes;  // theirs, what it means
  };
  std::vector<std::string> faults;  // of the mapping; then there is nothing else
  std::string file, title, version;
  std::string places_are;          // "Columns", "Tables", "Elements"
  std::vector<std::string> about;  // sentences: which file, encoding, key, how rows stand together
  std::vector<Section> sections;
  std::vector<CodeList> code_lists;
  std::vector<std::string> rules;  // sentences: what must hold between places
  std::vector<Part> sample;
  bool ok() const { return faults.empty(); }
  std::size_t places() const;
  std::string markdown() const;
  std::string csv() const;  // one row for each place
};

Guide field_guide(const std::string& mapping_file, const Converters& own = {});

}  // namespace caseway::authoring
