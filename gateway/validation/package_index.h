// The definitions of all packages by type and canonical URL. A definition is parsed when it is first asked for, once.
//
//   threads  add() from one; find() from many
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "caseway/element.h"
#include "caseway/report.h"
#include "validation/package_files.h"
#include "validation/package_scan.h"

namespace caseway::validation {

class PackageIndex {
 public:
  // Every definition with a canonical URL in the package. Of two with one URL and one version the one that stands in front counts.
  enum class Rank { front, behind };
  void add(const std::string& label, const std::shared_ptr<const PackageFiles>& files, Rank rank);

  const Tree* find(std::string_view type, std::string_view canonical) const;
  bool has(std::string_view type, std::string_view canonical) const { return locate(type, canonical) != nullptr; }
  bool has_url(std::string_view type, std::string_view canonical) const { return versions_of(type, canonical) != nullptr; }
  std::vector<std::string> urls(std::string_view type) const;
  std::size_t size() const { return definitions_.size(); }
  Issues faults() const;

 private:
  struct Definition {
    ResourceHead head;
    std::string label;  // of its package
    std::string file;
    std::shared_ptr<const PackageFiles> files;
    std::once_flag once;
    Tree tree;  // empty when it could not be read
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  template <class Value>
  using ByName = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;
  using Versions = std::vector<Definition*>;  // of one URL, the newest first

  void enter(Definition& definition, Rank rank);
  const Versions* versions_of(std::string_view type, std::string_view canonical) const;
  Definition* locate(std::string_view type, std::string_view canonical) const;
  void read(Definition& definition) const;
  void fault(const std::string& label, const std::string& file, std::string why) const;

  std::deque<Definition> definitions_;  // addresses stay
  ByName<ByName<Versions>> by_type_;
  mutable std::mutex faults_guard_;
  mutable Issues faults_;
};

}  // namespace caseway::validation
