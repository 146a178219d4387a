// The one exported symbol of a plugin: `caseway_plugin`, plain data that the gateway reads from the file before it loads the library.
//
//   class HarborHousing : public caseway::MappingPartner {
//    public:
//     using MappingPartner::MappingPartner;            // takes the plugin's folder; a partner without folder has a default constructor
//   };
//   CASEWAY_PARTNER(HarborHousing)                     // once, at file scope, in one source file of the plugin
//
// The gateway makes one object per process, calls it from many threads, and destroys it before the library goes.
#pragma once

#include <cstdint>
#include <exception>
#include <string_view>
#include <type_traits>

#include "caseway/abi.h"
#include "caseway/partner.h"

// The ABI text: SDK header hash, compiler, libstdc++ and its modes, sanitizer. Gateway and plugin must have the very same.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CASEWAY_ABI_SANITIZER "address"
#elif __has_feature(thread_sanitizer)
#define CASEWAY_ABI_SANITIZER "thread"
#elif __has_feature(memory_sanitizer)
#define CASEWAY_ABI_SANITIZER "memory"
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define CASEWAY_ABI_SANITIZER "address"
#elif defined(__SANITIZE_THREAD__)
#define CASEWAY_ABI_SANITIZER "thread"
#endif
#ifndef CASEWAY_ABI_SANITIZER
#define CASEWAY_ABI_SANITIZER "none"
#endif
#ifdef _GLIBCXX_DEBUG
#define CASEWAY_ABI_CONTAINERS "checked"
#else
#define CASEWAY_ABI_CONTAINERS "plain"
#endif
#define CASEWAY_TEXT2(x) #x
#define CASEWAY_TEXT(x) CASEWAY_TEXT2(x)
#define CASEWAY_ABI_TEXT                                                                                                     \
  "sdk " CASEWAY_SDK_HASH "; compiler " __VERSION__ "; libstdc++ " CASEWAY_TEXT(_GLIBCXX_RELEASE) "; c++ abi " CASEWAY_TEXT( \
      __GXX_ABI_VERSION) "; cxx11 strings " CASEWAY_TEXT(_GLIBCXX_USE_CXX11_ABI) "; containers " CASEWAY_ABI_CONTAINERS      \
                                                                                 "; sanitizer " CASEWAY_ABI_SANITIZER

namespace caseway {

struct PluginDescriptor {
  std::uint32_t magic;                                                                   // kPluginMagic
  std::uint32_t size;                                                                    // of this struct
  char abi[240];                                                                         // CASEWAY_ABI_TEXT, zero-terminated
  Partner* (*create)(const char* home, char* error, std::uint32_t error_size) noexcept;  // null and a text on failure; home is the plugin's folder
  void (*destroy)(Partner*) noexcept;
};
constexpr std::uint32_t kPluginMagic = 0x43575031;  // "CWP1"

namespace detail {

inline void copy_text(char* to, std::uint32_t size, std::string_view text) {
  if (size == 0) return;
  to[text.copy(to, size - 1)] = '\0';
}

template <class P>
Partner* make_partner(const char* home) {
  static_assert(std::is_base_of_v<Partner, P>, "CASEWAY_PARTNER takes a class that derives from caseway::Partner");
  if constexpr (std::is_constructible_v<P, std::string_view>) {
    return new P(std::string_view(home));
  } else {
    return new P();
  }
}

// Exceptions end here: one that left the library would point into code that may be gone.
template <class P>
Partner* create(const char* home, char* error, std::uint32_t error_size) noexcept {
  try {
    return make_partner<P>(home);
  } catch (const std::exception& e) {
    copy_text(error, error_size, e.what());
  } catch (...) {
    copy_text(error, error_size, "its constructor threw something that is no std::exception");
  }
  return nullptr;
}

inline void destroy(Partner* partner) noexcept { delete partner; }

}  // namespace detail
}  // namespace caseway

#define CASEWAY_PARTNER(Class)                                                                                                        \
  extern "C" __attribute__((visibility("default"))) const ::caseway::PluginDescriptor caseway_plugin;                                 \
  const ::caseway::PluginDescriptor caseway_plugin = {::caseway::kPluginMagic, sizeof(::caseway::PluginDescriptor), CASEWAY_ABI_TEXT, \
                                                      &::caseway::detail::create<Class>, &::caseway::detail::destroy};
