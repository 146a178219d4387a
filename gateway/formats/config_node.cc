#include "formats/config_node.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "formats/config_json.h"
#include "formats/encoding.h"

namespace caseway::formats {
namespace {

constexpr std::size_t kMaxBytes = 4u << 20;
constexpr std::size_t kMaxNodes = 500'000;  // after aliases are expanded
constexpr std::size_t kMaxDepth = 100;

std::string located(std::string_view file, Position at, std::string_view sentence) {
  std::string out(file);
  if (at.line > 0) {
    if (!out.empty()) out += ':';
    out += std::to_string(at.line) + ":" + std::to_string(at.column);
  }
  if (!out.empty()) out += ": ";
  out += sentence;
  return out;
}

// yaml-cpp counts from 0, and columns in bytes of UTF-8.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text), starts_{0} {
    for (std::size_t i = text.find('\n'); i != std::string_view::npos; i = text.find('\n', i + 1)) starts_.push_back(i + 1);
  }
  Position position(const YAML::Mark& mark) const {
    if (mark.is_null() || mark.line < 0) return {1, 1};
    const auto line = static_cast<std::size_t>(mark.line);
    const auto bytes = static_cast<std::size_t>(mark.column);
    std::uint32_t column = 1;
    if (line < starts_.size()) {
      const std::string_view before = text_.substr(starts_[line], bytes);
      column += static_cast<std::uint32_t>(std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xc0) != 0x80; }));
    }
    return {static_cast<std::uint32_t>(line + 1), column};
  }

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;
};

// Builds the tree from yaml-cpp's events: its own Node keeps neither key positions nor duplicate keys apart.
class Builder : public YAML::EventHandler {
 public:
  Builder(std::string_view file, const Lines& lines) : file_(file), lines_(lines) {}

  ConfigNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { value({}, mark, anchor); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& text) override {
    if (tag != "?" && tag != "!" && tag != "tag:yaml.org,2002:str")
      refuse(mark, "tags (`!`) have no meaning here; write the value in quotes if it begins with `!`");
    ConfigNode node;
    node.kind = ConfigNode::Kind::scalar;
    node.scalar = text;
    node.quoted = tag != "?";
    value(std::move(node), mark, anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) refuse(mark, "this alias is inside the value that it repeats");
    nodes_ += found->second.nodes;
    if (nodes_ > kMaxNodes) refuse(mark, "too large once its aliases are expanded");
    ConfigNode copy = found->second.node;
    value(std::move(copy), mark, YAML::NullAnchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(ConfigNode::Kind::list, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(ConfigNode::Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    ConfigNode node;
    YAML::anchor_t anchor;
    std::size_t nodes_before;
    std::set<std::string, std::less<>> keys;  // of a map, to find duplicates in linear time
    bool has_key = false;
    std::string key;
    Position key_at;
  };
  struct Anchored {
    ConfigNode node;
    std::size_t nodes;
  };

  [[noreturn]] void refuse(const YAML::Mark& mark, std::string_view sentence) const { throw ConfigError(file_, lines_.position(mark), sentence); }

  bool awaits_key() const { return !open_.empty() && open_.back().node.kind == ConfigNode::Kind::map && !open_.back().has_key; }

  void open(ConfigNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (awaits_key()) refuse(mark, "a key must be a plain word, not a list or a map");
    if (tag != "?" && tag != "!") refuse(mark, "tags (`!`) have no meaning here");
    if (open_.size() >= kMaxDepth) refuse(mark, "nested more than " + std::to_string(kMaxDepth) + " levels deep");
    Open next{{}, anchor, nodes_, {}, false, {}, {}};
    next.node.kind = kind;
    next.node.at = lines_.position(mark);
    open_.push_back(std::move(next));
  }
  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    if (done.anchor != YAML::NullAnchor) anchors_[done.anchor] = {done.node, nodes_ - done.nodes_before};
    place(std::move(done.node));
  }
  void value(ConfigNode node, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (awaits_key()) {
      take_key(node, mark);
      return;
    }
    node.at = lines_.position(mark);
    if (anchor != YAML::NullAnchor) anchors_[anchor] = {node, 1};
    place(std::move(node));
  }
  void take_key(const ConfigNode& node, const YAML::Mark& mark) {
    if (node.kind != ConfigNode::Kind::scalar) refuse(mark, "a key must be a plain word");
    Open& map = open_.back();
    if (!map.keys.insert(node.scalar).second) refuse(mark, "`" + node.scalar + "` stands twice in the same map");
    map.has_key = true;
    map.key = node.scalar;
    map.key_at = lines_.position(mark);
  }
  void place(ConfigNode node) {
    ++nodes_;
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == ConfigNode::Kind::list) {
      parent.node.items.push_back(std::move(node));
      return;
    }
    node.key_at = parent.key_at;
    if (node.kind == ConfigNode::Kind::null) node.at = parent.key_at;  // where nothing stands, yaml-cpp points at what comes next
    parent.node.members.emplace_back(std::move(parent.key), std::move(node));
    parent.has_key = false;
  }

  std::string_view file_;
  const Lines& lines_;
  ConfigNode root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::size_t nodes_ = 0;
};

}  // namespace

const ConfigNode* ConfigNode::find(std::string_view key) const {
  for (const auto& [name, node] : members) {
    if (name == key) return &node;
  }
  return nullptr;
}

std::string_view ConfigNode::text(std::string_view key, std::string_view otherwise) const {
  const ConfigNode* node = find(key);
  return node && node->kind == Kind::scalar ? std::string_view(node->scalar) : otherwise;
}

bool ConfigNode::flag(std::string_view key, bool otherwise) const {
  const ConfigNode* node = find(key);
  if (!node) return otherwise;
  if (node->kind == Kind::scalar && node->scalar == "true") return true;
  if (node->kind == Kind::scalar && node->scalar == "false") return false;
  throw ConfigError({}, node->at, "`" + std::string(key) + "` must be true or false");
}

ConfigError::ConfigError(std::string_view in_file, Position where, std::string_view sentence)
    : std::runtime_error(located(in_file, where, sentence)), file(in_file), at(where) {}

ConfigNode read_config(std::string_view text, std::string_view file) {
  if (text.size() > kMaxBytes) throw ConfigError(file, {}, "larger than 4 MiB, which no configuration needs; is it the right file?");
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
  if (!is_utf8(text)) throw ConfigError(file, {}, "not UTF-8; save it as UTF-8");
  if (text.find('\0') != std::string_view::npos) throw ConfigError(file, {}, "holds a NUL byte; it is no text file");
  ConfigNode json;
  if (read_json_config(text, json)) return json;
  const Lines lines(text);
  Builder builder(file, lines);
  std::istringstream in{std::string(text)};
  try {
    YAML::Parser parser(in);
    if (!parser.HandleNextDocument(builder)) return {};
    ConfigNode node = builder.take();
    Builder second(file, lines);
    if (parser.HandleNextDocument(second)) throw ConfigError(file, {}, "holds several documents (`---`); one is enough");
    return node;
  } catch (const YAML::Exception& e) {
    throw ConfigError(file, lines.position(e.mark), e.msg);
  }
}

ConfigNode read_config_file(const std::string& path) {
  if (std::filesystem::is_directory(path)) throw ConfigError(path, {}, "is a folder, not a file");
  std::ifstream in(path, std::ios::binary);
  if (!in) throw ConfigError(path, {}, std::string("cannot be opened: ") + std::strerror(errno));
  std::string whole;
  std::string chunk(1u << 16, '\0');
  while (whole.size() <= kMaxBytes && (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in.gcount() > 0)) {
    whole.append(chunk, 0, static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) throw ConfigError(path, {}, "cannot be read to its end");
  return read_config(whole, path);
}

}  // namespace caseway::formats
