#include "validation/bundle_rules.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <unordered_set>

#include "validation/bundle_entries.h"
#include "validation/reference_text.h"

namespace caseway::validation {

namespace {

constexpr std::string_view kId = "validation.bundle";

template <std::size_t size>
bool among(std::string_view word, const std::array<std::string_view, size>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 4> kPaging{"first", "previous", "next", "last"};
constexpr std::array<std::string_view, 2> kPaged{"searchset", "history"};
constexpr std::array<std::string_view, 4> kWithoutFullUrl{"transaction", "transaction-response", "batch", "batch-response"};
constexpr std::array<std::string_view, 3> kRequests{"transaction", "batch", "history"};
constexpr std::array<std::string_view, 3> kResponses{"transaction-response", "batch-response", "history"};

// What runs something, carries content or reads a file names no resource.
constexpr std::array<std::string_view, 4> kNoIdentities{"javascript", "vbscript", "data", "file"};
bool is_identity(std::string_view url) {
  if (!is_absolute(url)) return false;
  std::string scheme(url.substr(0, url.find(':')));
  for (char& c : scheme) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return !among(scheme, kNoIdentities);
}

class BundleRules {
 public:
  BundleRules(Element bundle, Findings& findings) : bundle_(bundle), findings_(findings), type_(bundle.child_value("type")), entries_(bundle) {}

  void run() {
    links();
    for (const BundleEntries::Entry& entry : entries_.all()) {
      full_url(entry);
      request(entry);
    }
    unique_urls();
    if (type_ == "document") document();
    if (type_ == "message") message();
    if (type_ == "searchset") search_set();
  }

 private:
  void error(Element at, std::string text) { findings_.error(at.index(), kId, std::move(text)); }

  void links() {
    std::set<std::string_view> seen;
    for (const Element link : bundle_.children("link")) {
      const std::string_view relation = link.child_value("relation");
      const bool paging = among(relation, kPaging);
      if (paging && !among(type_, kPaged)) error(link, "Links to other pages stand only in search results and histories.");
      if ((paging || relation == "self") && !seen.insert(relation).second) error(link, "This link relation may stand only once.");
    }
  }

  void full_url(const BundleEntries::Entry& entry) {
    const std::string_view url = entry.full_url;
    if (url.empty()) {
      if (!among(type_, kWithoutFullUrl) && !entry.element.child("fullUrl"))
        error(entry.element, "Outside transactions and batches every entry has a fullUrl: the identity of its resource.");
      return;
    }
    if (!is_identity(url)) return error(entry.element, "A fullUrl is absolute: an http address, urn:uuid: or urn:oid:.");
    if (!entry.resource || !is_restful(url)) return;
    const std::string_view id = entry.resource.child_value("id");
    if (id.empty()) return error(entry.element, "The fullUrl is the address of a resource on a server, but the resource has no id.");
    if (id_in_reference(url) != id || type_in_reference(url) != entry.resource.type_id())
      error(entry.element, "The fullUrl names another type or id than the resource has.");
  }

  void request(const BundleEntries::Entry& entry) {
    if (type_ == "history") return;  // either will do there; bdl-3 and bdl-4 say the rest
    if (among(type_, kRequests) && !entry.element.child("request")) error(entry.element, "An entry of a transaction or batch has a request.");
    if (among(type_, kResponses) && !entry.element.child("response")) error(entry.element, "An entry of a response has a response.");
  }

  // bdl-7, in linear time.
  void unique_urls() {
    if (type_ == "history") return;
    std::unordered_set<std::string> seen;
    for (const BundleEntries::Entry& entry : entries_.all()) {
      if (entry.full_url.empty()) continue;
      std::string key(entry.full_url);
      key.append("\n").append(entry.resource.child("meta").child_value("versionId"));
      if (!seen.insert(std::move(key)).second)
        error(entry.element, "A fullUrl is unique in a Bundle, but for different versions of one resource (bdl-7).");
    }
  }

  // The first entry's resource when it has the type; else it does not exist and that was reported.
  Element first_of(std::string_view type) {
    const Element first = entries_.all().empty() ? Element() : entries_.all().front().resource;
    if (first && first.type() == type) return first;
    error(entries_.all().empty() ? bundle_ : entries_.all().front().element,
          "The first entry of this kind of Bundle is a " + std::string(type) + ".");
    return {};
  }

  void leads_to_entry(Element reference) {
    const std::string_view text = reference.child_value("reference");
    if (text.empty() || text.starts_with('#') || entries_.resolve(text, 0) != BundleEntries::kNone) return;
    error(reference, "What this refers to must be an entry of the Bundle, found by fullUrl; there is none.");
  }

  void document() {
    if (const Element composition = first_of("Composition")) {
      for (const std::string_view name : {"subject", "author", "encounter", "custodian"})
        for (const Element reference : composition.children(name)) leads_to_entry(reference);
      for (const Element attester : composition.children("attester")) leads_to_entry(attester.child("party"));
      for (const Element event : composition.children("event"))
        for (const Element detail : event.children("detail")) leads_to_entry(detail);
      sections(composition);
    }
    reachability(Severity::error);
  }

  void sections(Element parent) {
    for (const Element section : parent.children("section")) {
      for (const std::string_view name : {"author", "focus", "entry"})
        for (const Element reference : section.children(name)) leads_to_entry(reference);
      sections(section);
    }
  }

  void message() {
    if (const Element header = first_of("MessageHeader"))
      for (const Element focus : header.children("focus")) leads_to_entry(focus);
    reachability(Severity::warning);
  }

  // Everything belongs to the first entry: reached from it, or leading to what is.
  void reachability(Severity severity) {
    const auto count = static_cast<std::uint32_t>(entries_.all().size());
    if (count == 0) return;
    std::vector<std::vector<std::uint32_t>> neighbours(count);
    for (std::uint32_t from = 0; from < count; ++from)
      for (const std::uint32_t to : entries_.targets(from)) {
        neighbours[from].push_back(to);
        neighbours[to].push_back(from);
      }
    std::vector<bool> reached(count);
    std::vector<std::uint32_t> open{0};
    reached[0] = true;
    for (const Element link : bundle_.children("link"))
      if (const std::uint32_t sheet = entries_.resolve(link.child_value("url"), 0); sheet != BundleEntries::kNone && !reached[sheet]) {
        reached[sheet] = true;
        open.push_back(sheet);
      }
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      for (const std::uint32_t next : neighbours[at])
        if (!reached[next]) {
          reached[next] = true;
          open.push_back(next);
        }
    }
    for (std::uint32_t i = 0; i < count; ++i)
      if (!reached[i] && entries_.all()[i].resource)
        findings_.add(severity, entries_.all()[i].element.index(), kId, "No chain of references links this entry with the first one.", {});
  }

  void search_set() {
    const std::vector<std::string_view> types = searched_types();
    bool any_mode = false;
    for (const BundleEntries::Entry& entry : entries_.all()) any_mode = any_mode || entry.element.child("search").child("mode");
    for (const BundleEntries::Entry& entry : entries_.all()) {
      if (!entry.resource) {
        error(entry.element, "An entry of a search result has a resource.");
        continue;
      }
      if (!any_mode) continue;
      const std::string_view mode = entry.element.child("search").child_value("mode");
      if (mode == "outcome" && entry.resource.type() != "OperationOutcome") error(entry.resource, "The outcome of a search is an OperationOutcome.");
      if (mode != "match" && mode != "include") continue;
      if (!entry.resource.child("id")) error(entry.resource, "What a search found has an id.");
      if (mode == "match" && !types.empty() && std::find(types.begin(), types.end(), entry.resource.type()) == types.end())
        error(entry.resource, "The search was about other types than this resource's.");
    }
  }

  // What the self link asked for: ".../Patient?name=x", or ".../?_type=Observation,DocumentReference".
  std::vector<std::string_view> searched_types() const {
    std::string_view url;
    for (const Element link : bundle_.children("link"))
      if (link.child_value("relation") == "self") url = link.child_value("url");
    const std::size_t question = url.find('?');
    const std::string_view path = url.substr(0, question);
    const std::string_view last = path.substr(path.rfind('/') + 1);
    if (const std::string address = std::string(last) + "/x"; type_in_reference(address) != kNoType) return {last};
    std::vector<std::string_view> types;
    const std::size_t named = question == std::string_view::npos ? std::string_view::npos : url.find("_type=", question);
    if (named == std::string_view::npos) return types;
    std::string_view list = url.substr(named + 6);
    list = list.substr(0, list.find('&'));
    while (!list.empty()) {
      types.push_back(list.substr(0, list.find(',')));
      list.remove_prefix(std::min(types.back().size() + 1, list.size()));
    }
    return types;
  }

  Element bundle_;
  Findings& findings_;
  std::string_view type_;
  BundleEntries entries_;
};

}  // namespace

void check_bundle(Element bundle, Findings& findings) { BundleRules(bundle, findings).run(); }

}  // namespace caseway::validation
