// What had been kept of a document, into the one that is written (see xml_kept.cc for names and paths). What is written is read once more, so that
// its elements have the names that reading gave; a value whose place is taken gives way.
#include <algorithm>

#include "mapping/markup/xml_writing.h"

namespace caseway::mapping {

using formats::XmlNode;

namespace {

struct Nowhere final : DocumentSink {
  void take(Document) override {}
  void rest(Ledger) override {}
};

// One step of a path: "{urn:x}note[2][after text]".
struct Step {
  std::string_view name;
  std::string_view position;  // with its brackets
  std::string_view after;
  bool whole = false;  // kept with everything in it
};

Step next_step(std::string_view& path) {
  const auto name_from = path.starts_with('{') ? path.find('}') : 0;
  const auto end = std::min(path.find_first_of("[/", name_from), path.size());
  Step step{path.substr(0, end), {}, {}};
  path.remove_prefix(end);
  while (path.starts_with('[')) {
    const auto open = path.find('{');  // names of other namespaces have their own brackets, and may hold any sign
    const auto from = open < path.find(']') ? path.find('}') : 0;
    const auto close = std::min(path.find(']', from), path.size() - 1);
    constexpr std::string_view kAfter = "[after ";
    step.whole = step.whole || path.starts_with(kAfter);
    (path.starts_with(kAfter) ? step.after : step.position) =
        path.starts_with(kAfter) ? path.substr(kAfter.size(), close - kAfter.size()) : path.substr(0, close + 1);
    path.remove_prefix(close + 1);
  }
  if (path.starts_with('/')) path.remove_prefix(1);
  return step;
}

}  // namespace

// The elements of what was spelled, as they were made: both stand in the order of the document.
void XmlWriting::pair_elements(const formats::XmlSource& source, std::uint32_t node, Id element, std::vector<Id>& paired) const {
  paired[node] = element;
  const auto written = out_.children(element);
  auto at = written.begin();
  for (const auto child : source.children(node)) {
    if (source.node(child).kind != XmlNode::Kind::element) continue;
    if (at == written.end() || source.name(source.node(child)) != out_.name(*at)) return;
    pair_elements(source, child, *at++, paired);
  }
}

void XmlWriting::restore() {
  if (kept_.empty() || is_json() || failed_) return;
  const auto text = out_.spell(plan_.ns, plan_.prefixes);
  Nowhere nowhere;
  Issues quiet;
  auto context = context_;
  context.issues = &quiet;
  context.detail = Detail::counts;
  XmlReading written(plan_, context, nowhere);
  if (!written.look_at(text)) return;
  const auto& source = written.source();
  std::vector<Id> paired(source.nodes().size(), XmlOut::kNo);
  pair_elements(source, 0, XmlOut::kRoot, paired);
  std::map<std::string, Id> named;
  for (std::uint32_t node = 0; node < paired.size(); ++node) {
    if (paired[node] == XmlOut::kNo || !written.is_named(node)) continue;
    const auto [at, fresh] = named.try_emplace(written.name_of(node), paired[node]);
    if (!fresh) at->second = XmlOut::kNo;  // which of them is meant cannot be told
  }
  made_.clear();
  siblings_.clear();
  for (const auto& [name, element] : named) {
    auto* values = element == XmlOut::kNo ? nullptr : kept_.of(name);
    if (values == nullptr) continue;
    for (auto& value : *values)
      if (!value.ambiguous && !value.given) value.given = restore(value, element);
  }
}

// False when an element on the way is not there.
bool XmlWriting::restore(const KeptValues::Value& kept, Id at) {
  bool ours = false;  // whether what is reached was made for what is kept
  bool whole = false;
  for (std::string_view path = kept.path; !path.empty();) {
    const auto step = next_step(path);
    if (step.name.starts_with('@')) {
      if (!out_.has_attribute(at, step.name.substr(1))) put_back(at, [&] { out_.attribute(at, step.name.substr(1), kept.value); });
      return true;
    }
    if (step.name == "text()") {
      if (ours || !out_.has_content(at)) put_back(at, [&] { out_.text(at, kept.value); });
      return true;
    }
    whole = whole || step.whole;
    if (whole && path.empty() && !kept.value.empty()) {  // one value with its markup, as a section's text
      if (!out_.has_child(at, step.name)) put_back(at, [&] { out_.markup(at, kept.value); });
      return true;
    }
    const auto there = find_step(at, step.name, step.position, whole && ours);
    if (there == XmlOut::kNo && !whole) return false;
    ours = there == XmlOut::kNo || made_.contains({at, std::string(step.name).append(step.position)});
    at = there != XmlOut::kNo ? there : make_step(at, step.name, step.position, step.after);
  }
  put_back(at, [] {});
  return true;
}

// An element that was made for another value, else the one of its name; of several which one is meant cannot be told.
XmlWriting::Id XmlWriting::find_step(Id parent, std::string_view name, std::string_view position, bool ours) {
  if (const auto found = made_.find({parent, std::string(name).append(position)}); found != made_.end()) return found->second;
  return ours || !position.empty() ? XmlOut::kNo : below(parent).only(name);
}

XmlWriting::Id XmlWriting::make_step(Id parent, std::string_view name, std::string_view position, std::string_view after) {
  auto& siblings = below(parent);
  const auto behind = after.empty() ? siblings.end() : siblings.behind(after);
  const auto made = after.empty() ? out_.add(parent, name) : out_.insert(parent, name, behind);  // in an element that is kept texts stand between
  siblings.insert(made, name, behind);
  return made_[{parent, std::string(name).append(position)}] = made;
}

Siblings& XmlWriting::below(Id parent) { return siblings_.try_emplace(parent, out_, parent).first->second; }

template <class Put>
void XmlWriting::put_back(Id at, const Put& put) {
  put();
  out_.live(at);
  added();
}

}  // namespace caseway::mapping
