// Takes any JSON: for whoever only asks whether a text is JSON, or whether it keeps the limits.
#pragma once

#include "formats/json_reader.h"

namespace caseway::formats {

class AnyJson final : public JsonHandler {
 public:
  bool null(std::size_t) override { return true; }
  bool boolean(bool, std::size_t) override { return true; }
  bool number(std::string_view, std::size_t) override { return true; }
  bool string(std::string_view, std::size_t) override { return true; }
  bool key(std::string_view, std::size_t) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool end_object(std::size_t) override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array(std::size_t) override { return true; }
};

}  // namespace caseway::formats
