// The text of a file of any size as UTF-8, in constant memory: what bytes in memory are to a reader that may look at all of them at once.
//
//   how       The file is looked through once: its encoding (as sniff_encoding() finds it), whether that holds to the end, and NUL bytes. What is
//             not UTF-8 is converted into a temporary file (Spool).
//   errors    std::system_error, as formats/byte_source.h
//   lifetime  the source outlives it
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "formats/byte_source.h"

namespace caseway::formats {

class TextFile {
 public:
  TextFile(const ByteSource& bytes, std::string_view encoding);  // as told; "" finds out

  const std::string& encoding() const { return encoding_; }
  bool good() const { return good_; }                   // the bytes are in that encoding
  bool ascii() const { return ascii_; }                 // of the text
  std::uint64_t nul_line() const { return nul_line_; }  // the first line with a NUL, from 1; 0 when there is none
  std::uint64_t begin() const { return begin_; }        // behind the byte order mark
  std::uint64_t end() const { return text().size(); }
  // Bytes [begin, end) of the text in place of what `to` held.
  void range(std::uint64_t begin, std::uint64_t end, std::string& to) const { read_range(text(), begin, end, to); }

 private:
  const ByteSource& text() const { return converted_ ? static_cast<const ByteSource&>(*converted_) : bytes_; }
  bool look_through();  // whether the text is well-formed UTF-8
  bool convert();

  const ByteSource& bytes_;
  std::string encoding_;
  bool good_ = true;
  bool ascii_ = true;
  std::uint64_t nul_line_ = 0;
  std::uint64_t begin_ = 0;
  std::optional<Spool> spool_;
  std::optional<FileBytes> converted_;
};

}  // namespace caseway::formats
