// Canonical documents made from a mapping: for each field that works both ways a value that its converter or code table knows.
// Deterministic: the same choices and number give the same document. For mapping check.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/partner.h"
#include "mapping/making.h"
#include "mapping/plan.h"

namespace caseway::mapping {

class Invention {
 public:
  using Examples = std::map<const Field*, std::string>;
  enum class Choices : std::uint8_t { free, required };
  explicit Invention(const Plan& plan, Choices choices = Choices::free);  // other values in each document and instance
  Invention(const Plan& plan, Examples examples);                         // these where they can be read, and each group once
  // The fields a document may hold or not: those that are not required, or only those that reading requires; the others are always there.
  const std::vector<const Field*>& choices() const { return choices_; }
  // Fields of one column agree, as reading makes them, or say each its own, as somebody may have changed ours since.
  enum class Fields : std::uint8_t { agree, apart };
  Document document(const std::vector<char>& chosen, std::uint32_t number, Fields fields = Fields::agree) const;

 private:
  struct Work {
    Making making;
    const std::vector<char>& chosen;
    std::uint32_t number;
    std::uint32_t round = 0;  // the same for all fields of one row: fields of one column agree
    bool apart = false;
    int calls = 0;
    std::map<Index, std::string> said = {};   // by column: what the row at hand says there, in theirs
    std::map<Index, std::string> given = {};  // by column: what it must say, because the row around leads to it or it to that
  };
  void gather(Index block, Choices choices, std::vector<char>& seen);
  std::vector<Index> named_resources() const;
  bool wanted(const Field& field, const std::vector<char>& chosen) const;
  void fill(Index block, Work& work) const;
  void fill_group(const Field& field, Work& work) const;
  bool is_turn(Index block, const Field& field, std::uint32_t turn) const;
  void give_link(const Field& field, Work& work) const;
  void fill_choose(const Field& field, Work& work) const;
  void fill_call(const Field& field, Work& work) const;
  bool leads_nowhere(const Field& field, const Work& work) const;
  void fill_relation(const Field& field, Work& work) const;
  void fill_value(const Field& field, Draft::Id at, Work& work, std::uint32_t n) const;
  void fill_codes(const Field& field, Work& work) const;
  bool fill_missing(const Field& field, Work& work) const;
  const CodeTable::Row* row_for(const Field& field, const Work& work) const;
  const CodeTable::Row* example_row(const Field& field) const;
  const std::string* example(const Field& field) const;
  const Block* block_of(const Field& field) const;
  bool is_day(const Field& field) const;
  const Field* coded_twin(const Field& field) const;  // another field of the same place that has a code table

  const Plan& plan_;
  const Examples examples_;
  const bool once_ = false;
  std::vector<const Field*> choices_;
};

}  // namespace caseway::mapping
