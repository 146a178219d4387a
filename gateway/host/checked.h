// What a plugin handed over, looked at before the gateway uses it. After a worker all of it is checked: a plugin may have overwritten anything in
// its process. In this process only what costs little and protects from a careless plugin: names and ledgers.
//
// Each function gives "" when the thing is sound, else what is wrong, without a value of the document. All are linear.
#pragma once

#include <string>
#include <string_view>

#include "caseway/partner.h"

namespace caseway::host {

std::string fault_in(const Document& document);
std::string fault_in(const Part& part);
std::string fault_in(const Issues& issues);
std::string fault_in(const Ledger& rest);  // of leaves that belong to no document

// The ledger of reading leads into `tree`, that of writing comes from it: one slot for each node.
std::string fault_in_reading(const Ledger& ledger, const Tree& tree);
std::string fault_in_writing(const Ledger& ledger, const Tree& tree);

// Whether a name may become a file's: UTF-8 of at most 200 bytes, no slash, backslash or control character, no leading dot. "" is no name, and fine.
bool safe_name(std::string_view name);
// Whether a text may stand in a header as a media type: "" or printable ASCII, 100 bytes at most.
bool safe_media_type(std::string_view type);

}  // namespace caseway::host
