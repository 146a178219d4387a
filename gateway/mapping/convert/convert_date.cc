// Dates of spreadsheets: several forms read, one written, precision kept, nothing guessed.
//
//   forms   YYYY, MM, DD, M, D, HH, H, hh, mm, ss, a (AM/PM), Z (offset), T; everything else stands for itself. A form may be shorter: YYYY-MM-DD
//   also
//           reads 2024-05 and 2024 when the target can hold them.
//   issues  mapping.date.bad: another form, a day that does not exist, a two-digit year, 00/00/0000, a spreadsheet's serial number
#include "fhir/model.h"
#include "fhir/validate.h"
#include "mapping/convert/convert.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

struct Parts {
  std::string year, month, day, hour, minute, second, fraction, zone;
  bool afternoon = false, half_day = false;
};

bool digit(char c) { return c >= '0' && c <= '9'; }

std::string two(std::string text) { return text.size() == 1 ? "0" + text : text; }

// Takes `least` to `most` digits.
bool take(std::string_view text, std::size_t& at, std::size_t least, std::size_t most, std::string& out) {
  out.clear();
  while (at < text.size() && out.size() < most && digit(text[at])) out += text[at++];
  return out.size() >= least;
}

bool take_zone(std::string_view text, std::size_t& at, std::string& out) {
  if (at < text.size() && text[at] == 'Z') {
    out = "Z";
    ++at;
    return true;
  }
  if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return false;
  out = text[at++];
  std::string part;
  if (!take(text, at, 2, 2, part)) return false;
  out += part + ":";
  if (at < text.size() && text[at] == ':') ++at;
  if (!take(text, at, 2, 2, part)) return false;
  out += part;
  return true;
}

bool word_at(std::string_view form, std::size_t at, std::string_view word) { return form.substr(at, word.size()) == word; }

// Reads text by a form; the rest of the form may be missing after a whole part.
bool read_form(std::string_view text, std::string_view form, Parts& parts) {
  std::size_t at = 0;
  for (std::size_t f = 0; f < form.size();) {
    if (at == text.size() && !parts.year.empty())
      return form[f] == '.' || form[f] == '-' || form[f] == 'T' || form[f] == ' ' || form[f] == ':' || form[f] == 'Z';
    if (word_at(form, f, "YYYY")) {
      if (!take(text, at, 4, 4, parts.year)) return false;
      f += 4;
    } else if (word_at(form, f, "MM")) {
      if (!take(text, at, 2, 2, parts.month)) return false;
      f += 2;
    } else if (word_at(form, f, "DD")) {
      if (!take(text, at, 2, 2, parts.day)) return false;
      f += 2;
    } else if (word_at(form, f, "HH") || word_at(form, f, "hh")) {
      parts.half_day = form[f] == 'h';
      if (!take(text, at, parts.half_day ? 1 : 2, 2, parts.hour)) return false;
      f += 2;
    } else if (word_at(form, f, "mm")) {
      if (!take(text, at, 2, 2, parts.minute)) return false;
      f += 2;
    } else if (word_at(form, f, "ss")) {
      if (!take(text, at, 2, 2, parts.second)) return false;
      f += 2;
      if (at + 1 < text.size() && text[at] == '.' && digit(text[at + 1])) {
        ++at;
        take(text, at, 1, 9, parts.fraction);
      }
    } else if (form[f] == 'H') {
      if (!take(text, at, 1, 2, parts.hour)) return false;
      parts.hour = two(parts.hour);
      ++f;
    } else if (form[f] == 'M' || form[f] == 'D') {
      if (!take(text, at, 1, 2, form[f] == 'M' ? parts.month : parts.day)) return false;
      ++f;
    } else if (form[f] == 'a') {
      const char c = at < text.size() ? text[at] : '\0';
      if (at + 1 >= text.size() || (text[at + 1] != 'M' && text[at + 1] != 'm') || (c != 'A' && c != 'a' && c != 'P' && c != 'p')) return false;
      parts.afternoon = c == 'P' || c == 'p';
      at += 2;
      ++f;
    } else if (form[f] == 'Z') {
      if (!take_zone(text, at, parts.zone)) return false;
      ++f;
    } else {
      if (at >= text.size() || text[at] != form[f]) return false;
      ++at;
      ++f;
    }
  }
  return at == text.size();
}

bool to_24_hours(Parts& parts) {
  if (!parts.half_day || parts.hour.empty()) return true;
  int hour = std::stoi(parts.hour);
  if (hour < 1 || hour > 12) return false;
  hour = hour % 12 + (parts.afternoon ? 12 : 0);
  parts.hour = two(std::to_string(hour));
  return true;
}

enum class Kind { date, date_time, time };
constexpr std::string_view kIsoDate = "YYYY-MM-DD";

std::string spell(const Parts& parts, Kind kind) {
  std::string made;
  if (kind != Kind::time) {
    made = parts.year;
    if (!parts.month.empty()) made += "-" + two(parts.month);
    if (!parts.day.empty()) made += "-" + two(parts.day);
  }
  if (parts.hour.empty()) return made;
  if (kind != Kind::time) made += "T";
  made += two(parts.hour) + ":" + (parts.minute.empty() ? "00" : parts.minute) + ":" + (parts.second.empty() ? "00" : parts.second);
  if (!parts.fraction.empty()) made += "." + parts.fraction;
  return made + parts.zone;
}

// FHIR text to parts: YYYY[-MM[-DD[Thh:mm:ss[.f]zone]]] or hh:mm:ss.
bool split_fhir(std::string_view text, Kind kind, Parts& parts) {
  if (kind == Kind::time) return read_form(text, "HH:mm:ss", parts) || text.size() == 8;
  return read_form(text, "YYYY-MM-DDTHH:mm:ssZ", parts);
}

class Date : public Converter {
 public:
  Date(Kind kind, const ConverterOptions& options) : kind_(kind), accept_(options.accept), write_(options.write), target_(options.target) {
    if (accept_.empty()) accept_.push_back(kind == Kind::date ? "YYYY-MM-DD" : kind == Kind::time ? "HH:mm:ss" : "YYYY-MM-DDTHH:mm:ssZ");
    if (write_.empty()) write_ = accept_.front();
    reads_iso_ = kind != Kind::time && accept_.front().starts_with(kIsoDate);
    writes_iso_ = kind != Kind::time && write_.starts_with(kIsoDate);
  }

  bool stands(std::string_view theirs) const override { return reads_iso_ && is_iso_date(theirs); }
  bool read_text(std::string_view theirs, std::string& ours) const override {
    const auto text = trimmed(theirs);
    if (reads_iso_ && is_iso_date(text)) {
      ours = text;
      return true;
    }
    for (const auto& form : accept_) {
      Parts parts;
      if (kind_ == Kind::time) parts.year = "-";  // nothing is missing before the hour
      if (!read_form(text, form, parts) || !to_24_hours(parts)) continue;
      ours = spell(parts, kind_);
      if (fhir::primitive_ok(target_, ours)) return true;
      if (!parts.hour.empty() && parts.zone.empty() && kind_ == Kind::date_time) continue;
    }
    return false;
  }

  bool read_date(std::string_view iso, std::string& ours) const override {
    if (kind_ == Kind::time || !is_iso_date(iso)) return read_text(iso, ours);
    ours = iso;
    return true;
  }

  bool write_text(std::string_view ours, std::string& theirs) const override {
    if (writes_iso_ && is_iso_date(ours)) {
      theirs = ours;
      return true;
    }
    Parts parts;
    if (!split_fhir(ours, kind_, parts)) return false;
    theirs = fill(parts, write_);
    return !theirs.empty();
  }

  bool is_date() const override { return kind_ != Kind::time; }

  std::shared_ptr<const Converter> accepting(const std::vector<std::string>& forms) const override {
    if (forms.empty()) return nullptr;
    auto made = std::make_shared<Date>(*this);
    made->accept_ = forms;
    made->reads_iso_ = kind_ != Kind::time && forms.front().starts_with(kIsoDate);
    return made;
  }
  std::string_view issue() const override { return kind_ == Kind::time ? "mapping.time.bad" : "mapping.date.bad"; }
  std::string forms() const override {
    std::string list;
    for (const auto& form : accept_) (list += list.empty() ? "" : " or ") += form;
    return list;
  }
  std::string_view refusal(std::string_view theirs) const override {
    const auto text = trimmed(theirs);
    if (kind_ == Kind::time || text.empty()) return {};
    if (text.find_first_not_of("0/-. :") == std::string_view::npos) return "a date of zeros is no date; leave the cell empty when it is not known";
    if (text.find_first_not_of("0123456789") == std::string_view::npos && text.size() == 5)
      return "this looks like a spreadsheet's serial number; format the column as a date";
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) longest = std::max(longest, run = digit(c) ? run + 1 : 0);
    if (longest == 2 && text.size() >= 6) return "the year has two digits; its century would be a guess, so write four";
    for (const auto& form : accept_) {
      Parts parts;
      if (read_form(text, form, parts) && to_24_hours(parts)) {
        if (!parts.hour.empty() && parts.zone.empty() && kind_ == Kind::date_time) return "a time of day needs a time zone";
        return "this day or time does not exist";
      }
    }
    return {};
  }
  // In one accepted form after the other; the day is now above 12, now below.
  std::string example(std::uint32_t n) const override {
    Parts parts;
    parts.year = std::to_string(2001 + n % 20);
    parts.month = two(std::to_string(1 + n % 12));
    parts.day = two(std::to_string(n % 2 == 0 ? 13 + n % 15 : 1 + (n + 5) % 12));
    parts.hour = two(std::to_string(n % 24));
    parts.minute = "30";
    parts.second = "00";
    parts.zone = "-05:00";
    return fill(parts, accept_[n % accept_.size()]);
  }

 private:
  // A date without a time of day (or a month, or a year) as FHIR and most spreadsheets write it.
  bool is_iso_date(std::string_view text) const { return text.size() <= kIsoDate.size() && fhir::primitive_ok(target_, text); }

  // The written form with these parts; a part that is not known ends it, or, when it stands first, leaves the ISO form.
  std::string fill(const Parts& parts, const std::string& form) const {
    std::string made;
    for (std::size_t f = 0; f < form.size();) {
      const std::string* part = nullptr;
      std::size_t length = 2;
      std::string own;
      if (word_at(form, f, "YYYY"))
        part = &parts.year, length = 4;
      else if (word_at(form, f, "MM"))
        part = &(own = two(parts.month));
      else if (word_at(form, f, "DD"))
        part = &(own = two(parts.day));
      else if (word_at(form, f, "HH"))
        part = &parts.hour;
      else if (word_at(form, f, "hh"))
        part = &(own = parts.hour.empty() ? "" : std::to_string((std::stoi(parts.hour) + 11) % 12 + 1));
      else if (word_at(form, f, "mm"))
        part = &parts.minute;
      else if (word_at(form, f, "ss"))
        part = &parts.second;
      else if (form[f] == 'M')
        part = &(own = parts.month.empty() || parts.month[0] != '0' ? parts.month : parts.month.substr(1)), length = 1;
      else if (form[f] == 'D')
        part = &(own = parts.day.empty() || parts.day[0] != '0' ? parts.day : parts.day.substr(1)), length = 1;
      else if (form[f] == 'H')
        part = &(own = parts.hour.empty() || parts.hour[0] != '0' ? parts.hour : parts.hour.substr(1)), length = 1;
      else if (form[f] == 'a')
        part = &(own = parts.hour.empty() ? "" : std::stoi(parts.hour) < 12 ? "AM" : "PM"), length = 1;
      else if (form[f] == 'Z')
        part = &parts.zone, length = 1;
      if (part == nullptr) {
        made += form[f++];
        continue;
      }
      if (part->empty()) {
        // what is not known ends the text; nothing is padded
        if (f == 0 || form.find("YYYY", f) != std::string::npos) return spell(parts, kind_);
        while (!made.empty() && !digit(made.back())) made.pop_back();
        return made;
      }
      made += *part;
      if (part == &parts.second && !parts.fraction.empty()) made += "." + parts.fraction;
      f += length;
    }
    return made;
  }

  Kind kind_;
  std::vector<std::string> accept_;
  std::string write_;
  TypeId target_;
  bool reads_iso_;  // the first form gives back what is_iso_date() as it stands; so does the written one
  bool writes_iso_;
};

// MM/DD/YYYY and D/M/YYYY: the same but for the order of day and month.
bool by_another_order(std::string_view a, std::string_view b) {
  const auto shape = [](std::string_view form) {
    std::string made;
    for (const char c : form)
      if (made.empty() || made.back() != c || (c != 'M' && c != 'D')) made += c;
    return made;
  };
  auto one = shape(a);
  const auto other = shape(b);
  if (one == other) return false;
  for (char& c : one) c = c == 'M' ? 'D' : c == 'D' ? 'M' : c;
  return one == other;
}

}  // namespace

std::shared_ptr<const Converter> date_converter(std::string_view name, const ConverterOptions& options, std::string& why_not) {
  if (name != "date" && name != "datetime" && name != "time") return nullptr;
  const auto type = options.target == kNoType ? std::string_view() : fhir::type(options.target).name;
  if (name == "time" ? type != "time" : type != "date" && type != "dateTime" && type != "instant") {
    why_not = "`" + std::string(name) + "` gives a " + (name == "time" ? "time" : "date or dateTime") + ", but ours is a " +
              (type.empty() ? "value[x]" : std::string(type));
    return nullptr;
  }
  for (const auto& form : options.accept)
    if (name != "time" && form.find("YYYY") == std::string::npos) {
      why_not = "`" + form + "` has no year of four digits (YYYY); a two-digit year would be a guess";
      return nullptr;
    }
  for (std::size_t i = 0; i < options.accept.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (by_another_order(options.accept[i], options.accept[j])) {
        why_not = "`" + options.accept[j] + "` and `" + options.accept[i] +
                  "` read one text as two different days, and nothing is guessed; accept one of them, or write the month in another way";
        return nullptr;
      }
  return std::make_shared<Date>(name == "date" ? Kind::date : name == "time" ? Kind::time : Kind::date_time, options);
}

}  // namespace caseway::mapping
