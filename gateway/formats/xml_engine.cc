#include "formats/xml_engine.h"

#include <dlfcn.h>

#include <stdexcept>
#include <string>

namespace caseway::formats {
namespace {

using NewEngine = decltype(&caseway_new_xml_engine);

// libcaseway-xml.so.N beside the libcaseway.so.N that this code is in.
std::string library_path() {
  Dl_info here;
  if (::dladdr(reinterpret_cast<const void*>(&new_xml_engine), &here) == 0) return {};
  std::string path = here.dli_fname;
  const std::size_t name = path.rfind("libcaseway.so");
  return name == std::string::npos ? std::string() : path.insert(name + std::string_view("libcaseway").size(), "-xml");
}

NewEngine load() {
  if (caseway_new_xml_engine != nullptr) return caseway_new_xml_engine;
  const std::string path = library_path();
  void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);  // never closed: parsers live as long as their threads
  void* const found = library != nullptr ? ::dlsym(library, "caseway_new_xml_engine") : nullptr;
  if (found == nullptr) throw std::runtime_error("the XML parser cannot be loaded from " + path + "; install Caseway again");
  return reinterpret_cast<NewEngine>(found);
}

}  // namespace

std::unique_ptr<XmlEngine> new_xml_engine() {
  static const NewEngine make = load();
  return std::unique_ptr<XmlEngine>(make());
}

}  // namespace caseway::formats
