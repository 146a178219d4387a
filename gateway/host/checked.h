// What came from a worker, looked at before the gateway uses it: a plugin may have overwritten anything in its process.
#pragma once

#include "caseway/partner.h"

#include <string>

namespace caseway::host {

// "" when sound; else what is wrong, without a value of the document. Linear.
std::string fault_in(const Document& document);
std::string fault_in(const Part& part);
std::string fault_in(const Issues& issues);
std::string fault_in(const Ledger& ledger);                     // names, rules and places are UTF-8; every index leads somewhere
std::string fault_in(const Ledger& ledger, const Tree& source);  // and it has a leaf for each node of what was written

}  // namespace caseway::host
