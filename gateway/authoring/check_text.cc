// What check found, for people and for machines.
#include <algorithm>

#include "authoring/check.h"
#include "formats/json_writer.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

constexpr std::size_t kShown = 6;  // differences of one counter-example
constexpr std::size_t kSpellings = 8;
constexpr std::size_t kNames = 20;  // of one line
constexpr std::string_view kIndent = "    ";
using How = Coverage::How;

std::string joined(const std::vector<std::string>& words, std::string_view between = ", ") {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

std::string quoted(const std::string& value) { return value.empty() ? "nothing" : "\"" + value + "\""; }

void append(std::string& out, const Divergence& difference) {
  out += std::string(kIndent) + difference.place + ": " + quoted(difference.in) + " goes in, " + quoted(difference.back) + " comes back";
  if (!difference.lines.empty()) out += "  (" + joined(difference.lines) + ")";
  out += "\n";
}

void append(std::string& out, const CheckResult::Counterexample& broken) {
  out += "Broken law: " + std::string(law_formula(broken.law)) + ": " + std::string(law_sentence(broken.law)) + ".\n";
  for (std::size_t i = 0; i < broken.differences.size() && i < kShown; ++i) append(out, broken.differences[i]);
  if (broken.differences.size() > kShown)
    out += std::string(kIndent) + "and " + std::to_string(broken.differences.size() - kShown) + " more places\n";
  if (!broken.refusal.empty()) out += std::string(kIndent) + broken.refusal + "\n";
  if (!broken.fields.empty()) out += std::string(kIndent) + "fields: " + joined(broken.fields, "; ") + "\n";
}

// "  only received  3  age (derivable-from birth_date), ..."; the names only where something is to be known about them
void append(std::string& out, const std::vector<Coverage::Row>& rows, std::string_view what) {
  out += std::string(what) + ": " + std::to_string(rows.size()) + "\n";
  for (const auto how : {How::both, How::receiving, How::sending, How::fixed, How::structure, How::ignored, How::kept}) {
    std::vector<std::string> names;
    for (const auto& row : rows)
      if (row.how == how) names.push_back(row.name + (row.why.empty() || how == How::fixed ? "" : " (" + row.why + ")"));
    if (names.empty()) continue;
    std::string name(coverage_name(how));
    name.resize(14, ' ');
    out += "  " + name + std::to_string(names.size());
    const auto more = names.size() > kNames ? names.size() - kNames : 0;
    names.resize(names.size() - more);
    if (how != How::both && how != How::fixed) out += "  " + joined(names) + (more > 0 ? ", and " + std::to_string(more) + " more" : "");
    out += "\n";
  }
}

// What of our document is left when it has been there and back.
void append_projection(std::string& out, const std::vector<Coverage::Row>& rows) {
  std::vector<std::pair<std::string, std::vector<std::string>>> by_variable;
  for (const auto& row : rows) {
    if (row.how != How::both) continue;
    const auto dot = row.name.find('.');
    const auto variable = row.name.substr(0, dot);
    std::size_t i = 0;
    while (i < by_variable.size() && by_variable[i].first != variable) ++i;
    if (i == by_variable.size()) by_variable.emplace_back(variable, std::vector<std::string>());
    by_variable[i].second.push_back(dot == std::string::npos ? "itself" : row.name.substr(dot + 1));
  }
  out += "Projection, what a document of ours keeps on the way there and back:\n";
  for (const auto& [variable, elements] : by_variable) out += "  " + variable + ": " + joined(elements) + "\n";
}

void append_one_sided(std::string& out, const std::vector<CheckResult::Counterexample>& one_sided) {
  if (one_sided.empty()) return;
  out += "Required one way only: " + std::to_string(one_sided.size()) +
         "; a document without it is written, and would be refused when it is read. `required: both` asks for it both ways.\n";
  for (const auto& each : one_sided)
    out += std::string(kIndent) + joined(each.fields) + "  (" + each.refusal.substr(0, each.refusal.find(": ")) + ")\n";
}

void append_rows(formats::JsonWriter& writer, const std::vector<Coverage::Row>& rows) {
  writer.array();
  for (const auto& row : rows) {
    writer.object().field("name", row.name).field("how", coverage_name(row.how));
    if (!row.why.empty()) writer.field("why", row.why);
    if (!row.line.empty()) writer.field("line", row.line);
    writer.end();
  }
  writer.end();
}

void append_differences(formats::JsonWriter& writer, const std::vector<Divergence>& differences) {
  writer.array();
  for (const auto& difference : differences) {
    writer.object().field("place", difference.place).field("in", difference.in).field("back", difference.back);
    writer.key("lines").array();
    for (const auto& line : difference.lines) writer.value(line);
    writer.end().end();
  }
  writer.end();
}

}  // namespace

bool CheckResult::ok() const {
  return faults.empty() && broken.empty() &&
         std::none_of(idle_rules.begin(), idle_rules.end(), [](const IdleRule& rule) { return rule.never_kept && rule.refuses; });
}

std::string CheckResult::text() const {
  std::string out;
  for (const auto& fault : faults) out += fault + "\n";
  if (!faults.empty())
    return out + std::to_string(faults.size()) + (faults.size() == 1 ? " fault; correct it" : " faults; correct them") + " and check again.\n";
  out += file + "\n";
  append(out, coverage.theirs, "Theirs");
  append(out, coverage.ours, "Ours");
  std::vector<std::string> open;
  for (const auto& each : coverage.unfilled) open.push_back(each.variable + "." + each.element + " (" + std::string(each.by) + ")");
  if (!open.empty()) out += "Nobody fills, though it must be there: " + joined(open) + "\n";
  for (const auto& each : coverage.uncoded)
    out += "Takes any word, though FHIR has a list for it: " + each.element + " (" + each.line + "), which is one of " + each.codes +
           "; give the field `codes`\n";
  for (const auto& rule : idle_rules)
    if (!rule.never_kept)
      out += "No row breaks the rule " + rule.id + ": it asks for what its columns never say, or for what they always say\n";
    else
      out +=
          "No row keeps the rule " + rule.id + (rule.refuses ? ": as long as it stands nothing can be read or written\n" : ": every row is told\n");
  if (!coverage.unused.empty()) out += "Nobody uses: " + joined(coverage.unused) + "\n";
  append_projection(out, coverage.ours);
  if (!respellings.empty()) out += "Comes back in another spelling: " + std::to_string(respellings.size()) + "\n";
  for (std::size_t i = 0; i < respellings.size() && i < kSpellings; ++i) append(out, respellings[i]);
  append_one_sided(out, one_sided);
  for (const auto& law : broken) append(out, law);
  if (!broken.empty())
    return out + "Give the named lines an inverse, or say `only: receiving` with `because:` where there is none, and check again.\n";
  if (!ok()) return out + "Mend the rule that nothing keeps, and check again.\n";
  return out + "The laws hold on " + std::to_string(documents) + " documents made from the mapping" +
         (!has_rules         ? ""
          : under_rules == 0 ? "; none of them keeps all of its rules"
                             : ", " + std::to_string(under_rules) + " of them under its rules") +
         ". Next: caseway mapping explain FILE DOCUMENT.\n";
}

std::string CheckResult::json() const {
  std::string out;
  formats::JsonWriter writer(out);
  writer.object().field("file", file).field("ok", ok());
  writer.key("faults").array();
  for (const auto& fault : faults) writer.value(fault);
  writer.end().key("broken").array();
  for (const auto& each : broken) {
    writer.object().field("law", law_formula(each.law)).key("differences");
    append_differences(writer, each.differences);
    writer.field("refusal", each.refusal).end();
  }
  writer.end().key("required_one_way").array();
  for (const auto& each : one_sided) writer.value(joined(each.fields));
  writer.end().key("respellings");
  append_differences(writer, respellings);
  writer.field("documents", static_cast<std::uint64_t>(documents)).field("under_rules", static_cast<std::uint64_t>(under_rules)).key("theirs");
  append_rows(writer, coverage.theirs);
  writer.key("ours");
  append_rows(writer, coverage.ours);
  writer.key("unfilled").array();
  for (const auto& each : coverage.unfilled) writer.object().field("element", each.variable + "." + each.element).field("by", each.by).end();
  writer.end().key("uncoded").array();
  for (const auto& each : coverage.uncoded) writer.object().field("element", each.element).field("line", each.line).end();
  writer.end().key("idle_rules").array();
  for (const auto& rule : idle_rules) writer.object().field("id", rule.id).field("never", rule.never_kept ? "kept" : "broken").end();
  writer.end().end();
  return out + "\n";
}

}  // namespace caseway::authoring
