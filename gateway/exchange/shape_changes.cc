#include "exchange/shape_changes.h"

#include <algorithm>
#include <array>

#include "exchange/renamed_elements.h"
#include "formats/config_node.h"
#include "mapping/markup/element_paths.h"
#include "mapping/spelling.h"

namespace caseway::exchange {

namespace {

using mapping::ColumnShape;
using mapping::normalised_header;
using mapping::TableShape;
using mapping::ValueKind;

constexpr std::array<std::string_view, 6> kNames{"renamed", "missing", "new", "code", "dates", "shrunk"};
constexpr std::uint64_t kSlips = 2;  // rows with an unknown code that may be somebody's slip

std::string quoted(std::string_view name) { return "`" + std::string(name) + "`"; }
std::string evidence(std::uint64_t count, std::uint64_t of) { return std::to_string(count) + " of " + std::to_string(of); }

// "Date of Birth" -> "dob"
std::string initials(std::string_view name) {
  std::string made;
  bool word = false;
  for (const char c : name) {
    const bool between = c == ' ' || c == '_' || c == '-' || c == '.';
    if (!between && !word) made += c;
    word = !between;
  }
  return normalised_header(made);
}

bool near(std::string_view one, std::string_view other) {
  constexpr std::size_t kLeast = 3;
  const auto a = normalised_header(one);
  const auto b = normalised_header(other);
  if (a.empty() || b.empty()) return false;
  if (a == b || initials(one) == b || initials(other) == a) return true;
  if (std::min(a.size(), b.size()) >= kLeast && (a.find(b) != std::string::npos || b.find(a) != std::string::npos)) return true;
  return !formats::nearest(a, {b}).empty();
}

// Kinds that tell columns apart; words, texts and codes are in many.
bool telling(ValueKind kind) { return kind != ValueKind::nothing && kind != ValueKind::word && kind != ValueKind::text && kind != ValueKind::code; }

// A column that is gone: one that was known, or one that the mapping has.
struct Gone {
  std::string header;  // as it was spelled; the mapping's name where it never was there
  std::string column;
  std::string ours;
  ValueKind kind = ValueKind::nothing;
  bool required = false;
  bool was_there = false;
  std::size_t place = 0;
  unsigned filled = 0;  // percent of the rows, before
};

class TableChanges {
 public:
  TableChanges(const KnownTable* known, const TableShape& now, bool sparse, std::vector<Change>& out)
      : known_(known), now_(now), sparse_(sparse), out_(out) {}

  void run() {
    find_gone();
    find_fresh();
    if (sparse_) match_elements();
    match();
    if (sparse_) keep_surely_gone();
    for (const auto& gone : gone_) missing(gone);
    if (known_ != nullptr)
      for (const auto* column : fresh_) fresh(*column);
    for (const auto& column : now_.columns) {
      codes(column);
      dates(column);
    }
  }

 private:
  // As an overlay names it.
  std::string path(std::string_view header) const { return (now_.name.empty() ? "" : now_.name + ".") + std::string(header); }

  void find_gone() {
    if (known_ != nullptr)
      for (std::size_t i = 0; i < known_->columns.size(); ++i) {
        const auto& was = known_->columns[i];
        const auto is = [&](const ColumnShape& column) {
          return was.column.empty() ? normalised_header(column.header) == normalised_header(was.header) : column.column == was.column;
        };
        if (!std::any_of(now_.columns.begin(), now_.columns.end(), is))
          gone_.push_back({was.header, was.column, was.ours, was.kind, false, true, i, was.filled});
      }
    for (const auto& column : now_.absent) {
      const auto same = std::find_if(gone_.begin(), gone_.end(), [&](const Gone& each) { return each.column == column.column; });
      if (same != gone_.end())
        same->required = column.required;
      else if (column.required)
        gone_.push_back({sparse_ ? column.column : column.column.substr(column.column.rfind('.') + 1), column.column, column.ours, column.expected,
                         true, false, 0, 0});
    }
  }

  // Where no header is known the first row may be no header row, but somebody's values: none of it is named.
  void find_fresh() {
    if (std::none_of(now_.columns.begin(), now_.columns.end(), [](const ColumnShape& column) { return !column.column.empty(); })) return;
    for (const auto& column : now_.columns) {
      if (!column.column.empty()) continue;
      const auto is = [&](const KnownColumn& was) { return normalised_header(column.header) == normalised_header(was.header); };
      if (known_ == nullptr || std::none_of(known_->columns.begin(), known_->columns.end(), is)) fresh_.push_back(&column);
    }
  }

  // The outermost element around a place that is nowhere in these documents; the place itself where what it stands in is there.
  std::string outermost_gone(std::string_view place) const {
    const auto is_there = [&](std::string_view element) {
      return std::any_of(now_.columns.begin(), now_.columns.end(), [&](const ColumnShape& each) {
        return each.header == element || (each.header.starts_with(element) && each.header[element.size()] == '/');
      });
    };
    for (auto around = mapping::parent_path(place); !around.empty() && !is_there(around); around = mapping::parent_path(place)) place = around;
    return std::string(place);
  }

  // What may be left out is gone when nearly all documents had it and none of several has it, or when what it stands in needs it.
  void keep_surely_gone() {
    constexpr unsigned kNearlyAll = 90;
    std::vector<Gone> sure;
    for (auto& gone : gone_) {
      auto place = outermost_gone(gone.header);
      const bool needed = gone.required && place == gone.header;
      const auto told = [&](const Gone& each) { return each.header == place; };
      if (now_.rows < KnownShape::kSeveral || (!needed && gone.filled < kNearlyAll) || std::any_of(sure.begin(), sure.end(), told)) continue;
      if (place != gone.header) gone = {place, place, "", ValueKind::nothing, false, true, 0, gone.filled};
      sure.push_back(std::move(gone));
    }
    gone_ = std::move(sure);
  }

  // With an element that goes by another name everything in it does.
  void match_elements() {
    std::vector<std::string> gone, fresh, present;
    for (const auto& each : gone_) gone.push_back(each.header);
    for (const auto* each : fresh_) fresh.push_back(each->header);
    for (const auto& column : now_.columns)
      if (std::find(fresh_.begin(), fresh_.end(), &column) == fresh_.end()) present.push_back(column.header);
    renamed_ = renamed_elements(gone, fresh, present);
    for (const auto& each : renamed_) {
      Change change;
      change.kind = Change::Kind::renamed;
      change.column = each.was;
      change.header = each.is;
      change.count = each.alike;
      change.of = each.all;
      change.text = quoted(each.is) + " holds what " + quoted(each.was) + " held: " + evidence(each.alike, each.all) +
                    " names in it are the same; accepting it reads it as " + quoted(each.was) + " from now on";
      change.may_mean.push_back(each.was);
      out_.push_back(std::move(change));
    }
    std::erase_if(fresh_, [&](const ColumnShape* column) {
      const auto before = place_before(renamed_, column->header);
      return before != column->header && std::erase_if(gone_, [&](const Gone& each) { return each.header == before; }) > 0;
    });
  }

  // How sure we are that a new column is one that is gone; 0: it is not.
  int likeness(const Gone& gone, const ColumnShape& column) const {
    if (gone.column.empty() || !may_be(gone.header, column)) return 0;
    const auto kind = column.mostly();
    const bool as_before = gone.kind == ValueKind::nothing || kind == gone.kind || kind == ValueKind::nothing;
    if (!as_before && telling(gone.kind)) return 0;
    const bool named = near(name_in(gone.header), name_in(column.header)) || near(name_in(gone.column), name_in(column.header));
    const bool placed = !sparse_ && gone.was_there && gone.place < now_.columns.size() && &now_.columns[gone.place] == &column;
    if (!named && !(telling(gone.kind) && as_before)) return placed && as_before ? 1 : 0;
    return (named ? 4 : 0) + (telling(gone.kind) && as_before ? 2 : 0) + (placed ? 1 : 0);
  }

  // XML and JSON: an element or attribute can only be another of its own kind in the same element.
  bool may_be(const std::string& place, const ColumnShape& column) const {
    if (!sparse_) return true;
    const auto before = place_before(renamed_, column.header);
    return mapping::parent_path(place) == mapping::parent_path(before) &&
           mapping::last_name(place).starts_with('@') == mapping::last_name(before).starts_with('@');
  }
  std::string_view name_in(std::string_view header) const { return sparse_ ? mapping::last_name(header) : header; }

  void match() {
    for (std::size_t g = 0; g < gone_.size();) {
      const ColumnShape* best = nullptr;
      int most = 0;
      bool sole = false;
      for (const auto* column : fresh_) {
        const int score = likeness(gone_[g], *column);
        if (score == most) sole = false;
        if (score > most) {
          most = score;
          best = column;
          sole = true;
        }
      }
      const bool others = best != nullptr && std::any_of(gone_.begin(), gone_.end(),
                                                         [&](const Gone& other) { return &other != &gone_[g] && likeness(other, *best) >= most; });
      if (best == nullptr || !sole || others) {
        ++g;
        continue;
      }
      renamed(gone_[g], *best);
      fresh_.erase(std::find(fresh_.begin(), fresh_.end(), best));
      gone_.erase(gone_.begin() + static_cast<std::ptrdiff_t>(g));
    }
  }

  void renamed(const Gone& gone, const ColumnShape& column) {
    Change change;
    change.kind = Change::Kind::renamed;
    change.column = gone.column;
    change.header = column.header;
    const auto kind = telling(gone.kind) ? gone.kind : column.mostly();
    change.count = telling(kind) ? column.kinds[static_cast<std::size_t>(kind)] : column.filled;
    change.of = telling(kind) ? column.filled : now_.rows;
    change.text = quoted(gone.header) + " is now " + quoted(column.header) + ": " + evidence(change.count, change.of) +
                  (telling(kind) ? " look like " + std::string(mapping::kind_many(kind)) : std::string(" have a value")) +
                  (gone.was_there ? ", as before" : "") + "; accepting it reads " + (sparse_ ? "it" : "the column") + " as " + quoted(gone.column) +
                  " from now on";
    change.may_mean = columns_lacking(column);
    out_.push_back(std::move(change));
  }

  // What a column of these files may be.
  std::vector<std::string> columns_lacking(const ColumnShape& here) const {
    std::vector<std::string> columns;
    for (const auto& column : now_.absent)
      if (may_be(column.column, here)) columns.push_back(column.column);
    return columns;
  }

  void missing(const Gone& gone) {
    if (gone.column.empty() && !gone.was_there) return;
    if (!gone.required && gone.kind == ValueKind::nothing && !sparse_) return;  // nothing has ever stood in it, so nothing is lost
    Change change;
    change.kind = Change::Kind::missing;
    change.column = gone.column.empty() ? path(gone.header) : gone.column;
    change.required = gone.required;
    change.of = now_.rows;
    change.text = quoted(gone.header) + (gone.was_there ? " is not there any more" : " is missing");
    if (!gone.ours.empty()) change.text += "; " + quoted(gone.ours) + (gone.required ? " needs it" : " is then empty");
    change.text += gone.required ? ". It is required: ask for it, or say which " + what() + " it is now (--as)"
                                 : ". Accepting it reads these files without the " + what();
    for (const auto& column : now_.columns)
      if (!column.header.empty() && may_be(gone.header, column)) change.may_mean.push_back(column.header);
    out_.push_back(std::move(change));
  }

  std::string what() const { return sparse_ ? "element" : "column"; }

  void fresh(const ColumnShape& column) {
    if (column.header.empty() && column.filled == 0) return;
    Change change;
    change.kind = Change::Kind::fresh;
    change.header = path(column.header);
    change.table = now_.name;
    change.count = column.filled;
    change.of = now_.rows;
    const auto kind = column.mostly();
    change.text = quoted(column.header) + " is new: " + evidence(change.count, change.of) + " have a value" +
                  (kind == ValueKind::nothing ? "" : ", mostly " + std::string(mapping::kind_many(kind))) +
                  ". Accepting it leaves its values undecided as the mapping does; --ignore REASON leaves them out" +
                  (sparse_ ? ", --as ELEMENT reads them" : ", --as COLUMN reads them");
    change.may_mean = columns_lacking(column);
    out_.push_back(std::move(change));
  }

  void codes(const ColumnShape& column) {
    if (known_ == nullptr) return;
    for (const auto& unknown : column.unknown) {
      if (unknown.rows <= kSlips) continue;
      Change change;
      change.kind = Change::Kind::code;
      change.column = column.column;
      change.code_table = column.table;
      change.code = unknown.code;
      change.like = unknown.like;
      change.count = unknown.rows;
      change.of = column.filled;
      change.text = quoted(column.header) + " says " + (unknown.code.empty() ? "something else that may not be shown" : quoted(unknown.code)) +
                    " in " + evidence(change.count, change.of) + ", which is no code of the table " + quoted(column.table);
      if (!unknown.like.empty())
        change.text += "; is it " + quoted(unknown.like) + "? Accepting it reads it so from now on";
      else if (unknown.code.empty())
        change.text += ". Accepting it takes the file as it is: each row is told";
      else
        change.text += ". Accepting it needs the code that it means (--as CODE)";
      change.may_mean = column.table_codes;
      out_.push_back(std::move(change));
    }
  }

  void dates(const ColumnShape& column) {
    const auto forms = split_forms(column.accepted);
    bool months_first = std::any_of(forms.begin(), forms.end(), [](const std::string& form) { return order_of(form) == 'M'; });
    bool days_first = std::any_of(forms.begin(), forms.end(), [](const std::string& form) { return order_of(form) == 'D'; });
    if (months_first && days_first) {  // the mapping takes both: what has been so far decides
      const auto was =
          std::find_if(known_ == nullptr ? kNoColumns.begin() : known_->columns.begin(), known_ == nullptr ? kNoColumns.end() : known_->columns.end(),
                       [&](const KnownColumn& each) { return each.column == column.column; });
      const bool unknown = known_ == nullptr || was == known_->columns.end() || was->day_first == was->day_second;
      months_first = !unknown && was->day_second;
      days_first = !unknown && was->day_first;
    }
    if (months_first == days_first) return;
    const auto here = months_first ? column.first_over_12 : column.second_over_12;
    const auto there = months_first ? column.second_over_12 : column.first_over_12;
    if (here == 0 || there > 0 || column.filled < 2) return;
    Change change;
    change.kind = Change::Kind::dates;
    change.column = column.column;
    for (const auto& form : forms) change.forms.push_back(order_of(form) == '\0' ? form : swapped(form));
    change.count = here;
    change.of = column.filled;
    change.text = quoted(column.header) + " is read as " + column.accepted + ", but in " + evidence(here, column.filled) + " the " +
                  (months_first ? "first" : "second") + " number is over 12, and in none the " + (months_first ? "second" : "first") +
                  "; accepting it reads these dates as " + change.forms.back() + " from now on";
    out_.push_back(std::move(change));
  }

  static std::vector<std::string> split_forms(std::string_view accepted) {
    constexpr std::string_view kOr = " or ";
    std::vector<std::string> forms;
    while (!accepted.empty()) {
      const auto end = std::min(accepted.find(kOr), accepted.size());
      forms.emplace_back(accepted.substr(0, end));
      accepted.remove_prefix(std::min(accepted.size(), end + kOr.size()));
    }
    return forms;
  }
  // Which of the two comes first in a form that ends with the year.
  static char order_of(std::string_view form) {
    const auto day = form.find('D');
    const auto month = form.find('M');
    const auto year = form.find('Y');
    if (day == std::string_view::npos || month == std::string_view::npos || year < day || year < month) return '\0';
    return day < month ? 'D' : 'M';
  }
  // Only before the year: MM is the month, mm a minute.
  static std::string swapped(std::string form) {
    for (auto& c : form) c = c == 'D' ? 'M' : c == 'M' ? 'D' : c;
    return form;
  }

  static inline const std::vector<KnownColumn> kNoColumns{};
  const KnownTable* known_;
  const TableShape& now_;
  bool sparse_;
  std::vector<RenamedElement> renamed_;  // of them
  std::vector<Change>& out_;
  std::vector<Gone> gone_;
  std::vector<const ColumnShape*> fresh_;
};

}  // namespace

bool Change::same(const Change& other) const {
  return kind == other.kind && column == other.column && header == other.header && code_table == other.code_table && code == other.code;
}

std::string_view change_name(Change::Kind kind) { return kNames[static_cast<std::size_t>(kind)]; }

Change::Kind named_change(std::string_view name) {
  std::size_t i = 0;
  while (i + 1 < kNames.size() && kNames[i] != name) ++i;
  return static_cast<Change::Kind>(i);
}

std::vector<Change> changes_of(const KnownShape* known, const mapping::Shape& now) {
  std::vector<Change> changes;
  for (const auto& table : now.tables) {
    const KnownTable* before = nullptr;
    if (known != nullptr)
      for (const auto& each : known->tables)
        if (each.name == table.name && !each.columns.empty()) before = &each;
    if (table.columns.empty()) continue;  // a table that is not there says so itself
    TableChanges(before, table, now.sparse, changes).run();
  }
  return changes;
}

}  // namespace caseway::exchange
