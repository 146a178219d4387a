// Resources that come out the same but for their texts have one form. The form is made once, as every tree is made (places.h, Draft); after that
// its nodes are copied and the texts filled in.
//
//   Line    one thing to be made in a resource: a place for a text, a constant, a reference. Its lines, in order, say all of a resource but the texts
//   Branch  what was written so far of resources that began alike: the next line leads on to another branch, a known one as a rule
//   Form    where a resource has ended: its nodes, which of them take their text from which line, and what stands there always
//   Forms   those of a mapping so far. As many as a document needs are there while it is made; between documents they are forgotten when they have
//           become too many, so that a file in which no row is like another needs no more memory than that
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/element.h"
#include "mapping/plan.h"

namespace caseway::mapping {

struct Line {
  enum class Kind : std::uint8_t { instance, node, place, fresh, numbered, beside, absent, constants, fixed, label, reference };
  enum Flag : std::uint8_t { kAppended = 1, kAgain = 2 };  // references: one more of a list; instances may be linked to more than once
  Kind kind = Kind::node;
  std::uint8_t flags = 0;
  DefId def = kNoDef;      // beside: which element
  Index instance = kNone;  // of the resource: 0 is the resource itself, elements with variables of their own follow
  Index slot = kNone;      // instance: the instance that it stands in
  Index repeat = kNone;
  std::uint32_t n = 0;  // instance: the variable; numbered: which; beside: of which line; reference: equal numbers lead to one resource
  const std::vector<Constant>* what = nullptr;  // fixed
  bool operator==(const Line& other) const = default;
};

struct Form {
  struct Made {
    std::uint32_t node;  // Draft::kNone where the line made none, or one that was left out
    bool fills;          // the text of the line is the node's
  };
  std::vector<Node> nodes;  // of the resource; offsets of constants are into `text`
  std::string text;         // what is always there
  std::vector<Made> made;   // by line
  std::size_t values = 0;   // nodes with a text
};

struct Branch {
  Line line;
  Branch* before = nullptr;
  Branch* after = nullptr;  // the first of those that followed,
  Branch* next = nullptr;   // and what followed the branch before as well
  std::unique_ptr<Form> form;
};

class Forms {
 public:
  explicit Forms(const Plan& plan) : plan_(plan) {}

  // Branches and forms live until forget_many().
  Branch* begin() { return &begin_; }
  Branch* follow(Branch* at, const Line& line) {
    auto* const known = at->after;
    return known != nullptr && known->line == line ? known : turn(at, line);
  }
  // Of the resource whose lines have led there; `texts` are theirs, the first one's first.
  const Form& at(Branch* branch, std::span<const std::string_view> texts);
  void forget_many();  // when they are

 private:
  Branch* turn(Branch* at, const Line& line);

  const Plan& plan_;
  Branch begin_;
  std::deque<Branch> branches_;
  std::size_t nodes_ = 0;  // of all forms
};

}  // namespace caseway::mapping
