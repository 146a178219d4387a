// caseway validate: reads documents and checks them against FHIR R4 and, with packages, against profiles.
#include <cstdio>
#include <filesystem>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/gateway.h"
#include "cli/issues_text.h"
#include "fhir/outcome.h"

namespace caseway::cli {
namespace {

const Usage kValidate{
    "caseway validate [--profile URL] [--package DIR|TGZ|NAME#VERSION] [--from X] [--json] FILE...",
    "Checks documents: FHIR JSON and XML as they are, other dialects after reading them. Structure, cardinality, formats, choices,\n"
    "required codes and the rules of Bundles always; with the R4 core package also every invariant, binding and extension; with further\n"
    "packages the profiles that a document claims (meta.profile) and those asked for. Both options may be given several times.",
    {{"profile", "p", "URL", "A profile that every document must conform to."},
     {"package", "", "DIR|TGZ|NAME#VERSION", "A FHIR package: a folder, a .tgz, or a name in ~/.fhir/packages."},
     {"from", "f", "X", "The dialect or partner (default: found out)."},
     {"json", "", "", "Prints one OperationOutcome per document, one on a line."},
     kConfigOption}};

exchange::Journey check_one(const Arguments& arguments, const exchange::Pipeline& pipeline, const Source& source) {
  exchange::Request request;
  request.from = arguments.get("from", "auto");
  request.now = now_text();
  request.limits = Limits::batch();
  request.whole = true;
  request.profiles = arguments.all("profile");
  try {
    request.payload.push_back({std::filesystem::path(source.path).filename().string(), "", read_source(source.path)});
  } catch (const std::runtime_error& e) {
    exchange::Journey unread;
    unread.issues.add(Severity::fatal, "cli.file.unreadable", {}, e.what());
    return unread;
  }
  return pipeline.validate(request);
}

}  // namespace

int validate(const Words& words) {
  const Arguments arguments(kValidate, words);
  if (arguments.has("help")) return std::fputs(help_text(kValidate).c_str(), stdout), kOk;
  if (arguments.operands().empty()) throw UsageError("name a file, a folder or `-`");
  const auto pipeline = open_validating_pipeline(arguments);
  int code = kOk;
  for (const auto& source : sources_of(arguments.operands())) {
    const auto journey = check_one(arguments, *pipeline, source);
    if (journey.issues.has_errors()) code = kDataErrors;
    if (arguments.has("json")) {
      std::puts(fhir::operation_outcome_json(journey.issues, false).c_str());
      continue;
    }
    std::fputs(issues_text(journey.issues, source.path, Issues::limit + 1).c_str(), stderr);  // the issues are what was asked for
    std::printf("%s: %s\n", source.path.c_str(),
                journey.issues.has_errors()
                    ? (std::to_string(journey.issues.errors()) + (journey.issues.errors() == 1 ? " error" : " errors")).c_str()
                    : "no errors");
  }
  return code;
}

}  // namespace caseway::cli
