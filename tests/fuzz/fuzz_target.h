// One fuzz target per file: CASEWAY_FUZZ_TARGET(name, ".ext ...") { uses `bytes` }. The extensions say which fixtures are seeds too.
//
// With CASEWAY_FUZZ=ON a file is a libFuzzer program; otherwise all of them are linked into fuzz_replay_test, which replays the corpus. A broken
// promise is an exception that nobody catches (libFuzzer) or that the replay reports with its seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::fuzz {

struct BrokenPromise : std::logic_error {
  using std::logic_error::logic_error;
};

inline void promise(bool kept, const char* what) {
  if (!kept) throw BrokenPromise(what);
}

struct Target {
  std::string name;
  std::string extensions;  // of fixtures, separated by blanks
  void (*run)(std::string_view bytes);
};

// Every target linked into this program.
std::vector<Target>& targets();

struct Registration {
  Registration(const char* name, const char* extensions, void (*run)(std::string_view)) { targets().push_back({name, extensions, run}); }
};

}  // namespace caseway::fuzz

#ifdef CASEWAY_LIBFUZZER
#define CASEWAY_FUZZ_TARGET(name, extensions)                                         \
  static void fuzz_##name(std::string_view bytes);                                    \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
    fuzz_##name({reinterpret_cast<const char*>(data), size});                         \
    return 0;                                                                         \
  }                                                                                   \
  static void fuzz_##name(std::string_view bytes)
#else
#define CASEWAY_FUZZ_TARGET(name, extensions)                                               \
  static void fuzz_##name(std::string_view bytes);                                          \
  static const caseway::fuzz::Registration register_##name(#name, extensions, fuzz_##name); \
  static void fuzz_##name(std::string_view bytes)
#endif
