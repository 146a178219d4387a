// What read_xml() needs of an XML parser: a library of its own, libcaseway-xml.so (formats/late_library.h).
#pragma once

#include <memory>
#include <string_view>

#include "caseway/limits.h"
#include "caseway/report.h"
#include "formats/xml_reader.h"

namespace caseway::formats {

class XmlEngine {
 public:
  virtual ~XmlEngine() = default;
  // `text` is UTF-8 that xml_prolog.h has passed. Many documents, one after the other.
  virtual bool parse(std::string_view text, XmlHandler& handler, const Limits& limits, Issues& issues) = 0;
};

// Throws std::runtime_error when the library is not beside libcaseway.so: the installation is damaged.
std::unique_ptr<XmlEngine> new_xml_engine();

}  // namespace caseway::formats

// The library's one function. A program that has the parser linked in, as tests have, needs no library.
extern "C" [[gnu::weak]] CASEWAY_API caseway::formats::XmlEngine* caseway_new_xml_engine();
