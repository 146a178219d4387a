#include "mapping/unpacking.h"

#include "formats/archive.h"
#include "formats/beginning.h"
#include "formats/byte_source.h"
#include "formats/xlsx.h"

namespace caseway::mapping {

namespace {

class Files : public formats::ArchiveHandler {
 public:
  Want begin(std::string_view name) override {
    const auto slash = name.rfind('/');
    const auto file = slash == std::string_view::npos ? name : name.substr(slash + 1);
    if (name.starts_with("__MACOSX/") || file.starts_with('.')) return Want::pass;
    files.push_back({std::string(file), "", {}});
    return Want::take;
  }
  bool data(std::string_view bytes) override {
    files.back().bytes += bytes;
    return true;
  }
  bool end() override { return true; }
  std::vector<Part> files;
};

}  // namespace

bool is_archive(std::string_view bytes) {
  return (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06") || bytes.starts_with("\x1f\x8b")) && !formats::is_workbook(bytes);
}

std::string head_of(const Part& part) {
  if (part.source == nullptr) {
    std::string made;
    return std::string(formats::beginning_of(part.bytes, made));
  }
  std::string head;
  formats::read_range(*part.source, 0, formats::kBeginning, head);
  return head;
}

const Part* Unpacking::next() {
  for (;;) {
    if (at_ < files_.size()) return &files_[at_++];
    files_.clear();
    const auto* part = from_.next();
    if (part == nullptr || !is_archive(part->bytes)) return part;
    Files gathered;
    at_ = 0;
    if (formats::read_archive(part->bytes, gathered, context_.limits, *context_.issues))
      files_ = std::move(gathered.files);
    else
      failed_ = true;
  }
}

}  // namespace caseway::mapping
