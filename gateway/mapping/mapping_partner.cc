// A partner that is only mapping files.
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>

#include "caseway/partner.h"
#include "formats/byte_source.h"
#include "formats/csv.h"
#include "formats/xlsx.h"
#include "mapping/convert/converter.h"
#include "mapping/mapping.h"
#include "mapping/mapping_files.h"
#include "mapping/overlay.h"
#include "mapping/plan.h"
#include "mapping/unpacking.h"
#include "mapping/versions.h"

namespace caseway {

Partner::~Partner() = default;
Partner::Recognition Partner::recognise(std::string_view, std::string_view) const { return {}; }
std::string Partner::reads_in_pieces(const Context&, std::string_view, std::string_view) const { return {}; }
std::string Partner::writes_in_pieces(const Context&) const { return {}; }

struct MappingPartner::State {
  State() = default;
  State(const State& other, const mapping::Overlay& overlay);
  std::vector<mapping::Mapping> mappings;
  std::vector<std::string> forms;  // of results, the first of plugin.json's `formats` first
  Converters converters;           // of the plugin's own
  std::size_t writing(std::string_view kind, const Tree* tree, const Context& context, std::string& form) const;
  void refuse(const Document& document, const Context& context) const;
  const mapping::Mapping* best(const Context& context, std::string_view head, const Part& part) const;
  const mapping::Mapping* of_tables(const Context& context, const std::vector<Part>& parts) const;
  bool unreadable(const Context& context, std::string_view bytes) const;
  void read_part(const Context& context, const Part& part, DocumentSink& to) const;
  std::shared_ptr<const State> laid_over(const std::string& overlay) const;
  std::string in_pieces(const Context& context, std::string_view head, std::string_view file_name) const;
  bool takes_source(const Context& context, const Part& part) const;
  std::string kind_of_tables(const Context& context) const;

 private:
  static constexpr std::size_t kMostOverlays = 64;
  mutable std::mutex making_;
  mutable std::map<std::string, std::shared_ptr<const State>> overlaid_;  // by the overlay's text: the same text is the same mappings
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

// A list of the plugin's manifest, in its order; none where there is no manifest (mappings that are tried out).
std::vector<std::string> listed_in_manifest(const std::string& home, std::string_view key) {
  std::vector<std::string> words;
  const auto manifest = std::filesystem::path(home) / "plugin.json";
  if (!std::filesystem::exists(manifest)) return words;
  const auto node = formats::read_config_file(manifest.string());
  if (const auto* listed = node.find(key))
    for (const auto& word : listed->items) words.push_back(word.scalar);
  return words;
}

// The pairs are what they say, and those that the manifest lists: tools ask a plugin for its converters only where it lists some.
void check_converters(const Converters& own, std::vector<std::string> listed) {
  std::vector<std::string> names;
  for (const auto& pair : own) {
    if (const auto why = mapping::why_no_pair(pair); !why.empty()) throw std::invalid_argument("the converter `" + pair.name + "` " + why);
    names.push_back(pair.name);
  }
  std::sort(names.begin(), names.end());
  std::sort(listed.begin(), listed.end());
  if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
    throw std::invalid_argument("the converter `" + *twice + "` is there twice");
  if (names == listed) return;
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
  throw std::invalid_argument("plugin.json does not list in `converters` what the plugin brings (" + all + ")");
}

Part hold(const Part& part) {
  Part held{part.name, part.media_type, {}};
  formats::read_range(*part.source, 0, part.source->size(), held.bytes);
  return held;
}

// A document that nobody can write, in the ledger.
Ledger nothing_written(const Tree& tree) {
  Ledger ledger("write");
  ledger.resize(tree.size(), Fate::none);
  for (std::uint32_t i = 0; i < tree.size(); ++i)
    if (tree.node(i).offset != Node::kNoValue) ledger.settle(i, Fate::no_room);
  return ledger;
}

}  // namespace

MappingPartner::MappingPartner(std::string_view home, Converters own) : state_(std::make_unique<State>()) {
  check_converters(own, listed_in_manifest(std::string(home), "converters"));
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(home)))
    if (entry.path().filename().string().ends_with(".map.yaml")) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  mapping::MappingFiles read(own);
  try {
    for (const auto& file : files)
      if (is_mapping(read.at(file))) state_->mappings.push_back(mapping::Mapping::load(file, read));
  } catch (const formats::ConfigError& error) {
    throw std::invalid_argument(error.what());
  }
  mapping::check_versions(state_->mappings);
  state_->forms = listed_in_manifest(std::string(home), "formats");
  state_->converters = std::move(own);
  if (state_->mappings.empty()) throw std::invalid_argument(std::string(home) + " has no *.map.yaml file");
}

MappingPartner::~MappingPartner() = default;
const Converters& MappingPartner::converters() const { return state_->converters; }

// The mapping that is surest, of its versions the one that is valid; when none is sure, one whose kind was asked for, or the only one: its issues say
// what is wrong.
const mapping::Mapping* MappingPartner::State::best(const Context& context, std::string_view head, const Part& part) const {
  const mapping::Mapping* best = nullptr;
  int most = 0;
  for (const auto& mapping : mappings) {
    if (!context.kind.empty() && !mapping.is_for(context.kind)) continue;
    const int confidence = mapping.recognise(head, part.name).confidence;
    if (confidence > most && mapping::covers(mapping, context, {&part, 1})) {
      most = confidence;
      best = &mapping;
    }
  }
  if (best != nullptr) return best;
  for (const auto& mapping : mappings)
    if (mapping.is_for(context.kind) || mappings.size() == 1) return &mapping;
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
  if (mapping::is_archive(bytes) || formats::is_workbook(bytes)) return false;
  if (std::none_of(mappings.begin(), mappings.end(), [](const mapping::Mapping& each) { return each.format() == "csv"; })) return false;
  Issues found;
  formats::CsvReader reader(bytes, {}, context.limits, found);
  std::vector<formats::CsvCell> header;
  reader.next(header);
  if (reader.failed()) context.issues->append(found);
  return reader.failed();
}

// The mapping of related tables that knows the parts best, all together.
const mapping::Mapping* MappingPartner::State::of_tables(const Context& context, const std::vector<Part>& parts) const {
  const mapping::Mapping* best = nullptr;
  int most = 0;
  for (const auto& mapping : mappings) {
    if (!mapping.relates_tables() || (!context.kind.empty() && !mapping.is_for(context.kind))) continue;
    if (mappings.size() == 1) return &mapping;
    int all = 0;  // several kinds of documents may have a table of people
    for (const auto& part : parts) all += mapping.recognise(mapping::head_of(part), part.name).confidence;
    if (all > most && mapping::covers(mapping, context, parts)) {
      most = all;
      best = &mapping;
    }
  }
  return best;
}

void MappingPartner::State::read_part(const Context& context, const Part& part, DocumentSink& to) const {
  const auto* mapping = best(context, mapping::head_of(part), part);
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

MappingPartner::State::State(const State& other, const mapping::Overlay& overlay) : mappings(other.mappings), forms(other.forms) {
  for (auto& mapping : mappings)
    if (const auto found = overlay.mappings.find(mapping.name()); found != overlay.mappings.end())
      mapping = mapping::Mapping::of(mapping::laid_over(mapping.plan(), found->second));
}

// What was accepted for one partner is laid over the mappings once, and kept while it is the same.
std::shared_ptr<const MappingPartner::State> MappingPartner::State::laid_over(const std::string& overlay) const {
  const std::lock_guard lock(making_);
  if (const auto known = overlaid_.find(overlay); known != overlaid_.end()) return known->second;
  auto made = std::make_shared<const State>(*this, mapping::Overlay::read(overlay, "overlay.yaml"));
  if (overlaid_.size() >= kMostOverlays) overlaid_.clear();
  return overlaid_[overlay] = std::move(made);
}

void MappingPartner::read(const Context& context, PayloadSource& from, DocumentSink& to) const {
  if (const auto overlay = context.settings.find("overlay"); overlay != context.settings.end()) {
    auto without = context;
    without.settings.erase("overlay");
    try {
      return read_by(*state_->laid_over(overlay->second), without, from, to);
    } catch (const formats::ConfigError& fault) {
      return context.issues->add(Severity::fatal, "mapping.overlay.bad", {}, fault.what());
    }
  }
  read_by(*state_, context, from, to);
}

void MappingPartner::read_by(const State& state, const Context& context, PayloadSource& from, DocumentSink& to) {
  const bool tables = std::any_of(state.mappings.begin(), state.mappings.end(), [](const mapping::Mapping& each) { return each.relates_tables(); });
  std::vector<Part> parts;
  while (const Part* part = from.next()) {
    std::optional<Part> held;
    if (part->source != nullptr && !state.takes_source(context, *part)) part = &held.emplace(hold(*part));
    if (tables)
      parts.push_back(*part);
    else
      state.read_part(context, *part, to);
  }
  if (const auto* mapping = state.of_tables(context, parts)) {
    Parts all(parts);
    return mapping->read(context, all, to);
  }
  for (const auto& part : parts) state.read_part(context, part, to);
}

// The mapping that writes documents of the kind in the form that was asked for; without one, in the first form of the manifest that there is.
// Of several the first whose leading resource the document has: an organisation alone is written as one, not as a service without anything.
// The number of mappings when there is none.
std::size_t MappingPartner::State::writing(std::string_view kind, const Tree* tree, const Context& context, std::string& form) const {
  const auto told = context.settings.find("form");
  std::vector<std::string> wanted = forms;
  if (told != context.settings.end()) wanted = {told->second};
  for (const auto& each : wanted) {
    std::vector<std::size_t> able;
    for (std::size_t i = 0; i < mappings.size(); ++i)
      if (mappings[i].is_for(kind) && mappings[i].writes(each) && (tree == nullptr || mapping::covers(mappings[i].plan(), context, *tree)))
        able.push_back(i);
    const auto fits = std::find_if(able.begin(), able.end(), [&](std::size_t i) { return tree != nullptr && mappings[i].leads(*tree); });
    if (!able.empty()) return form = each, fits == able.end() ? able.front() : *fits;
  }
  std::size_t i = told != context.settings.end() ? mappings.size() : 0;
  while (i < mappings.size() && !(mappings[i].is_for(kind) && (tree == nullptr || mapping::covers(mappings[i].plan(), context, *tree)))) ++i;
  if (i < mappings.size()) form = mappings[i].format();
  return i;
}

void MappingPartner::State::refuse(const Document& document, const Context& context) const {
  const auto versions = [&](const mapping::Mapping& each) { return each.is_for(document.kind) && each.plan().valid.limited(); };
  if (std::any_of(mappings.begin(), mappings.end(), versions))
    return context.issues->add(
        Severity::error, "mapping.validity.other", {},
        "this receiver takes no " + document.kind + " of this document's day; its mappings say from when until when they are valid");
  const auto form = context.settings.find("form");
  const bool has_kind = std::any_of(mappings.begin(), mappings.end(), [&](const auto& each) { return each.is_for(document.kind); });
  std::set<std::string> kinds;
  for (const auto& each : mappings) kinds.emplace(each.document());
  std::string known;
  for (const auto& each : kinds) (known += known.empty() ? "" : ", ") += each;
  const auto kind = document.kind.empty() ? std::string("a document of no known kind") : "a " + document.kind;
  context.issues->add(Severity::error, "mapping.document.unsupported", {},
                      has_kind ? "this receiver has no form `" + form->second + "` of " + kind + "; leave the form out, or take another"
                               : "this receiver takes " + known + "; there is no way to write " + kind);
}

void MappingPartner::write(const Context& context, DocumentSource& from, PayloadSink& to) const {
  struct Writing {
    Context context;
    std::unique_ptr<mapping::Writer> writer;
  };
  std::vector<Writing> writers(state_->mappings.size());
  std::vector<Ledger> ledgers;
  for (std::uint64_t which = 0; const Document* document = from.next(); ++which) {
    std::string form;
    const auto by = state_->writing(document->kind, &document->tree, context, form);
    if (by == writers.size()) {
      state_->refuse(*document, context);
      ledgers.push_back(nothing_written(document->tree));
    } else {
      auto& one = writers[by];
      if (one.writer == nullptr) {
        one.context = context;
        one.context.settings["form"] = form;
        one.writer = std::make_unique<mapping::Writer>(state_->mappings[by], one.context, to);
      }
      ledgers.push_back(one.writer->add(*document, which));
    }
    if (!context.pieces) continue;  // piece by piece, each is counted as it goes
    to.account(std::move(ledgers.back()));
    ledgers.clear();
  }
  for (auto& one : writers)
    if (one.writer != nullptr)
      for (const auto refused : one.writer->finish()) mapping::refuse(ledgers[refused]);
  for (auto& ledger : ledgers) to.account(std::move(ledger));
}

// The kind of all that may come in archives and workbooks, whose beginning does not show what is in them; "" where they differ.
std::string MappingPartner::State::kind_of_tables(const Context& context) const {
  if (!context.kind.empty()) return context.kind;
  std::string kind;
  for (const auto& mapping : mappings) {
    if (mapping.format() == "fhir" || (!kind.empty() && mapping.document() != kind)) return {};
    kind = mapping.document();
  }
  return kind;
}

// One document after the other comes out of tables and lists of JSON. One table of CSV is not even held while it is read.
std::string MappingPartner::State::in_pieces(const Context& context, std::string_view head, std::string_view file_name) const {
  if (mapping::is_archive(head) || formats::is_workbook(head)) return kind_of_tables(context);
  const auto* mapping = best(context, head, {std::string(file_name), "", std::string(head)});
  return mapping != nullptr && (mapping->is_one_table() || mapping->lists_documents()) ? mapping->document() : std::string();
}

bool MappingPartner::State::takes_source(const Context& context, const Part& part) const {
  const auto head = mapping::head_of(part);
  if (mapping::is_archive(head) || formats::is_workbook(head)) return false;
  const auto* mapping = best(context, head, part);
  return mapping != nullptr && mapping->is_one_table();
}

std::string MappingPartner::reads_in_pieces(const Context& context, std::string_view head, std::string_view file_name) const {
  const auto overlay = context.settings.find("overlay");
  if (overlay == context.settings.end()) return state_->in_pieces(context, head, file_name);
  try {
    return state_->laid_over(overlay->second)->in_pieces(context, head, file_name);
  } catch (const formats::ConfigError&) {
    return {};  // read() says what is wrong with it
  }
}

// Where several mappings may be asked (versions of one, one for each kind of resource), each has a file of its own.
std::string MappingPartner::writes_in_pieces(const Context& context) const {
  std::string form;
  const auto which = state_->writing(context.kind, nullptr, context, form);
  const auto able = [&](const mapping::Mapping& each) { return each.is_for(context.kind) && each.writes(form); };
  if (std::count_if(state_->mappings.begin(), state_->mappings.end(), able) != 1) return {};
  return which < state_->mappings.size() && state_->mappings[which].is_one_table() && form == "csv" ? "text/csv" : "";
}

Partner::Recognition MappingPartner::recognise(std::string_view head, std::string_view file_name) const {
  Recognition best;
  for (const auto& mapping : state_->mappings)
    if (auto each = mapping.recognise(head, file_name); each.confidence > best.confidence) best = std::move(each);
  return best;
}

}  // namespace caseway
