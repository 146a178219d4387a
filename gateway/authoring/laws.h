// The laws of docs/mapping.md, asked of one document. x is a document of theirs, b one of ours.
//
//   read(write(read(x))) = read(x)   what was understood is understood again
//   write(read(x)) = norm(x)         x comes back; another spelling is told, a value that nobody read or that nobody said breaks it
//   read(write(b)) = project(b)      what writing says it wrote is read again
//
// Nothing is kept and no original is attached. Generated ids count by their order only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "authoring/their_places.h"
#include "mapping/mapping.h"
#include "mapping/plan.h"

namespace caseway::authoring {

enum class Law : std::uint8_t { none, readable, writable, understood_again, comes_back, project };
std::string_view law_formula(Law law);   // "read(write(read(x))) = read(x)"
std::string_view law_sentence(Law law);  // "what was read, written and read again is not the same"

// Where two documents that should say the same do not.
struct Divergence {
  std::string place;               // of theirs: "row 2, column dob"; of ours where there is none
  std::string in, back;            // what went in, what came back; "" is nothing
  std::vector<std::string> lines;  // of the mapping, that read or write this place
};

struct Verdict {
  Law law = Law::none;  // the broken one
  std::vector<Divergence> differences;
  std::string refusal;                  // readable, writable: the issue
  std::vector<Divergence> respellings;  // no law is broken
  bool broken() const { return law != Law::none; }
};

class Laws {
 public:
  explicit Laws(mapping::Mapping mapping);
  // What x is: everything that can be said, so it must be readable and writable; some of it; or that with cells left out, which is perhaps none
  // that the mapping is for.
  enum class Kind : std::uint8_t { whole, some, gaps };
  Verdict of_theirs(const std::vector<Part>& x, Kind kind) const;
  Verdict of_ours(const Document& b) const;
  // Everywhere else rules are not asked: they judge what a partner says, not how it is carried. Here x is read under them, and what keeps them when
  // it is read keeps them when it is written. `asked`: x does keep them.
  Verdict under_rules(const std::vector<Part>& x, bool& asked) const;
  std::vector<Part> written(const Document& b) const;

 private:
  struct Work;
  void find_conditional(mapping::Index block, bool conditional, std::vector<char>& seen);
  std::vector<Divergence> differences(const Work& once, const std::vector<Part>& x) const;
  struct Unread {
    std::vector<Divergence> hidden;  // a field without conditions is there for them: another one took their place
    bool others = false;             // values that no field of this document is for
  };
  Unread unread(const Work& once, const std::vector<Part>& x) const;
  std::vector<Divergence> unsaid(const std::vector<Divergence>& differences, const std::vector<Part>& x) const;
  std::vector<std::string> lines_of(const TheirPlace& place, const Work& work) const;
  mapping::Mapping mapping_;
  std::vector<char> conditional_;  // columns that are read under conditions only
  std::vector<char> read_;         // columns that are read into ours
  std::vector<char> completed_;    // columns of a crosswalk: what is empty follows from those beside it
};

}  // namespace caseway::authoring
