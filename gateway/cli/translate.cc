// caseway translate: one process, many files, one line of progress, results written beside and renamed.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <regex>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/gateway.h"
#include "cli/issues_text.h"
#include "cli/repairs.h"
#include "exchange/memory.h"
#include "fhir/documents.h"

namespace caseway::cli {
namespace {

namespace fs = std::filesystem;

const Usage kTranslate{
    "caseway translate [--from X] --to Y [--document KIND] [-o OUT] FILE...",
    "Translates documents. X and Y are a dialect (`caseway plugins`), a partner (`caseway partners`), fhir-json, fhir-xml or fhir-ndjson; what "
    "a partner receives\n"
    "goes through its policy. FILE may be `-` (stdin) or a folder; several files need -o FOLDER and keep their base names.",
    {{"from", "f", "X", "The sender's dialect or partner (default: found out)."},
     {"to", "t", "Y", "The receiver: a partner, or a dialect for a TEST without policy; `DIALECT:FORM` chooses a form (csv, xlsx, xml)."},
     {"document", "d", "KIND", "The kind of document, where the source does not say."},
     {"output", "o", "OUT", "A file, or a folder for several (default: stdout)."},
     {"together", "", "", "The files, or those of a folder, are one document of several parts: the tables of one export."},
     {"lenient", "", "", "FHIR sources: reports what R4 does not have and leaves it out, instead of refusing the document."},
     {"partial", "", "", "NDJSON: leaves out lines that cannot be used, with a warning, instead of refusing all."},
     {"report", "", "FILE", "Writes the report (issues, ledger, values) of one document as JSON."},
     {"reports", "", "", "Writes NAME.report.json beside each result."},
     {"values", "", "WHICH", "Values in the report: `exceptions` (default), `all`."},
     {"repair", "", "PLACE", "Writes the rows that were refused, with the reasons, for the sender: a file, or a folder for several."},
     {"residual", "", "FILE", "Writes what was kept for the way back as JSON."},
     {"carry", "", "FILE", "What --residual wrote, on the way back: goes to whom it came from, and to nobody else."},
     {"now", "", "INSTANT", "The clock of this run, RFC 3339 (default: the system's)."},
     {"json", "", "", "Prints the reports to stdout as a JSON array instead of sentences."},
     {"quiet", "q", "", "Says nothing but issues."},
     kStateOption,
     kConfigOption}};

struct Run {
  const Arguments& arguments;
  const exchange::Pipeline& pipeline;
  bool many;
  bool bar;          // a progress bar instead of sentences about each file
  bool into_folder;  // -o was a folder before the first result
  std::size_t failed = 0;
  std::size_t parked = 0;
  std::string json;
  std::optional<exchange::Carried> carried;
  std::map<std::string, std::string> written;  // result path -> source path
};

// The one file that was named for the result of one source; not for several.
bool is_one_file(const Run& run) {
  const auto out = run.arguments.get("output", "-");
  return out != "-" && !run.many && !run.into_folder;
}

// Where the result of a source goes, but for its extension; "-" for stdout.
fs::path result_place(const Run& run, const Source& source) {
  const auto out = run.arguments.get("output", "-");
  return out == "-" || is_one_file(run) ? fs::path(out) : fs::path(out) / source.result;
}

// One of several results of one document (related tables) has its own name below the place.
std::string result_path(const Run& run, const Source& source, const Part& part, bool several = false) {
  const auto place = result_place(run, source);
  if (several && place == "-") throw UsageError("the result has several parts; say which folder they go to with -o FOLDER");
  if (several) return (place / part.name).string();
  if (place == "-" || is_one_file(run)) return place.string();
  return place.string() + (part.name.empty() ? extension_of(part.media_type) : fs::path(part.name).extension().string());
}

void claim(Run& run, const std::string& path, const Source& source) {
  if (path == "-") return;
  refuse_own_sources({path}, {source.path});  // one of several parts, whose name nobody knew before
  const auto [at, fresh] = run.written.emplace(path, source.path);
  if (!fresh) throw UsageError(source.path + " and " + at->second + " would both be written to " + path + "; translate them in two runs");
}

std::vector<std::string> places_of(const std::vector<Source>& sources) {
  std::vector<std::string> places;
  for (const auto& source : sources) places.push_back(source.path);
  return places;
}

// Wherever this run may write: known before anything is written.
std::vector<std::string> places_of_results(const Run& run, const std::vector<Source>& sources) {
  std::vector<std::string> places;
  for (const auto* option : {"repair", "report", "residual"})
    if (run.arguments.has(option)) places.push_back(run.arguments.get(option));
  if (run.arguments.get("output", "-") == "-") return places;
  if (is_one_file(run)) return places.push_back(run.arguments.get("output")), places;
  for (const auto& form : run.pipeline.forms_of(run.arguments.get("to")))
    for (const auto& extension : extensions_of_form(form))
      for (const auto& source : sources) places.push_back(result_place(run, source).string() + extension);
  return places;
}

void summary(const Run& run, const Source& source, std::uint64_t bytes, const exchange::Journey& journey, const std::string& path, double ms) {
  if (run.bar || run.arguments.has("quiet") || run.arguments.has("json")) return;
  if (journey.parts.empty() && journey.total.total() == 0) return;  // nothing was read: the issues have said it all
  std::string text = source.path + ": " + (journey.what.empty() ? journey.from : journey.what) + ", " + size_text(bytes) + "\n";
  if (!journey.parts.empty()) {
    char took[32];
    std::snprintf(took, sizeof took, "%.1f ms", ms);
    text += "  -> " + journey.receiver_name + " (" + journey.to + ")" +
            (journey.test ? " TEST: no partner, no policy applied" : ", through its policy") + "\n";
    text += "  " + (path == "-" ? "stdout" : path) + ", " + size_text(journey.result_bytes) + ", " + took + "\n";
  }
  std::fputs((text + exchange::ledger_lines(journey)).c_str(), stderr);
}

void give_repairs(const Run& run, const Source& source, const exchange::Journey& journey) {
  const auto text = write_repairs(journey, source, run.arguments.get("repair"), run.many);
  if (!run.bar && !run.arguments.has("quiet") && !run.arguments.has("json")) std::fputs(text.c_str(), stderr);
}

void write_reports(const Run& run, const Source& source, const exchange::Journey& journey) {
  const bool all = run.arguments.get("values") == "all";
  if (run.arguments.has("report")) write_result(run.arguments.get("report"), report_json(journey, all));
  if (run.arguments.has("reports")) {
    const auto result = result_place(run, source);  // also where a refused document's result would have been
    const auto place = is_one_file(run) ? (result.parent_path() / result.stem()).string() : result == "-" ? source.result : result.string();
    write_result(place + ".report.json", report_json(journey, all));
  }
  if (run.arguments.has("residual")) write_result(run.arguments.get("residual"), exchange::carried_json({journey.from, journey.residual}));
}

exchange::Request request_for(const Run& run) {
  exchange::Request request;
  request.from = run.arguments.get("from", "auto");
  request.to = run.arguments.get("to");
  request.kind = run.arguments.get("document");
  request.lenient = run.arguments.has("lenient");
  request.skip_bad_lines = run.arguments.has("partial");
  request.carried = run.carried;
  request.now = run.arguments.get("now", now_text());
  request.limits = Limits::batch();
  const bool told = run.arguments.has("report") || run.arguments.has("reports") || run.arguments.has("json");
  request.repair = run.arguments.has("repair");
  request.detail = told ? Detail::values : Detail::counts;
  return request;
}

// A large source in slices, when that way is open; its result is then at `path`. Nothing when the source must be held.
std::optional<exchange::Journey> translate_in_slices(Run& run, const Source& source, const OpenSource& file, exchange::Request& request,
                                                     std::string& path) {
  if (!file.is_large() || run.arguments.has("residual")) return std::nullopt;
  request.payload.front().bytes = file.head();
  const auto slicing = run.pipeline.slicing(request);
  if (!slicing) return std::nullopt;
  path = result_path(run, source, {"", slicing->media_type, ""});
  ResultFile result(path);
  auto journey = run.pipeline.translate(request, *slicing, file.descriptor(), result.descriptor());
  if (!journey || journey->crashed || journey->parts.empty()) return journey;
  claim(run, path, source);
  result.finish();
  return journey;
}

exchange::Journey translate_held(Run& run, const Source& source, const exchange::Request& request, std::string& path) {
  auto journey = run.pipeline.translate(request);
  for (const auto& part : journey.parts) {
    path = result_path(run, source, part, journey.parts.size() > 1);
    claim(run, path, source);
    write_result(path, part.bytes);
    journey.result_bytes += part.bytes.size();
  }
  return journey;
}

exchange::Journey translate_whole(Run& run, const Source& source, const OpenSource& file, exchange::Request& request, std::string& path) {
  request.payload.front().bytes = file.all();
  return translate_held(run, source, request, path);
}

void tell(Run& run, const Source& source, std::uint64_t bytes, const exchange::Journey& journey, const std::string& path, double ms) {
  if (!journey.parked.empty())
    ++run.parked;
  else if (!journey.ok())
    ++run.failed;
  if (run.bar) std::fputs("\r\033[K", stderr);
  std::fputs(issues_text(journey.issues, source.path).c_str(), stderr);
  summary(run, source, bytes, journey, path, ms);
  give_repairs(run, source, journey);
  write_reports(run, source, journey);
  if (run.arguments.has("json")) run.json += (run.json.empty() ? "[" : ",\n") + report_json(journey, run.arguments.get("values") == "all");
  if (journey.memory && (!journey.parts.empty() || journey.nothing_new)) journey.memory->keep();  // everything is where it belongs
}

double since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

void translate_one(Run& run, const Source& source) {
  auto request = request_for(run);
  std::optional<OpenSource> file;
  try {
    request.payload.push_back({fs::path(source.path).filename().string(), "", ""});
    file.emplace(source.path);
  } catch (const std::runtime_error& e) {
    std::fprintf(stderr, "%s\n", e.what());
    ++run.failed;
    return;
  }
  const auto begin = std::chrono::steady_clock::now();
  std::string path;
  auto sliced = translate_in_slices(run, source, *file, request, path);
  const auto journey = sliced ? std::move(*sliced) : translate_whole(run, source, *file, request, path);
  tell(run, source, file->size(), journey, path, since(begin));
}

// The parts of one document, named by what was asked for.
void translate_together(Run& run, const std::vector<Source>& sources) {
  auto request = request_for(run);
  std::uint64_t bytes = 0;
  for (const auto& source : sources) {
    request.payload.push_back({fs::path(source.path).filename().string(), "", read_source(source.path)});
    bytes += request.payload.back().bytes.size();
  }
  const auto first = fs::path(run.arguments.operands().front());
  const auto name = (first.filename().empty() ? first.parent_path() : first).filename();
  const Source whole{first.string(), name.string(), name.stem().string()};
  const auto begin = std::chrono::steady_clock::now();
  std::string path;
  const auto journey = translate_held(run, whole, request, path);
  tell(run, whole, bytes, journey, path, since(begin));
}

// One line, rewritten; only where a person looks.
void progress(std::size_t done, std::size_t all) {
  constexpr std::size_t kWidth = 40;
  const auto filled = done * kWidth / all;
  std::fprintf(stderr, "\r[%s%s] %zu of %zu%s", std::string(filled, '#').c_str(), std::string(kWidth - filled, '.').c_str(), done, all,
               done == all ? "\n" : "");
}

void closing_line(const Run& run, std::size_t all) {
  if (!run.many || run.arguments.has("quiet") || run.arguments.has("json")) return;
  std::fprintf(stderr, "%zu files: %zu translated, %zu with errors\n", all, all - run.failed - run.parked, run.failed);
  if (run.parked > 0) std::fprintf(stderr, "%zu are parked; `caseway parked` lists them\n", run.parked);
}

// RFC 3339, as in every document: a wrong clock would be written into results.
bool is_instant(const std::string& text) {
  static const std::regex form(
      "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})");
  return std::regex_match(text, form);
}

std::optional<exchange::Carried> carried_of(const Arguments& arguments) {
  if (!arguments.has("carry")) return std::nullopt;
  const auto path = arguments.get("carry");
  exchange::Carried carried;
  Issues issues;
  if (!exchange::read_carried(read_source(path), Limits::batch(), issues, carried)) throw UsageError(issues_text(issues, path));
  return carried;
}

// Those of the standard table, then those that only a plugin knows.
std::vector<std::string_view> kinds_of(const host::Plugins& plugins) {
  const auto known = fhir::document_kinds();
  std::vector<std::string_view> kinds(known.begin(), known.end());
  for (const auto& plugin : plugins.loaded())
    for (const auto& kind : plugin.manifest.documents)
      if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
  return kinds;
}

}  // namespace

int translate(const Words& words) {
  const Arguments arguments(kTranslate, words);
  if (arguments.has("help")) return std::fputs(help_text(kTranslate).c_str(), stdout), kOk;
  if (!arguments.has("to")) throw UsageError("say who receives with --to; `caseway partners` and `caseway plugins` list who can");
  if (arguments.operands().empty()) throw UsageError("name a file, a folder or `-`");
  one_of(arguments, "values", {"exceptions", "all"});
  if (arguments.has("now") && !is_instant(arguments.get("now"))) throw UsageError("--now is an instant with its zone, like 2026-11-21T10:00:00Z");
  const auto sources = sources_of(arguments.operands());
  const bool together = arguments.has("together");
  const bool many = !together && (sources.size() > 1 || std::filesystem::is_directory(arguments.operands().front()));
  if (many && !arguments.has("output")) throw UsageError("several files need a folder for the results: -o FOLDER");
  if (many && (arguments.has("report") || arguments.has("residual")))
    throw UsageError("several files need --reports; --report and --residual are for one");
  if (arguments.has("json") && arguments.get("output", "-") == "-")
    throw UsageError("--json prints reports to stdout; say where the results go with -o");
  const auto pipeline = open_pipeline(arguments);
  one_of(arguments, "document", kinds_of(pipeline->plugins()));
  const bool bar = many && isatty(STDERR_FILENO) && !arguments.has("json");
  const auto out = arguments.get("output", "-");
  Run run{arguments, *pipeline, many, bar, std::filesystem::is_directory(out) || out.ends_with('/'), 0, 0, {}, carried_of(arguments), {}};
  refuse_own_sources(places_of_results(run, sources), places_of(sources));
  if (together) translate_together(run, sources);
  for (std::size_t i = 0; i < sources.size() && !together; ++i) {
    translate_one(run, sources[i]);
    if (bar) progress(i + 1, sources.size());
  }
  closing_line(run, sources.size());
  if (arguments.has("json")) std::fputs((run.json + "]\n").c_str(), stdout);
  return run.failed > 0 ? kDataErrors : run.parked > 0 ? kParked : kOk;
}

}  // namespace caseway::cli
