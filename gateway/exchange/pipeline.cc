#include "exchange/pipeline.h"

#include <algorithm>
#include <stdexcept>

#include "exchange/deciding.h"
#include "exchange/flow.h"
#include "exchange/journey.h"
#include "exchange/judging.h"
#include "exchange/memory.h"
#include "exchange/parties.h"
#include "exchange/refusals.h"
#include "formats/beginning.h"
#include "host/fhir_dialect.h"

namespace caseway::exchange {

struct Pipeline::State {
  State(std::shared_ptr<const settings::Settings> s, std::shared_ptr<const host::Plugins> p, std::unique_ptr<host::Translator> t,
        std::shared_ptr<const validation::Validator> v)
      : settings(std::move(s)), plugins(std::move(p)), translator(std::move(t)), validator(std::move(v)), parties(*settings, *plugins) {
    if (!validator) validator = std::make_shared<const validation::Validator>(nullptr);
  }
  std::shared_ptr<const settings::Settings> settings;
  std::shared_ptr<const host::Plugins> plugins;
  std::unique_ptr<host::Translator> translator;
  std::shared_ptr<const validation::Validator> validator;
  Parties parties;
};

Pipeline::Pipeline(std::shared_ptr<const settings::Settings> settings, std::shared_ptr<const host::Plugins> plugins,
                   std::unique_ptr<host::Translator> translator, std::shared_ptr<const validation::Validator> validator)
    : state_(std::make_unique<State>(std::move(settings), std::move(plugins), std::move(translator), std::move(validator))) {}
Pipeline::~Pipeline() = default;

const std::map<std::string, std::string, std::less<>>& Pipeline::unavailable() const { return state_->parties.unavailable(); }
const settings::Settings& Pipeline::settings() const { return *state_->settings; }
const host::Plugins& Pipeline::plugins() const { return *state_->plugins; }

std::vector<std::string> Pipeline::forms_of(std::string_view to) const {
  const auto receiver = state_->parties.find(to, "write");
  if (!receiver.form.empty()) return {receiver.form};
  if (receiver.partner != nullptr)
    if (const auto form = receiver.partner->settings.find("form"); form != receiver.partner->settings.end()) return {form->second};
  return state_->plugins->find(receiver.dialect)->manifest.formats;
}

std::vector<std::pair<std::string, Partner::Recognition>> Pipeline::recognise(std::string_view bytes, std::string_view file_name, bool plain) const {
  std::string made;
  return state_->translator->recognise(formats::beginning_of(bytes, made), file_name, plain);
}

namespace {

constexpr std::string_view kSpace = " \t\r\n";

// What nobody recognised is read by the FHIR dialect of its syntax, whose issues then say what is wrong with it (a DOCTYPE, line 3 not
// well-formed, a root that is not FHIR). Text that is neither XML nor JSON has no such reader.
std::string syntax_reader(std::string_view bytes) {
  for (const std::string_view mark : {"\xEF\xBB\xBF", "\xFE\xFF", "\xFF\xFE"})
    if (bytes.starts_with(mark)) bytes.remove_prefix(mark.size());
  const auto first = bytes.find_first_not_of(std::string(kSpace) + '\0');  // UTF-16 has a zero beside each of these
  if (first == std::string_view::npos) return {};
  if (bytes[first] == '<') return "fhir-xml";
  if (bytes[first] == '{' || bytes[first] == '[') return "fhir-json";
  return {};
}

void say_unknown(std::string_view why, const Place& where, const host::Plugins& plugins, Issues& issues) {
  std::string known;
  for (const auto& plugin : plugins.loaded()) known += (known.empty() ? "" : ", ") + plugin.manifest.name;
  issues.add(Severity::fatal, "exchange.format.unknown", where,
             "no dialect recognises this document" + std::string(why) + "; say which one it is with `from` (known: " + known + ")");
}

// A syntax reader that stumbles over FHIR, not over syntax, says no more than that nobody knows the format.
void blame_the_format(const host::Plugins& plugins, host::ReadResult& result) {
  for (const auto& issue : result.issues.all()) {
    if (!issue.id.starts_with("fhir.")) continue;
    Issues unknown;
    say_unknown(" (" + issue.text + ")", issue.place, plugins, unknown);
    result.issues = std::move(unknown);
    result.documents.clear();
    return;
  }
}

void count(std::string_view hop, const Counts& counts, Journey& journey) { journey.hops.push_back({std::string(hop), counts}); }

// Of all documents; a view may be empty, then the receiver gets nothing of that document.
std::vector<policy::View> decide(const std::vector<Document>& documents, bool made, const Party& receiver, Journey& journey) {
  std::vector<policy::View> views;
  Counts passed;
  for (const auto& document : documents) {
    views.push_back(decide(document, made, receiver, journey.issues));
    passed += views.back().ledger.counts();
    // What was kept for the way back is the sender's own; nobody else's policy lets it pass.
    if (!receiver.partner || receiver.id == journey.from)
      journey.residual.insert(journey.residual.end(), document.residual.begin(), document.residual.end());
  }
  count("policy", passed, journey);
  return views;
}

// The documents that the receiver gets, as the policy left them, and which of the source's documents each one is.
struct Renditions {
  std::vector<Document> documents;
  std::vector<std::size_t> of;
};

Renditions renditions_of(const Request& request, const std::vector<Document>& documents, const std::vector<policy::View>& views,
                         const Party& receiver, const std::string& from) {
  Renditions made;
  for (std::size_t i = 0; i < views.size(); ++i) {
    if (views[i].tree.empty()) continue;
    auto& rendition = made.documents.emplace_back();
    rendition.kind = documents[i].kind;
    rendition.name = documents[i].name;
    rendition.tree = views[i].tree;
    rendition.residual = residual_for(request, documents[i], receiver, from, made.documents.size() == 1);
    made.of.push_back(i);
  }
  return made;
}

// Of a document that is in no result: what had passed the policy is undecided.
Ledger nothing_arrived(const Tree& tree) {
  Ledger ledger("write");
  const auto rule = ledger.rule("nothing was written");
  ledger.resize(tree.size(), Fate::none);
  for (std::uint32_t i = 0; i < tree.size(); ++i)
    if (tree.node(i).offset != Node::kNoValue) ledger.settle(i, Fate::undecided, rule);
  return ledger;
}

// The write hop, and the ledgers of all three composed; `of`: which document each of the written is.
std::vector<Refusal> finish(const std::vector<Document>& documents, const std::vector<policy::View>& views, const std::vector<std::size_t>& of,
                            host::WriteResult result, const Party& receiver, Detail detail, Journey& journey) {
  journey.crashed = journey.crashed || result.crashed;
  journey.issues.append(result.issues);
  Counts written;
  for (const auto& ledger : result.ledgers) written += ledger.counts();
  if (!of.empty()) count("write", written, journey);
  if (!result.crashed && result.ledgers.size() != of.size())
    throw std::logic_error("the dialect " + journey.to + " did not account for every document");
  std::vector<Ledger> ledgers;
  for (const auto& view : views) ledgers.push_back(all_withheld(view.tree));
  const bool given = !result.crashed && !result.parts.empty();
  for (std::size_t i = 0; i < of.size(); ++i) ledgers[of[i]] = given ? std::move(result.ledgers[i]) : nothing_arrived(views[of[i]].tree);
  Refusals refusals(receiver);
  for (const auto& refusal : result.refusals) {
    const auto i = of.at(refusal.document);
    if (!refusals.add(refusal, documents[i], views[i])) ledgers[i] = all_withheld(views[i].tree);
    if (journey.memory) journey.memory->not_delivered(documents[i]);
  }
  refusals.tell(given, journey.issues);
  journey.unwritten = refusals.count();
  for (std::size_t i = 0; i < views.size(); ++i) compose({documents[i], views[i], ledgers[i]}, detail, journey);
  if (!given && !of.empty()) journey.total.added = 0;
  journey.parts = std::move(result.parts);
  return refusals.for_the_sender();
}

}  // namespace

// From one spelling of FHIR to another nothing may change, and what is judged is what came: no dialect of FHIR has a say in that.
bool Pipeline::goes_as_it_stands(const std::string& to) const {
  if (to.empty()) return true;
  const auto receiver = state_->parties.find(to, "write");
  return receiver.built_in && receiver.partner == nullptr;
}

std::shared_ptr<Memory> Pipeline::memory_of(const Party& sender) const {
  const auto& folder = state_->settings->state_folder;
  return sender.built_in || folder.empty() ? nullptr : std::make_shared<Memory>(folder, sender.id);
}

// With what was accepted of the sender's files.
Context Pipeline::reading_context(const Request& request, const Party& sender) const {
  auto context = context_for(request, sender);
  const auto& folder = state_->settings->state_folder;
  if (!sender.built_in && !folder.empty()) Memory::lay_over(folder, sender.id, context);
  return context;
}

host::ReadResult Pipeline::read(const Request& request, Journey& journey, bool remembers) const {
  host::ReadResult result;
  const Part none;
  const Part& first = request.payload.empty() ? none : request.payload.front();
  if (first.bytes.find_first_not_of(kSpace) == std::string::npos) {
    result.issues.add(Severity::fatal, "exchange.empty", {"", 1, 1}, "the document is empty; nothing was read");
    return result;
  }
  std::string from = request.from;
  bool known = true;
  if (from == "auto" || from.empty()) {
    const bool plain = goes_as_it_stands(request.to);
    auto guesses = recognise(first.bytes, first.name, plain);
    for (std::size_t i = 1; i < request.payload.size(); ++i)  // of several parts the one that is known best says what they are
      if (auto more = recognise(request.payload[i].bytes, request.payload[i].name, plain);
          !more.empty() && (guesses.empty() || more.front().second.confidence > guesses.front().second.confidence))
        guesses = std::move(more);
    known = !guesses.empty() && guesses.front().second.confidence > 0;
    from = known ? guesses.front().first : syntax_reader(first.bytes);
    if (known) journey.what = guesses.front().second.what;
    if (from.empty()) {
      say_unknown("", {}, *state_->plugins, result.issues);
      return result;
    }
  }
  const auto party = state_->parties.find(from, "read");
  journey.from = party.id;
  if (remembers) journey.memory = memory_of(party);
  auto context = reading_context(request, party);
  context.shape = journey.memory != nullptr;
  result = state_->translator->read(party.dialect, context, request.payload);
  journey.crashed = result.crashed;
  for (std::size_t i = 0; i < result.documents.size(); ++i) result.documents[i].number = i;
  if (!known) blame_the_format(*state_->plugins, result);
  return result;
}

void Pipeline::account_for(const host::ReadResult& source, Detail detail, Journey& journey) const {
  Counts counts;
  for (const auto& rest : source.rest) {
    counts += rest.counts();
    compose_rest(rest, detail, journey);
  }
  for (const auto& document : source.documents) counts += document.ledger.counts();
  count("read", counts, journey);
  journey.documents = source.documents.size();
  journey.repairs = source.repairs;
  for (const auto& repair : source.repairs) journey.unread += repair.documents;
  journey.issues.append(source.issues);
}

// A full list less what the receiver knows, and with what has gone from it.
void Pipeline::leave_known(const Request& request, Journey& journey, host::ReadResult& source) const {
  auto& memory = *journey.memory;
  std::vector<Document> fresh;
  for (auto& document : source.documents) {
    if (memory.is_known(document))
      source.rest.push_back(said_before(document.ledger));
    else
      fresh.push_back(std::move(document));
  }
  source.documents = std::move(fresh);
  const auto party = state_->parties.find(journey.from, "read");
  auto closing = read_closing({memory, *state_->translator, party.dialect, reading_context(request, party)}, source.issues);
  journey.crashed = journey.crashed || closing.crashed;
  source.issues.append(closing.issues);
  for (auto& document : closing.documents) source.documents.push_back(std::move(document));
  journey.nothing_new = source.documents.empty() && !source.crashed && !source.issues.has_errors();
  if (journey.nothing_new) say_nothing_new(journey.receiver_name, source.issues);
}

Journey Pipeline::translate(const Request& request) const {
  Journey journey;
  const auto receiver = state_->parties.find(request.to, "write");
  journey.to = receiver.id;
  journey.receiver_name = receiver.name;
  journey.test = receiver.partner == nullptr;

  auto source = read(request, journey, true);
  if (journey.memory && !source.crashed && journey.memory->parks(request.payload, journey.to, source.shapes, journey.issues)) {
    journey.parked = journey.memory->parked();
    return journey;
  }
  if (journey.memory && journey.memory->compares()) leave_known(request, journey, source);
  account_for(source, request.detail, journey);
  if (source.documents.empty()) return compose_nothing(journey), journey;
  journey.document = source.documents.front().kind;

  const auto views = decide(source.documents, !state_->parties.find(journey.from, "read").built_in, receiver, journey);
  auto context = context_for(request, receiver);
  context.kind = journey.document;
  const auto renditions = renditions_of(request, source.documents, views, receiver, journey.from);
  host::WriteResult result;
  say_not_theirs(request, receiver, journey.issues);
  if (!renditions.documents.empty()) result = state_->translator->write(receiver.dialect, context, renditions.documents);
  repair(request, finish(source.documents, views, renditions.of, std::move(result), receiver, request.detail, journey), journey);
  return journey;
}

// What could not be written is only known now, and the sender's rows are the reader's to give: it reads once more.
void Pipeline::repair(const Request& request, std::vector<Refusal> refused, Journey& journey) const {
  if (refused.empty() || !request.repair) return;
  const auto party = state_->parties.find(journey.from, "read");
  auto context = reading_context(request, party);
  context.detail = Detail::counts;
  context.refused = std::move(refused);
  journey.repairs = state_->translator->read(party.dialect, context, request.payload).repairs;
}

Issues Pipeline::judge(const Request& request, std::string_view from, const host::ReadResult& source) const {
  Issues issues;
  const bool lines = !source.documents.empty() && state_->parties.find(std::string(from), "read").dialect == "fhir-ndjson";
  for (const auto& document : source.documents) {
    const Element root = document.tree.root();
    if (request.operation && root.type() == "Parameters") {
      judge_operation(document, request.profiles, *state_->validator, issues);
    } else if (lines) {
      std::vector<Element> resources;
      for (const Element entry : root.children("entry")) resources.push_back(entry.child("resource"));
      judge_parts(document, resources, request.profiles, *state_->validator, issues);
    } else {
      exchange::judge(document, request.profiles, *state_->validator, issues);
    }
  }
  return issues;
}

std::optional<Slicing> Pipeline::slicing(const Request& head) const {
  if (head.detail == Detail::values || head.payload.empty()) return std::nullopt;
  const auto receiver = state_->parties.find(head.to, "write");
  Slicing slicing{head.from, receiver.id, receiver.name, {}, {}, {}, {}, {}};
  const Part& part = head.payload.front();
  if (head.from == "auto" || head.from.empty()) {
    const auto guesses = recognise(part.bytes, part.name, goes_as_it_stands(head.to));
    if (guesses.empty() || guesses.front().second.confidence == 0) return std::nullopt;
    slicing.from = guesses.front().first;
    slicing.what = guesses.front().second.what;
  }
  const auto sender = state_->parties.find(slicing.from, "read");
  const auto from = host::fhir_form(sender.dialect);
  const auto to = host::fhir_form(receiver.dialect);
  if (from && to && receiver.partner == nullptr) {
    slicing.from_form = *from;
    slicing.to_form = *to;
    slicing.media_type = host::media_type(*to);
    return slicing;
  }
  slicing.document = state_->translator->reads_in_pieces(sender.dialect, reading_context(head, sender), part.bytes, part.name);
  if (slicing.document.empty()) return std::nullopt;
  auto context = context_for(head, receiver);
  context.kind = slicing.document;
  slicing.media_type = state_->translator->writes_in_pieces(receiver.dialect, context);
  return slicing.media_type.empty() ? std::nullopt : std::optional(slicing);
}

std::optional<Journey> Pipeline::translate(const Request& request, const Slicing& slicing, int source, int result) const {
  if (!slicing.document.empty()) {
    const auto sender = state_->parties.find(slicing.from, "read");
    auto memory = memory_of(sender);  // has the sender for itself before what was accepted of its files is looked at
    return flow({request, slicing, sender, state_->parties.find(request.to, "write"), reading_context(request, sender), std::move(memory),
                 *state_->translator},
                source, result);
  }
  fhir::StreamOptions options;
  options.from = slicing.from_form;
  options.to = slicing.to_form;
  options.limits = request.limits;
  options.unknown = request.lenient ? fhir::Unknown::report : fhir::Unknown::refuse;
  options.skip_bad_lines = request.skip_bad_lines;
  auto sliced = state_->translator->slice(options, source, result);
  if (!sliced.crashed && !sliced.streamed.taken) return std::nullopt;
  return journey_in_slices(request, slicing, std::move(sliced));
}

Journey Pipeline::validate(const Request& request) const {
  Journey journey;
  auto source = read(request, journey);
  account_for(source, request.detail, journey);
  if (!source.documents.empty()) journey.document = source.documents.front().kind;
  Issues found = judge(request, journey.from, source);
  if (!found.empty() && request.detail == Detail::counts) {
    // Places cost memory and time; only a document that somebody has to look at is read with them.
    Request again = request;
    again.detail = Detail::values;
    Journey unsaid;
    source = read(again, unsaid);
    found = judge(again, journey.from, source);
  }
  journey.issues.append(found);
  journey.total = journey.hops.front().counts;
  return journey;
}

}  // namespace caseway::exchange
