// Converters: how a value of theirs is spelled in ours, and back. Every converter is a pair; make_converter() knows them by the names that
// docs/mapping.md gives ("Converters"), one file per family: convert_text.cc, convert_date.cc, convert_number.cc, convert_cda_*.cc; those of a
// plugin are convert_own.cc.
//
//   text      works on a text: a CSV cell, an XML attribute, a text run, or an element's @value or text
//   element   works on an XML element with everything in it, and says itself what became of each leaf
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "caseway/converter.h"
#include "caseway/element.h"
#include "mapping/plan.h"

namespace caseway::mapping {

class XmlReading;
class XmlWriting;
class Target;

class CASEWAY_API Converter {
 public:
  virtual ~Converter();
  virtual bool for_elements() const { return false; }
  virtual bool gives_text() const { return !for_elements(); }      // ours is one text, not an element with parts
  virtual bool identifies() const { return false; }                // ours is an identifier: every character counts
  virtual bool is_date() const { return false; }                   // ours is a date, perhaps with a time of day
  virtual Way ways() const { return Way::both; }                   // one only: it has no inverse
  virtual bool is_prose() const { return false; }                  // words for people: a part of them is still worth having
  virtual bool zoneless(std::string_view) const { return false; }  // a time of day without a zone: its date is carried only

  // False when the text is not of this form; nothing is guessed. `ours` and `theirs` are overwritten.
  virtual bool read_text(std::string_view theirs, std::string& ours) const;
  virtual bool write_text(std::string_view ours, std::string& theirs) const;
  // The same of a cell that its workbook says is a date: an ISO date, whatever forms the mapping accepts in texts.
  virtual bool read_date(std::string_view iso, std::string& ours) const { return read_text(iso, ours); }
  // Whether a text of theirs, without white space around it, is ours as it stands: a quick answer; read_text() would give the text itself.
  virtual bool stands(std::string_view) const { return false; }

  // Makes what `element` of the source says below `to`. False when there was nothing to carry.
  virtual bool read_element(XmlReading& from, std::uint32_t element, Target& to) const;
  // Writes `ours` into the element `out`, which is made already. False when there is nothing to say.
  virtual bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const;

  virtual std::string_view xsi_type() const { return {}; }  // of an element `value` in C-CDA, which must name its type

  // For issues: the id ("mapping.date.bad") and the accepted forms ("MM/DD/YYYY or YYYY-MM-DD").
  virtual std::string_view issue() const { return "mapping.value.bad"; }
  virtual std::string forms() const { return {}; }
  // A sentence about a text that is refused for a reason of its own (two-digit years, spreadsheet serials); "" when there is none.
  virtual std::string_view refusal(std::string_view) const { return {}; }

  // The same with other accepted forms; nullptr where there is none of the kind.
  virtual std::shared_ptr<const Converter> accepting(const std::vector<std::string>&) const { return nullptr; }

  // A text of theirs that reads well, for generated documents (mapping check); `n` chooses one.
  virtual std::string example(std::uint32_t n) const;
};

struct ConverterOptions {
  std::vector<std::string> accept;  // date forms read, the first also when nothing else is said
  std::string write;                // date form written
  TypeId target = kNoType;          // type of the place in ours
  Format format = Format::csv;
  bool to_element = false;          // theirs is an XML element
  const Converters* own = nullptr;  // of the plugin that the mapping belongs to
};

// nullptr, with a sentence, when there is no such converter or an option does not fit.
CASEWAY_API std::shared_ptr<const Converter> make_converter(std::string_view name, const ConverterOptions& options, std::string& why_not);
std::vector<std::string_view> converter_names();
bool is_cda_type(std::string_view name);  // one of the data types of C-CDA, which are elements
// What is wrong with a pair of a plugin, in a sentence; "" when nothing is.
std::string why_no_pair(const ConverterPair& pair);
// The converter that fits a type when a field names none; "" when there is none.
CASEWAY_API std::string_view default_converter(std::string_view type, Format format, bool to_element);

}  // namespace caseway::mapping
