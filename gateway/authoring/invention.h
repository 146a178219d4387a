// Canonical documents made from a mapping: for each field that works both ways a value that its converter or code table knows.
// Deterministic: the same choices and number give the same document. For mapping check.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/partner.h"
#include "mapping/plan.h"
#include "mapping/tree/making.h"

namespace caseway::authoring {

class Invention {
 public:
  using Examples = std::map<const mapping::Field*, std::string>;
  enum class Choices : std::uint8_t { free, required };
  explicit Invention(const mapping::Plan& plan, Choices choices = Choices::free);  // other values in each document and instance
  Invention(const mapping::Plan& plan, Examples examples);                         // these where they can be read, and each group once
  // The fields a document may hold or not: those that are not required, or only those that reading requires; the others are always there.
  const std::vector<const mapping::Field*>& choices() const { return choices_; }
  // Fields of one column agree, as reading makes them, or say each its own, as somebody may have changed ours since.
  enum class Fields : std::uint8_t { agree, apart };
  Document document(const std::vector<char>& chosen, std::uint32_t number, Fields fields = Fields::agree) const;

 private:
  struct Work {
    mapping::Making making;
    const std::vector<char>& chosen;
    std::uint32_t number;
    std::uint32_t round = 0;  // the same for all fields of one row: fields of one column agree
    bool apart = false;
    int calls = 0;
    std::map<mapping::Index, std::string> said = {};   // by column: what the row at hand says there, in theirs
    std::map<mapping::Index, std::string> given = {};  // by column: what it must say, because the row around leads to it or it to that
  };
  void gather(mapping::Index block, Choices choices, std::vector<char>& seen);
  std::vector<mapping::Index> named_resources() const;
  std::set<DefId> named_elements(TypeId type) const;
  void fill_unnamed(mapping::Index variable, Work& work) const;
  bool wanted(const mapping::Field& field, const std::vector<char>& chosen) const;
  void fill_day(Work& work) const;
  void fill(mapping::Index block, Work& work) const;
  void fill_group(const mapping::Field& field, Work& work) const;
  bool is_turn(mapping::Index block, const mapping::Field& field, std::uint32_t turn) const;
  void give_link(const mapping::Field& field, Work& work) const;
  void fill_choose(const mapping::Field& field, Work& work) const;
  void fill_call(const mapping::Field& field, Work& work) const;
  bool leads_nowhere(const mapping::Field& field, const Work& work) const;
  void fill_relation(const mapping::Field& field, Work& work) const;
  void fill_value(const mapping::Field& field, Draft::Id at, Work& work, std::uint32_t n) const;
  bool fill_coding(const mapping::Field& field, Draft::Id at, Work& work) const;
  void fill_codes(const mapping::Field& field, Work& work) const;
  bool fill_missing(const mapping::Field& field, Work& work) const;
  const mapping::CodeTable::Row* row_for(const mapping::Field& field, const Work& work) const;
  const mapping::CodeTable::Row* example_row(const mapping::Field& field) const;
  const std::string* example(const mapping::Field& field) const;
  const mapping::Block* block_of(const mapping::Field& field) const;
  bool is_day(const mapping::Field& field) const;
  const mapping::Field* coded_twin(const mapping::Field& field) const;  // another field of the same place that has a code table

  const mapping::Plan& plan_;
  const Examples examples_;
  const bool once_ = false;
  std::vector<const mapping::Field*> choices_;
};

}  // namespace caseway::authoring
