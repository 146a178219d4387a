// The text of a YAML file that is changed in place: a key of a map gets another value, or goes, and everything else stays byte for byte as it is,
// comments and layout too. What is written over several lines as a block (a list of dashes, a folded text) is not changed but refused.
//
//   YamlText text(bytes);
//   text.set(field, "doc", "Date of birth");      // `field` is a node of read_config(bytes)
//   text.remove(field, "example");
//   std::string changed = text.changed();
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/config_node.h"

namespace caseway::authoring {

class YamlText {
 public:
  explicit YamlText(std::string text);

  // False when it cannot be done; then nothing changes. `value` is YAML already: see yaml_scalar().
  bool set(const formats::ConfigNode& map, std::string_view key, const std::string& value);
  bool remove(const formats::ConfigNode& map, std::string_view key);
  // One more item behind the last of a list of dashes.
  bool append(const formats::ConfigNode& list, const std::string& item);
  std::string changed() const;
  bool has_changes() const { return !edits_.empty(); }

 private:
  struct Span {
    std::size_t begin, end;
  };
  struct Edit {
    std::size_t begin, end;
    std::string text;
  };
  std::size_t offset(formats::Position at) const;
  std::optional<Span> span_of(const formats::ConfigNode& value, bool flow) const;
  std::optional<std::size_t> end_of_quoted(std::size_t at) const;
  std::optional<std::size_t> end_of_flow(std::size_t at) const;
  std::size_t end_of_plain(std::size_t at, bool flow) const;
  std::optional<std::size_t> end_of(const formats::ConfigNode& node, bool flow) const;
  bool in_flow(const formats::ConfigNode& map) const;
  std::size_t end_of_line(std::size_t at) const;

  std::string text_;
  std::vector<std::size_t> lines_;  // where each begins
  std::vector<Edit> edits_;
};

// Quoted where YAML would understand it otherwise.
std::string yaml_scalar(std::string_view text);
std::string yaml_list(const std::vector<std::string>& items);

}  // namespace caseway::authoring
