#include "authoring/guess.h"

#include <algorithm>

#include "fhir/model.h"
#include "mapping/spelling.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

// Codes that mean the same wherever they are used. Place in ours, theirs in small letters, ours.
struct KnownCode {
  std::string_view path, theirs, ours;
};
constexpr KnownCode kKnownCodes[] = {
    {"gender", "m", "male"},
    {"gender", "male", "male"},
    {"gender", "man", "male"},
    {"gender", "f", "female"},
    {"gender", "female", "female"},
    {"gender", "woman", "female"},
    {"gender", "x", "other"},
    {"gender", "other", "other"},
    {"gender", "o", "other"},
    {"gender", "u", "unknown"},
    {"gender", "unknown", "unknown"},
    {"gender", "unk", "unknown"},
    {"priority", "routine", "routine"},
    {"priority", "normal", "routine"},
    {"priority", "urgent", "urgent"},
    {"priority", "asap", "asap"},
    {"priority", "stat", "stat"},
};

// Columns about the file or its rows and not about anybody. When a row was taken away is another matter: it says that something has ended.
constexpr std::string_view kAboutRows[] = {
    "created",       "created at",         "created by",        "created date", "date created", "modified",     "modified at",  "modified by",
    "modified date", "date modified",      "updated",           "updated at",   "updated by",   "updated date", "date updated", "last modified",
    "last updated",  "last modified date", "last updated date", "export id",    "import id",    "batch id",     "file id",      "row number",
    "row no",        "line number"};

bool is_about_rows(std::string_view header) {
  return std::any_of(std::begin(kAboutRows), std::end(kAboutRows), [&](auto words) { return normalised_header(words) == normalised_header(header); });
}

std::string small(std::string_view text) {
  std::string made(text);
  for (auto& c : made)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return made;
}

// The code of ours with the same spelling, or one that means the same; "?" when there is none.
std::string ours_for(std::string_view path, const std::string& theirs) {
  for (const auto& known : kKnownCodes)
    if (known.path == path && known.theirs == small(theirs)) return std::string(known.ours);
  return "?";
}

// Day and month first both read every value, and no value tells which.
bool either_way(const std::vector<std::string>& forms) {
  const auto begins = [&](char c) { return std::any_of(forms.begin(), forms.end(), [&](const auto& form) { return form.front() == c; }); };
  return begins('M') && begins('D');
}

void guess_date(const ColumnProfile& profile, const GuessOptions& options, Guess& guess) {
  guess.as = "date";
  if (profile.filled == 0) {
    guess.accept = {"YYYY-MM-DD"};
    return;
  }
  if (profile.dates.empty()) {
    guess.decided = false;
    guess.as.clear();
    guess.why += profile.date_times.empty() ? ", but the values are no dates in one form that is known"
                                            : ", but the values have a time of day" + std::string(profile.zoneless ? " without a time zone" : "");
    return;
  }
  auto form = profile.dates.front();
  if (either_way(profile.dates)) {
    if (!options.evidence) {
      guess.decided = false;
      guess.accept = {form};
      guess.why += ", but no day is above 12, so day and month could be either way round";
      return;
    }
    for (const auto& each : profile.dates)
      if (each.front() == (options.month_first ? 'M' : 'D')) {
        form = each;
        break;
      }
    guess.why += ", day and month as in the other dates of the sample";
  } else if (profile.day_first || profile.month_first) {
    guess.why += ", days above 12 say which is the day";
  }
  guess.accept = {form};
  if (profile.also_iso) guess.accept.emplace_back("YYYY-MM-DD");
}

// "Housing Need" as the name of a code table: "housing_need".
std::string table_name(std::string_view header) {
  std::string name;
  for (const char c : small(header)) name += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_';
  return name;
}

// Words that are numbers in a sample are codes for them.
bool is_worded(const PlainValue& value) {
  return value.as.empty() && value.path != "address.postalCode" && value.path != "address.line[1]" && value.path != "address.line[2]" &&
         value.path != "subscriberId";
}

// Codes are values too: they are taken of the columns that the analyst names, and only where they are short, few, and repeat.
bool shows_codes(const ColumnProfile& profile, const GuessOptions& options) {
  return profile.coded() && options.codes.contains(normalised_header(profile.name));
}

void guess_code(const ColumnProfile& profile, const GuessOptions& options, std::string_view path, Guess& guess) {
  guess.codes = table_name(profile.name);
  guess.as.clear();
  guess.decided = false;
  if (!shows_codes(profile, options)) {
    guess.why += profile.coded() ? "; fill a code table for it, or let init take the codes" : "; fill a code table for it";
    return;
  }
  guess.decided = true;
  std::set<std::string> used;
  for (const auto& code : profile.codes) {
    auto ours = ours_for(path, code);
    if (ours == "?" || !used.insert(ours).second) guess.decided = false;
    guess.rows.emplace_back(code, ours);
  }
  guess.why += guess.decided ? ", codes by their meaning" : "; say what its codes mean";
}

void fit(const ColumnProfile& profile, const GuessOptions& options, Guess& guess) {
  const auto& value = *guess.place->value;
  guess.decided = true;
  guess.always = profile.rows > 0 && profile.filled == profile.rows;
  guess.why = "by its name; " + in_numbers(profile);
  if (value.as == "date") return guess_date(profile, options, guess);
  if (value.as == "code") return guess_code(profile, options, value.path, guess);
  const auto refuse = [&](std::string_view why) {
    guess.decided = false;
    guess.why += ", but " + std::string(why);
  };
  guess.as = value.as;
  if (profile.filled == 0) return;
  if (value.as == "datetime") {
    guess.accept.assign(profile.date_times.begin(), profile.date_times.begin() + (profile.date_times.empty() ? 0 : 1));
    if (profile.date_times.empty()) return refuse("a time of day is needed there");
    if (profile.zoneless) return refuse("the times have no time zone");
  }
  if (value.as == "phone" && !profile.phone) return refuse("the values are no telephone numbers");
  if (value.as == "decimal" && !profile.number) return refuse("the values are no numbers");
  if (value.as == "id" && !profile.token) guess.as = "text";
  if (value.as == "uri" && !profile.token) return refuse("the values are no addresses of the web");
  if (!profile.dates.empty() && (value.as.empty() || value.as == "phone")) return refuse("the values are dates");
  if (is_worded(value) && profile.whole) return refuse("the values are numbers");
  if (value.as.empty() && profile.yes_no) return refuse("the values are yes or no");
  guess.digits = value.as == "phone" ? 0 : profile.digits;
}

}  // namespace

Guess guess_column(const ColumnProfile& profile, const PlainPlace& place, const GuessOptions& options) {
  Guess guess;
  guess.theirs = profile.name;
  guess.place = place;
  fit(profile, options, guess);
  return guess;
}

Guess guess_column(const ColumnProfile& profile, std::string_view thing, const GuessOptions& options) {
  if (const auto place = plain_place(thing, profile.name)) return guess_column(profile, *place, options);
  Guess guess;
  guess.theirs = profile.name;
  guess.why = in_numbers(profile);
  if (is_about_rows(profile.name)) {
    guess.ignore = "plumbing";
    guess.why = "by its name it is about the row; " + guess.why;
  } else if (!profile.dates.empty()) {
    guess.as = "date";
    guess.accept = {profile.dates.front()};
  } else if (profile.yes_no) {
    guess.as = "yes-no";
  } else if (profile.coded()) {
    guess.codes = table_name(profile.name);
    if (shows_codes(profile, options))
      for (const auto& code : profile.codes) guess.rows.emplace_back(code, "?");
  }
  return guess;
}

std::string ours_of(const PlainPlace& place) { return std::string(place.role->variable) + "." + place.path(); }

}  // namespace caseway::authoring
