// The one entry to archives: every untrusted archive byte of the product passes here (libarchive), and nothing is ever written to disk.
//
//   in      tar (ustar, pax, GNU), plain or as tar.gz, and ZIP (stored, deflated), told apart by their bytes
//   out     file by file in the order of the archive, each in pieces; folders are looked at but not told
//   names   UTF-8, relative, parts divided by '/'; a leading "./" is left out
//   refuses names that are absolute, begin with a drive, lead upwards or hold '\' or control characters; links and devices; two files of one
//           name; encrypted files; archives inside archives (where the inner one is taken); what is damaged or cut off, or is another format
//   limits  archive_bytes, archive_unpacked_bytes, archive_ratio, archive_entries; counted while unpacking, whatever the headers say
//   issues  archive.format, archive.name, archive.kind, archive.duplicate, archive.encrypted, archive.nested, limit.archive_*; all fatal
//   threads any; nothing is shared
#pragma once

#include <cstdint>
#include <string_view>

#include "caseway/export.h"
#include "caseway/limits.h"
#include "caseway/report.h"

namespace caseway::formats {

// What came before a refusal was handed over already: a handler keeps nothing for good until read_archive() has said true.
class CASEWAY_API ArchiveHandler {
 public:
  virtual ~ArchiveHandler() = default;
  enum class Want : std::uint8_t { take, pass, stop };  // stop: the handler has added its own issue
  virtual Want begin(std::string_view name) = 0;
  virtual bool data(std::string_view bytes) = 0;  // of a file that is taken; false to stop
  virtual bool end() = 0;
};

// True when the whole archive was read and the handler never said stop.
CASEWAY_API bool read_archive(std::string_view bytes, ArchiveHandler& handler, const Limits& limits, Issues& issues);

// Loads libarchive now: for a process that is about to give up opening files.
CASEWAY_API void start_archives();

}  // namespace caseway::formats
