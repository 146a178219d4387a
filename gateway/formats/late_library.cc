#include "formats/late_library.h"

#include <dlfcn.h>

#include <stdexcept>
#include <string>

namespace caseway::formats {
namespace {

std::string library_path(std::string_view name) {
  Dl_info here;
  if (::dladdr(reinterpret_cast<const void*>(&late_function), &here) == 0) return {};
  std::string path = here.dli_fname;
  const std::size_t at = path.rfind("libcaseway.so");
  return at == std::string::npos ? std::string() : path.insert(at + std::string_view("libcaseway").size(), "-" + std::string(name));
}

}  // namespace

void* late_function(std::string_view name, const char* function, std::string_view what) {
  const std::string path = library_path(name);
  void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* const found = library != nullptr ? ::dlsym(library, function) : nullptr;
  if (found == nullptr) throw std::runtime_error("the " + std::string(what) + " cannot be loaded from " + path + "; install Caseway again");
  return found;
}

}  // namespace caseway::formats
