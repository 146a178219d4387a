// What `caseway fhirpath` asks: FHIR documents by path, read once, JSON or XML by their content; expressions by type, compiled once; packages.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/element.h"
#include "fhirpath/fhirpath.h"
#include "validation/validator.h"

namespace caseway::cli {

class FhirDocuments {
 public:
  // Trees stay where they are. Throws std::runtime_error with the path and why not.
  const Tree& at(const std::string& path);

 private:
  std::map<std::string, std::unique_ptr<Tree>> trees_;
};

// Throws std::runtime_error with the first issue's place and text.
Tree read_fhir(std::string_view bytes);

class Expressions {
 public:
  struct Compiled {
    std::optional<fhirpath::Expression> expression;
    fhirpath::Error error;
  };
  const Compiled& of(const std::string& text, TypeId type, const std::vector<std::string>& variables);

 private:
  std::map<std::string, Compiled> made_;
};

// memberOf(), subsumes() and conformsTo() by packages.
class PackageKnowledge : public fhirpath::Knowledge {
 public:
  explicit PackageKnowledge(std::shared_ptr<const validation::Packages> packages) : packages_(std::move(packages)), validator_(packages_) {}
  fhirpath::Answer member_of(std::string_view value_set, std::string_view system, std::string_view code) const override;
  fhirpath::Answer subsumes(std::string_view system, std::string_view ancestor, std::string_view code) const override;
  fhirpath::Answer conforms_to(Element element, std::string_view profile) const override;

 private:
  std::shared_ptr<const validation::Packages> packages_;
  validation::Validator validator_;
};

}  // namespace caseway::cli
