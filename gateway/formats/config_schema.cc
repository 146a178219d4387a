// A walker over the part of JSON Schema draft-04 that our schemas use; why it is our own: docs/decisions/0301-our-own-schema-walker.md.
//
//   known    $ref (#/definitions/...), type, enum, required, properties, patternProperties, additionalProperties, items, minItems, maxItems,
//            uniqueItems, minimum, maximum, minLength, maxLength, pattern, anyOf, oneOf (as anyOf); title, description, default say nothing here
//   differs  a plain scalar is a string too where a string is asked for: ConfigNode keeps its text, so `version: 1.0` stays "1.0"
//   spec     https://json-schema.org/draft-04/draft-fge-json-schema-validation-00
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <regex>
#include <set>

#include "formats/config_node.h"

namespace caseway::formats {
namespace {

using Kind = ConfigNode::Kind;
using Names = std::vector<std::string_view>;

bool is_integer(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

bool has_type(const ConfigNode& node, std::string_view type) {
  const bool plain = node.kind == Kind::scalar && !node.quoted;
  if (type == "object") return node.kind == Kind::map;
  if (type == "array") return node.kind == Kind::list;
  if (type == "null") return node.kind == Kind::null;
  if (type == "string") return node.kind == Kind::scalar;
  if (type == "boolean") return plain && (node.scalar == "true" || node.scalar == "false");
  if (type == "integer") return plain && is_integer(node.scalar);
  return type == "number" && plain && is_number(node.scalar);
}

std::string_view in_words(std::string_view type) {
  if (type == "object") return "a map (`key: value` lines)";
  if (type == "array") return "a list";
  if (type == "string") return "text";
  if (type == "boolean") return "true or false";
  if (type == "integer") return "a whole number";
  return type == "number" ? "a number" : "empty";
}

std::string joined(const Names& words, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? std::string(" ") + std::string(last) + " " : std::string(", ");
    out += words[i];
  }
  return out;
}

Names scalars(const ConfigNode& list) {
  Names out;
  if (list.kind == Kind::scalar) out.push_back(list.scalar);
  for (const ConfigNode& item : list.items) out.push_back(item.scalar);
  return out;
}

std::string suggestion(std::string_view word, const Names& known) {
  const std::string_view near = nearest(word, known);
  if (!near.empty()) return "; did you mean `" + std::string(near) + "`?";
  return known.empty() ? std::string() : "; known are " + joined(known, "and");
}

double number_of(const ConfigNode& node) { return std::strtod(node.scalar.c_str(), nullptr); }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

// One check of one tree; faults in the order found.
class Check {
 public:
  Check(const ConfigNode& schema, std::string_view file) : root_(schema), file_(file) {}

  void node(const ConfigNode& node, const ConfigNode& unresolved, const std::string& path) {
    const ConfigNode& schema = resolved(unresolved);
    if (!type(node, schema, path)) return;
    if (node.kind == Kind::map) map(node, schema, path);
    if (node.kind == Kind::list) list(node, schema, path);
    if (node.kind == Kind::scalar) scalar(node, schema, path);
    for (std::string_view keyword : {"anyOf", "oneOf"}) {
      if (const ConfigNode* alternatives = schema.find(keyword)) any_of(node, *alternatives, path);
    }
  }
  std::vector<ConfigError> take() { return std::move(faults_); }

 private:
  const ConfigNode& resolved(const ConfigNode& schema) const {
    const std::string_view reference = schema.text("$ref");
    if (reference.empty()) return schema;
    constexpr std::string_view kDefinitions = "#/definitions/";
    const ConfigNode* definitions = root_.find("definitions");
    const ConfigNode* found =
        definitions && reference.substr(0, kDefinitions.size()) == kDefinitions ? definitions->find(reference.substr(kDefinitions.size())) : nullptr;
    if (!found) throw ConfigError("schema", schema.at, "no definition " + std::string(reference));
    return resolved(*found);
  }

  void fault(Position at, const std::string& path, std::string_view sentence) {
    faults_.emplace_back(file_, at, path.empty() ? std::string(sentence) : path + ": " + std::string(sentence));
  }

  bool type(const ConfigNode& node, const ConfigNode& schema, const std::string& path) {
    const ConfigNode* wanted = schema.find("type");
    if (!wanted) return true;
    const Names types = scalars(*wanted);
    if (std::any_of(types.begin(), types.end(), [&](std::string_view t) { return has_type(node, t); })) return true;
    Names words;
    for (std::string_view t : types) words.push_back(in_words(t));
    std::string sentence = node.kind == Kind::null ? "is empty; must be " + joined(words, "or") : "must be " + joined(words, "or");
    const bool only_quotes = node.quoted && (is_number(node.scalar) || node.scalar == "true" || node.scalar == "false");
    if (only_quotes) sentence += "; take the quotes away";
    fault(node.at, path, sentence);
    return false;
  }

  void map(const ConfigNode& node, const ConfigNode& schema, const std::string& path) {
    const ConfigNode* properties = schema.find("properties");
    const ConfigNode* patterns = schema.find("patternProperties");
    const ConfigNode* additional = schema.find("additionalProperties");
    for (const auto& [key, value] : node.members) {
      const std::string below = path.empty() ? key : path + "." + key;
      const ConfigNode* known = properties ? properties->find(key) : nullptr;
      if (!known && patterns) known = by_pattern(*patterns, key);
      if (known) {
        this->node(value, *known, below);
      } else if (additional && additional->kind == Kind::map) {
        this->node(value, *additional, below);
      } else if (additional && additional->scalar == "false") {
        unknown_key(node, key, value, properties, path);
      }
    }
    if (const ConfigNode* required = schema.find("required")) required_keys(node, *required, properties, path);
  }

  static const ConfigNode* by_pattern(const ConfigNode& patterns, const std::string& key) {
    for (const auto& [pattern, schema] : patterns.members) {
      if (std::regex_search(key, std::regex(pattern))) return &schema;
    }
    return nullptr;
  }

  void unknown_key(const ConfigNode& map, const std::string& key, const ConfigNode& value, const ConfigNode* properties, const std::string& path) {
    Names free;  // keys that do not stand there already
    if (properties) {
      for (const auto& member : properties->members) {
        if (!map.find(member.first)) free.push_back(member.first);
      }
    }
    fault(value.key_at, path, "unknown key `" + key + "`" + suggestion(key, free));
  }

  void required_keys(const ConfigNode& map, const ConfigNode& required, const ConfigNode* properties, const std::string& path) {
    for (const ConfigNode& key : required.items) {
      if (map.find(key.scalar)) continue;
      const ConfigNode* schema = properties ? properties->find(key.scalar) : nullptr;
      const std::string_view what = schema ? resolved(*schema).text("description") : std::string_view();
      fault(map.at, path, "key `" + key.scalar + "` is missing" + (what.empty() ? "" : ": " + std::string(what)));
    }
  }

  void list(const ConfigNode& node, const ConfigNode& schema, const std::string& path) {
    if (const ConfigNode* least = schema.find("minItems"); least && static_cast<double>(node.items.size()) < number_of(*least)) {
      fault(node.at, path, "needs at least " + least->scalar + (least->scalar == "1" ? " item" : " items"));
    }
    if (const ConfigNode* most = schema.find("maxItems"); most && static_cast<double>(node.items.size()) > number_of(*most)) {
      fault(node.at, path, "takes at most " + most->scalar + " items");
    }
    std::set<std::string_view> seen;
    const ConfigNode* items = schema.find("items");
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const ConfigNode& item = node.items[i];
      const bool twice = schema.text("uniqueItems") == "true" && item.kind == Kind::scalar && !seen.insert(item.scalar).second;
      if (twice) fault(item.at, path, "`" + item.scalar + "` stands twice");
      if (items) this->node(item, *items, path + "[" + std::to_string(i) + "]");
    }
  }

  void scalar(const ConfigNode& node, const ConfigNode& schema, const std::string& path) {
    if (const ConfigNode* values = schema.find("enum")) {
      const Names known = scalars(*values);
      if (std::find(known.begin(), known.end(), node.scalar) == known.end())
        fault(node.at, path, "unknown value `" + node.scalar + "`" + suggestion(node.scalar, known));
    }
    if (const ConfigNode* least = schema.find("minimum"); least && is_number(node.scalar) && number_of(node) < number_of(*least)) {
      fault(node.at, path, "must be at least " + least->scalar);
    }
    if (const ConfigNode* most = schema.find("maximum"); most && is_number(node.scalar) && number_of(node) > number_of(*most)) {
      fault(node.at, path, "must be at most " + most->scalar);
    }
    if (const ConfigNode* least = schema.find("minLength"); least && static_cast<double>(characters(node.scalar)) < number_of(*least)) {
      fault(node.at, path, node.scalar.empty() ? "must not be empty" : "must have at least " + least->scalar + " characters");
    }
    if (const ConfigNode* most = schema.find("maxLength"); most && static_cast<double>(characters(node.scalar)) > number_of(*most)) {
      fault(node.at, path, "must have at most " + most->scalar + " characters");
    }
    if (const ConfigNode* pattern = schema.find("pattern"); pattern && !std::regex_search(node.scalar, std::regex(pattern->scalar))) {
      fault(node.at, path, "does not have the form " + pattern->scalar);
    }
  }

  // Reports the alternative that fits best: of those with the right type, the one with the fewest faults.
  void any_of(const ConfigNode& node, const ConfigNode& alternatives, const std::string& path) {
    std::vector<ConfigError> best;
    std::size_t best_score = static_cast<std::size_t>(-1);
    for (const ConfigNode& alternative : alternatives.items) {
      Check check(root_, file_);
      check.node(node, alternative, path);
      if (check.faults_.empty()) return;
      const ConfigNode* types = resolved(alternative).find("type");
      const Names names = types ? scalars(*types) : Names();
      const bool right_type = names.empty() || std::any_of(names.begin(), names.end(), [&](std::string_view t) { return has_type(node, t); });
      const std::size_t score = check.faults_.size() + (right_type ? 0 : 1'000'000);
      if (score < best_score) {
        best = check.take();
        best_score = score;
      }
    }
    std::move(best.begin(), best.end(), std::back_inserter(faults_));
  }

  const ConfigNode& root_;
  std::string_view file_;
  std::vector<ConfigError> faults_;
};

}  // namespace

std::vector<ConfigError> check_schema(const ConfigNode& node, std::string_view file, std::string_view schema_json) {
  const ConfigNode schema = read_config(schema_json, "schema");
  Check check(schema, file);
  check.node(node, schema, "");
  std::vector<ConfigError> faults = check.take();
  std::stable_sort(faults.begin(), faults.end(),
                   [](const ConfigError& a, const ConfigError& b) { return std::pair(a.at.line, a.at.column) < std::pair(b.at.line, b.at.column); });
  return faults;
}

}  // namespace caseway::formats
