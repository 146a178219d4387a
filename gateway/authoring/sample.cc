#include "authoring/sample.h"

#include "authoring/field_nodes.h"
#include "authoring/invention.h"
#include "mapping/mapping.h"
#include "mapping/through.h"

namespace caseway::authoring {

using namespace mapping;

std::vector<Part> sample_of(const Mapping& mapping, const FieldNodes& nodes) {
  Invention::Examples examples;
  for (const auto& block : mapping.plan().blocks)
    for (const auto& field : block.fields)
      if (auto example = nodes.example(field); field.kind == FieldKind::relation && !example.empty()) examples[&field] = std::move(example);
  const Invention invention(mapping.plan(), std::move(examples));
  Issues issues;
  Context context;
  context.limits = Limits::batch();
  context.id_seed = "sample";
  context.now = "2026-01-01T00:00:00Z";
  context.issues = &issues;
  context.settings["package"] = "files";  // the tables one by one, so that people can read them
  Documents documents;
  documents.take(invention.document(std::vector<char>(invention.choices().size(), 1), 0));
  Parts parts;
  mapping.write(context, documents, parts);
  return std::move(parts.all);
}

}  // namespace caseway::authoring
