// FHIR packages: StructureDefinitions, ValueSets, CodeSystems and the rest, found by canonical URL, read when first asked for.
//
//   spec     https://confluence.hl7.org/display/FHIR/NPM+Package+Specification ; folder or .tgz as in the ~/.fhir/packages convention
//   names    "hl7.fhir.us.core#6.1.0", a folder (with package/ or with the JSON files themselves), or a .tgz file
//   depends  package.json's dependencies are looked for beside the package and in the package folders; what is missing is a warning with its name
//   index    .index.json where present; else every file's resourceType, url and version are found by one scan without building trees
//   limits   a .tgz is untrusted: sizes, counts, ratio and names are checked before anything is kept (limit.archive_*)
//   issues   validation.package.* of docs/errors.md
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

  // Folders that hold packages as NAME#VERSION, searched in this order; when none was added: ~/.fhir/packages.
  void add_cache(std::string folder);
  // False with an issue when one cannot be found or read. Of two definitions with one URL and one version the one from the package added later
  // counts; what a package depends on stands behind what was asked for by name. Packages added together satisfy each other's dependencies.
  bool add(const std::vector<std::string>& packages, Issues& issues);
  bool add(const std::string& package, Issues& issues) { return add(std::vector{package}, issues); }

  // "url" or "url|version" (a version may be partial: "4.0"); without one the newest. "4.0.1" asks for the release of R4 and takes, where nothing has
  // that version, the newest too. nullptr when no package has it. Valid while this lives.
  const Tree* find(std::string_view resource_type, std::string_view canonical) const;
  const Tree* structure(std::string_view canonical) const { return find("StructureDefinition", canonical); }
  const Tree* value_set(std::string_view canonical) const { return find("ValueSet", canonical); }
  const Tree* code_system(std::string_view canonical) const { return find("CodeSystem", canonical); }
  bool has_url(std::string_view resource_type, std::string_view canonical) const;  // whatever the version

  std::vector<std::string> names() const;  // "hl7.fhir.r4.core#4.0.1", in the order added; of a folder without package.json the folder's name
  bool empty() const;
  bool has_core() const;  // whether the base definitions of R4 are among them
  // Every canonical URL of a type, sorted: for suggestions and listings.
  std::vector<std::string> urls(std::string_view resource_type) const;
  // Files that hold no JSON object, and resources that failed to parse when they were asked for.
  Issues faults() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseway::validation
