// Milliseconds of CPU that this thread has used: what a test of speed asks for, whatever else the machine is doing.
#pragma once

#include <time.h>

namespace caseway {

inline double cpu_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace caseway
