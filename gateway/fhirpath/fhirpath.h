// FHIRPath: expressions over FHIR R4 content, compiled once and evaluated many times. Expressions are data everywhere in the product: invariants,
// routing, mapping conditions, policy.
//
//   spec     https://hl7.org/fhirpath/N1/ (normative) and https://hl7.org/fhir/R4/fhirpath.html
//   types    FHIR elements keep their FHIR type and become System values where an operator or function wants one; names are checked when the
//            expression is compiled, against the type it will be asked about
//   numbers  decimals are exact text, never a double; dates keep their own precision, and what two precisions cannot decide is empty
//   errors   compile() gives one Error with the position in the expression; evaluate() throws EvaluationError for what the specification calls an
//            error (more than one item where one is wanted) and never for odd data
//   limits   expression length, nesting, items and steps of one evaluation: fhirpath.limit.* errors; no expression can hang or exhaust memory
//   threads  an Expression is immutable and shared freely; an Environment belongs to one evaluation at a time
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "caseway/element.h"
#include "fhir/documents.h"
#include "fhirpath/value.h"

namespace caseway::fhirpath {

// What is wrong with an expression: `at` counts characters from 0. Ids: fhirpath.syntax, fhirpath.name, fhirpath.type, fhirpath.function,
// fhirpath.singleton, fhirpath.variable, fhirpath.limit.<name>, ... (docs/errors.md).
struct Error {
  std::string id;
  std::size_t at = 0;
  std::string text;
};
struct CASEWAY_API EvaluationError : std::runtime_error {
  explicit EvaluationError(Error what) : std::runtime_error(what.text), error(std::move(what)) {}
  Error error;
};

// What memberOf(), subsumes() and conformsTo() ask. The validation room answers from packages; without them the answer is unknown, which makes the
// function's result empty.
enum class Answer { no, yes, unknown };
class CASEWAY_API Knowledge {
 public:
  virtual ~Knowledge() = default;
  virtual Answer member_of(std::string_view value_set, std::string_view system, std::string_view code) const = 0;  // system "": any that has it
  virtual Answer subsumes(std::string_view system, std::string_view ancestor, std::string_view code) const = 0;
  virtual Answer conforms_to(Element element, std::string_view profile) const = 0;
};

// What an evaluation may see besides its context. Unset parts follow the context: resource is the innermost resource that holds it, root_resource
// the outermost but for a Bundle's entry, which is its own.
struct Environment {
  Element resource;                             // %resource
  Element root_resource;                        // %rootResource
  const fhir::Resources* resources = nullptr;   // for resolve(); made on demand when unset
  const Knowledge* knowledge = nullptr;         // for memberOf(), subsumes(), conformsTo()
  std::string now;                              // RFC 3339, for now(), today(), timeOfDay(); "" is the system's clock
  std::map<std::string, Collection> variables;  // %name
  std::function<void(std::string_view name, const Collection&)> trace;
};

class CASEWAY_API Expression {
 public:
  // context: the type whose elements it will be asked about ("Patient", "Patient.contact", "HumanName"), or kNoType for any; then names are
  // checked at evaluation. variables: names (without %) that the Environment will define; types: of these, where one item of a known type is meant
  // (kNoType or left out: any). Nothing when it does not compile; `error` says why.
  static std::optional<Expression> compile(std::string_view text, TypeId context, Error& error, const std::vector<std::string>& variables = {},
                                           const std::vector<TypeId>& types = {});

  Collection evaluate(Element context, const Environment& environment) const;
  // The verdict of an invariant or condition: one true item, or one item that is no boolean; empty and false are false.
  bool test(Element context, const Environment& environment) const;

  const std::string& text() const;

 private:
  struct Code;
  explicit Expression(std::shared_ptr<const Code> code) : code_(std::move(code)) {}
  std::shared_ptr<const Code> code_;
};

}  // namespace caseway::fhirpath
