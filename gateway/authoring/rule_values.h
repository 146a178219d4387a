// What cells can say in a rule: the codes of a column whose fields all have a table; else what the rule asks for, what is beside it, and what the
// converters show.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "mapping/plan.h"
#include "mapping/rules.h"

namespace caseway::authoring {

class RuleValues {
 public:
  RuleValues(const mapping::Plan& plan, const mapping::Rule& rule);
  struct OfColumn {
    bool closed = false;  // by code tables
    std::vector<std::string> any;
    std::vector<std::string> asked;  // those that the rule itself names; all, when it names none
  };
  OfColumn of(mapping::Index column) const;

 private:
  bool codes(mapping::Index column, std::set<std::string>& all) const;
  void add(mapping::Index table, std::size_t place, std::set<std::string>& all) const;
  void words(mapping::Index column, std::set<std::string>& all) const;
  void add_beside(const std::string& literal, std::set<std::string>& all) const;

  const mapping::Plan& plan_;
  std::set<std::string> literals_;
  bool measures_ = false;
  bool lists_ = false;       // cells of several words
  std::size_t checked_ = 0;  // digits of a number that checks itself
};

}  // namespace caseway::authoring
