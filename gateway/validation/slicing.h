// Which slice of a sliced element a member belongs to.
//
//   value, pattern  what the discriminator's path leads to has the fixed value, pattern or required binding that the slice gives for that path, or
//                   for what is below it
//   type            it has a type that the slice allows there; through resolve() the type of the resource
//   exists          it is there where the slice has min 1, not there where the slice has max 0
//   profile         it conforms to the profile that the slice names there
//   spec            https://hl7.org/fhir/R4/profiling.html#discriminator
#pragma once

#include <limits>

#include "validation/examination.h"

namespace caseway::validation {

class Slicer {
 public:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  struct Place {
    std::size_t slice = kNone;  // index into the sliced rule's slices: the first that fits
    bool undecided = false;     // in none for sure, but a code that cannot be
                                // judged here could put it in one
  };

  Slicer(const Examination& examination, const Profile& profile, const ElementRule& sliced);

  bool usable() const { return !discriminators_.empty(); }  // slices without discriminators cannot be told apart
  Place place_of(Element member) const;

 private:
  struct Spot {  // what a slice says at the end of a discriminator's path
    const Profile* profile = nullptr;
    const ElementRule* rule = nullptr;
  };
  Answer fits(Element member, const ElementRule& slice) const;
  Answer fits(Element member, const ElementRule& slice, const Discriminator& discriminator) const;
  Answer has_value(const std::vector<Element>& reached, const Spot& spot) const;
  Answer has_type(const std::vector<Element>& reached, const Spot& spot, bool through_reference) const;
  Answer conforms(const std::vector<Element>& reached, const Spot& spot, bool through_reference) const;
  Answer matches_below(Element element, const Spot& spot, bool& says_something) const;
  Spot spot_of(const ElementRule& slice, const std::vector<Step>& path) const;
  Spot child_of(const Spot& spot, const std::string& name, int depth = 0) const;
  Spot extension_of(const Spot& spot, const std::string& url) const;
  Spot profile_of(const std::vector<std::string>& profiles) const;

  const Examination& examination_;
  const Profile& profile_;
  const ElementRule& sliced_;
  std::vector<Discriminator> discriminators_;
};

}  // namespace caseway::validation
