// Resources in which every element that R4 knows is there, each text of them telling where it stands: what of it shows in a view has passed.
#pragma once

#include <string>

#include "caseway/element.h"
#include "fhir/model.h"

namespace caseway::policy {

// "canary:Patient.contact.name.family"
inline constexpr std::string_view kCanary = "canary:";

class EveryElement {
 public:
  explicit EveryElement(Draft& draft) : draft_(draft) {}

  void fill(Draft::Id id, TypeId type, const std::string& path, int depth) {
    const fhir::TypeInfo& info = fhir::type(type);
    for (std::uint32_t def = info.first; def < std::uint32_t{info.first} + info.count; ++def) add(id, static_cast<DefId>(def), path, depth);
  }

 private:
  static constexpr int kDepth = 6;  // deep enough for every element but those that repeat themselves

  void add(Draft::Id parent, DefId def, const std::string& path, int depth) {
    const fhir::ElementInfo& element = fhir::element(def);
    const std::string here = path + "." + std::string(element.name);
    if (element.name == "modifierExtension" || element.name == "implicitRules") return;  // they would withhold what bears them
    if (element.any_resource) {
      if (depth > 0) return;
      const Draft::Id inside = draft_.add_resource(parent, def, fhir::find_type("Basic"));
      draft_.add_value(inside, "id", "canary");
      draft_.add_value(inside, "created", canary(here));
      return;
    }
    const fhir::TypeInfo& type = fhir::type(element.type);
    if (type.kind == fhir::Kind::primitive) {
      const Draft::Id id = draft_.add(parent, def);
      draft_.set_value(id, canary(here));
      if (depth < kDepth && element.name != "id" && element.name != "div" && element.name != "url") extension(id, here);
    } else if (type.name == "Extension") {
      if (depth <= 2) extension(parent, path);
    } else if (depth < kDepth) {
      fill(draft_.add(parent, def), element.type, here, depth + 1);
    }
  }

  void extension(Draft::Id parent, const std::string& path) {
    const Draft::Id extension = draft_.add(parent, "extension");
    draft_.add_value(extension, "url", canary(path + ".extension.url"));
    draft_.add_value(extension, "valueString", canary(path + ".extension.valueString"));
  }

  static std::string canary(const std::string& path) { return std::string(kCanary) + path; }

  Draft& draft_;
};

// Adds an entry with such a resource; `type` is a resource type. The entry's fullUrl and the resource's id are canaries too.
inline Draft::Id add_full_resource(Draft& draft, std::string_view type, const std::string& name) {
  const Draft::Id entry = draft.add(draft.root(), "entry");
  draft.add_value(entry, "fullUrl", "http://canary.example/" + name + "/canary:" + std::string(type) + ".fullUrl");
  const Draft::Id resource = draft.add_resource(entry, "resource", type);
  EveryElement(draft).fill(resource, fhir::find_type(type), std::string(type), 0);
  return resource;
}

}  // namespace caseway::policy
