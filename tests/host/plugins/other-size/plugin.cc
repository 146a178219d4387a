// The descriptor of some later gateway: same beginning, more fields.
#include "caseway/plugin.h"

struct LaterDescriptor {
  std::uint32_t magic;
  std::uint32_t size;
  char more[1000];
};
extern "C" __attribute__((visibility("default"))) const LaterDescriptor caseway_plugin;
const LaterDescriptor caseway_plugin = {caseway::kPluginMagic, sizeof(LaterDescriptor), "sdk of tomorrow"};
