#include "authoring/column_profile.h"

#include <algorithm>
#include <memory>
#include <unordered_set>

#include "fhir/model.h"
#include "mapping/convert/converter.h"
#include "mapping/spelling.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

// Forms that are tried. Of day and month first both may read; then only a day above 12 tells.
constexpr std::string_view kDates[] = {"YYYY-MM-DD", "MM/DD/YYYY", "M/D/YYYY",   "DD/MM/YYYY", "D/M/YYYY", "MM-DD-YYYY", "DD-MM-YYYY",
                                       "DD.MM.YYYY", "D.M.YYYY",   "YYYY/MM/DD", "DDMMYYYY",   "MMDDYYYY", "YYYYMMDD"};
constexpr std::string_view kDateTimes[] = {"YYYY-MM-DDTHH:mm:ssZ", "YYYY-MM-DD HH:mm:ssZ", "YYYY-MM-DD HH:mm:ss Z", "MM/DD/YYYY HH:mm:ssZ",
                                           "YYYY-MM-DDTHH:mm:ss",  "YYYY-MM-DD HH:mm:ss",  "YYYY-MM-DD HH:mm",      "MM/DD/YYYY hh:mm a",
                                           "M/D/YYYY hh:mm a",     "M/D/YYYY HH:mm",       "MM/DD/YYYY HH:mm:ss"};

// A form that is tried on every value until one does not have it.
struct Trial {
  std::string form;
  std::shared_ptr<const Converter> convert;
  bool fits = true;
};

Trial trial(std::string_view converter, std::string_view form, std::string_view type) {
  ConverterOptions options;
  options.target = fhir::find_type(type);
  if (!form.empty()) options.accept.emplace_back(form);
  std::string why_not;
  return {std::string(form), make_converter(converter, options, why_not), true};
}

void try_on(std::string_view text, Trial& each) {
  std::string ours;
  each.fits = each.fits && each.convert->read_text(text, ours);
}

class Profiler {
 public:
  Profiler() {
    for (const auto form : kDates) dates_.push_back(trial("date", form, "date"));
    for (const auto form : kDateTimes) times_.push_back({std::string(form), nullptr, true});
  }

  void take(std::string_view raw, formats::CellKind kind, ColumnProfile& profile) {
    const auto text = trimmed(raw);
    if (text.empty()) return;
    ++profile.filled;
    profile.longest = std::max(profile.longest, characters(text));
    different_.emplace(text);
    take_date(text, kind);
    for (auto& each : times_) each.fits = each.fits && has_form(text, each.form);
    for (auto* each : {&yes_no_, &whole_, &number_, &phone_, &token_}) try_on(text, *each);
    const auto digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }));
    phone_.fits = phone_.fits && digits >= 7 && digits <= 15 && text.find_first_not_of("0123456789+-(). xX") == std::string_view::npos;
    if (digits_ == 0 && profile.filled == 1) digits_ = digits;
    if (digits != digits_ || digits != text.size()) digits_ = 0;
    zero_first_ = zero_first_ || text.front() == '0';
  }

  void finish(ColumnProfile& profile) {
    profile.different = different_.size();
    if (profile.filled == 0) return;
    if (partial_ == profile.filled) iso_ = profile.filled + 1;  // "2024" alone is no evidence
    const bool mixed = iso_ > 0 && iso_ < profile.filled;
    for (const auto& each : dates_)
      if (each.fits && iso_ <= profile.filled && (each.form != kDates[0]) == (iso_ < profile.filled)) profile.dates.push_back(each.form);
    profile.also_iso = mixed && !profile.dates.empty();
    for (const auto& each : times_)
      if (each.fits) profile.date_times.push_back(each.form);
    profile.zoneless = !profile.date_times.empty() && !profile.date_times.front().ends_with('Z');
    const auto reads = [&](char first) {
      return std::any_of(profile.dates.begin(), profile.dates.end(), [&](const auto& form) { return form.front() == first; });
    };
    profile.day_first = reads('D') && !reads('M');
    profile.month_first = reads('M') && !reads('D');
    profile.yes_no = yes_no_.fits && (profile.different == 2 || !whole_.fits);  // 1 alone is a number
    profile.whole = whole_.fits;
    profile.number = number_.fits;
    profile.phone = phone_.fits;
    profile.token = token_.fits;
    if (zero_first_ && digits_ > 1) profile.digits = digits_;
    const bool few = profile.different <= kMostCodes && profile.longest <= kLongestCode;
    const bool repeats = profile.filled >= 4 && profile.different * 2 <= profile.filled;
    if (few && repeats && profile.dates.empty()) profile.codes.insert(different_.begin(), different_.end());
  }

 private:
  // An ISO date says nothing of the form that the others have.
  void take_date(std::string_view text, formats::CellKind kind) {
    std::string ours;
    const bool long_enough = text.size() >= 8 && text.size() <= 10;
    if (!long_enough && dates_.front().convert->read_text(text, ours)) {  // a year, or a year and month
      ++iso_;
      ++partial_;
      return;
    }
    if (long_enough && (kind == formats::CellKind::date || dates_.front().convert->read_text(text, ours))) {
      ++iso_;
      return;
    }
    for (auto& each : dates_) {
      each.fits = each.fits && long_enough;
      if (each.form != kDates[0]) try_on(text, each);
    }
  }

  // The text is made as the form is: a digit for each letter.
  static bool has_form(std::string_view text, std::string_view form) {
    std::size_t t = 0;
    for (std::size_t f = 0; f < form.size(); ++f) {
      const char c = form[f];
      if (c == 'Z') {
        if (t < text.size() && text[t] == 'Z') return t + 1 == text.size();
        return t < text.size() && (text[t] == '+' || text[t] == '-') && text.size() - t >= 5;
      }
      if (c == 'a') return t + 2 == text.size() && (text[t + 1] == 'M' || text[t + 1] == 'm');
      const bool one = (c == 'M' || c == 'D') && (f == 0 || form[f - 1] != c) && (f + 1 == form.size() || form[f + 1] != c);
      if (std::string_view("YMDHhms").find(c) == std::string_view::npos) {
        if (t >= text.size() || text[t] != c) return false;
        ++t;
        continue;
      }
      if (t >= text.size() || text[t] < '0' || text[t] > '9') {
        if (c == 'h' && f > 0 && form[f - 1] == 'h') continue;  // an hour of one digit
        return false;
      }
      ++t;
      if (one && t < text.size() && text[t] >= '0' && text[t] <= '9') ++t;
    }
    return t == text.size();
  }

  std::vector<Trial> dates_, times_;
  Trial yes_no_ = trial("yes-no", "", "boolean");
  Trial whole_ = trial("integer", "", "integer");
  Trial number_ = trial("decimal", "", "decimal");
  Trial phone_ = trial("phone", "", "string");
  Trial token_ = trial("id", "", "string");
  std::unordered_set<std::string> different_;
  std::size_t iso_ = 0;      // values that are YYYY-MM-DD, or the beginning of it
  std::size_t partial_ = 0;  // of these
  std::size_t digits_ = 0;
  bool zero_first_ = false;
};

std::string counted(std::size_t n, std::string_view what) { return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s"); }

}  // namespace

ColumnProfile profile_of(const formats::Table& table, std::size_t header, std::size_t column) {
  ColumnProfile profile;
  profile.name = trimmed(table.cell(header, column).text);
  Profiler profiler;
  for (auto row = header + 1; row < table.rows(); ++row) {
    const auto cell = table.cell(row, column);
    ++profile.rows;
    profiler.take(cell.text, cell.kind, profile);
  }
  profiler.finish(profile);
  return profile;
}

std::string in_numbers(const ColumnProfile& profile) {
  if (profile.filled == 0) return "no value in the sample";
  auto text = counted(profile.filled, "value");
  if (profile.different < profile.filled) text += ", " + std::to_string(profile.different) + " different";
  if (!profile.dates.empty()) return text + ", all dates as " + profile.dates.front() + (profile.also_iso ? " or YYYY-MM-DD" : "");
  if (!profile.date_times.empty()) return text + ", all dates with a time of day as " + profile.date_times.front();
  if (profile.yes_no) return text + ", all yes or no";
  if (profile.digits > 0) return text + ", all " + std::to_string(profile.digits) + " digits with zeros in front";
  if (profile.whole) return text + ", all whole numbers";
  if (profile.number) return text + ", all numbers";
  if (profile.phone) return text + ", all like telephone numbers";
  return text + ", at most " + counted(profile.longest, "character") + " long";
}

}  // namespace caseway::authoring
