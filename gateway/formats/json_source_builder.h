// Builds the trees of json_source.h from the reader's events, in one pass.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formats/json_reader.h"
#include "formats/json_source.h"

namespace caseway::formats {

class JsonSourceBuilder final : public JsonHandler {
 public:
  JsonSourceBuilder(std::string_view bytes, Position start, const JsonShape& shape, Issues& issues, const std::function<void(JsonRecord)>& take);
  void finish();  // after the last event: the record that is still open

  bool null(std::size_t offset) override { return scalar("", 4, offset); }
  bool boolean(bool value, std::size_t offset) override { return scalar(value ? "true" : "false", value ? 4 : 5, offset); }
  bool number(std::string_view text, std::size_t offset) override { return scalar(text, text.size(), offset); }
  bool string(std::string_view text, std::size_t offset) override { return scalar(text, 0, offset); }
  bool key(std::string_view text, std::size_t) override;
  bool start_object(std::size_t offset) override;
  bool end_object(std::size_t offset) override;
  bool start_array(std::size_t offset) override;
  bool end_array(std::size_t offset) override;

 private:
  struct Open {
    std::uint32_t node;  // XmlNode::kNone: an array, which is no node
    bool array;
    bool records;
    std::string name;  // of an array's items
  };
  bool scalar(std::string_view text, std::size_t length, std::size_t offset);
  void begin_value(std::size_t offset);
  void end_value(std::size_t end);
  void begin_record(std::size_t offset);
  void give(std::size_t end);
  std::uint32_t add(XmlNode::Kind kind, std::string_view name, bool item, Position at);
  std::uint32_t element(std::size_t offset);
  std::uint16_t intern(std::string_view name);
  Position place(std::size_t offset);
  void start_tree();

  std::string_view bytes_;
  const JsonShape& shape_;
  Issues& issues_;
  const std::function<void(JsonRecord)>& take_;
  std::unique_ptr<XmlSource> source_;
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, std::uint16_t, TextHash, std::equal_to<>> numbers_;
  std::vector<Open> open_;
  std::string key_;
  std::uint32_t base_ = XmlNode::kNone;
  std::size_t begin_ = 0;  // of the record
  std::size_t end_ = 0;
  std::uint32_t records_ = 0;
  std::size_t seen_ = 0;  // as far as lines are counted
  Position at_;           // of seen_
  bool too_many_names_ = false;
};

}  // namespace caseway::formats
