// The one exported symbol of a plugin: `caseway_plugin`, plain data that is compared before any function is called.
#pragma once

#include "caseway/partner.h"

#include <cstdint>

namespace caseway {

// The ABI text: header version, compiler, libstdc++ ABI, sanitizer. Gateway and plugin must have the very same.
#if defined(__SANITIZE_ADDRESS__)
#define CASEWAY_ABI_SANITIZER "address"
#elif defined(__SANITIZE_THREAD__)
#define CASEWAY_ABI_SANITIZER "thread"
#else
#define CASEWAY_ABI_SANITIZER "none"
#endif
#define CASEWAY_TEXT2(x) #x
#define CASEWAY_TEXT(x) CASEWAY_TEXT2(x)
#define CASEWAY_SDK_VERSION 1  // raised whenever a header of caseway/ changes what a plugin sees
#define CASEWAY_ABI_TEXT                                                                                                   \
  "caseway-sdk " CASEWAY_TEXT(CASEWAY_SDK_VERSION) "; compiler " __VERSION__ "; gxx-abi " CASEWAY_TEXT(__GXX_ABI_VERSION) \
  "; cxx11-abi " CASEWAY_TEXT(_GLIBCXX_USE_CXX11_ABI) "; sanitizer " CASEWAY_ABI_SANITIZER

struct PluginDescriptor {
  std::uint32_t magic;  // kPluginMagic
  std::uint32_t size;   // of this struct
  char abi[240];        // CASEWAY_ABI_TEXT, zero-terminated
  Partner* (*create)(const char* home, char* error, std::uint32_t error_size) noexcept;  // null and a text on failure; home is the plugin's folder
  void (*destroy)(Partner*) noexcept;
};
constexpr std::uint32_t kPluginMagic = 0x43575031;  // "CWP1"

namespace detail {
void copy_text(char* to, std::uint32_t size, std::string_view text);
template <class P>
P* make_partner(const char* home) {
  if constexpr (std::is_constructible_v<P, std::string_view>) {
    return new P(std::string_view(home));
  } else {
    return new P();
  }
}
}  // namespace detail

}  // namespace caseway

#define CASEWAY_PARTNER(Class)                                                                                         \
  extern "C" __attribute__((visibility("default"))) const ::caseway::PluginDescriptor caseway_plugin;                 \
  const ::caseway::PluginDescriptor caseway_plugin = {                                                                \
      ::caseway::kPluginMagic, sizeof(::caseway::PluginDescriptor), CASEWAY_ABI_TEXT,                                 \
      [](const char* home, char* error, std::uint32_t error_size) noexcept -> ::caseway::Partner* {                   \
        try {                                                                                                          \
          return ::caseway::detail::make_partner<Class>(home);                                                        \
        } catch (const std::exception& e) {                                                                            \
          ::caseway::detail::copy_text(error, error_size, e.what());                                                  \
        } catch (...) {                                                                                                \
          ::caseway::detail::copy_text(error, error_size, "the plugin's constructor threw something unknown");        \
        }                                                                                                              \
        return nullptr;                                                                                                \
      },                                                                                                               \
      [](::caseway::Partner* partner) noexcept { delete partner; }}

inline void caseway::detail::copy_text(char* to, std::uint32_t size, std::string_view text) {
  if (size == 0) return;
  const auto n = text.size() < size - 1 ? text.size() : size - 1;
  text.copy(to, n);
  to[n] = '\0';
}
