// The first look at a Bundle that is taken in slices: where its entries are, and that every byte of it is text of its form.
#pragma once

#include <optional>

#include "caseway/report.h"
#include "fhir/stream.h"
#include "formats/slices.h"

namespace caseway::fhir {

// False when the document can only be read as a whole (stream.h, "whole"). A fault that the strict reader looks for in the whole document before
// anything else (a byte that is not UTF-8, a NUL in XML) is told as it tells it; then `slices` is empty and the answer true.
bool map_bundle(const formats::ByteSource& source, const StreamOptions& options, Issues& issues, std::optional<formats::Slices>& slices);

// The strict reader of a form, JSON or XML.
using ReadForm = decltype(&read_json);
inline ReadForm reader_of(Form form) { return form == Form::xml ? read_xml : read_json; }

// The document's limits for a part of it, whose size the part's maker has limited.
Limits limits_of_part(const Limits& document);

}  // namespace caseway::fhir
