// A payload with its archives opened: each file of a ZIP is a part of its own, named without its folders. Workbooks, which are ZIPs too, stay whole.
// What systems leave behind in archives (__MACOSX/, .DS_Store, other names with a dot in front) is passed over.
#pragma once

#include <string>
#include <vector>

#include "caseway/partner.h"

namespace caseway::mapping {

bool is_archive(std::string_view bytes);

std::string head_of(const Part& part);  // its beginning (formats/beginning.h), as recognition sees it

class CASEWAY_API Unpacking : public PayloadSource {
 public:
  Unpacking(PayloadSource& from, const Context& context) : from_(from), context_(context) {}
  const Part* next() override;
  bool opened() const { return !files_.empty(); }  // whether the part at hand was in an archive, perhaps with others
  bool failed() const { return failed_; }          // an archive was refused; the issue is there

 private:
  PayloadSource& from_;
  const Context& context_;
  std::vector<Part> files_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace caseway::mapping
