// The mapping file as a whole: its header, what it includes, and the order in which its parts are compiled.
#include <algorithm>
#include <filesystem>

#include "fhir/model.h"
#include "formats/config_node.h"
#include "mapping/compile/compiler.h"
#include "mapping/compile/plan_checks.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {
constexpr std::size_t kMaxIncluded = 64;
std::string base_name(const std::string& path) { return std::filesystem::path(path).filename().string(); }
}  // namespace

Index Scope::find(std::string_view name) const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->outer)
    if (const auto found = scope->variables.find(name); found != scope->variables.end()) return found->second;
  return kNone;
}

const OursPath* Scope::find_place(std::string_view name) const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->outer)
    if (const auto found = scope->places.find(name); found != scope->places.end()) return &found->second;
  return nullptr;
}

std::string Plan::line_of(const Field& field) const {
  const auto line = "line " + std::to_string(field.place.line);
  return field.file == 0 ? line : base_name(files[field.file]) + " " + line;
}

void Compiler::fault(Position at, std::string_view sentence) { faults_.emplace_back(plan_.files[file_], at, sentence); }

// Faults every key that is not one of these; false when the node is no map at all.
bool Compiler::known_keys(const ConfigNode& map, const std::vector<std::string_view>& keys, std::string_view what) {
  if (map.kind != ConfigNode::Kind::map) {
    fault(map.at, std::string(what) + " must be a map of keys and values");
    return false;
  }
  for (const auto& member : map.members)
    if (std::find(keys.begin(), keys.end(), member.first) == keys.end())
      fault(member.second.key_at, std::string(what) + " has no key `" + member.first + "`" + suggestion(member.first, keys));
  return true;
}

Way Compiler::way(const ConfigNode& map, std::string_view key, Way otherwise) {
  const auto* node = map.find(key);
  if (node == nullptr) return otherwise;
  if (node->scalar == "receiving") return Way::receiving;
  if (node->scalar == "sending") return Way::sending;
  if (node->scalar == "both") return Way::both;
  fault(node->at, "`" + std::string(key) + "` is receiving, sending or both" + suggestion(node->scalar, {"receiving", "sending", "both"}));
  return otherwise;
}

void Compiler::run(const ConfigNode& root, const std::string& file) {
  plan_.file = file;
  plan_.files.push_back(file);
  if (!known_keys(root,
                  {"mapping", "version", "document", "title", "theirs", "include", "ours", "fields", "codes", "templates", "rules", "names",
                   "valid_from", "valid_until"},
                  "a mapping"))
    return;
  read_header(root);
  std::vector<std::string> open{std::filesystem::weakly_canonical(file).string()};
  gather(root, 0, open);

  if (plan_.format == Format::fhir) return read_fhir(root);
  for (const auto& [map, from] : ours_maps_) {
    file_ = from;
    for (const Index variable : declare(*map, document_)) plan_.roots.push_back(variable);
  }
  plan_.body = new_block();
  for (const auto& list : field_lists_) {
    file_ = list.file;
    read_fields(*list.list, plan_.body, document_);
  }
  file_ = 0;
  if (const auto* theirs = root.find("theirs"); theirs != nullptr && plan_.format == Format::csv) {
    if (const auto* key = theirs->find("key"); key != nullptr && plan_.their_tables.empty()) read_csv_key(*key);
    read_rows(*theirs);
    read_list(*theirs);
  }
  read_dated(root);
  find_read_only_columns();
  finish_tables();
  read_rules();
  if (plan_.blocks[plan_.body].fields.empty() && faults_.empty()) fault(root.at, "a mapping needs `fields:`, a list of what goes where");
  tell_namesakes_apart();
  if (faults_.empty()) check_plan(plan_, faults_);
}

void Compiler::read_header(const ConfigNode& root) {
  for (const char* key : {"mapping", "version", "document", "theirs"})
    if (root.find(key) == nullptr) fault(root.at, "a mapping needs `" + std::string(key) + ":`");
  plan_.name = root.text("mapping");
  plan_.version = root.text("version");
  if (const auto* document = root.find("document")) {
    plan_.documents.push_back(document->scalar);
    if (document->kind == ConfigNode::Kind::list) plan_.documents.clear();
    for (const auto& kind : document->items) plan_.documents.push_back(kind.scalar);
    plan_.document = plan_.documents.empty() ? "" : plan_.documents.front();
  }
  plan_.title = root.text("title", plan_.name);
  plan_.valid = validity(root);
  if (const auto* theirs = root.find("theirs")) read_theirs(*theirs);
}

// { format: json, each: document, root: MEMBER, package: array }
void Compiler::read_json(const ConfigNode& theirs) {
  const auto* each = theirs.find("each");
  plan_.each_document = each != nullptr;
  if (each != nullptr && each->scalar != "document") fault(each->at, "`each` is document: each item of a list is one");
  if (const auto* root = theirs.find("root"); root != nullptr && each == nullptr)
    fault(root->at, "`root` names the member that holds the list of documents; say `each: document` too");
  const auto* package = theirs.find("package");
  plan_.one_file = each != nullptr && (package == nullptr || package->scalar == "array");
  if (package != nullptr && package->scalar != "array" && package->scalar != "files")
    fault(package->at,
          "`package` is array (one file with all documents) or files (a file for each)" + suggestion(package->scalar, {"array", "files"}));
}

void Compiler::read_theirs(const ConfigNode& theirs) {
  if (!known_keys(theirs, {"format",    "key",    "delimiter", "encoding", "audience", "root",   "namespace", "namespaces",
                           "recognise", "shape",  "rest",      "tables",   "package",  "each",   "sheet",     "title_rows",
                           "skip_rows", "bundle", "profiles",  "first",    "list",     "absent", "closed",    "dated_by"},
                  "`theirs`"))
    return;
  const auto format = theirs.text("format");
  constexpr std::pair<std::string_view, Format> kFormats[] = {
      {"csv", Format::csv}, {"xml", Format::xml}, {"fhir", Format::fhir}, {"json", Format::json}};
  const auto* known = std::find_if(std::begin(kFormats), std::end(kFormats), [&](const auto& each) { return each.first == format; });
  if (known == std::end(kFormats)) {
    const auto* node = theirs.find("format");
    fault(node == nullptr ? theirs.at : node->at, "`format` is csv, xml, json or fhir" + suggestion(format, {"csv", "xml", "json", "fhir"}));
  }
  plan_.format = known == std::end(kFormats) ? Format::csv : known->second;
  if (plan_.documents.size() > 1 && plan_.format != Format::fhir)
    fault(theirs.at, "a mapping is for one kind of document; only one of FHIR may list several");
  if (const auto delimiter = theirs.text("delimiter"); !delimiter.empty()) {
    plan_.delimiter = delimiter == "tab" || delimiter == "\\t" ? '\t' : delimiter.front();
    plan_.delimiter_told = true;
  }
  if (const auto encoding = theirs.text("encoding", "auto"); encoding != "auto") plan_.encoding = encoding;
  plan_.for_people = theirs.text("audience") == "people";
  plan_.root = theirs.text("root");
  plan_.ns = theirs.text("namespace");
  plan_.ccda = theirs.text("shape") == "ccda";
  plan_.keep_rest = theirs.text("rest") == "keep";
  if (const auto* map = theirs.find("namespaces"))
    for (const auto& member : map->members) plan_.prefixes.emplace_back(member.first, member.second.scalar);
  if (plan_.format == Format::xml && plan_.root.empty()) fault(theirs.at, "an xml mapping needs `root:`, the name of the root element");
  if (const auto* key = theirs.find("key"); key != nullptr && (plan_.format == Format::xml || plan_.format == Format::json)) {
    plan_.key_path = xml_path(key->scalar, key->at);
    plan_.has_key_path = true;
  }
  if (plan_.format == Format::json) read_json(theirs);
  if (const auto* tables = theirs.find("tables")) read_tables(*tables, theirs);
  if (const auto* list = theirs.find("recognise")) read_recognise(*list);
}

// What of a file is no data: rows above the header, rows that say something about the others.
void Compiler::read_rows(const ConfigNode& theirs) {
  plan_.sheet = theirs.text("sheet");
  if (const auto* titles = theirs.find("title_rows")) {
    if (titles->scalar.size() != 1 || titles->scalar[0] < '0' || titles->scalar[0] > '9')
      fault(titles->at, "`title_rows` is the number of rows above the header row, 0 to 9");
    else
      plan_.title_rows = static_cast<std::uint32_t>(titles->scalar[0] - '0');
  }
  if (const auto* skipped = theirs.find("skip_rows")) plan_.skip_rows = cell_tests(*skipped);
}

// The key must be a column of a field: nothing is written otherwise.
void Compiler::read_csv_key(const ConfigNode& key) {
  std::vector<std::string_view> known;
  for (Index i = 0; i < plan_.columns.size(); ++i) {
    if (normalised_header(plan_.columns[i].name) == normalised_header(key.scalar)) plan_.key = i;
    known.push_back(plan_.columns[i].name);
  }
  if (plan_.key == kNone) return fault(key.at, "no field has the key column `" + key.scalar + "`" + suggestion(key.scalar, known));
  // A row without its key would belong to no document: of the fields that stand together the last that could say it must.
  for (auto& block : plan_.blocks) {
    Field* last = nullptr;
    for (auto& field : block.fields)
      if (field.kind == FieldKind::relation && has(field.ways, Way::sending) && !field.columns.empty() && field.columns.front() == plan_.key)
        last = &field;
    if (last != nullptr) last->required = static_cast<Way>(static_cast<unsigned>(last->required) | static_cast<unsigned>(Way::sending));
  }
}

void Compiler::read_recognise(const ConfigNode& list) {
  const std::vector<ConfigNode> one{list};
  for (const auto& node : list.kind == ConfigNode::Kind::list ? list.items : one) {
    if (!known_keys(node, {"has", "path", "resource", "says", "shape", "what"}, "`recognise`")) continue;
    Recogniser made;
    made.place = node.at;
    made.what = node.text("what");
    if (const auto* has = node.find("has")) {
      if (has->kind == ConfigNode::Kind::scalar) made.has.push_back(normalised_header(has->scalar));
      for (const auto& item : has->items) made.has.push_back(normalised_header(item.scalar));
    }
    if (const auto* path = node.find("path")) {
      made.path = xml_test(path->scalar, path->at);
      made.tests_path = true;
    }
    const auto texts = [&](const char* key) {
      std::vector<std::string> all;
      const auto* found = node.find(key);
      if (found != nullptr && found->kind == ConfigNode::Kind::scalar) all.push_back(found->scalar);
      if (found != nullptr)
        for (const auto& item : found->items) all.push_back(item.scalar);
      return all;
    };
    made.resource = texts("resource");
    made.says = texts("says");
    made.shape = fhirpath(node.find("shape"), kNoType);
    plan_.recognise.push_back(std::move(made));
  }
}

// Collects ours, fields, codes and templates of a file and of what it includes (included ones first).
void Compiler::gather(const ConfigNode& root, std::uint16_t file, std::vector<std::string>& open) {
  if (const auto* include = root.find("include")) {
    const std::vector<ConfigNode> one{*include};
    for (const auto& name : include->kind == ConfigNode::Kind::list ? include->items : one) {
      const bool shared = MappingFiles::is_shared(name.scalar);
      const auto path = shared ? name.scalar : (std::filesystem::path(plan_.files[file]).parent_path() / name.scalar).string();
      const auto canonical = shared ? path : std::filesystem::weakly_canonical(path).string();
      file_ = file;
      if (std::find(open.begin(), open.end(), canonical) != open.end()) {
        fault(name.at, "`" + name.scalar + "` includes itself");
        continue;
      }
      if (included_.size() == kMaxIncluded) {
        fault(name.at, "a mapping may include " + std::to_string(kMaxIncluded) + " files at most");
        continue;
      }
      if (!MappingFiles::exists(path)) {
        fault(name.at, "the included file `" + name.scalar +
                           "` is not there; it is looked for beside this file, or with caseway/ before it among those that come with Caseway");
        continue;
      }
      try {
        included_.push_back(&read_.at(path));
      } catch (const ConfigError& error) {
        faults_.push_back(error);
        continue;
      }
      const auto& part = *included_.back();
      plan_.files.push_back(path);
      file_ = static_cast<std::uint16_t>(plan_.files.size() - 1);
      known_keys(part, {"title", "include", "ours", "fields", "codes", "templates", "rules", "names"}, "an included file");
      open.push_back(canonical);
      gather(part, file_, open);
      open.pop_back();
    }
  }
  file_ = file;
  if (const auto* ours = root.find("ours")) ours_maps_.emplace_back(ours, file);
  if (const auto* codes = root.find("codes")) declare_codes(*codes);
  if (const auto* names = root.find("names")) read_names(*names);
  if (const auto* templates = root.find("templates"))
    for (const auto& member : templates->members)
      if (!templates_.emplace(member.first, Template{&member.second, file}).second)
        fault(member.second.key_at, "the template `" + member.first + "` is there twice");
  if (const auto* rules = root.find("rules")) rule_lists_.emplace_back(rules, file);
  if (const auto* fields = root.find("fields")) field_lists_.push_back({fields, file});
}

namespace {
std::shared_ptr<const Plan> compile_node(const ConfigNode& root, const std::string& file, MappingFiles& read, std::vector<ConfigError>& faults) {
  auto plan = std::make_shared<Plan>();
  const auto before = faults.size();
  Compiler(*plan, read, faults).run(root, file);
  if (faults.size() > before) return nullptr;
  return plan;
}
}  // namespace

std::shared_ptr<const Plan> compile(const std::string& path, MappingFiles& read, std::vector<ConfigError>& faults) {
  try {
    return compile_node(read.at(path), path, read, faults);
  } catch (const ConfigError& error) {
    faults.push_back(error);
    return nullptr;
  }
}

std::shared_ptr<const Plan> compile_text(std::string_view text, const std::string& file, std::vector<ConfigError>& faults, const Converters& own) {
  MappingFiles read(own);
  try {
    return compile_node(formats::read_config(text, file), file, read, faults);
  } catch (const ConfigError& error) {
    faults.push_back(error);
    return nullptr;
  }
}

}  // namespace caseway::mapping
