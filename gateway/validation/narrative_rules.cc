#include "validation/narrative_rules.h"

#include <algorithm>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "validation/xhtml_scan.h"

namespace caseway::validation {

namespace {

constexpr std::string_view kXhtml = "http://www.w3.org/1999/xhtml";

// Lists of words, with a blank before and after each.
constexpr std::string_view kElements =
    " p br div h1 h2 h3 h4 h5 h6 a span b em i strong small big tt dfn q var abbr acronym cite blockquote hr address bdo kbd sub sup ul ol li dl dt "
    "dd pre table caption colgroup col thead tr tfoot tbody th td code samp img map area ";
constexpr std::string_view kAttributes =
    " title style class id lang xml:lang dir accesskey tabindex span width align valign char charoff abbr axis headers scope rowspan colspan "
    "xml:space ";
constexpr std::string_view kAttributesOfElements =
    " a.href a.name a.charset a.type a.hreflang a.rel a.rev a.shape a.coords img.src img.border img.alt img.longdesc img.height img.width img.usemap "
    "img.ismap map.name area.shape area.coords area.href area.nohref area.alt blockquote.cite q.cite table.summary table.width table.border "
    "table.frame table.rules table.cellspacing table.cellpadding pre.space td.nowrap ";
constexpr std::string_view kEmptyElements = " br img hr area ";
// Text runs in these: no blocks inside.
constexpr std::string_view kTextElements =
    " p h1 h2 h3 h4 h5 h6 pre address a b em i strong small big sub sup code tt dfn q var abbr acronym cite bdo kbd samp span caption dd dt ";
constexpr std::string_view kBlocks = " div pre table ul ol ";
constexpr std::string_view kNotInItself = " a b em i strong small big sub sup code tt dfn q var abbr acronym cite bdo kbd samp ";
constexpr std::string_view kSchemes = " http https ftp mailto tel sms data ";

struct Structure {
  std::string_view element;
  std::string_view words;
};
constexpr Structure kOnlyChildren[] = {{"table", " tbody tr caption thead tfoot col colgroup "},
                                       {"tr", " td th "},
                                       {"tbody", " tr "},
                                       {"thead", " tr th td "},
                                       {"tfoot", " tr th td "},
                                       {"ul", " li "},
                                       {"ol", " li "},
                                       {"dl", " dd dt "},
                                       {"map", " area "}};
constexpr Structure kParents[] = {{"tr", " table thead tfoot tbody "},
                                  {"tbody", " table "},
                                  {"thead", " table "},
                                  {"tfoot", " table "},
                                  {"caption", " table "},
                                  {"colgroup", " table "},
                                  {"col", " colgroup table "},
                                  {"th", " tr thead tfoot "},
                                  {"td", " tr thead tfoot "},
                                  {"li", " ul ol "},
                                  {"dd", " dl "},
                                  {"dt", " dl "}};

bool among(std::string_view word, std::string_view words) {
  for (std::size_t at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1))
    if (at > 0 && words[at - 1] == ' ' && words[at + word.size()] == ' ') return true;
  return false;
}
std::string_view of(std::string_view element, std::span<const Structure> table) {
  for (const Structure& row : table)
    if (row.element == element) return row.words;
  return {};
}
// White space, also where it is written as a reference: &#9; &#xA;
bool is_blank(std::string_view text) {
  static constexpr std::string_view kReferences[] = {"&#9;", "&#10;", "&#13;", "&#32;", "&#x9;", "&#xa;", "&#xA;", "&#xd;", "&#xD;", "&#x20;"};
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    const auto reference = std::find_if(std::begin(kReferences), std::end(kReferences), [&](std::string_view r) { return text.starts_with(r); });
    if (reference == std::end(kReferences)) return text.empty();
    text.remove_prefix(reference->size());
  }
}

class NarrativeRules {
 public:
  NarrativeRules(Element div, Findings& findings) : div_(div), findings_(findings) {}

  void run() {
    XhtmlScan scan(div_.value());
    for (const XhtmlToken* token = &scan.next(); token->kind != XhtmlToken::Kind::end; token = &scan.next()) {
      if (token->kind == XhtmlToken::Kind::open) open(*token);
      if (token->kind == XhtmlToken::Kind::close && !open_.empty()) close();
      if (token->kind == XhtmlToken::Kind::text) text(token->text);
      if (token->kind == XhtmlToken::Kind::instruction) error("holds a processing instruction or declaration.");
    }
    if (!readable_) error("has nothing to read: text or an image (txt-2).");
    if (!links_.empty()) add_ids_of_resource();
    for (const std::string_view link : links_)
      if (ids_.count(link) == 0) findings_.warning(div_.index(), "validation.narrative", "A link in the narrative leads to an id that is not there.");
  }

 private:
  void error(std::string_view what) { findings_.error(div_.index(), "validation.narrative", std::string("The narrative ").append(what)); }

  void open(const XhtmlToken& tag) {
    const std::string name(tag.name);
    if (!among(tag.name, kElements)) error("has an element that narratives may not have (txt-1): " + name + ".");
    if (!open_.empty()) place(tag.name);
    for (const XhtmlAttribute& attribute : tag.attributes) check(tag.name, attribute);
    readable_ = readable_ || tag.name == "img";
    if (tag.empty) return;
    open_.push_back(tag.name);
    if (among(tag.name, kTextElements)) ++texts_;
    if (among(tag.name, kNotInItself)) ++inside_[tag.name];
  }

  void close() {
    if (among(open_.back(), kTextElements)) --texts_;
    if (among(open_.back(), kNotInItself)) --inside_[open_.back()];
    open_.pop_back();
  }

  void place(std::string_view name) {
    const std::string where = std::string(name) + " inside " + std::string(open_.back()) + ".";
    if (among(open_.back(), kEmptyElements)) return error("has an element that is out of place: " + where);
    const std::string_view children = of(open_.back(), kOnlyChildren);
    const std::string_view parents = of(name, kParents);
    if ((!children.empty() && !among(name, children)) || (!parents.empty() && !among(open_.back(), parents)))
      return error("has an element that is out of place: " + where);
    if (texts_ > 0 && among(name, kBlocks)) error("has a block inside a paragraph or text: " + where);
    if (const auto same = inside_.find(name); same != inside_.end() && same->second > 0) error("has an element inside one of its own kind: " + where);
  }

  void check(std::string_view element, const XhtmlAttribute& attribute) {
    const std::string_view name = attribute.name;
    if (name.starts_with("xmlns")) {
      if (name == "xmlns" && attribute.value != kXhtml) error("has an element of another namespace than XHTML's.");
      return;
    }
    if (!among(name, kAttributes) && !among(std::string(element).append(".").append(name), kAttributesOfElements))
      error("has an attribute that narratives may not have (txt-1): " + std::string(name) + " of " + std::string(element) + ".");
    if (name == "id" || (name == "name" && element == "a")) ids_.insert(attribute.value);
    if ((name == "href" && element == "a") || name == "src") link(attribute.value);
  }

  void link(std::string_view address) {
    if (address.starts_with('#')) {
      if (address.size() > 1) links_.push_back(address.substr(1));
      return;
    }
    const std::size_t colon = address.find(':');
    if (colon == std::string_view::npos || address.find_first_of("/?#") < colon) return;
    if (!among(address.substr(0, colon), kSchemes))
      error("has a link whose address nobody can follow: its scheme is none of http, https, ftp, mailto, tel, sms, data.");
  }

  void text(std::string_view text) {
    if (is_blank(text)) return;
    readable_ = true;
    if (!open_.empty() && !of(open_.back(), kOnlyChildren).empty()) error("has text directly inside " + std::string(open_.back()) + ".");
  }

  // A link may lead to an element of the resource or to a contained resource, by their ids.
  void add_ids_of_resource() {
    const Tree& tree = div_.tree();
    for (std::uint32_t i = 0; i < tree.size(); ++i)
      if (tree.at(i).has_value() && tree.at(i).name() == "id") ids_.insert(tree.at(i).value());
  }

  Element div_;
  Findings& findings_;
  std::vector<std::string_view> open_;
  std::size_t texts_ = 0;                                     // open elements in which text runs
  std::unordered_map<std::string_view, std::size_t> inside_;  // open elements of those that may not hold their own kind
  std::vector<std::string_view> links_;
  std::unordered_set<std::string_view> ids_;
  bool readable_ = false;
};

}  // namespace

void check_narrative(Element div, Findings& findings) { NarrativeRules(div, findings).run(); }

}  // namespace caseway::validation
