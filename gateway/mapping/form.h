// Resources that come out the same but for their texts have one form. The form is made once, as every tree is made (places.h, Draft); after that
// the nodes are copied and the texts filled in.
//
//   Line    one thing to be made in a resource: a place for a value, a constant, a reference. The lines of a resource, in order, say all of its form
//   Form    the finished nodes, which of them take their text from which line, and what stands there always
//   Forms   those of a mapping so far, found by their lines. As many as a document needs are there while it is finished; between documents they are
//           forgotten when they have become too many, so that a file in which no row is like another needs no more memory than that
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "caseway/element.h"
#include "mapping/plan.h"

namespace caseway::mapping {

struct Line {
  enum class Kind : std::uint8_t { instance, node, place, fresh, numbered, beside, below, absent, constants, fixed, label, reference };
  Kind kind = Kind::node;
  bool says = false;       // has a text: offset and length
  bool appended = false;   // references: one more of a list,
  bool again = false;      // and instances may be linked to more than once
  DefId def = kNoDef;      // beside, below
  Index instance = kNone;  // of the resource: 0 is the resource itself, elements with variables of their own follow
  Index slot = kNone;      // instance: the instance it stands in
  Index repeat = kNone;
  std::uint32_t n = 0;  // instance: the variable; numbered: which; beside, below: of which line; reference: equal numbers lead to one resource
  const std::vector<Constant>* what = nullptr;  // fixed
  std::uint32_t offset = 0;
  std::uint32_t length = 0;

  // Whether it makes the same, whatever its text.
  bool like(const Line& other) const {
    return kind == other.kind && says == other.says && appended == other.appended && again == other.again && def == other.def &&
           instance == other.instance && slot == other.slot && repeat == other.repeat && n == other.n && what == other.what;
  }
};

struct Form {
  struct Filled {
    std::uint32_t node;
    std::uint32_t line;
  };
  std::vector<Line> lines;
  std::vector<Node> nodes;             // of the resource; offsets of constants are into `text`
  std::string text;                    // what is always there
  std::vector<Filled> filled;          // nodes whose text is a line's
  std::vector<std::uint32_t> node_of;  // per line; Draft::kNone where it made none, or one that was left out
  std::size_t values = 0;              // nodes with a text
};

class Forms {
 public:
  explicit Forms(const Plan& plan) : plan_(plan) {}
  // Lives until forget_many(). `text`: what the offsets of the lines are into.
  const Form& of(std::span<const Line> lines, std::string_view text);
  void forget_many();  // when they are

 private:
  std::unique_ptr<Form> make(std::span<const Line> lines, std::string_view text) const;

  const Plan& plan_;
  std::unordered_multimap<std::uint64_t, std::unique_ptr<Form>> forms_;
  std::size_t nodes_ = 0;  // of all
};

}  // namespace caseway::mapping
