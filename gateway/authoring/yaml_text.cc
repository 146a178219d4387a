#include "authoring/yaml_text.h"

#include <algorithm>

namespace caseway::authoring {

using formats::ConfigNode;

YamlText::YamlText(std::string text) : text_(std::move(text)), lines_{0} {
  for (auto at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) lines_.push_back(at + 1);
}

// Columns count characters.
std::size_t YamlText::offset(formats::Position at) const {
  if (at.line == 0 || at.line > lines_.size()) return text_.size();
  auto byte = lines_[at.line - 1];
  if (at.line == 1 && text_.starts_with("\xEF\xBB\xBF")) byte += 3;
  for (std::uint32_t column = 1; column < at.column && byte < text_.size(); ++column) {
    ++byte;
    while (byte < text_.size() && (static_cast<unsigned char>(text_[byte]) & 0xC0u) == 0x80u) ++byte;
  }
  return byte;
}

std::size_t YamlText::end_of_line(std::size_t at) const { return std::min(text_.find('\n', at), text_.size()); }

std::optional<std::size_t> YamlText::end_of_quoted(std::size_t at) const {
  const char quote = text_[at];
  for (++at; at < text_.size(); ++at) {
    if (quote == '"' && text_[at] == '\\') {
      ++at;
    } else if (text_[at] == quote) {
      if (quote == '\'' && at + 1 < text_.size() && text_[at + 1] == '\'')
        ++at;
      else
        return at + 1;
    }
  }
  return std::nullopt;
}

// Behind the bracket that closes the one here.
std::optional<std::size_t> YamlText::end_of_flow(std::size_t at) const {
  int depth = 0;
  bool word_begins = true;  // a quote inside a word is none
  for (; at < text_.size(); ++at) {
    const char c = text_[at];
    if (word_begins && (c == '"' || c == '\'')) {
      const auto end = end_of_quoted(at);
      if (!end) return std::nullopt;
      at = *end - 1;
    } else if (c == '#' && at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == '\n')) {
      at = end_of_line(at);
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      if (--depth == 0) return at + 1;
    }
    if (c != ' ' && c != '\n') word_begins = c == '[' || c == '{' || c == ',' || c == ':';
  }
  return std::nullopt;
}

std::size_t YamlText::end_of_plain(std::size_t at, bool flow) const {
  auto end = at;
  for (; end < text_.size(); ++end) {
    const char c = text_[end];
    if (flow ? c == ',' || c == '}' || c == ']' : c == '\n') break;
    if (c == '#' && end > at && (text_[end - 1] == ' ' || text_[end - 1] == '\n')) break;
  }
  while (end > at && (text_[end - 1] == ' ' || text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
  return end;
}

bool YamlText::in_flow(const ConfigNode& map) const {
  const auto at = offset(map.at);
  return at < text_.size() && text_[at] == '{';
}

// A scalar, or a list or map in brackets. Nothing for what stands in lines of its own.
std::optional<YamlText::Span> YamlText::span_of(const ConfigNode& value, bool flow) const {
  const auto begin = offset(value.at);
  if (begin >= text_.size()) return std::nullopt;
  const char c = text_[begin];
  if (value.kind == ConfigNode::Kind::scalar && value.quoted) {
    if (c != '"' && c != '\'') return std::nullopt;  // a block scalar, or an anchor
    const auto end = end_of_quoted(begin);
    return end ? std::optional(Span{begin, *end}) : std::nullopt;
  }
  if (value.kind == ConfigNode::Kind::scalar) {
    const auto end = end_of_plain(begin, flow);
    if (text_.substr(begin, end - begin) != value.scalar) return std::nullopt;  // folded over lines
    return Span{begin, end};
  }
  if (c != '[' && c != '{') return std::nullopt;
  const auto end = end_of_flow(begin);
  return end ? std::optional(Span{begin, *end}) : std::nullopt;
}

// Behind the last thing of a node, whatever its layout.
std::optional<std::size_t> YamlText::end_of(const ConfigNode& node, bool flow) const {
  if (const auto span = span_of(node, flow)) return span->end;
  if (node.kind == ConfigNode::Kind::list && !node.items.empty()) return end_of(node.items.back(), false);
  if (node.kind == ConfigNode::Kind::map && !node.members.empty()) return end_of(node.members.back().second, false);
  return std::nullopt;
}

bool YamlText::set(const ConfigNode& map, std::string_view key, const std::string& value) {
  const bool flow = in_flow(map);
  if (const auto* old = map.find(key)) {
    const auto span = span_of(*old, flow);
    if (!span) return false;
    edits_.push_back({span->begin, span->end, value});
    return true;
  }
  if (map.members.empty()) return false;
  const auto end = end_of(map.members.back().second, flow);
  if (!end) return false;
  if (flow) {
    edits_.push_back({*end, *end, ", " + std::string(key) + ": " + value});
    return true;
  }
  const auto at = end_of_line(*end);
  const auto indent = map.members.front().second.key_at.column - 1;
  edits_.push_back({at, at, "\n" + std::string(indent, ' ') + std::string(key) + ": " + value});
  return true;
}

bool YamlText::remove(const ConfigNode& map, std::string_view key) {
  const bool flow = in_flow(map);
  for (std::size_t i = 0; i < map.members.size(); ++i) {
    const auto& [name, value] = map.members[i];
    if (name != key) continue;
    const auto span = span_of(value, flow);
    if (!span || (i == 0 && map.members.size() == 1)) return false;
    const auto begin = offset(value.key_at);
    if (flow && i > 0) {
      const auto before = end_of(map.members[i - 1].second, true);
      if (!before) return false;
      edits_.push_back({*before, span->end, ""});
    } else if (flow) {
      edits_.push_back({begin, offset(map.members[1].second.key_at), ""});
    } else {
      const auto line = text_.rfind('\n', begin);
      const auto from = line == std::string::npos ? 0 : line + 1;
      if (i == 0 || from == 0 || text_.find_first_not_of(' ', from) != begin) return false;  // on the line of the dash
      edits_.push_back({from - 1, end_of_line(span->end), ""});
    }
    return true;
  }
  return true;
}

bool YamlText::append(const ConfigNode& list, const std::string& item) {
  if (list.items.empty()) return false;
  const auto& last = list.items.back();
  const auto begin = offset(last.at);
  const auto end = end_of(last, false);
  if (!end || begin < 2) return false;
  const auto dash = text_.rfind("- ", begin);
  const auto line = dash == std::string::npos ? std::string::npos : text_.rfind('\n', dash);
  if (dash == std::string::npos) return false;
  const auto indent = dash - (line == std::string::npos ? 0 : line + 1);
  const auto at = end_of_line(*end);
  edits_.push_back({at, at, "\n" + std::string(indent, ' ') + "- " + item});
  return true;
}

std::string YamlText::changed() const {
  auto edits = edits_;
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
  std::string made;
  std::size_t at = 0;
  for (const auto& edit : edits) {
    made.append(text_, at, edit.begin - at);
    made += edit.text;
    at = edit.end;
  }
  return made.append(text_, at, std::string::npos);
}

std::string yaml_scalar(std::string_view text) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  constexpr std::string_view kInside = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./ ";
  constexpr std::string_view kWords[] = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "True", "False", "Null", "Yes", "No"};
  const bool plain = !text.empty() && kPlain.find(text.front()) != std::string_view::npos &&
                     text.find_first_not_of(kInside) == std::string_view::npos && text.back() != ' ' &&
                     std::find(std::begin(kWords), std::end(kWords), text) == std::end(kWords);
  if (plain) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n')
      quoted += "\\n";
    else if (c == '\t')
      quoted += "\\t";
    else if (static_cast<unsigned char>(c) >= 0x20)
      quoted += c;
  }
  return quoted + "\"";
}

std::string yaml_list(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const auto& item : items) text += (text.size() > 1 ? ", " : "") + yaml_scalar(item);
  return text + "]";
}

}  // namespace caseway::authoring
