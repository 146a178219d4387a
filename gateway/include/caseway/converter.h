// A converter of a plugin's own: how a text of theirs is spelled in ours, and back, where none that Caseway knows will do.
//
//   const caseway::Converters kOwn{{.name = "hours-minutes", .forms = "hours and minutes, as 1:30", .examples = {"1:30", "0:05"},
//                                   .read = minutes_of, .write = hours_of}};
//   explicit HarborHousing(std::string_view home) : MappingPartner(home, kOwn) {}         // mappings of the plugin say `as: hours-minutes`
//
// Both functions are held to what a Partner is held to (caseway/partner.h). They are the inverse of one another: for each example,
// write(read(x)) = x, and read(write(b)) = b of what was read; a pair that does not hold it is refused when the plugin starts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace caseway {

struct ConverterPair {
  std::string name;                   // small letters, digits and dashes; none of Caseway's own. plugin.json lists it in `converters`
  std::string forms;                  // what such a text looks like, for issues and the field guide: "hours and minutes, as 1:30"
  std::vector<std::string> examples;  // invented texts as they are written, one at least, for the field guide and generated documents

  // False when the text is not of this form; nothing is guessed. The second text is overwritten. Without one of them the pair works one way:
  // the fields that use it say `only: receiving` (there is no write) or `only: sending` (there is no read), or are refused.
  bool (*read)(std::string_view theirs, std::string& ours) = nullptr;
  bool (*write)(std::string_view ours, std::string& theirs) = nullptr;
};
using Converters = std::vector<ConverterPair>;

}  // namespace caseway
