#include "formats/xml_engine.h"

#include <cstdlib>
#include <xercesc/util/PlatformUtils.hpp>

#include "formats/xerces/xml_parser.h"

caseway::formats::XmlEngine* caseway_new_xml_engine() {
  // Xerces asks the environment before every parse; https://xerces.apache.org/xerces-c/secadv/CVE-2018-1311.txt
  static const bool started = [] {
    ::setenv("XERCES_DISABLE_DTD", "1", 1);
    xercesc::XMLPlatformUtils::Initialize();
    return true;
  }();
  static_cast<void>(started);
  return new caseway::formats::XmlParser();
}
