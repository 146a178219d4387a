// A ZIP of files in memory (libarchive, deflated). Deterministic: no times, no owners, the files in the order given.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "caseway/export.h"

namespace caseway::formats {

class CASEWAY_API ZipWriter {
 public:
  ZipWriter();
  ~ZipWriter();
  void add(std::string_view name, std::string_view bytes);
  std::string finish();  // once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseway::formats
