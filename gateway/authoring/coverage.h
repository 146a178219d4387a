// What a mapping relates: each place of theirs and each element of ours, by the way it works; what R4 or US Core asks for and nobody fills.
#pragma once

#include <string>
#include <vector>

#include "mapping/plan.h"

namespace caseway::authoring {

struct Coverage {
  enum class How : std::uint8_t { both, receiving, sending, fixed, structure, ignored, kept };
  struct Row {
    std::string name;  // of theirs: a column or a path; of ours: "patient.name[use=official].family"
    How how = How::both;
    std::string why;  // ignored, given up: the reason
    std::string line;
  };
  struct Unfilled {
    std::string variable, element;  // "request", "intent"
    std::string_view by;            // "R4", "US Core"
  };
  // A field that carries any word into a place for which R4 requires one of a list: it has no `codes`.
  struct Uncoded {
    std::string element;  // "request.status"
    std::string line;
    std::string codes;  // the list, or how it begins
  };
  std::vector<Row> theirs, ours;
  std::vector<Uncoded> uncoded;
  std::vector<Unfilled> unfilled;
  std::vector<std::string> unused;  // "code table gender", "template person": there, and nobody uses it
};

std::string_view coverage_name(Coverage::How how);  // "both ways", "only received", ...

Coverage coverage_of(const mapping::Plan& plan);

}  // namespace caseway::authoring
