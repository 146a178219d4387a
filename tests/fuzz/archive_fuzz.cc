// An archive made by a recipe and then damaged. What is accepted kept every promise of formats/archive.h: names stay inside, no name comes twice, no
// more than the limits.
//
//   recipe  the kind (tar, tar.gz, zip), then a line for each entry: file NAME BYTES, folder NAME, link NAME, device NAME
#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "damage.h"
#include "formats/archive.h"
#include "formats/archive_builder.h"
#include "fuzz_target.h"

namespace caseway::formats {
namespace {

class Witness : public ArchiveHandler {
 public:
  std::size_t files = 0;
  std::size_t bytes = 0;

  Want begin(std::string_view name) override {
    fuzz::promise(!name.empty() && name.front() != '/' && name.find('\\') == std::string_view::npos, "a name is relative");
    fuzz::promise(("/" + std::string(name) + "/").find("/../") == std::string::npos, "a name does not lead upwards");
    fuzz::promise(names_.emplace(name).second, "no name comes twice");
    fuzz::promise(!open_, "a file ends before the next begins");
    ++files;
    open_ = files % 3 != 0;
    return open_ ? Want::take : Want::pass;
  }
  bool data(std::string_view piece) override {
    fuzz::promise(open_ && !piece.empty(), "bytes belong to a file that is taken");
    bytes += piece.size();
    return true;
  }
  bool end() override {
    fuzz::promise(open_, "what ends was begun");
    open_ = false;
    return true;
  }

 private:
  bool open_ = false;
  std::set<std::string> names_;
};

std::string archive_of(std::string_view recipe) {
  static const std::map<std::string, ArchiveKind> kKinds = {{"tar", ArchiveKind::tar}, {"tar.gz", ArchiveKind::tar_gz}, {"zip", ArchiveKind::zip}};
  std::istringstream words{std::string(recipe)};
  std::string kind;
  words >> kind;
  const auto known = kKinds.find(kind);
  if (known == kKinds.end()) return std::string(recipe);
  ArchiveBuilder builder(known->second);
  std::string verb;
  std::string name;
  for (int i = 0; i < 200 && words >> verb >> name; ++i) {
    if (verb == "folder") builder.folder(name);
    if (verb == "link") builder.symlink(name, "elsewhere");
    if (verb == "device") builder.device(name);
    if (std::size_t bytes = 0; verb == "file" && words >> bytes) builder.file(name, std::string(std::min<std::size_t>(bytes, 100'000), '*'));
  }
  return builder.bytes();
}

}  // namespace
}  // namespace caseway::formats

CASEWAY_FUZZ_TARGET(archive, ".tgz") {
  using namespace caseway;
  std::string archive;
  try {
    archive = formats::archive_of(fuzz::recipe_of(bytes));
  } catch (const std::runtime_error&) {
    return;  // a name that no archive can hold
  }
  fuzz::damage(archive, bytes);
  Limits limits;
  limits.archive_unpacked_bytes = 4u << 20;
  limits.archive_entries = 100;
  Issues issues;
  formats::Witness witness;
  const bool read = formats::read_archive(archive, witness, limits, issues);
  fuzz::promise(read == issues.empty(), "an archive is read exactly when there is no issue");
  fuzz::promise(witness.files <= limits.archive_entries && witness.bytes <= limits.archive_unpacked_bytes, "limits hold");
}
