// An explanation as one page: no scripts, nothing from elsewhere, every text escaped. Its values are a person's; it is for who asked.
#include "authoring/explain.h"

namespace caseway::authoring {

namespace {

constexpr Fate kShown[] = {Fate::copied, Fate::converted, Fate::kept, Fate::ignored, Fate::no_room, Fate::undecided};

constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
)";

constexpr std::string_view kStyle = R"(<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #1c2733; background: #fff; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #dde3ea; overflow-wrap: anywhere; }
th { position: sticky; top: 0; background: #f3f6f9; }
td.value { font-weight: 600; white-space: pre-wrap; }
.fate { border-radius: .6rem; padding: 0 .5rem; background: #e8eef4; white-space: nowrap; }
.undecided .fate, .error { background: #fbe3e0; } .no_room .fate, .warning { background: #fdf0d0; } .copied .fate, .converted .fate { background: #e0f2e5; }
pre { background: #f7f9fb; padding: 1rem; overflow-x: auto; } pre span:target { background: #fff2a8; } pre i { color: #8794a3; font-style: normal; }
p.conclusion { font-size: 1.15rem; font-weight: 600; } label { margin-right: 1rem; }
)";

std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    switch (c) {
      case '&':
        made += "&amp;";
        break;
      case '<':
        made += "&lt;";
        break;
      case '>':
        made += "&gt;";
        break;
      case '"':
        made += "&quot;";
        break;
      case '\'':
        made += "&#39;";
        break;
      default:
        made += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? '?' : c;
    }
  }
  return made;
}

// "line 17" leads to the mapping's text below; a line of an included file is named only.
std::string rule_link(const std::string& rule) {
  if (!rule.starts_with("line ")) return escaped(rule);
  const auto number = rule.substr(5, rule.find_first_not_of("0123456789", 5) - 5);
  return "<a href=\"#line-" + escaped(number) + "\">" + escaped(rule) + "</a>";
}

// One choice of fates for both tables, by style alone.
std::string choices(const Counts& counts, std::string_view of, std::string& style) {
  std::string out = "<input type=\"radio\" name=\"" + std::string(of) + "\" id=\"" + std::string(of) + "-all\" checked=\"checked\"/><label for=\"" +
                    std::string(of) + "-all\">all</label>\n";
  for (const auto fate : kShown) {
    if (counts[fate] == 0) continue;
    const auto id = std::string(of) + "-" + std::string(fate_name(fate));
    out += "<input type=\"radio\" name=\"" + std::string(of) + "\" id=\"" + id + "\"/><label for=\"" + id + "\">" + std::string(fate_name(fate)) +
           " (" + std::to_string(counts[fate]) + ")</label>\n";
    style += "#" + id + ":checked ~ table tbody tr:not(." + std::string(fate_name(fate)) + ") { display: none; }\n";
  }
  return out;
}

std::string section(std::string_view title, std::string_view id, const std::vector<Explanation::Row>& rows, const Counts& counts,
                    std::string& style) {
  std::string out = "<section>\n<h2>" + std::string(title) + "</h2>\n<p>" + escaped(in_words(counts)) + "</p>\n" + choices(counts, id, style);
  out += "<table>\n<thead><tr><th>from</th><th>value</th><th>fate</th><th>to</th><th>by</th></tr></thead>\n<tbody>\n";
  for (const auto& row : rows) {
    const auto fate = escaped(row.fate);
    out += "<tr class=\"" + fate + "\"><td>" + escaped(row.from) + "</td><td class=\"value\">" + escaped(row.value) +
           "</td><td><span class=\"fate\">" + fate + "</span></td><td>" + escaped(row.to) + "</td><td>" + rule_link(row.rule) + "</td></tr>\n";
  }
  return out + "</tbody>\n</table>\n</section>\n";
}

std::string issues_list(const Issues& issues) {
  if (issues.empty()) return {};
  std::string out = "<section>\n<h2>Issues</h2>\n<ul>\n";
  for (const auto& issue : issues.all()) {
    const std::string kind = issue.severity <= Severity::error ? "error" : issue.severity == Severity::warning ? "warning" : "information";
    out += "<li class=\"" + kind + "\"><code>" + escaped(issue.id) + "</code> " + escaped(issue.place.path) + ": " + escaped(issue.text) + "</li>\n";
  }
  return out + "</ul>\n</section>\n";
}

std::string lines_of(const std::string& file, const std::string& text) {
  std::string out = "<section>\n<h2>" + escaped(file) + "</h2>\n<pre>";
  std::size_t number = 1;
  for (std::size_t begin = 0; begin < text.size(); ++number) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto n = std::to_string(number);
    out += "<span id=\"line-" + n + "\"><i>" + std::string(n.size() < 4 ? 4 - n.size() : 0, ' ') + n + "</i>  " +
           escaped(std::string_view(text).substr(begin, end - begin)) + "</span>\n";
    begin = end + 1;
  }
  return out + "</pre>\n</section>\n";
}

}  // namespace

std::string Explanation::html() const {
  std::string style, body;
  body += "<h1>" + escaped(mapping_file) + "</h1>\n<p class=\"conclusion\">" + escaped(conclusion()) + "</p>\n";
  for (const auto& fault : faults) body += "<p class=\"error\">" + escaped(fault) + "</p>\n";
  if (faults.empty()) {
    if (!recognised) body += "<p class=\"warning\">The document does not look like what this mapping describes; is it the right pair of files?</p>\n";
    if (!canonical) body += section("Theirs to ours", "reading", reading, read, style);
    body += section("Ours to theirs", "writing", writing, written, style);
    body += issues_list(issues) + lines_of(mapping_file, mapping_text);
  }
  return std::string(kHead) + "<title>" + escaped(mapping_file) + "</title>\n" + std::string(kStyle) + style + "</style>\n</head>\n<body>\n" + body +
         "</body>\n</html>\n";
}

}  // namespace caseway::authoring
