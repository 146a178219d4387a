// FHIR packages: StructureDefinitions, ValueSets, CodeSystems and the rest, found by canonical URL, read when first asked for.
//
//   spec     https://confluence.hl7.org/display/FHIR/NPM+Package+Specification ; folder or .tgz as in the ~/.fhir/packages convention
//   names    "hl7.fhir.us.core#6.1.0", a folder (with package/ or with the JSON files themselves), or a .tgz file
//   depends  package.json's dependencies are looked for beside the package and in the package folders; what is missing is a warning with its name
//   index    .index.json where present; else every file's resourceType, url and version are found by one scan without building trees
//   limits   a .tgz is untrusted: sizes, counts, ratio and names are checked before anything is kept (limit.archive_*)
//   threads  add() from one; everything else from many
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/element.h"
#include "caseway/report.h"

namespace caseway::validation {

class CASEWAY_API Packages {
 public:
  Packages();
  ~Packages();

  // Folders that hold packages as NAME#VERSION (default: ~/.fhir/packages when it exists).
  void add_cache(std::string folder);
  // False with an issue when it cannot be found or read. Packages added later win where two define one URL of one version.
  bool add(const std::string& package, Issues& issues);

  // "url" or "url|version" (a version may be partial: "4.0"); without one the newest. nullptr when no package has it. Valid while this lives.
  const Tree* find(std::string_view resource_type, std::string_view canonical) const;
  const Tree* structure(std::string_view canonical) const { return find("StructureDefinition", canonical); }
  const Tree* value_set(std::string_view canonical) const { return find("ValueSet", canonical); }
  const Tree* code_system(std::string_view canonical) const { return find("CodeSystem", canonical); }
  bool knows_version(std::string_view resource_type, std::string_view canonical) const;  // has the URL, whatever the version

  std::vector<std::string> names() const;  // "hl7.fhir.r4.core#4.0.1", in the order added
  bool empty() const;
  bool has_core() const;  // whether the base definitions of R4 are among them
  // Every canonical URL of a type, sorted: for suggestions and listings.
  std::vector<std::string> urls(std::string_view resource_type) const;
  // Resources that failed to parse when they were asked for.
  Issues faults() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseway::validation
