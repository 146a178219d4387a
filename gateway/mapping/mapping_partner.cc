// A partner that is only mapping files.
#include <algorithm>
#include <filesystem>
#include <span>
#include <stdexcept>

#include "caseway/partner.h"
#include "formats/csv.h"
#include "mapping/mapping.h"
#include "mapping/mapping_files.h"

namespace caseway {

Partner::~Partner() = default;
Partner::Recognition Partner::recognise(std::string_view, std::string_view) const { return {}; }

struct MappingPartner::State {
  std::vector<mapping::Mapping> mappings;
  const mapping::Mapping* best(const Context& context, std::string_view head, std::string_view file_name) const;
  const mapping::Mapping* of_tables(const Context& context, const std::vector<Part>& parts) const;
  bool unreadable(const Context& context, std::string_view bytes) const;
  void read_part(const Context& context, const Part& part, DocumentSink& to) const;
};

namespace {

// A file without `mapping:` is a fragment that others include.
bool is_mapping(const formats::ConfigNode& file) { return file.find("mapping") != nullptr; }

class Parts : public PayloadSource {
 public:
  explicit Parts(std::span<const Part> parts) : parts_(parts) {}
  const Part* next() override {
    if (parts_.empty()) return nullptr;
    const auto* part = &parts_.front();
    parts_ = parts_.subspan(1);
    return part;
  }

 private:
  std::span<const Part> parts_;
};

constexpr std::size_t kHead = 64 * 1024;
std::string_view head_of(const Part& part) { return std::string_view(part.bytes).substr(0, kHead); }

}  // namespace

MappingPartner::MappingPartner(std::string_view home) : state_(std::make_unique<State>()) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(home)))
    if (entry.path().filename().string().ends_with(".map.yaml")) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  mapping::MappingFiles read;
  try {
    for (const auto& file : files)
      if (is_mapping(read.at(file))) state_->mappings.push_back(mapping::Mapping::load(file, read));
  } catch (const formats::ConfigError& error) {
    throw std::invalid_argument(error.what());
  }
  if (state_->mappings.empty()) throw std::invalid_argument(std::string(home) + " has no *.map.yaml file");
}

MappingPartner::~MappingPartner() = default;

// The mapping that is surest; when none is sure, one whose kind was asked for, or the only one: its issues say what is wrong.
const mapping::Mapping* MappingPartner::State::best(const Context& context, std::string_view head, std::string_view file_name) const {
  const mapping::Mapping* best = nullptr;
  int most = 0;
  for (const auto& mapping : mappings) {
    if (!context.kind.empty() && mapping.document() != context.kind) continue;
    const int confidence = mapping.recognise(head, file_name).confidence;
    if (confidence > most) {
      most = confidence;
      best = &mapping;
    }
  }
  if (best != nullptr) return best;
  for (const auto& mapping : mappings)
    if (mapping.document() == context.kind || mappings.size() == 1) return &mapping;
  double nearest = 0;
  for (const auto& mapping : mappings)
    if (const double likeness = mapping.likeness(head); likeness > nearest) {
      nearest = likeness;
      best = &mapping;
    }
  return best;
}

// Text that is no table at all (a NUL, bytes of no encoding) says so itself, where this partner's files are tables.
bool MappingPartner::State::unreadable(const Context& context, std::string_view bytes) const {
  if (std::none_of(mappings.begin(), mappings.end(), [](const mapping::Mapping& each) { return each.format() == "csv"; })) return false;
  Issues found;
  formats::CsvReader reader(bytes, {}, context.limits, found);
  std::vector<formats::CsvCell> header;
  reader.next(header);
  if (reader.failed()) context.issues->append(found);
  return reader.failed();
}

// The mapping of related tables that knows one of the parts best: then they are all its own.
const mapping::Mapping* MappingPartner::State::of_tables(const Context& context, const std::vector<Part>& parts) const {
  const mapping::Mapping* best = nullptr;
  int most = 0;
  for (const auto& mapping : mappings) {
    if (!mapping.relates_tables() || (!context.kind.empty() && mapping.document() != context.kind)) continue;
    if (mappings.size() == 1) return &mapping;
    for (const auto& part : parts)
      if (const int confidence = mapping.recognise(head_of(part), part.name).confidence; confidence > most) {
        most = confidence;
        best = &mapping;
      }
  }
  return best;
}

void MappingPartner::State::read_part(const Context& context, const Part& part, DocumentSink& to) const {
  const auto* mapping = best(context, head_of(part), part.name);
  if (mapping == nullptr) {
    if (unreadable(context, part.bytes)) return;
    std::string known;
    for (const auto& each : mappings) (known += known.empty() ? "" : ", ") += each.title();
    context.issues->add(Severity::error, "mapping.not_recognised", {"", 1, 1},
                        "this is none of the file types that are known here (" + known + "); check the header row or the root element");
    return;
  }
  Parts one(std::span(&part, 1));
  mapping->read(context, one, to);
}

void MappingPartner::read(const Context& context, PayloadSource& from, DocumentSink& to) const {
  const bool tables =
      std::any_of(state_->mappings.begin(), state_->mappings.end(), [](const mapping::Mapping& each) { return each.relates_tables(); });
  std::vector<Part> parts;
  while (const Part* part = from.next()) {
    if (tables)
      parts.push_back(*part);
    else
      state_->read_part(context, *part, to);
  }
  if (const auto* mapping = state_->of_tables(context, parts)) {
    Parts all(parts);
    return mapping->read(context, all, to);
  }
  for (const auto& part : parts) state_->read_part(context, part, to);
}

void MappingPartner::write(const Context& context, DocumentSource& from, PayloadSink& to) const {
  std::vector<std::unique_ptr<mapping::Writer>> writers(state_->mappings.size());
  while (const Document* document = from.next()) {
    std::size_t which = 0;
    while (which < writers.size() && state_->mappings[which].document() != document->kind) ++which;
    if (which == writers.size()) {
      std::string known;
      for (const auto& each : state_->mappings) (known += known.empty() ? "" : ", ") += each.document();
      context.issues->add(Severity::error, "mapping.document.unsupported", {},
                          "this receiver takes " + known + "; there is no way to write " +
                              (document->kind.empty() ? std::string("a document of no known kind") : "a " + document->kind));
      Ledger ledger("write");
      ledger.resize(document->tree.size(), Fate::none);
      for (std::uint32_t i = 0; i < document->tree.size(); ++i)
        if (document->tree.node(i).offset != Node::kNoValue) ledger.settle(i, Fate::no_room);
      to.account(std::move(ledger));
      continue;
    }
    if (writers[which] == nullptr) writers[which] = std::make_unique<mapping::Writer>(state_->mappings[which], context, to);
    to.account(writers[which]->add(*document));
  }
  for (auto& writer : writers)
    if (writer != nullptr) writer->finish();
}

Partner::Recognition MappingPartner::recognise(std::string_view head, std::string_view file_name) const {
  Recognition best;
  for (const auto& mapping : state_->mappings)
    if (auto each = mapping.recognise(head, file_name); each.confidence > best.confidence) best = std::move(each);
  return best;
}

}  // namespace caseway
