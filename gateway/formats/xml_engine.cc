#include "formats/xml_engine.h"

#include "formats/late_library.h"

namespace caseway::formats {

std::unique_ptr<XmlEngine> new_xml_engine() {
  using NewEngine = decltype(&caseway_new_xml_engine);
  static const NewEngine make = caseway_new_xml_engine != nullptr
                                    ? caseway_new_xml_engine
                                    : reinterpret_cast<NewEngine>(late_function("xml", "caseway_new_xml_engine", "XML parser"));
  return std::unique_ptr<XmlEngine>(make());
}

}  // namespace caseway::formats
