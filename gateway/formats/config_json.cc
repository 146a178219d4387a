#include "formats/config_json.h"

#include "formats/json_reader.h"

namespace caseway::formats {
namespace {

class JsonConfig final : public JsonHandler {
 public:
  JsonConfig(std::string_view text, ConfigNode& root) : text_(text), root_(root) {}

  bool null(std::size_t offset) override {
    ConfigNode& node = place(offset);
    if (!open_.empty() && open_.back()->kind == ConfigNode::Kind::map) node.at = node.key_at;  // as for YAML, which points at what comes next
    return true;
  }
  bool boolean(bool value, std::size_t offset) override { return scalar(value ? "true" : "false", false, offset); }
  bool number(std::string_view text, std::size_t offset) override { return scalar(text, false, offset); }
  bool string(std::string_view text, std::size_t offset) override { return scalar(text, true, offset); }
  bool key(std::string_view text, std::size_t offset) override {
    key_ = text;
    key_at_ = position(offset);
    return true;
  }
  bool start_object(std::size_t offset) override { return open(ConfigNode::Kind::map, offset); }
  bool end_object(std::size_t) override { return close(); }
  bool start_array(std::size_t offset) override { return open(ConfigNode::Kind::list, offset); }
  bool end_array(std::size_t) override { return close(); }

 private:
  bool scalar(std::string_view text, bool quoted, std::size_t offset) {
    ConfigNode& node = place(offset);
    node.kind = ConfigNode::Kind::scalar;
    node.scalar = text;
    node.quoted = quoted;
    return true;
  }
  // Only the innermost open node grows, so the nodes around it stay where they are.
  bool open(ConfigNode::Kind kind, std::size_t offset) {
    ConfigNode& node = place(offset);
    node.kind = kind;
    open_.push_back(&node);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  ConfigNode& place(std::size_t offset) {
    const auto put = [this]() -> ConfigNode& {
      if (open_.empty()) return root_;
      if (open_.back()->kind == ConfigNode::Kind::list) return open_.back()->items.emplace_back();
      ConfigNode& member = open_.back()->members.emplace_back(key_, ConfigNode()).second;
      member.key_at = key_at_;
      return member;
    };
    ConfigNode& node = put();
    node.at = position(offset);
    return node;
  }
  // Offsets ascend, so counting goes on from the one before.
  Position position(std::size_t offset) {
    for (; counted_ < offset; ++counted_) {
      const char c = text_[counted_];
      if (c == '\n') {
        ++at_.line;
        at_.column = 1;
      } else {
        at_.column += (c & 0xC0) != 0x80;
      }
    }
    return at_;
  }

  std::string_view text_;
  ConfigNode& root_;
  std::vector<ConfigNode*> open_;
  std::string key_;
  Position key_at_;
  Position at_{1, 1};
  std::size_t counted_ = 0;
};

}  // namespace

bool read_json_config(std::string_view text, ConfigNode& node) {
  Issues unsaid;
  JsonConfig handler(text, node);
  const bool read = text.starts_with('{') && read_json(text, handler, Limits(), &Limits::json_bytes, unsaid);
  if (!read) node = ConfigNode();
  return read;
}

}  // namespace caseway::formats
