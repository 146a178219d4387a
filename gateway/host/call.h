// Calls a Partner with one payload or some documents. What a plugin throws ends here, as text made while its library is certainly loaded.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseway/partner.h"
#include "host/translator.h"

namespace caseway::host {

// False when the partner threw or handed over what makes no sense: its fault, not the document's. An issue then says so; it names an exception's
// type, never its text, which may quote the document. context.issues is ignored; issues get what the partner reports.
//   issues  plugin.threw, plugin.answer (fatal); plugin.name.unsafe (warning): a name that is no plain file name, or a media type that is none, is
//           left out; limit.output_bytes, limit.output_factor (fatal): the result grew too large and is left out;
//           plugin.account (error): a document was not accounted for; all its values are then undecided
bool call_read(const Partner& partner, std::string_view dialect, Context context, const std::vector<Part>& payload, DocumentSink& to, Issues& issues);
// What comes from `from` lives until it is accounted for.
bool call_write(const Partner& partner, std::string_view dialect, Context context, DocumentSource& from, PayloadSink& to, Issues& issues);
bool call_write(const Partner& partner, std::string_view dialect, Context context, const std::vector<Document>& documents, PayloadSink& to,
                Issues& issues);
// 0 when the partner threw.
Partner::Recognition call_recognise(const Partner& partner, std::string_view head, std::string_view file_name);

// Translator::slice() in this process.
//   issues  those of fhir/stream.h; host.file (fatal, and `crashed`): the system refused to read or write, as on a full disk
SlicedResult call_slice(const fhir::StreamOptions& options, int source, int result);

// What is answered for a dialect that is not loaded here.
Issues unknown_dialect(const std::string& dialect);

// Without those that do not know the payload, the surest first; equally sure ones in the order given.
std::vector<std::pair<std::string, Partner::Recognition>> best_first(std::vector<std::pair<std::string, Partner::Recognition>> all);

}  // namespace caseway::host
