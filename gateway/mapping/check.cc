#include "mapping/check.h"

#include <algorithm>
#include <functional>
#include <set>

#include "fhir/codec.h"
#include "mapping/invention.h"
#include "mapping/mapping.h"
#include "mapping/through.h"

namespace caseway::mapping {

namespace {

constexpr std::uint32_t kDocuments = 24;

// What one invented document says about the laws.
struct Trial {
  std::string law, expected, found;
  bool broken() const { return !law.empty(); }
};

std::string as_text(const std::vector<Document>& documents) {
  std::string text;
  Issues issues;
  for (const auto& document : documents) {
    fhir::write_json(document.tree, {}, issues, text);
    text += '\n';
  }
  return text;
}

std::string as_text(const std::vector<Part>& parts) {
  std::string text;
  for (const auto& part : parts) text += part.bytes;
  return text;
}

// The first line in which two texts differ.
void first_difference(const std::string& a, const std::string& b, Trial& trial) {
  std::size_t i = 0;
  while (i < a.size() && i < b.size() && a[i] == b[i]) ++i;
  const auto line = [](const std::string& text, std::size_t at) {
    const auto begin = text.rfind('\n', at == 0 ? 0 : std::min(at, text.size()) - 1);
    const auto from = begin == std::string::npos ? 0 : begin + 1;
    return text.substr(from, std::min(text.find('\n', std::min(at, text.size())), text.size()) - from);
  };
  trial.expected = line(a, i);
  trial.found = line(b, i);
}

class Laws {
 public:
  explicit Laws(const Mapping& mapping) : mapping_(mapping), invention_(mapping.plan()) {}
  const Invention& invention() const { return invention_; }

  Trial test(const std::vector<char>& chosen, std::uint32_t number) const {
    Issues issues;
    Context context;
    context.limits = Limits::batch();
    context.id_seed = "check";
    context.now = "2026-01-01T00:00:00Z";
    context.issues = &issues;
    context.settings["rules"] = "off";      // they judge what a partner says, not how it is carried
    context.settings["package"] = "files";  // a counter-example is a line that people can read
    Documents invented;
    invented.take(invention_.document(chosen, number));
    const auto sent = write(context, invented);
    Documents once = read(context, sent);
    const auto back = write(context, once);
    Documents twice = read(context, back);
    const auto x = as_text(sent);
    const auto again = as_text(back);
    Trial trial;
    if (x.empty() || once.all.empty()) {
      trial.law = "what is written can be read";
      if (!issues.empty()) trial.found = issues.all().front().id + ": " + issues.all().front().text;
    } else if (x != again) {
      trial.law = "write(read(x)) = norm(x)";
      first_difference(x, again, trial);
    } else if (const auto a = as_text(once.all), b = as_text(twice.all); a != b) {
      trial.law = "read(write(read(x))) = read(x)";
      first_difference(a, b, trial);
    }
    return trial;
  }

 private:
  std::vector<Part> write(const Context& context, Documents& documents) const {
    documents.at = 0;
    Parts parts;
    mapping_.write(context, documents, parts);
    return std::move(parts.all);
  }
  Documents read(const Context& context, const std::vector<Part>& parts) const {
    Payload payload(parts);
    Documents documents;
    mapping_.read(context, payload, documents);
    return documents;
  }
  const Mapping& mapping_;
  Invention invention_;
};

// Leaves out fields for as long as the law stays broken.
std::vector<char> shrunk(const Laws& laws, std::vector<char> chosen, std::uint32_t number, Trial& trial) {
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (!chosen[i]) continue;
    chosen[i] = 0;
    if (auto smaller = laws.test(chosen, number); smaller.broken())
      trial = std::move(smaller);
    else
      chosen[i] = 1;
  }
  return chosen;
}

std::string name_of(const Plan& plan, const Field& field) {
  std::string name = plan.line_of(field);
  if (!field.columns.empty())
    name += ": " + plan.columns[field.columns.front()].name;
  else if (!field.paths.empty() && !field.paths.front().steps.empty() && field.paths.front().steps.back().name != kNone)
    name += ": " + plan.names[field.paths.front().steps.back().name];
  return name;
}

void count_fields(const Plan& plan, CheckResult& result) {
  std::set<std::pair<TypeId, DefId>> elements;
  std::set<std::string> theirs;
  for (const auto& block : plan.blocks)
    for (const auto& field : block.fields) {
      if (field.kind != FieldKind::relation) continue;
      (field.ways == Way::both ? result.both : field.ways == Way::receiving ? result.receiving : result.sending)++;
      for (const auto& path : field.ours) elements.insert({plan.variables[path.variable].type, path.def});
    }
  result.elements = elements.size();
  result.columns = plan.format == Format::csv ? plan.columns.size() : plan.names.size();
}

}  // namespace

CheckResult check(const std::string& mapping_file) {
  CheckResult result;
  result.file = mapping_file;
  for (const auto& fault : Mapping::compile_all(mapping_file)) result.faults.emplace_back(fault.what());
  if (!result.faults.empty()) return result;
  const auto mapping = Mapping::load(mapping_file);
  count_fields(mapping.plan(), result);
  const Laws laws(mapping);
  const auto size = laws.invention().choices().size();
  std::uint64_t random = 88172645463325252ull;  // a fixed seed: the same mapping gives the same answer
  for (std::uint32_t number = 0; number < kDocuments && result.broken.empty(); ++number) {
    std::vector<char> chosen(size, 1);
    for (std::size_t i = 0; i < size && number > 0; ++i) {
      random ^= random << 13;
      random ^= random >> 7;
      random ^= random << 17;
      chosen[i] = static_cast<char>(random & 1u);
    }
    ++result.documents;
    auto trial = laws.test(chosen, number);
    if (!trial.broken()) continue;
    const auto least = shrunk(laws, chosen, number, trial);
    CheckResult::Counterexample broken{trial.law, {}, trial.expected, trial.found};
    for (std::size_t i = 0; i < size; ++i)
      if (least[i]) broken.fields.push_back(name_of(mapping.plan(), *laws.invention().choices()[i]));
    result.broken.push_back(std::move(broken));
  }
  return result;
}

std::string CheckResult::text() const {
  std::string out;
  for (const auto& fault : faults) out += fault + "\n";
  if (!faults.empty())
    return out + std::to_string(faults.size()) + (faults.size() == 1 ? " fault; correct it" : " faults; correct them") + " and check again.\n";
  out += file + ": " + std::to_string(both) + " fields both ways, " + std::to_string(receiving) + " only receiving, " + std::to_string(sending) +
         " only sending; " + std::to_string(columns) + (columns == 1 ? " name" : " names") + " of theirs, " + std::to_string(elements) +
         " elements of ours.\n";
  for (const auto& law : broken) {
    out += "Broken law: " + law.law + "\n  with";
    for (const auto& field : law.fields) out += " [" + field + "]";
    out += "\n  expected  " + law.expected + "\n  found     " + law.found + "\n";
  }
  if (!broken.empty()) return out + "Give the named lines an inverse, or mark one direction with `only:`, and check again.\n";
  return out + "The laws hold on " + std::to_string(documents) + " documents made from the mapping. Next: caseway mapping explain FILE DOCUMENT.\n";
}

}  // namespace caseway::mapping
