// Fields with code tables: a code that changes on its way, and two places that say the same in two languages and both stay.
#include <algorithm>

#include "fhir/model.h"
#include "mapping/tree/revision.h"

namespace caseway::mapping {

// False when the table does not have the code: it stays as it is, and where it is.
bool Revision::recode(const Field& field, Id code) {
  const auto& table = plan_.tables[field.codes];
  const std::vector<std::string_view> wanted{draft_.value(code)};
  const auto* row = way_ == Way::receiving ? table.from_theirs(wanted, day_) : table.from_ours(wanted, day_);
  if (row == nullptr) {
    say(Severity::warning, "mapping.code.unknown", code,
        "this code is in no row of the code table " + table.name + " (" + plan_.line_of(field) +
            " of the mapping); it stays as it is: add a row, or have the code corrected");
    return false;
  }
  const auto& value = way_ == Way::receiving ? row->ours.front() : row->theirs.front();
  if (value != draft_.value(code)) overwrite(field, code, value, Fate::converted, {});
  return true;
}

// The words beside a code said what it was before.
void Revision::overwrite(const Field& field, Id code, std::string_view value, Fate fate, std::string_view reason) {
  draft_.set_value(code, value);
  became(code, fate, &field, reason);
  const auto around = draft_.parent(code);
  if (fhir::type(draft_.type(around)).name != "Coding") return;
  if (const auto display = draft_.child(around, "display"); display != Draft::kNone)
    remove(display, Fate::ignored, &field, "derivable-from the code");
}

Revision::Id Revision::code_at(Id resource, const OursPath& path) const {
  const auto found = find(resource, path);
  if (found.empty()) return Draft::kNone;
  const auto id = found.front().id();
  if (fhir::type(draft_.type(id)).kind == fhir::Kind::primitive) return id;
  return draft_.child(id, "code");
}

Revision::Id Revision::make_code(Id resource, const OursPath& path) {
  const auto id = place(resource, path.variable, path.slot);
  return fhir::type(draft_.type(id)).kind == fhir::Kind::primitive ? id : draft_.get_or_add(id, "code");
}

// The first row that works this way and agrees with what is there; what is not there agrees with every row. `theirs` may be "".
const CodeTable::Row* Revision::row_of(const CodeTable& table, std::string_view theirs, const std::vector<Id>& ours, Way way) const {
  for (const auto& row : table.rows) {
    if ((way != Way::neither && !has(row.only, way)) || !row.valid.covers(day_)) continue;
    if (!theirs.empty() && row.theirs.front() != theirs) continue;
    bool agrees = true;
    for (std::size_t i = 0; i < ours.size(); ++i) agrees = agrees && (ours[i] == Draft::kNone || draft_.value(ours[i]) == row.ours[i]);
    if (agrees) return &row;
  }
  return nullptr;
}

void Revision::agree(const Field& field, Id resource) {
  if (field.codes == kNone) return;  // no more than `required`
  std::vector<Id> ours;
  for (const auto& path : field.ours) ours.push_back(code_at(resource, path));
  const auto theirs = code_at(resource, *field.place_of_theirs);
  if (way_ == Way::receiving) {
    if (theirs != Draft::kNone) set_ours(field, resource, theirs, ours);
  } else {
    set_theirs(field, resource, theirs, ours);
  }
}

void Revision::set_ours(const Field& field, Id resource, Id their_code, const std::vector<Id>& there) {
  const auto& table = plan_.tables[field.codes];
  const std::string theirs(draft_.value(their_code));
  const auto* row = row_of(table, theirs, there, Way::neither);
  if (row == nullptr) row = table.from_theirs({theirs}, day_);
  if (row == nullptr) {
    say(Severity::warning, "mapping.code.unknown", their_code,
        "this code is in no row of the code table " + table.name + " (" + plan_.line_of(field) +
            " of the mapping); what we call it stays as it came: add a row, or have the code corrected");
    return;
  }
  for (std::size_t i = 0; i < field.ours.size(); ++i) {
    auto code = there[i];
    if (code != Draft::kNone && draft_.value(code) == row->ours[i]) continue;
    if (code == Draft::kNone) {
      code = make_code(resource, field.ours[i]);
      draft_.set_value(code, row->ours[i]);
    } else {
      say(Severity::warning, "mapping.codes.disagree", code,
          "this says something else than the code that " + plan_.line_of(field) +
              " of the mapping goes by; that code was followed, see the code table " + table.name);
      overwrite(field, code, row->ours[i], Fate::ignored, "derivable-from the code beside it");
    }
    if (their_code < from_.size()) links_.push_back({their_code, code, &field});
  }
}

void Revision::set_theirs(const Field& field, Id resource, Id their_code, const std::vector<Id>& there) {
  const bool nothing = std::all_of(there.begin(), there.end(), [](Id id) { return id == Draft::kNone; });
  if (nothing) return;
  const auto& table = plan_.tables[field.codes];
  if (their_code != Draft::kNone && row_of(table, draft_.value(their_code), there, Way::neither) != nullptr) return;
  const auto* row = row_of(table, {}, there, Way::sending);
  if (row == nullptr) {
    if (their_code != Draft::kNone) {  // it says what is no longer so
      const auto found = find(resource, *field.place_of_theirs);
      remove(found.front().id(), Fate::ignored, &field, "derivable-from the code beside it");
      prune(field, found.front(), *field.place_of_theirs);
    }
    return;
  }
  if (their_code == Draft::kNone) {
    their_code = make_code(resource, *field.place_of_theirs);
    draft_.set_value(their_code, row->theirs.front());
  } else {
    overwrite(field, their_code, row->theirs.front(), Fate::ignored, "derivable-from the code beside it");
  }
  for (const auto each : there)
    if (each != Draft::kNone && each < from_.size()) links_.push_back({each, their_code, &field});
}

}  // namespace caseway::mapping
