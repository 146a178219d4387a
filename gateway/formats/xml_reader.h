// The one entry to XML: every untrusted XML byte of the product passes here (Xerces-C++ SAX2, hardened).
//
//   in      bytes in UTF-8, UTF-16 (BOM or declaration), ISO-8859-1, Windows-1252, US-ASCII
//   out     events with UTF-8 views, valid during the call
//   refuses any DOCTYPE, seen before the parser runs in every accepted encoding, and by XERCES_DISABLE_DTD; nothing external is ever opened
//   limits  bytes, depth, nodes, attributes, namespaces, lengths of names and texts: in the handler, before anything is built
//   issues  xml.not_well_formed, xml.doctype, xml.encoding, xml.empty, the limit of max_bytes (limit.xml_bytes), limit.depth,
//           limit.nodes, limit.attributes, limit.namespaces, limit.name_bytes, limit.string_bytes (all fatal, with line and column)
//   spec    https://www.w3.org/TR/xml/ , https://www.w3.org/TR/xml-names/
//   places  where the tag or the piece of text begins; a character beyond U+FFFF counts as two columns (Xerces counts UTF-16 units)
//   differs XML 1.1 is refused; a DOCTYPE is refused even when it declares nothing
//   threads one parser per thread, reused; Xerces is loaded and initialised at the first call, never for a run without XML
#pragma once

#include <span>
#include <string_view>

#include "caseway/export.h"
#include "caseway/limits.h"
#include "caseway/report.h"
#include "formats/position.h"

namespace caseway::formats {

struct XmlName {
  std::string_view ns;  // namespace URI, "" for none
  std::string_view local;
  std::string_view qualified;  // as written, with prefix
};
struct XmlAttribute {
  XmlName name;  // xmlns and xmlns:* come too, with ns "http://www.w3.org/2000/xmlns/"
  std::string_view value;
};

class CASEWAY_API XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  // Return false to stop; the handler has then added its own issue.
  virtual bool start_element(const XmlName& name, std::span<const XmlAttribute> attributes, Position at) = 0;
  virtual bool end_element(const XmlName& name) = 0;
  // One text run may come in several pieces; comments and PIs do not show.
  virtual bool text(std::string_view piece, Position at) = 0;
  virtual bool comment(std::string_view) { return true; }
};

// True when the whole document was read and the handler never said stop. max_bytes is the limit that this kind of document has: &Limits::xml_bytes.
CASEWAY_API bool read_xml(std::string_view bytes, XmlHandler& handler, const Limits& limits, std::size_t Limits::*max_bytes, Issues& issues);

// Loads the parser now: for a process that is about to give up opening files.
CASEWAY_API void start_xml();

}  // namespace caseway::formats
