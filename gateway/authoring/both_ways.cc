#include "authoring/both_ways.h"

#include <algorithm>

#include "fhir/codec.h"
#include "fhir/documents.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

constexpr std::string_view kFhirNamespace = "http://hl7.org/fhir\"";

// Reads the payload as documents of ours; false when it is none.
bool read_canonical(const Mapping& mapping, const std::vector<Part>& payload, BothWays& made) {
  if (mapping.format() == "fhir" || mapping.format() == "json") return false;
  for (const auto& part : payload) {
    const auto first = part.bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    const bool json = first != std::string::npos && part.bytes[first] == '{';
    const bool xml = first != std::string::npos && part.bytes[first] == '<' && part.bytes.find(kFhirNamespace) < 2000;
    if (!json && !xml) return false;
    Document document;
    document.name = part.name.substr(0, part.name.find('.'));
    const auto limits = Limits::batch();
    const bool read = json ? fhir::read_json(part.bytes, limits, made.issues, document.tree, nullptr)
                           : fhir::read_xml(part.bytes, limits, made.issues, document.tree, nullptr);
    if (!read) continue;
    document.kind = fhir::document_kind(document.tree);
    made.read.all.push_back(std::move(document));
  }
  return !payload.empty();
}

}  // namespace

void run_both_ways(const Mapping& mapping, std::vector<Part> payload, BothWays& made) {
  Context context;
  context.limits = Limits::batch();
  context.detail = Detail::values;
  context.now = "2026-01-01T00:00:00Z";
  context.issues = &made.issues;
  context.settings["package"] = "files";  // tables one by one, so that their cells can be seen
  made.canonical = read_canonical(mapping, payload, made);
  if (!made.canonical) {
    Payload from(std::move(payload));
    mapping.read(context, from, made.read);
  }
  mapping.write(context, made.read, made.written);
}

ResourcePaths::ResourcePaths(const Tree& tree) : paths_(tree.paths()) {
  const fhir::Resources resources(tree);
  for (const auto& resource : resources.all()) resources_.emplace_back(paths_[resource.index()], std::string(resource.type()));
  std::stable_sort(resources_.begin(), resources_.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

std::string ResourcePaths::of(std::uint32_t node) const {
  const auto& path = paths_[node];
  for (const auto& [begin, type] : resources_)
    if (path.starts_with(begin) && (path.size() == begin.size() || path[begin.size()] == '.')) return type + path.substr(begin.size());
  return path;
}

}  // namespace caseway::authoring
