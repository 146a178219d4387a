#include "mapping/record_keys.h"

namespace caseway::mapping {

void RecordKeys::note(std::string_view key, const Place& place) {
  const auto [before, fresh] = first_.try_emplace(std::string(key), First{file_, place});
  if (fresh) return;
  const auto& first = before->second;
  const bool other = first.file != file_;
  issues_.add(Severity::warning, "mapping.record.twice",
              {(file_.empty() || !other ? "" : "file " + file_ + ", ") + place.path, place.line, place.column},
              "this record has the key of the one at " + first.place.path + " (" + (other ? "file " + first.file + ", " : "") + "line " +
                  std::to_string(first.place.line) +
                  "), so the resources of both have the same ids, and who stores them keeps one; give each a key of its own");
}

}  // namespace caseway::mapping
