#include "conformance/ccda_documents.h"

#include <expat.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace caseway::conformance {

namespace {

// The clinical code systems, written down here a second time: https://terminology.hl7.org/external_terminologies.html
const std::map<std::string, std::string, std::less<>>& clinical_systems() {
  static const std::map<std::string, std::string, std::less<>> systems{
      {"2.16.840.1.113883.6.96", "http://snomed.info/sct"},
      {"2.16.840.1.113883.6.1", "http://loinc.org"},
      {"2.16.840.1.113883.6.88", "http://www.nlm.nih.gov/research/umls/rxnorm"},
      {"2.16.840.1.113883.6.90", "http://hl7.org/fhir/sid/icd-10-cm"},
      {"2.16.840.1.113883.6.3", "http://hl7.org/fhir/sid/icd-10"},
      {"2.16.840.1.113883.6.4", "http://www.cms.gov/Medicare/Coding/ICD10"},
      {"2.16.840.1.113883.6.103", "http://hl7.org/fhir/sid/icd-9-cm"},
      {"2.16.840.1.113883.6.104", "http://terminology.hl7.org/CodeSystem/icd9cm-procedures"},
      {"2.16.840.1.113883.6.12", "http://www.ama-assn.org/go/cpt"},
      {"2.16.840.1.113883.6.285", "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"},
      {"2.16.840.1.113883.12.292", "http://hl7.org/fhir/sid/cvx"},
      {"2.16.840.1.113883.6.59", "http://hl7.org/fhir/sid/cvx"},
      {"2.16.840.1.113883.6.69", "http://hl7.org/fhir/sid/ndc"},
      {"2.16.840.1.113883.4.9", "http://fdasis.nlm.nih.gov"},
      {"2.16.840.1.113883.3.26.1.1", "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"},
      {"2.16.840.1.113883.3.26.1.5", "http://hl7.org/fhir/ndfrt"},
  };
  return systems;
}

constexpr std::array kStructuralAttributes{"classCode", "moodCode", "typeCode", "determinerCode", "contextControlCode", "contextConductionInd"};
constexpr std::array kStructuralElements{"templateId", "realmCode", "typeId"};

template <class List>
bool contains(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

// expat with namespaces gives "uri|local" (or "local").
std::string_view local_of(std::string_view name) {
  const auto bar = name.rfind('|');
  return bar == std::string_view::npos ? name : name.substr(bar + 1);
}
bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

class Counter {
 public:
  CountedDocument count(const std::string& bytes) {
    XML_Parser parser = XML_ParserCreateNS(nullptr, '|');
    XML_SetUserData(parser, this);
    XML_SetElementHandler(
        parser, [](void* self, const char* name, const char** attributes) { static_cast<Counter*>(self)->start(name, attributes); },
        [](void* self, const char*) { static_cast<Counter*>(self)->end(); });
    XML_SetCharacterDataHandler(
        parser, [](void* self, const char* text, int size) { static_cast<Counter*>(self)->run_.append(text, static_cast<std::size_t>(size)); });
    made_.well_formed = XML_Parse(parser, bytes.data(), static_cast<int>(bytes.size()), 1) == XML_STATUS_OK;
    XML_ParserFree(parser);
    return std::move(made_);
  }

 private:
  struct Open {
    std::string name;
    bool empty = true;    // no attribute, text or child yet
    bool opaque = false;  // a section's text: one leaf
    bool structural = false;
  };

  void leaf(bool structural) {
    ++next_;
    if (!structural) ++made_.leaves;
  }
  void end_run() {
    if (!blank(run_) && opaque_ == 0 && !open_.empty()) {
      open_.back().empty = false;
      leaf(open_.back().structural);
    }
    run_.clear();
  }

  void start(std::string_view qualified, const char** attributes) {
    end_run();
    const auto name = std::string(local_of(qualified));
    if (opaque_ > 0) {
      ++opaque_;
      return;
    }
    if (open_.empty())
      made_.root = qualified.starts_with("urn:hl7-org:v3|") ? name : "other:" + std::string(qualified);
    else
      open_.back().empty = false;
    if (name == "text" && !open_.empty() && open_.back().name == "section") {
      leaf(false);
      opaque_ = 1;
      return;
    }
    open_.push_back({name});
    open_.back().structural = contains(kStructuralElements, name);
    read_attributes(attributes);
  }

  void read_attributes(const char** attributes) {
    auto& element = open_.back();
    std::string code, system;
    std::uint64_t code_leaf = 0;
    for (; *attributes != nullptr; attributes += 2) {
      const std::string_view qualified = attributes[0];
      const auto local = local_of(qualified);
      const bool xsi = qualified.starts_with("http://www.w3.org/2001/XMLSchema-instance");
      if (xsi && (local == "schemaLocation" || local == "noNamespaceSchemaLocation")) continue;
      element.empty = false;
      if (qualified == "code") {
        code = attributes[1];
        code_leaf = next_;
      }
      if (qualified == "codeSystem") system = attributes[1];
      leaf(element.structural || (xsi && local == "type") || (!xsi && qualified == local && contains(kStructuralAttributes, local)));
    }
    const auto uri = clinical_systems().find(system);
    if (!code.empty() && uri != clinical_systems().end()) note(uri->second, code, code_leaf);
    if (element.name == "code" && open_.size() > 1 && open_[open_.size() - 2].name == "section") sections_.back() = code.empty() ? "-" : code;
    if (element.name == "section") sections_.emplace_back("-");
  }

  void note(const std::string& system, const std::string& code, std::uint64_t leaf) {
    std::size_t entry = open_.size();
    for (std::size_t i = open_.size(); i-- > 0 && open_[i].name != "section";)
      if (open_[i].name == "entry") entry = i;
    if (entry == open_.size() || sections_.empty()) return;
    CodedElement coded{sections_.back(), {}, system, code, leaf};
    for (std::size_t i = entry + 1; i < open_.size(); ++i) coded.path += (coded.path.empty() ? "" : "/") + open_[i].name;
    made_.coded.push_back(std::move(coded));
  }

  void end() {
    end_run();
    if (opaque_ > 0 && --opaque_ >= 0) {
      if (opaque_ == 0) run_.clear();
      return;
    }
    if (open_.back().empty) leaf(open_.back().structural);
    if (open_.back().name == "section") sections_.pop_back();
    open_.pop_back();
  }

  CountedDocument made_;
  std::vector<Open> open_;
  std::vector<std::string> sections_;
  std::string run_;
  std::uint64_t next_ = 0;
  int opaque_ = 0;
};

}  // namespace

CountedDocument count_ccda(const std::string& bytes) { return Counter().count(bytes); }

namespace {
bool is_xml(const std::filesystem::path& file) { return file.extension() == ".xml" || file.extension() == ".XML"; }
}  // namespace

std::vector<std::filesystem::path> shared_documents(const std::string& name) {
  std::vector<std::filesystem::path> files;
  const std::filesystem::path folder = std::filesystem::path(CASEWAY_SOURCE_DIR) / "../shared/data" / name;
  if (!std::filesystem::is_directory(folder)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && is_xml(entry.path())) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace caseway::conformance
