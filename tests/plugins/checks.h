// What every case is held to. Each function is the body of one registered test.
#pragma once

#include <string>

#include "plugins/case.h"

namespace caseway::plugins_test {

void check_plugin(const std::string& plugin, const Fixtures& fixtures);  // it was loaded and has cases
void check_goldens(const Case& one);                                     // result, report and facts
void check_law(const Case& one);                                         // the round trip
void check_counts(const std::string& plugin, const Fixtures& fixtures);  // what its cases lose or set aside is no more than counts.json says
bool names_examples(const std::string& plugin);                          // has an examples.txt
void check_examples(const std::string& plugin);                          // the real documents that examples.txt names go through whole
// Of one of them, the values of the data elements that elements.txt (`list`) names come back from each form that the dialect writes.
void check_elements(const std::string& plugin, const std::string& list, const std::vector<Part>& payload, const std::string& name);
void check_pool(const Case& one);  // the round trip of random rows

}  // namespace caseway::plugins_test
