#include "fhir/bundle_frame.h"

#include <array>

namespace caseway::fhir {

namespace {

// What the writers put around the mark: https://hl7.org/fhir/R4/bundle.html in our layout (codec.h, WriteOptions).
struct Layout {
  std::string_view before, after;
};
constexpr std::array<std::array<Layout, 2>, 2> kLayouts{{
    {{{"{\"fullUrl\":\"", "\"}"}, {"\n    {\n      \"fullUrl\": \"", "\"\n    }"}}},
    {{{"<entry><fullUrl value=\"", "\"/></entry>"}, {"\n  <entry>\n    <fullUrl value=\"", "\"/>\n  </entry>"}}},
}};

}  // namespace

std::string Mark::entry(Form form) const {
  if (form == Form::json) return "{\"fullUrl\":\"" + text_ + "\"}";
  return "<entry xmlns=\"http://hl7.org/fhir\"><fullUrl value=\"" + text_ + "\"/></entry>";
}

bool cut(std::string_view text, const Mark& mark, Form form, bool pretty, Around& around) {
  const Layout& layout = kLayouts[form == Form::xml ? 1 : 0][pretty ? 1 : 0];
  const std::size_t at = text.find(mark.text());
  if (at == std::string_view::npos || text.find(mark.text(), at + 1) != std::string_view::npos) return false;
  const std::string_view head = text.substr(0, at);
  const std::string_view tail = text.substr(at + mark.text().size());
  if (!head.ends_with(layout.before) || !tail.starts_with(layout.after)) return false;
  around.head = head.substr(0, head.size() - layout.before.size());
  around.tail = tail.substr(layout.after.size());
  around.between = form == Form::json ? "," : "";
  return true;
}

Tree bundle_of_mark(const Mark& mark, std::string_view type) {
  Draft draft("Bundle");
  if (!type.empty()) draft.add_value(draft.root(), "type", type);
  draft.add_value(draft.add(draft.root(), "entry"), "fullUrl", mark.text());
  return draft.freeze();
}

}  // namespace caseway::fhir
