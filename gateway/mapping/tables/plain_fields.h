// What the runner of rows looks at for each field, side by side. Most fields are plain: one cell, one place, and a converter or a table of single
// codes between them; what such a cell needs is found here, and a field itself is looked at when a cell is out of the ordinary.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "mapping/convert/converter.h"
#include "mapping/plan.h"

namespace caseway::mapping {

// The codes of theirs of one column.
class CodeIndex {
 public:
  explicit CodeIndex(const CodeTable& table);
  const CodeTable::Row* find(std::string_view code) const;

 private:
  static std::size_t hash(std::string_view code);
  std::vector<const CodeTable::Row*> rows_;  // open addressing
};

struct ReadField {
  const Field* field = nullptr;
  bool rows = false;  // a group of rows
  bool plain = false;
  // of plain fields
  bool identifier = false;
  bool required = false;
  Index column = kNone;  // kNone: that of the group's number
  const OursPath* path = nullptr;
  const Converter* convert = nullptr;
  const CodeIndex* codes = nullptr;
  DefId display = kNoDef;  // beside the code
};

// The receiving fields of each block, in order. Lifetime: the plan must outlive it.
class ReadFields {
 public:
  explicit ReadFields(const Plan& plan);
  const std::vector<ReadField>& of(Index block) const { return blocks_[block]; }

 private:
  ReadField look_at(const Field& field);
  bool is_dated(const Field& field) const;

  const Plan& plan_;
  std::vector<std::unique_ptr<CodeIndex>> codes_;  // by table, where a plain field has one
  std::vector<std::vector<ReadField>> blocks_;
};

}  // namespace caseway::mapping
