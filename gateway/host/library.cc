#include "host/library.h"

#define BOOST_DLL_USE_STD_FS
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boost/dll/shared_library.hpp>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "caseway/plugin.h"
#include "crypto/digest.h"
#include "host/elf.h"

namespace caseway::host {
namespace {

constexpr std::uintmax_t kMaxLibraryBytes = 256u << 20;
constexpr char kSymbol[] = "caseway_plugin";

// The bytes of a library in a sealed anonymous file. Its path is unique as long as it is open, so the loader can never mistake one version for
// another, and nobody can change the file under the running code.
class PrivateCopy {
 public:
  PrivateCopy(std::string_view bytes, const std::string& label) : fd_(::memfd_create(label.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING)) {
    if (fd_ < 0) throw std::runtime_error(std::string("cannot make a private copy of the library: ") + std::strerror(errno));
    while (!bytes.empty()) {
      const auto n = ::write(fd_, bytes.data(), bytes.size());
      if (n < 0) {
        const int error = errno;
        ::close(fd_);
        throw std::runtime_error(std::string("cannot make a private copy of the library: ") + std::strerror(error));
      }
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    ::fcntl(fd_, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
  }
  PrivateCopy(const PrivateCopy&) = delete;
  PrivateCopy& operator=(const PrivateCopy&) = delete;
  ~PrivateCopy() { ::close(fd_); }

  // By process id, not "self": a debugger or a symbolizer in another process finds the file under the same name.
  std::string path() const { return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

// The order matters: the library goes first, then the file it came from.
struct Library {
  PrivateCopy copy;
  boost::dll::shared_library loaded;
};

// What the dynamic loader said, without Boost.DLL's frame around it and with the library's name for the private path.
std::string loader_words(std::string text, const std::string& path, const std::string& name) {
  constexpr std::string_view kBefore = "(dlerror system message: ";
  if (const auto begin = text.find(kBefore); begin != text.npos) text.erase(0, begin + kBefore.size());
  if (const auto end = text.rfind("): "); end != text.npos) text.erase(end);
  for (auto at = text.find(path); at != text.npos; at = text.find(path, at)) text.replace(at, path.size(), name + ".so");
  return text;
}

std::string text_of(const char (&field)[sizeof(PluginDescriptor::abi)]) {
  std::string text(field, ::strnlen(field, sizeof field));
  for (char& c : text)
    if (c < ' ' || c > '~') c = '?';
  return text;
}

}  // namespace

std::string read_inside(const std::string& root, const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const auto real = fs::canonical(path, error);
  if (error) throw std::runtime_error("there is no " + path);
  const auto home = fs::canonical(root, error);
  if (error || std::mismatch(home.begin(), home.end(), real.begin(), real.end()).first != home.end())
    throw std::runtime_error(path + " leads outside " + root);
  if (!fs::is_regular_file(real)) throw std::runtime_error(path + " is no regular file");
  if (fs::file_size(real) > kMaxLibraryBytes) throw std::runtime_error(path + " is larger than 256 MiB");
  std::ifstream in(real, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) throw std::runtime_error(path + " cannot be read");
  return bytes;
}

std::string why_refused(std::string_view library) {
  // magic and size first: they alone are where they are in every version of the descriptor.
  std::string_view object;
  std::string why_not;
  if (!exported_object(library, kSymbol, offsetof(PluginDescriptor, abi), object, why_not)) return why_not;
  std::uint32_t magic = 0;
  std::uint32_t size = 0;
  std::memcpy(&magic, object.data() + offsetof(PluginDescriptor, magic), sizeof magic);
  std::memcpy(&size, object.data() + offsetof(PluginDescriptor, size), sizeof size);
  if (magic != kPluginMagic) return "its caseway_plugin is no plugin descriptor (it starts with other bytes)";
  if (size != sizeof(PluginDescriptor))
    return "built for another gateway: the plugin's descriptor has " + std::to_string(size) + " bytes, the gateway's has " +
           std::to_string(sizeof(PluginDescriptor)) + " bytes; build the plugin with this gateway's SDK";
  if (!exported_object(library, kSymbol, sizeof(PluginDescriptor), object, why_not)) return why_not;
  PluginDescriptor descriptor;
  std::memcpy(&descriptor, object.data(), sizeof descriptor);
  const auto theirs = text_of(descriptor.abi);
  if (theirs != CASEWAY_ABI_TEXT)
    return "built for another gateway: the plugin says \"" + theirs +
           "\", the gateway says \"" CASEWAY_ABI_TEXT "\"; build the plugin with this gateway's SDK and compiler";
  return {};
}

std::shared_ptr<const Partner> load_partner(std::string_view library, const std::string& name, const std::string& home) {
  const auto label = name + "-" + crypto::sha256_hex(library).substr(0, 16) + ".so";
  auto held = std::shared_ptr<Library>(new Library{PrivateCopy(library, label), {}});
  try {
    held->loaded.load(held->copy.path(), boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
  } catch (const std::exception& e) {
    throw std::runtime_error("the library does not load: " + loader_words(e.what(), held->copy.path(), name));
  }
  const auto& descriptor = held->loaded.get<const PluginDescriptor>(kSymbol);
  char error[512] = "";
  Partner* made = descriptor.create(home.c_str(), error, sizeof error);
  if (made == nullptr) throw std::runtime_error(std::string("the plugin could not start: ") + (error[0] != '\0' ? error : "it does not say why"));
  return std::shared_ptr<const Partner>(made,
                                        [held, destroy = descriptor.destroy](const Partner* partner) { destroy(const_cast<Partner*>(partner)); });
}

}  // namespace caseway::host
