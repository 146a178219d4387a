// Texts of C-CDA: st and ed with references into the narrative, section narratives; and a cell of plain text as a narrative.
#include "crypto/digest.h"
#include "mapping/convert/convert_cda.h"
#include "mapping/convert/narrative.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace cda {

std::string text_of_ed(XmlReading& from, Node element) {
  const auto own = from.text_of(element);
  if (const auto text = trimmed(own); !text.empty()) return std::string(text);
  const auto reference = from.child(element, Word::reference);
  auto target = reference == kAbsent ? std::string_view() : from.attribute_value(reference, Word::value);
  if (target.empty() && from.attribute(element, Word::value) != kAbsent) return std::string(trimmed(from.attribute_value(element, Word::value)));
  std::string text;
  if (!target.empty()) from.narrative(target, text);
  return text;
}

void mark_ed(XmlReading& from, Node element, Draft::Id target, std::string_view value) {
  const auto own = from.text_of(element);
  from.mark_text(element, own == value ? Fate::copied : Fate::converted, target);
  if (const auto reference = from.child(element, Word::reference); reference != kAbsent)
    from.mark(from.attribute(reference, Word::value), Fate::converted, target);
  if (const auto text = from.attribute(element, Word::value); text != kAbsent)
    from.mark(text, from.value(text) == value ? Fate::copied : Fate::converted, target);
}

}  // namespace cda

bool XmlReading::narrative(std::string_view reference, std::string& text) {
  if (!ids_known_) {
    ids_known_ = true;
    for (std::uint32_t leaf = 0; leaf < source_->leaves(); ++leaf) {
      const auto node = source_->node_of_leaf(leaf);
      if (source_->nodes()[node].kind != formats::XmlNode::Kind::element || value(node).empty()) continue;
      for (auto& [id, at] : ids_of(value(node))) narratives_.try_emplace(std::move(id), node, static_cast<std::uint32_t>(at));
    }
  }
  if (reference.starts_with("#")) reference.remove_prefix(1);
  const auto found = narratives_.find(std::string(reference));
  if (found == narratives_.end()) return false;
  text = plain_text(value(found->second.first), found->second.second);
  return !text.empty();
}

namespace {

// ST and ED: text, its own or of the narrative it refers to.
class Ed : public ElementConverter {
 public:
  explicit Ed(TypeId target) : attachment_(name_of(target) == "Attachment") {}
  std::string_view xsi_type() const override { return "ED"; }
  bool gives_text() const override { return !attachment_; }
  bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const override {
    if (!attachment_) {
      if (!ours.has_value()) return false;
      to.text(out, ours.value());
      to.mark(ours, Fate::copied);
      return true;
    }
    std::string text;
    if (!ours.child("data").has_value() || !crypto::from_base64(ours.child_value("data"), text)) return false;
    cda::put(to, out, Word::mediaType, ours.child("contentType"));
    if (ours.child_value("contentType").starts_with("text/")) {
      to.text(out, text);
    } else {
      to.attribute(out, Word::representation, "B64");
      to.text(out, ours.child_value("data"));
    }
    to.mark(ours.child("data"), Fate::converted);
    return true;
  }

 protected:
  bool says_something(XmlReading& from, Node element) const override {
    return from.source().nodes()[element].leaf != kAbsent || !cda::text_of_ed(from, element).empty();
  }
  bool read(XmlReading& from, Node element, Draft::Id node, Target&) const override {
    auto text = opaque(from, element) ? plain_text(from.value(element)) : cda::text_of_ed(from, element);
    if (text.empty()) return false;
    if (attachment_) {
      cda::carry(from, from.attribute(element, Word::mediaType), node, "contentType");
      const bool encoded = from.attribute_value(element, Word::representation) == "B64";
      from.ignore_attribute(element, Word::representation, "plumbing");
      node = from.making().draft().add_value(node, "data", encoded ? text : crypto::base64(text));
    } else {
      from.making().set(node, text);
    }
    if (opaque(from, element))
      from.mark(element, Fate::converted, node);
    else
      cda::mark_ed(from, element, node, text);
    return true;
  }

 private:
  static bool opaque(XmlReading& from, Node element) {
    return from.source().nodes()[element].leaf != kAbsent && from.value(element).starts_with("<");
  }
  bool attachment_;
};

// A section's text ⇄ Narrative.
class NarrativeBlock : public ElementConverter {
 public:
  bool write_element(XmlWriting& to, std::uint32_t out, Element ours) const override {
    const auto div = ours.child("div");
    if (!div.has_value()) return false;
    to.markup(out, narrative_of_div(div.value()));
    to.mark(div, Fate::converted);
    to.mark(ours.child("status"), Fate::converted);
    return true;
  }

 protected:
  bool says_something(XmlReading& from, Node element) const override {
    return from.source().nodes()[element].leaf != kAbsent ? !plain_text(from.value(element)).empty() : says_text(from, element);
  }
  bool taken(Draft& draft, Draft::Id node) const override { return draft.child(node, "div") != Draft::kNone; }
  bool read(XmlReading& from, Node element, Draft::Id node, Target&) const override {
    auto& draft = from.making().draft();
    if (from.source().nodes()[element].leaf != kAbsent) {
      from.mark(element, Fate::converted, draft.add_value(node, "div", div_of_narrative(from.value(element))));
    } else {
      from.mark_text(element, Fate::converted, draft.add_value(node, "div", div_of_text(from.text_of(element))));
    }
    return true;
  }
};

// A cell of plain text ⇄ Narrative.div.
class TextBlock : public Converter {
 public:
  bool read_text(std::string_view theirs, std::string& ours) const override {
    ours = div_of_text(theirs);
    return true;
  }
  bool write_text(std::string_view ours, std::string& theirs) const override {
    theirs = plain_text(ours);
    return true;
  }
};

}  // namespace

std::shared_ptr<const Converter> cda_text_converter(std::string_view name, const ConverterOptions& options) {
  if (name == "narrative") {
    if (options.format == Format::csv) return std::make_shared<TextBlock>();
    return std::make_shared<NarrativeBlock>();
  }
  if (name == "ed" || name == "st") return std::make_shared<Ed>(options.target);
  return nullptr;
}

}  // namespace caseway::mapping
