// The catalogue of plain names: what an analyst calls a value ("client last name", "case manager phone"), where it stands in ours, and the words
// that partners' files use for it (surname, DOB, zip). Two tables: whom or what a value is about, and which values such a thing has.
//
//   plain_place("Client Last Name")     patient, name[use=official].family
//   plain_place("DOB")                  patient, birthDate: what is said of the client needs no "client" before it
//   plain_name("Patient", "birthDate")  "client birth date", for guides and sheets
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "caseway/export.h"

namespace caseway::mapping {

// Whom or what a value is about: a resource, or an element of one.
struct Role {
  std::string_view name;      // "case manager"
  std::string_view values;    // which values it has: PlainValue::of
  std::string_view variable;  // as mappings call it: "manager"
  std::string_view type;      // its resource: "Practitioner"
  std::string_view below;     // the element of that resource that it is: "contact"; "" where it is the resource
  std::string_view words;     // what headers and tables call it, "worker|staff|..."
};

// A value that a thing has.
struct PlainValue {
  std::string_view of;            // "contact|person"
  std::string_view name;          // "last name"
  std::string_view path;          // "name.family"
  std::string_view as;            // the converter; "" the one that fits
  std::string_view also;          // other names: "surname|family name|..."
  std::string_view example = {};  // invented
};

struct PlainPlace {
  const Role* role;
  const PlainValue* value;
  CASEWAY_API std::string name() const;  // "case manager phone"
  CASEWAY_API std::string path() const;  // below the variable: "contact.name"
};

CASEWAY_API std::span<const Role> roles();
CASEWAY_API std::span<const PlainValue> plain_values();

// What the words name, whatever their case and separators; nothing when they name nothing in the catalogue.
CASEWAY_API std::optional<PlainPlace> plain_place(std::string_view words);
// The same for a column of a table or an element inside another: `thing` ("organizations", "Client") says what the words are about.
CASEWAY_API std::optional<PlainPlace> plain_place(std::string_view thing, std::string_view words);
// The role that a table or an element is called by; nullptr when there is none.
CASEWAY_API const Role* role_called(std::string_view thing);
// The plain name of a place of a resource, selectors as the catalogue writes them or left out; "" when it has none.
CASEWAY_API std::string plain_name(std::string_view type, std::string_view path);
// What such a place says in an invented document: "Okafor"; "" when the catalogue does not know it.
CASEWAY_API std::string_view plain_example(std::string_view type, std::string_view path);

}  // namespace caseway::mapping
