#include "exchange/pipeline.h"

#include "exchange/journey.h"
#include "exchange/parties.h"
#include "fhir/documents.h"
#include "fhir/validate.h"

#include <algorithm>
#include <stdexcept>

namespace caseway::exchange {

struct Pipeline::State {
  State(std::shared_ptr<const settings::Settings> s, std::shared_ptr<const host::Plugins> p, std::unique_ptr<host::Translator> t)
      : settings(std::move(s)), plugins(std::move(p)), translator(std::move(t)), parties(*settings, *plugins) {}
  std::shared_ptr<const settings::Settings> settings;
  std::shared_ptr<const host::Plugins> plugins;
  std::unique_ptr<host::Translator> translator;
  Parties parties;
};

Pipeline::Pipeline(std::shared_ptr<const settings::Settings> settings, std::shared_ptr<const host::Plugins> plugins,
                   std::unique_ptr<host::Translator> translator)
    : state_(std::make_unique<State>(std::move(settings), std::move(plugins), std::move(translator))) {}
Pipeline::~Pipeline() = default;

const settings::Settings& Pipeline::settings() const { return *state_->settings; }
const host::Plugins& Pipeline::plugins() const { return *state_->plugins; }

std::vector<std::pair<std::string, Partner::Recognition>> Pipeline::recognise(std::string_view head, std::string_view file_name) const {
  constexpr std::size_t kHead = 64u << 10;
  return state_->translator->recognise(head.substr(0, kHead), file_name);
}

namespace {

constexpr std::string_view kSpace = " \t\r\n";

Context context_for(const Request& request, const Party& party) {
  Context context;
  context.now = request.now;
  context.kind = request.kind;
  context.limits = request.limits;
  context.detail = request.detail;
  context.id_seed = party.partner ? party.partner->id : party.dialect;
  if (party.partner) {
    context.settings = party.partner->settings;
    context.settings.emplace("audience", party.partner->audience);
  }
  return context;
}

// What nobody recognised is read by the FHIR dialect of its syntax, whose issues then say what is wrong with it (a DOCTYPE, line 3 not
// well-formed, a root that is not FHIR). Text that is neither XML nor JSON has no such reader.
std::string syntax_reader(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const auto first = bytes.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  if (bytes[first] == '<') return "fhir-xml";
  if (bytes[first] == '{' || bytes[first] == '[') return "fhir-json";
  return {};
}

void say_unknown(const std::string& what, const host::Plugins& plugins, Issues& issues) {
  std::string known;
  for (const auto& plugin : plugins.loaded()) known += (known.empty() ? "" : ", ") + plugin.manifest.name;
  issues.add(Severity::fatal, "exchange.format.unknown", {},
             "no dialect recognises this " + what + "; say which one it is with `from` (known: " + known + ")");
}

void count(std::string_view hop, const Counts& counts, Journey& journey) { journey.hops.push_back({std::string(hop), counts}); }

}  // namespace

// The first half of the way: who sent it, what is it, read.
host::ReadResult Pipeline::read(const Request& request, Journey& journey) const {
  host::ReadResult result;
  std::string from = request.from;
  const Part empty;
  const Part& first = request.payload.empty() ? empty : request.payload.front();
  if (first.bytes.find_first_not_of(kSpace) == std::string::npos) {
    result.issues.add(Severity::fatal, "exchange.empty", {"", 1, 1}, "the document is empty; nothing was read");
    return result;
  }
  if (from == "auto" || from.empty()) {
    const auto guesses = recognise(first.bytes, first.name);
    const bool known = !guesses.empty() && guesses.front().second.confidence > 0;
    from = known ? guesses.front().first : syntax_reader(first.bytes);
    if (known) journey.what = guesses.front().second.what;
    if (from.empty()) {
      say_unknown("document", *state_->plugins, result.issues);
      return result;
    }
  }
  const auto party = state_->parties.find(from, "read");
  journey.from = party.id;
  result = state_->translator->read(party.dialect, context_for(request, party), request.payload);
  journey.crashed = result.crashed;
  return result;
}

Journey Pipeline::translate(const Request& request) const {
  Journey journey;
  const auto receiver = state_->parties.find(request.to, "write");
  journey.to = receiver.id;
  journey.receiver_name = receiver.name;
  journey.test = receiver.partner == nullptr;

  auto source = read(request, journey);
  journey.issues.append(source.issues);
  Counts read_counts;
  for (const auto& rest : source.rest) {
    read_counts += rest.counts();
    compose_rest(rest, request.detail, journey);
  }
  for (const auto& document : source.documents) read_counts += document.ledger.counts();
  count("read", read_counts, journey);
  if (source.documents.empty()) return journey;
  journey.document = source.documents.front().kind;

  std::vector<policy::View> views;
  std::vector<Document> renditions;
  Counts policy_counts;
  for (auto& document : source.documents) {
    if (!journey.test) {
      Issues found;
      fhir::validate(document.tree, found);
      // What the standard asks for and the source does not say is the receiver's risk, not a reason to stop.
      for (auto issue : found.all()) {
        issue.severity = std::max(issue.severity, Severity::warning);
        journey.issues.add(std::move(issue));
      }
    }
    views.push_back(policy::apply(*receiver.rules, document.tree));
    policy_counts += views.back().ledger.counts();
    Document rendition;
    rendition.kind = document.kind;
    rendition.name = document.name;
    rendition.tree = views.back().tree;
    renditions.push_back(std::move(rendition));
    for (auto& kept : document.residual) journey.residual.push_back(kept);
  }
  count("policy", policy_counts, journey);

  auto context = context_for(request, receiver);
  context.kind = journey.document;
  auto written = state_->translator->write(receiver.dialect, context, renditions);
  journey.crashed = journey.crashed || written.crashed;
  journey.issues.append(written.issues);
  Counts write_counts;
  for (const auto& ledger : written.ledgers) write_counts += ledger.counts();
  count("write", write_counts, journey);
  if (!written.crashed && !written.parts.empty()) {
    if (written.ledgers.size() != renditions.size()) throw std::logic_error("dialect " + receiver.dialect + " did not account for every document");
    for (std::size_t i = 0; i < renditions.size(); ++i) compose({source.documents[i], views[i], written.ledgers[i]}, request.detail, journey);
    journey.parts = std::move(written.parts);
  }
  return journey;
}

Journey Pipeline::read_only(const Request& request) const {
  Journey journey;
  auto source = read(request, journey);
  journey.issues.append(source.issues);
  Counts counts;
  for (const auto& rest : source.rest) counts += rest.counts();
  for (const auto& document : source.documents) {
    counts += document.ledger.counts();
    fhir::validate(document.tree, journey.issues);
    journey.document = document.kind;
  }
  count("read", counts, journey);
  journey.total = counts;
  return journey;
}

}  // namespace caseway::exchange
