// Documents that were read and that the receiver does not get, while the others of their payload go on: what is said of each, and what of it their
// sender can mend.
//
//   a value is missing, has no word there, breaks a rule   what the receiver's dialect says; the sender's rows, with it, belong into the repair file
//   policy.value_withheld (error)                          the dialect needs a value that is there and that the policy withholds
//   policy.focus_withheld                                  the policy withholds what the document is about: a referral that is none for housing
//
// The last two are nothing that a sender is told, or could mend.
#pragma once

#include <cstdint>
#include <vector>

#include "exchange/parties.h"
#include "policy/policy.h"

namespace caseway::exchange {

class Refusals {
 public:
  explicit Refusals(const Party& receiver) : receiver_(receiver) {}

  // One document; false when the policy withholds what it is about, and with that all of it.
  bool add(const Refusal& refusal, const Document& document, const policy::View& view);

  std::uint64_t count() const { return count_; }
  void tell(bool others_go_on, Issues& issues) const;  // whose focus is withheld is an error only where nothing else goes on

  // For Context::refused: by the number among those that were read.
  std::vector<Refusal> for_the_sender() const;

 private:
  const Party& receiver_;
  std::uint64_t count_ = 0;
  Issues said_;
  std::vector<Issue> without_focus_;
  std::vector<Refusal> of_sender_;
};

}  // namespace caseway::exchange
