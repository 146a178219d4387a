// The places of theirs that a mapping's fields name, in words: one entry for each column, or for each path below the element of its group.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "authoring/field_nodes.h"
#include "authoring/guide.h"
#include "mapping/plan.h"

namespace caseway::authoring {

// Of a dialect of FHIR: the places where it is different, and what must hold.
void describe_fhir(const mapping::Plan& plan, const FieldNodes& nodes, Guide& guide);

class GuidePlaces {
 public:
  GuidePlaces(const mapping::Plan& plan, const FieldNodes& nodes, Guide& guide) : plan_(plan), nodes_(nodes), guide_(guide) {}
  void run();

 private:
  // What holds for the fields of a block: conditions of the groups around, how often they repeat, where they stand.
  struct Around {
    std::size_t section = 0;
    std::vector<std::string> conditions;
    std::string path;   // of elements
    bool rows = false;  // the section is one kind of row
  };
  void walk(mapping::Index block, const Around& around);
  void walk_group(const mapping::Field& field, const Around& around);
  void walk_template(const mapping::Field& field, const Around& around);
  void add(const mapping::Field& field, const Around& around);
  void add_columns(const mapping::Field& field, const Around& around);
  void add_path(const mapping::Field& field, std::size_t which, const Around& around);
  void describe(const mapping::Field& field, const Around& around, Guide::Place& place);
  void add_code_list(mapping::Index table, bool missing, std::string& name);
  std::size_t section(const std::string& title, const std::string& about);
  std::string tests_text(const std::vector<mapping::CellTest>& tests) const;
  std::string meaning_of(const mapping::Field& field) const;
  std::string format_of(const mapping::Field& field) const;
  std::string about_table(mapping::Index table) const;
  void place_unnamed_columns();
  std::string kinds_of_rows(mapping::Index column) const;

  const mapping::Plan& plan_;
  const FieldNodes& nodes_;
  Guide& guide_;
  std::vector<std::size_t> table_sections_;                           // by table of theirs
  std::map<std::pair<std::size_t, mapping::Index>, std::size_t> at_;  // section, column -> place
  std::set<mapping::Index> placed_;                                   // columns
  std::map<mapping::Index, std::set<std::string>> row_kinds_;         // column -> the values that tell kinds of rows
  std::map<std::string, std::size_t> code_lists_;
  std::set<std::string> templates_;  // described already
};

}  // namespace caseway::authoring
