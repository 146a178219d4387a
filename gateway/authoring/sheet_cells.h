// The columns of a mapping's sheet: how each is said from a field's YAML, and which keys a changed cell changes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "authoring/yaml_text.h"
#include "formats/config_node.h"

namespace caseway::authoring {

struct SheetColumn {
  enum class Kind : std::uint8_t {
    line,      // which field it is
    text,      // one key, one text
    list,      // one key, several texts with semicolons
    place,     // ours: by its plain name where it has one
    form,      // as, accept, write, unit
    words,     // one key of a few words
    must,      // required, required_if
    the_rest,  // what the sheet cannot say
  };
  std::string_view header;
  Kind kind;
  std::string_view key;
};
std::span<const SheetColumn> sheet_columns();

// What a field says in a column.
std::string cell_of(const formats::ConfigNode& field, const SheetColumn& column);
// Changes the field so that it says `cell`; "" or a sentence why not.
std::string set_cell(const formats::ConfigNode& field, const SheetColumn& column, const std::string& cell, YamlText& text);
// A field of which a row says it all, as YAML.
std::string new_field(const std::vector<std::string>& cells, std::string& why_not);
// Whether its cells can be changed in a sheet: it relates one place of theirs to ours.
bool is_editable(const formats::ConfigNode& field);

}  // namespace caseway::authoring
