// Any texts as related tables; "=== NAME" begins each. Every cell is accounted for once, and what was read is written and read again as the same.
#include <algorithm>

#include "formats/csv.h"
#include "formats/xlsx.h"
#include "fuzz_target.h"
#include "mapping/kept_values.h"
#include "mapping/plan.h"
#include "mapping/tables/tables_reading.h"
#include "mapping/tables/tables_writing.h"
#include "mapping/through.h"
#include "mapping/unpacking.h"

namespace {

using namespace caseway;

constexpr std::string_view kMapping = R"(mapping: fuzz
version: "1"
document: service-directory
theirs:
  format: csv
  package: files
  tables:
    s: { key: id, links: { o: o } }
    o: { key: [id, n], links: { s: s } }
    p: { links: { s: s, o: [o, n] }, optional: true }
    m: { columns: [k], rows: [ [v] ] }
ours: { service: { resource: HealthcareService } }
fields:
  - { theirs: id, ours: service.identifier.value }
  - { theirs: name, ours: service.name }
  - each: p
    when: { kind: a }
    ours: { phone: { at: "service.telecom[]" } }
    fields:
      - { theirs: number, ours: phone.value }
)";

std::shared_ptr<const mapping::Plan> plan() {
  std::vector<formats::ConfigError> faults;
  std::string text(kMapping);
  text.replace(text.find("{ o: o }"), 8, "{ o: [o, n] }");
  text += R"(  - each: o
    via: n
    ours: { owner: { resource: Organization, link: service.providedBy } }
    fields:
      - { theirs: id, ours: owner.identifier.value }
      - { theirs: n, ours: owner.name }
)";
  auto made = mapping::compile_text(text, "/nowhere/tables.map.yaml", faults);
  fuzz::promise(made != nullptr, faults.empty() ? "the mapping compiles" : faults.front().what());
  return made;
}

std::vector<Part> parts_of(std::string_view bytes) {
  constexpr std::string_view kBegin = "=== ";
  std::vector<Part> parts;
  for (auto at = bytes.find(kBegin); at != std::string_view::npos && parts.size() < 8;) {
    const auto line = std::min(bytes.find('\n', at), bytes.size());
    const auto next = bytes.find(kBegin, line);
    const auto end = std::min(next, bytes.size());
    parts.push_back({std::string(bytes.substr(at + kBegin.size(), line - at - kBegin.size())), "",
                     std::string(bytes.substr(std::min(line + 1, end), end - std::min(line + 1, end)))});
    at = next;
  }
  return parts;
}

struct Read {
  mapping::Documents documents;
  std::uint64_t total = 0;
  std::size_t written = 0;  // documents; one that cannot be written leaves the others alone
  std::string bytes;
};

Read read(const mapping::Plan& plan, std::vector<Part> parts, Issues& issues, std::vector<Part>& back) {
  Context context;
  context.limits = Limits::interactive();
  context.issues = &issues;
  Read made;
  mapping::Payload payload(std::move(parts));
  mapping::TablesReading(plan, context, made.documents).read(payload);
  for (const auto& document : made.documents.all) made.total += document.ledger.counts().total();
  for (const auto& ledger : made.documents.refused) made.total += ledger.counts().total();
  Issues told;
  context.issues = &told;
  mapping::KeptValues kept;
  mapping::TablesWriting writing(plan, context, kept);
  mapping::Parts out;
  Ledger ledger;
  for (std::size_t i = 0; i < made.documents.all.size(); ++i) made.written += writing.write(made.documents.all[i], i, ledger) ? 1 : 0;
  if (made.written > 0) writing.finish(out);
  fuzz::promise(made.written == made.documents.all.size() || told.has_errors(), "what is not written is told");
  back = std::move(out.all);
  for (const auto& part : back) made.bytes += part.bytes;
  return made;
}

}  // namespace

CASEWAY_FUZZ_TARGET(mapping_tables, ".tables") {
  static const auto compiled = plan();
  const auto parts = parts_of(bytes);
  std::uint64_t cells = 0;
  bool csv = true;
  const Limits limits;
  for (const auto& part : parts) {
    Issues unsaid;
    formats::CsvReader reader(part.bytes, {}, limits, unsaid);
    std::vector<formats::CsvCell> row;
    bool header = true;
    while (reader.next(row)) {
      for (const auto& cell : row) cells += !header && !cell.text.empty() ? 1 : 0;
      header = false;
    }
    const bool opened = mapping::is_archive(part.bytes) || formats::is_workbook(part.bytes);  // its files are the tables, not its bytes
    csv = csv && !opened && !reader.failed() && part.name.find('.') == std::string::npos;
  }
  Issues issues;
  std::vector<Part> back;
  const auto once = read(*compiled, parts, issues, back);
  // Where a title stands above it, the header is another row than the first; of another version nothing more is told.
  const bool titled = std::any_of(issues.all().begin(), issues.all().end(),
                                  [](const Issue& issue) { return issue.id == "mapping.rows.title" || issue.id == "mapping.tables.other"; });
  if (csv && !titled) fuzz::promise(once.total == cells, "every cell is accounted for once");
  if (back.empty()) return;
  Issues quiet;
  std::vector<Part> again;
  const auto twice = read(*compiled, back, quiet, again);
  fuzz::promise(twice.documents.all.size() == once.written, "what was written is read");
  fuzz::promise(twice.bytes == once.bytes, "and written as the same");
}
