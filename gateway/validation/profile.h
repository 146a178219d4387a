// A StructureDefinition's snapshot, compiled: what each element must be, as data that a walk over a resource reads.
//
//   spec      https://hl7.org/fhir/R4/structuredefinition.html, https://hl7.org/fhir/R4/elementdefinition.html
//   elements  a tree: element 0 is the type itself, the others are children of their parents or slices of the element that is sliced
//   lifetime  fixed, pattern and limits are views into the definition's Tree, which Packages keeps
//   threads   immutable once compiled
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/element.h"
#include "fhirpath/fhirpath.h"

namespace caseway::validation {

enum class Strength : std::uint8_t { none, example, preferred, extensible, required };

struct Binding {
  Strength strength = Strength::none;
  std::string value_set;  // canonical URL, perhaps with |version
};

// An invariant. Without expression (it did not compile) it is left out, and `fault` says why.
struct Constraint {
  std::string key;
  std::string human;
  bool error = true;
  bool absent_passes = false;  // nothing as a result is as good as true
  std::optional<fhirpath::Expression> expression;
  std::string fault;
};

enum class Aggregation : std::uint8_t { contained = 1, referenced = 2, bundled = 4 };  // a set of bits; 0 is "any"

struct TypeRule {
  TypeId type = kNoType;              // kNoType: one of FHIRPath's own types (ids and urls),
                                      // which every value of the place has
  std::vector<std::string> profiles;  // the element must conform to one of them
  std::vector<std::string> targets;   // of a reference: what it may lead to
  std::uint8_t aggregation = 0;
};

// One step of a discriminator's path: https://hl7.org/fhir/R4/profiling.html#discriminator. "$this" is no step at all.
struct Step {
  enum class Kind : std::uint8_t { child, extension, resolve, of_type };
  Kind kind = Kind::child;
  std::string name;  // of the child or type, url of the extension
};
struct Discriminator {
  enum class Kind : std::uint8_t { value, pattern, type, exists, profile };
  Kind kind = Kind::value;
  std::vector<Step> path;
};
struct Slicing {
  enum class Rules : std::uint8_t { open, open_at_end, closed };
  std::vector<Discriminator> discriminators;
  Rules rules = Rules::open;
  bool ordered = false;
};

struct ElementRule {
  static constexpr std::uint32_t kMany = 0xffffffffu;
  std::string id;          // "Patient.extension:race"
  std::string name;        // "extension", "value[x]"
  std::string slice_name;  // "race"
  std::uint32_t min = 0;
  std::uint32_t max = kMany;
  std::vector<TypeRule> types;
  Element fixed;
  Element pattern;
  Element min_value;
  Element max_value;
  std::uint32_t max_length = 0;  // 0: no limit
  Binding binding;
  std::vector<Constraint> constraints;
  std::optional<Slicing> slicing;
  std::vector<std::uint32_t> children;  // indices into Profile::elements
  std::vector<std::uint32_t> slices;
  bool borrowed = false;  // its children are those of another element (contentReference)
  bool is_choice() const { return name.ends_with("[x]"); }
};

struct ExtensionContext {
  enum class Kind : std::uint8_t { element, extension, fhirpath };
  Kind kind = Kind::element;
  std::string expression;
};

struct Profile {
  std::string url;
  std::string name;
  TypeId type = kNoType;    // what it constrains
  bool constraint = false;  // derivation: a profile, not the definition of a type
  bool abstract = false;
  std::vector<ElementRule> elements;
  std::vector<ExtensionContext> contexts;  // of an extension: where it may stand
  bool modifier = false;                   // of an extension: it is for modifierExtension
  const ElementRule& root() const { return elements.front(); }
};

// Nothing when the definition has no snapshot or is about no R4 type.
std::optional<Profile> compile_profile(const Tree& definition);

}  // namespace caseway::validation
