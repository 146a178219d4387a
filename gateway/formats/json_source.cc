#include "formats/json_source.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "formats/json_source_builder.h"

namespace caseway::formats {

namespace {
constexpr std::size_t kMaxBytes = 0x7fffffff;  // offsets are 32 bits
constexpr std::string_view kItem = "item";
constexpr std::string_view kBlank = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// A whole object on the first line and another below it.
bool stands_on_lines(std::string_view bytes) {
  const auto end = bytes.find('\n');
  if (end == std::string_view::npos) return false;
  const auto first = trimmed(bytes.substr(0, end));
  return first.starts_with('{') && first.ends_with('}') && trimmed(bytes.substr(end)).starts_with('{');
}
}  // namespace

JsonSourceBuilder::JsonSourceBuilder(std::string_view bytes, Position start, const JsonShape& shape, Issues& issues,
                                     const std::function<void(JsonRecord)>& take)
    : bytes_(bytes), shape_(shape), issues_(issues), take_(take), at_(start) {
  start_tree();
}

void JsonSourceBuilder::start_tree() {
  source_ = std::make_unique<XmlSource>();
  source_->pointers_ = true;
  source_->names_.emplace_back();
  numbers_.clear();
  base_ = XmlNode::kNone;
}

// Offsets only grow, so that every byte is looked at once; columns count code points.
Position JsonSourceBuilder::place(std::size_t offset) {
  for (; seen_ < offset && seen_ < bytes_.size(); ++seen_) {
    const auto c = static_cast<unsigned char>(bytes_[seen_]);
    if (c == '\n') {
      ++at_.line;
      at_.column = 1;
    } else if ((c & 0xC0u) != 0x80u) {
      ++at_.column;
    }
  }
  return at_;
}

std::uint16_t JsonSourceBuilder::intern(std::string_view name) {
  if (name.empty()) return 0;
  if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
  if (source_->names_.size() > std::numeric_limits<std::uint16_t>::max()) {
    too_many_names_ = true;
    return 0;
  }
  const auto number = static_cast<std::uint16_t>(source_->names_.size());
  source_->names_.emplace_back(name);
  numbers_.emplace(name, number);
  return number;
}

std::uint32_t JsonSourceBuilder::add(XmlNode::Kind kind, std::string_view name, bool item, Position at) {
  auto parent = XmlNode::kNone;
  for (auto open = open_.rbegin(); open != open_.rend() && parent == XmlNode::kNone && !source_->nodes_.empty(); ++open) parent = open->node;
  const auto index = static_cast<std::uint32_t>(source_->nodes_.size());
  source_->nodes_.push_back({kind, item, intern(name), parent, index + 1, XmlNode::kNone, static_cast<std::uint32_t>(source_->heap_.size()), 0, at});
  return index;
}

// The element of the value that begins here; items of arrays are marked, so that path() knows them.
std::uint32_t JsonSourceBuilder::element(std::size_t offset) {
  const auto at = place(offset);
  if (open_.empty() || source_->nodes_.empty()) return add(XmlNode::Kind::element, {}, false, at);
  return add(XmlNode::Kind::element, open_.back().array ? std::string_view(open_.back().name) : std::string_view(key_), open_.back().array, at);
}

// A record begins a tree of its own: with the page around it, or, in an array at the top, by itself.
void JsonSourceBuilder::begin_record(std::size_t offset) {
  if (base_ != XmlNode::kNone) {
    give(end_);
    start_tree();
    if (open_.size() > 1) add(XmlNode::Kind::element, {}, false, place(offset));
  }
  base_ = static_cast<std::uint32_t>(source_->nodes_.size());
  begin_ = offset;
  source_->record_ = base_;
  source_->ordinal_ = records_++;
}

void JsonSourceBuilder::begin_value(std::size_t offset) {
  if (open_.empty()) {
    base_ = 0;
    begin_ = offset;
  } else if (open_.back().records) {
    begin_record(offset);
  }
}

void JsonSourceBuilder::end_value(std::size_t end) {
  if (open_.empty() ? base_ == 0 : open_.back().records) end_ = end;
}

bool JsonSourceBuilder::scalar(std::string_view text, std::size_t length, std::size_t offset) {
  begin_value(offset);
  const auto at = element(offset);
  const auto run = static_cast<std::uint32_t>(source_->nodes_.size());
  auto& source = *source_;
  source.nodes_.push_back({XmlNode::Kind::text, false, 0, at, run + 1, static_cast<std::uint32_t>(source.leaf_nodes_.size()),
                           static_cast<std::uint32_t>(source.heap_.size()), static_cast<std::uint32_t>(text.size()), source.nodes_[at].at});
  source.leaf_nodes_.push_back(run);
  source.heap_.append(text);
  source.nodes_[at].end = run + 1;
  end_value(offset + std::max(length, text.size()));
  return true;
}

bool JsonSourceBuilder::key(std::string_view text, std::size_t) {
  key_ = text;
  return true;
}

bool JsonSourceBuilder::start_object(std::size_t offset) {
  begin_value(offset);
  const auto node = element(offset);
  open_.push_back({node, false, false, {}});
  if (!too_many_names_) return true;
  issues_.add(Severity::fatal, "limit.names", {{}, at_.line, at_.column}, "The document has more than 65535 different names of members.");
  return false;
}

bool JsonSourceBuilder::end_object(std::size_t offset) {
  source_->nodes_[open_.back().node == XmlNode::kNone ? 0 : open_.back().node].end = static_cast<std::uint32_t>(source_->nodes_.size());
  open_.pop_back();
  end_value(offset + 1);
  return true;
}

bool JsonSourceBuilder::start_array(std::size_t offset) {
  if (open_.empty() && shape_.records) {
    open_.push_back({XmlNode::kNone, true, true, {}});
    return true;
  }
  if (open_.size() == 1 && !open_.back().array && shape_.records && !shape_.list.empty() && key_ == shape_.list) {
    base_ = XmlNode::kNone;
    open_.push_back({XmlNode::kNone, true, true, key_});
    return true;
  }
  if (!open_.empty() && !open_.back().array) {
    open_.push_back({XmlNode::kNone, true, false, key_});
    return true;
  }
  begin_value(offset);
  const auto node = element(offset);
  source_->nodes_[node].structural = true;
  open_.push_back({node, true, false, std::string(kItem)});
  return true;
}

bool JsonSourceBuilder::end_array(std::size_t offset) {
  const auto node = open_.back().node;
  const bool records = open_.back().records;
  open_.pop_back();
  if (node == XmlNode::kNone) return true;
  source_->nodes_[node].end = static_cast<std::uint32_t>(source_->nodes_.size());
  if (!records) end_value(offset + 1);
  return true;
}

void JsonSourceBuilder::give(std::size_t end) {
  source_->nodes_.front().end = static_cast<std::uint32_t>(source_->nodes_.size());
  take_({std::move(source_), base_, base_ == XmlNode::kNone ? std::string_view() : bytes_.substr(begin_, end - begin_)});
}

// A text that was cut off leaves objects open; they end here.
void JsonSourceBuilder::finish() {
  for (const auto& open : open_)
    if (open.node != XmlNode::kNone && open.node < source_->nodes_.size())
      source_->nodes_[open.node].end = static_cast<std::uint32_t>(source_->nodes_.size());
  end_ = std::max(begin_, end_);
  if (source_ != nullptr && !source_->nodes_.empty()) give(end_);
}

bool read_json_records(std::string_view bytes, const JsonShape& shape, const Limits& limits, Issues& issues,
                       const std::function<void(JsonRecord)>& take) {
  Limits bounded = limits;
  bounded.json_bytes = std::min(limits.json_bytes, kMaxBytes);
  const auto read = [&](std::string_view text, Position start) {
    Issues found;
    JsonSourceBuilder builder(text, start, shape, found, take);
    const bool good = read_json(text, builder, bounded, &Limits::json_bytes, found);
    for (auto issue : found.all()) {
      if (issue.place.line > 0) issue.place.line += start.line - 1;
      issues.add(std::move(issue));
    }
    if (good) builder.finish();
    return good;
  };
  if (!shape.records || !stands_on_lines(bytes)) return read(bytes, {1, 1});
  bool good = true;
  Position at{1, 1};
  for (std::size_t begin = 0; begin < bytes.size(); ++at.line) {
    const auto end = std::min(bytes.find('\n', begin), bytes.size());
    const auto line = bytes.substr(begin, end - begin);
    if (!trimmed(line).empty()) good = read(line, at) && good;
    begin = end + 1;
  }
  return good;
}

bool read_json_head(std::string_view head, const JsonShape& shape, const Limits& limits, JsonRecord& first) {
  if (shape.records && stands_on_lines(head)) head = head.substr(0, head.find('\n'));
  Issues ignored;
  bool found = false;
  const std::function<void(JsonRecord)> take = [&](JsonRecord record) {
    if (!found) first = std::move(record);
    found = true;
  };
  JsonSourceBuilder builder(head, {1, 1}, shape, ignored, take);
  read_json(head, builder, limits, &Limits::json_bytes, ignored);
  builder.finish();
  return found;
}

}  // namespace caseway::formats
