// yes, no and unknown together: what is not known stays so, unless the other side decides.
#pragma once

#include "fhirpath/fhirpath.h"

namespace caseway::validation {

using fhirpath::Answer;

inline Answer answer(bool truth) { return truth ? Answer::yes : Answer::no; }
inline Answer negate(Answer a) { return a == Answer::unknown ? a : answer(a == Answer::no); }

inline Answer both(Answer a, Answer b) {
  if (a == Answer::no || b == Answer::no) return Answer::no;
  return a == Answer::yes && b == Answer::yes ? Answer::yes : Answer::unknown;
}

inline Answer either(Answer a, Answer b) { return negate(both(negate(a), negate(b))); }

}  // namespace caseway::validation
