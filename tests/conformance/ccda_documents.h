// C-CDA documents as the coverage test sees them: counted by expat, not by the code under test.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace caseway::conformance {

// An element with @code and a clinical @codeSystem inside section/entry.
struct CodedElement {
  std::string section;  // LOINC code of the innermost section, "-" when it has none
  std::string path;     // "act/entryRelationship/observation/value", from the entry down
  std::string system;   // URI
  std::string code;
  std::uint64_t leaf = 0;  // of @code, counting every leaf of the document in source order from 0, structural ones too
};

struct CountedDocument {
  bool well_formed = false;
  std::string root;          // name of the root element; outside CDA's namespace with its own
  std::uint64_t leaves = 0;  // without structural ones
  std::vector<CodedElement> coded;
};

// Counts leaves by the definition in gateway/report/leaf.h, C-CDA rules.
CountedDocument count_ccda(const std::string& bytes);

// Every .xml below shared data's folder `name`, sorted; empty when ../shared is not there.
std::vector<std::filesystem::path> shared_documents(const std::string& name);
std::string bytes_of(const std::filesystem::path& file);

}  // namespace caseway::conformance
