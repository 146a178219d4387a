#include <unordered_map>

#include "crypto/digest.h"
#include "fhir/model.h"
#include "policy/decision.h"
#include "policy/policy.h"

namespace caseway::policy {
namespace {

constexpr std::uint32_t kNone = Decision::kNone;

// Builds the view in the order of the full tree, with a heap of its own: what is withheld is not in it, not even as unused text.
class Builder {
 public:
  Builder(const Rules& rules, const Tree& full, const Decision& decision)
      : rules_(rules), full_(full), decision_(decision), kept_(full.size(), false) {}

  View build() {
    for (const std::string& text : decision_.texts()) rule_texts_.push_back(view_.ledger.rule(text));
    view_.ledger.resize(full_.size(), Fate::undecided);
    find_kept();
    find_new_ids();
    find_bundle_types();
    if (!full_.empty() && decision_.resources().front().visible) copy(0);
    account_for_the_rest();
    view_.tree = Tree(std::move(nodes_), std::move(heap_));
    return std::move(view_);
  }

 private:
  struct Replacement {
    std::string value;
    std::uint32_t rule;
  };

  bool value_passes(std::uint32_t i) const {
    return full_.at(i).has_value() && (decision_.verdict(i).pass == Pass::yes || decision_.verdict(i).pass == Pass::with_resource);
  }

  // An element is kept for its value or for something below it.
  void find_kept() {
    std::vector<std::uint32_t> open;
    for (std::uint32_t i = 0; i < full_.size(); ++i) {
      while (!open.empty() && full_.node(open.back()).end <= i) open.pop_back();
      open.push_back(i);
      if (!value_passes(i) && decision_.verdict(i).pass != Pass::general) continue;
      for (auto above = open.rbegin(); above != open.rend() && !kept_[*above]; ++above) kept_[*above] = true;
    }
  }

  // New ids derive from what the resource was called before, so that the same document gives the same view.
  void find_new_ids() {
    if (!rules_.replaces_ids) return;
    const std::uint32_t rule = view_.ledger.rule("policy " + rules_.name + ": ids are replaced");
    std::vector<std::string> new_ids(decision_.resources().size());
    for (std::size_t i = 0; i < new_ids.size(); ++i) {
      const Decision::Resource& resource = decision_.resources()[i];
      if (is_inside(i)) continue;
      const Element root = full_.at(resource.node);
      const std::string_view url = resource.from == resource.node ? std::string_view() : full_.at(resource.from).child_value("fullUrl");
      const std::string_view id = root.child_value("id");
      const std::string name = !url.empty() ? std::string(url) : std::string(root.type()) + "/" + std::string(id);
      const std::string uuid = crypto::uuid_of("policy " + rules_.name, name);
      new_ids[i] = uuid;
      if (root.child("id").has_value()) replacements_[root.child("id").index()] = {uuid, rule};
      if (!url.empty()) replacements_[full_.at(resource.from).child("fullUrl").index()] = {"urn:uuid:" + uuid, rule};
    }
    for (const Decision::Reference& reference : decision_.references()) {
      if (!reference.stands || reference.target == kNone) continue;
      const std::uint32_t target = decision_.resource_at(reference.target);
      if (is_inside(target)) continue;
      const Decision::Resource& resource = decision_.resources()[target];
      const bool by_url = resource.from != resource.node && full_.at(resource.from).child("fullUrl").has_value();
      const std::string prefix = by_url ? "urn:uuid:" : std::string(full_.at(reference.target).type()) + "/";
      replacements_[full_.at(reference.node).child("reference").index()] = {prefix + new_ids[target], rule};
    }
  }
  // Whether it is a contained resource, whose id means something in its container only.
  bool is_inside(std::size_t resource) const { return resource > 0 && decision_.resources()[resource].holder == kNone; }

  // A Bundle that the view leaves without what its type asks for becomes a collection.
  void find_bundle_types() {
    const std::uint32_t rule = view_.ledger.rule("policy " + rules_.name + ": without what its type asks for it is a collection");
    for (const Decision::Resource& resource : decision_.resources()) {
      const Element bundle = full_.at(resource.node);
      const Element type = bundle.child("type");
      if (bundle.type() != "Bundle" || type_stands(bundle, type.value())) continue;
      replacements_[type.index()] = {"collection", rule};
    }
  }
  bool type_stands(Element bundle, std::string_view type) const {
    if (type.empty() || type == "collection" || type == "searchset") return true;
    Element first;
    for (Element entry : bundle.children("entry")) {
      if (kept_[entry.index()]) {
        first = entry;
        break;
      }
    }
    if (type == "document") return first.child("resource").type() == "Composition";
    if (type == "message") return first.child("resource").type() == "MessageHeader";
    const Element request = first.child("request");  // transaction, batch, history: every entry says what to do
    return request && kept_[request.index()];
  }

  std::uint32_t append(DefId def, TypeId type) {
    nodes_.push_back({def, type, 0, Node::kNoValue, 0});
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  }
  void set_value(std::uint32_t at, std::string_view value) {
    nodes_[at].offset = static_cast<std::uint32_t>(heap_.size());
    nodes_[at].length = static_cast<std::uint32_t>(value.size());
    heap_.append(value);
  }
  void close(std::uint32_t at) { nodes_[at].end = static_cast<std::uint32_t>(nodes_.size()); }

  void copy(std::uint32_t i) {
    const Element from = full_.at(i);
    const Decision::Verdict& verdict = decision_.verdict(i);
    if (verdict.pass == Pass::general) return generalise(from, *verdict.general, rule_texts_[verdict.text]);
    const std::uint32_t at = append(from.def(), from.type_id());
    if (value_passes(i)) copy_value(from, at);
    const std::uint32_t end = full_.node(i).end;
    for (std::uint32_t child = i + 1; child < end; child = full_.node(child).end) {
      if (kept_[child]) copy(child);
    }
    close(at);
  }

  void copy_value(Element from, std::uint32_t at) {
    const auto replaced = replacements_.find(from.index());
    const bool same = replaced == replacements_.end();
    set_value(at, same ? from.value() : std::string_view(replaced->second.value));
    view_.ledger.mark(from.index(), same ? Fate::copied : Fate::converted, at, same ? 0 : replaced->second.rule);
  }

  // A string becomes the general word; a CodeableConcept or Coding gets its code, if it has one, and the word.
  void generalise(Element from, const Rule& rule, std::uint32_t text_rule) {
    const std::uint32_t at = append(from.def(), from.type_id());
    std::uint32_t word = at;
    if (from.type() == "CodeableConcept") {
      if (!rule.to.code.empty()) {
        const std::uint32_t coding = append_named(from.type_id(), "coding");
        append_code(nodes_[coding].type, rule.to);
        close(coding);
      }
      word = append_named(from.type_id(), "text");
    } else if (from.type() == "Coding") {
      append_code(from.type_id(), rule.to);
      word = append_named(from.type_id(), "display");
    }
    set_value(word, rule.to.text);
    if (word != at) close(word);
    close(at);
    const std::uint32_t end = full_.node(from.index()).end;
    for (std::uint32_t i = from.index(); i < end; ++i) {
      if (full_.at(i).has_value()) view_.ledger.mark(i, Fate::converted, word, text_rule);
    }
  }

  std::uint32_t append_named(TypeId owner, std::string_view name) {
    const DefId def = fhir::find_element(owner, name);
    return append(def, fhir::element(def).type);
  }
  void append_code(TypeId coding, const General& to) {
    for (const auto& [name, value] : {std::pair<std::string_view, std::string_view>{"system", to.system}, {"code", to.code}}) {
      if (value.empty()) continue;
      const std::uint32_t at = append_named(coding, name);
      set_value(at, value);
      close(at);
      view_.ledger.add();
    }
  }

  void account_for_the_rest() {
    for (std::uint32_t i = 0; i < full_.size(); ++i) {
      if (!full_.at(i).has_value()) {
        view_.ledger.settle(i, Fate::none);
      } else if (view_.ledger.fate(i) == Fate::undecided) {
        view_.ledger.mark(i, Fate::withheld, Ledger::kNoTarget, rule_texts_[decision_.verdict(i).text]);
      }
    }
  }

  const Rules& rules_;
  const Tree& full_;
  const Decision& decision_;
  std::vector<bool> kept_;
  std::unordered_map<std::uint32_t, Replacement> replacements_;  // by node
  std::vector<std::uint32_t> rule_texts_;                        // decision text -> ledger rule
  std::vector<Node> nodes_;
  std::string heap_;
  View view_;
};

View whole(const Tree& full) {
  View view;
  view.tree = full;
  view.ledger.resize(full.size(), Fate::undecided);
  for (std::uint32_t i = 0; i < full.size(); ++i) {
    if (full.at(i).has_value()) {
      view.ledger.mark(i, Fate::copied, i);
    } else {
      view.ledger.settle(i, Fate::none);
    }
  }
  return view;
}

}  // namespace

View apply(const Rules& rules, const Tree& full) {
  if (rules.passes_all) return whole(full);
  const Decision decision(rules, full);
  return Builder(rules, full, decision).build();
}

}  // namespace caseway::policy
