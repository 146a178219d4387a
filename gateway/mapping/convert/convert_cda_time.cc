// Times of C-CDA: ts, ivl-ts and its ends, pivl, eivl.
#include "mapping/convert/cda_time.h"
#include "mapping/convert/convert_cda.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

// TS, or one end of an IVL_TS, to a date, dateTime or instant.
class PointInTime : public ElementConverter {
 public:
  enum class End { any, low, high };
  PointInTime(End end, TypeId target) : end_(end), precision_(precision_of(name_of(target))) {}
  bool for_elements() const override { return end_ != End::any || elements_; }
  bool is_date() const override { return true; }
  explicit PointInTime(TypeId target, bool elements) : end_(End::any), precision_(precision_of(name_of(target))), elements_(elements) {}

  bool read_text(std::string_view theirs, std::string& ours) const override {
    bool zoneless = false;
    return time_from_cda(trimmed(theirs), precision_, ours, zoneless);
  }
  bool write_text(std::string_view ours, std::string& theirs) const override { return time_to_cda(ours, theirs); }
  bool zoneless(std::string_view theirs) const override {
    bool without = false;
    std::string ours;
    return time_from_cda(trimmed(theirs), precision_, ours, without) && without;
  }
  std::string_view issue() const override { return "cda.time.shape"; }
  std::string forms() const override { return "YYYYMMDDHHMMSS+ZZZZ, shortened at the end"; }
  std::string example(std::uint32_t n) const override {
    return std::to_string(2001 + n % 20) + "0" + std::to_string(1 + n % 9) + std::to_string(10 + n % 18);
  }

  bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const override {
    std::string text;
    if (!ours.has_value() || !time_to_cda(ours.value(), text)) return false;
    const auto at = end_ == End::any ? out : to.add(out, end_ == End::low ? Word::low : Word::high);
    to.attribute(at, Word::value, text);
    to.mark(ours, text == ours.value() ? Fate::copied : Fate::converted);
    return true;
  }

 protected:
  // The attribute that holds the time: that of the end, or the element's own.
  Node place(XmlReading& from, Node element) const {
    for (const auto& [end, name] : {std::pair{End::low, Word::low}, std::pair{End::high, Word::high}})
      if (end_ == end || (end_ == End::any && end == End::low && from.attribute(element, Word::value) == kAbsent)) {
        const auto child = from.child(element, name);
        if (child != kAbsent && from.attribute(child, Word::value) != kAbsent) return from.attribute(child, Word::value);
      }
    return end_ == End::high ? kAbsent : from.attribute(element, Word::value);
  }
  bool says_something(XmlReading& from, Node element) const override { return place(from, element) != kAbsent; }
  Draft::Id begin(XmlReading& from, Node element, Target& to) const override {
    const auto at = place(from, element);
    std::string ours;
    bool zoneless = false;
    if (time_from_cda(trimmed(from.value(at)), precision_, ours, zoneless)) {
      if (zoneless) from.no_zone(at);
      return to.node();
    }
    from.issue(Severity::warning, issue(), at, "this is no point in time that can be carried; accepted: " + forms());
    return Draft::kNone;
  }
  bool read(XmlReading& from, Node element, Draft::Id node, Target&) const override {
    const auto at = place(from, element);
    std::string ours;
    bool zoneless = false;
    time_from_cda(trimmed(from.value(at)), precision_, ours, zoneless);
    from.making().set(node, ours);
    from.mark(at, ours == from.value(at) ? Fate::copied : Fate::converted, node);
    return true;
  }

 private:
  End end_;
  Precision precision_;
  bool elements_ = true;
};

// An interval that goes to a Period, or where ours may be either, to a dateTime when it is a point: one value, or two ends that say the same.
class Interval : public ElementConverter {
 public:
  bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const override {
    if (ours.type() == "Period") return cda::write_period(to, out, ours);
    std::string text;
    if (!ours.has_value() || !time_to_cda(ours.value(), text)) return false;
    to.attribute(out, Word::value, text);
    to.mark(ours, Fate::converted);
    return true;
  }

 protected:
  bool says_something(XmlReading& from, Node element) const override { return says_time(from, element); }
  Draft::Id begin(XmlReading& from, Node element, Target& to) const override {
    if (to.type() != kNoType) return to.node();
    const bool point = from.attribute(element, Word::value) != kAbsent || one_instant(from, element);
    const auto* def = choice_of(to, from, point ? "dateTime" : "Period");
    if (def == nullptr) return Draft::kNone;
    to.choose(*def);
    return to.node();
  }
  bool read(XmlReading& from, Node element, Draft::Id node, Target& to) const override {
    if (name_of(from.making().draft().type(node)) == "Period") return cda::read_period(from, element, node);
    if (!one_instant(from, element)) return read_point(from, from.attribute(element, Word::value), node, to);
    from.mark(end_value(from, element, Word::high), Fate::converted, node);
    return read_point(from, end_value(from, element, Word::low), node, to);
  }

 private:
  static Node end_value(XmlReading& from, Node element, Word end) {
    const auto child = from.child(element, end);
    return child == kAbsent ? kAbsent : from.attribute(child, Word::value);
  }
  static bool one_instant(XmlReading& from, Node element) {
    const auto low = end_value(from, element, Word::low);
    const auto high = end_value(from, element, Word::high);
    return from.attribute(element, Word::value) == kAbsent && low != kAbsent && high != kAbsent && from.value(low) == from.value(high);
  }
  static bool read_point(XmlReading& from, Node value, Draft::Id node, Target&) {
    std::string ours;
    bool zoneless = false;
    if (!time_from_cda(trimmed(from.value(value)), Precision::date_time, ours, zoneless)) return false;
    if (zoneless) from.no_zone(value);
    from.making().set(node, ours);
    from.mark(value, Fate::converted, node);
    return true;
  }
};

// How often: one part of a Timing, beside its bounds.
class Frequency : public Whole {
 public:
  Frequency() : Whole(cda::read_timing, cda::write_timing, says_timing) {}

 protected:
  bool taken(Draft&, Draft::Id) const override { return false; }
};

}  // namespace

std::shared_ptr<const Converter> cda_time_converter(std::string_view name, const ConverterOptions& options) {
  if (name == "ts") return std::make_shared<PointInTime>(options.target, options.to_element);
  if (name == "ivl-ts-low") return std::make_shared<PointInTime>(PointInTime::End::low, options.target);
  if (name == "ivl-ts-high") return std::make_shared<PointInTime>(PointInTime::End::high, options.target);
  if (name == "ivl-ts") return std::make_shared<Interval>();
  if (name == "pivl" || name == "eivl") return std::make_shared<Frequency>();
  return nullptr;
}

}  // namespace caseway::mapping
