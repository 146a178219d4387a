// What is looked at in an XML document before the parser may see it: its encoding, its prolog, and tags that would cost the parser too much.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "caseway/report.h"

namespace caseway::formats {

// Gives the document as UTF-8 without BOM: `text` is a view of `bytes`, or of `decoded` when the bytes were in another encoding.
// Refuses (fatal issue) what is empty (xml.empty), in an encoding that we do not know or not in the one it claims (xml.encoding), XML 1.1
// (xml.not_well_formed), and a DOCTYPE in the prolog, the only place where XML allows one (xml.doctype).
bool open_xml(std::string_view bytes, std::string& decoded, std::string_view& text, Issues& issues);

// Whether a document that begins so is XML 1.0 in UTF-8 and says nothing else, so that its bytes are its text. `head` holds its XML declaration, if
// any.
bool is_plain_utf8(std::string_view head);

// The offset of a tag with more than `max_attributes` attributes, or npos. Exact for tags; one inside a comment or CDATA section counts too.
// Xerces' time is quadratic in the attributes of an element, and it tells us about them only when it has them all.
std::size_t find_crowded_tag(std::string_view text, std::size_t max_attributes);

}  // namespace caseway::formats
