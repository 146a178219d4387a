// Something else that happens to have the name.
extern "C" __attribute__((visibility("default"))) const char caseway_plugin[400];
const char caseway_plugin[400] = "not a descriptor";
