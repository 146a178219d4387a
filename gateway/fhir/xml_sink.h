// FHIR XML events into a Draft: knows which element every name means, what may stand there, and in which order.
#pragma once

#include <optional>

#include "caseway/limits.h"
#include "fhir/codec.h"
#include "fhir/followers.h"
#include "fhir/model.h"
#include "fhir/reading.h"
#include "fhir/xml_div.h"

namespace caseway::fhir {

constexpr std::string_view kFhirNamespace = "http://hl7.org/fhir";

class XmlSink final : public formats::XmlHandler {
 public:
  XmlSink(std::string_view bytes, const Limits& limits, Issues& issues, const ReadOptions& options);

  bool start_element(const formats::XmlName& name, std::span<const formats::XmlAttribute> attributes, formats::Position at) override;
  bool end_element(const formats::XmlName& name) override;
  bool text(std::string_view piece, formats::Position at) override;
  bool comment(std::string_view text) override;

  // The draft, unless something was refused.
  Draft* draft() { return draft_ && !failed_ ? &*draft_ : nullptr; }
  const Leaves& leaves() const { return leaves_; }
  const NodePlaces& places() const { return places_; }
  static formats::Position position(std::uint64_t place) { return {static_cast<std::uint32_t>(place >> 32), static_cast<std::uint32_t>(place)}; }

 private:
  using Attributes = std::span<const formats::XmlAttribute>;
  // An open element; a `place` is one that wraps a resource and is no node itself: <contained>, <resource>.
  struct Frame {
    bool place = false;
    bool empty = true;        // nothing came in it yet
    bool stray_text = false;  // said so already
    TypeId type = kNoType;
    DefId def = kNoDef;
    Draft::Id node = Draft::kNone;  // of a place: its parent's
    formats::Position at;
    DefId last = kNoDef;      // its last child's definition, kNoDef before the first
    std::uint32_t items = 0;  // how many of them
  };

  bool root(const formats::XmlName& name, Attributes attributes, formats::Position at);
  bool resource(const formats::XmlName& name, Attributes attributes, formats::Position at);
  bool child(const formats::XmlName& name, Attributes attributes, formats::Position at);
  DefId find_child(const Frame& parent, std::string_view name);
  bool may_follow(const Frame& parent, DefId def, formats::Position at);
  void take_attributes(const Frame& frame, Attributes attributes, formats::Position at);
  void unknown_attribute(const formats::XmlAttribute& attribute, formats::Position at);
  DefId attribute_def(const Frame& frame, const formats::XmlAttribute& attribute) const;
  void take_value(Draft::Id node, std::string_view value, formats::Position at);
  void open(DefId def, TypeId type, Draft::Id node, bool place, formats::Position at);
  void begin_div(Draft::Id node, formats::Position at);
  void end_div();

  static std::uint64_t place(formats::Position at) { return std::uint64_t{at.line} << 32 | at.column; }
  void leaf(Draft::Id node, Fate fate, formats::Position at) { leaves_.add(node, fate, place(at)); }
  Draft::Id add_node(Draft::Id parent, DefId def, formats::Position at);
  // Reports an error and goes on. Always true, for handlers that return it.
  bool refuse(std::string_view id, std::string text, formats::Position at, std::string_view name = {});
  // Refuses or reports, as the options say, the element that just began, and passes over it.
  bool unknown_element(std::string text, Attributes attributes, formats::Position at, std::string_view name);
  bool refuse_and_skip(std::string_view id, std::string text, Attributes attributes, formats::Position at, std::string_view name);
  // Passes over the element that just began: its leaves are undecided.
  bool skip_element(Attributes attributes, formats::Position at);
  bool skip_text(formats::Position at);
  bool end_skipped();
  bool stop(std::string_view id, std::string text, formats::Position at, std::string_view below = {});  // reports a fatal issue; always false
  std::string path(std::string_view name) const;

  std::string_view bytes_;
  Issues& issues_;
  const Limits& limits_;
  Leaves leaves_;
  NodePlaces places_;
  bool lenient_;
  std::optional<Draft> draft_;
  std::vector<Frame> frames_;
  Followers followers_;
  // The innermost element that is passed over.
  struct Skipped {
    bool empty = true;     // nothing came in it yet
    bool in_text = false;  // the event before was text: one run may come in pieces
    formats::Position at;
  };
  std::size_t skip_depth_ = 0;  // open elements inside something that is passed over, itself counted
  Skipped skipped_;
  DivSource source_;
  XmlDiv div_;
  std::size_t div_depth_ = 0;  // open elements of a div
  bool div_sliced_ = false;    // it was taken from the source, its events are passed over
  Draft::Id div_node_ = Draft::kNone;
  formats::Position div_at_;
  DefId bundle_entry_;
  bool failed_ = false;
};

}  // namespace caseway::fhir
