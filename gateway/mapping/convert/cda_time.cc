#include "mapping/convert/cda_time.h"

namespace caseway::mapping {

namespace {

bool digits(std::string_view text) {
  for (const char c : text)
    if (c < '0' || c > '9') return false;
  return !text.empty();
}

bool in(std::string_view two, int low, int high) {
  const int n = (two[0] - '0') * 10 + (two[1] - '0');
  return n >= low && n <= high;
}

bool day_exists(std::string_view d) {  // YYYYMMDD
  const int year = (d[0] - '0') * 1000 + (d[1] - '0') * 100 + (d[2] - '0') * 10 + (d[3] - '0');
  const int month = (d[4] - '0') * 10 + (d[5] - '0');
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month >= 1 && month <= 12 && in(d.substr(6, 2), 1, kDays[month - 1] + (month == 2 && leap ? 1 : 0));
}

// "+0100", "-05", "Z" and ISO's "+01:00" as FHIR writes them; false for an offset that no place on Earth has.
bool zone_from_cda(std::string_view theirs, std::string& ours) {
  if (theirs == "Z") {
    ours = "Z";
    return true;
  }
  std::string hhmm;
  for (const char c : theirs.substr(theirs.empty() ? 0 : 1))
    if (c != ':') hhmm += c;
  if (hhmm.size() == 2) hhmm += "00";
  if (hhmm.size() != 4 || !digits(hhmm) || !in(std::string_view(hhmm).substr(0, 2), 0, 14) || !in(std::string_view(hhmm).substr(2), 0, 59))
    return false;
  ours = theirs.substr(0, 1);
  ours.append(hhmm, 0, 2).append(":").append(hhmm, 2, 2);
  return true;
}

}  // namespace

Precision precision_of(std::string_view type) {
  return type == "date" ? Precision::date : type == "instant" ? Precision::instant : Precision::date_time;
}

bool time_from_cda(std::string_view theirs, Precision precision, std::string& ours, bool& zoneless) {
  zoneless = false;
  char compact[40];
  std::size_t n = 0;
  std::string_view zone;
  std::string_view fraction;
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    const char c = theirs[i];
    const bool iso_dash =
        c == '-' && (i == 4 || i == 7) && theirs.size() > i + 2 && n == (i == 4 ? 4u : 6u) && theirs.find_first_of("T:") != std::string_view::npos;
    const bool iso_date_dash = c == '-' && ((i == 4 && theirs.size() >= 7) || (i == 7 && theirs.size() >= 10)) && theirs.size() <= 10 &&
                               n == (i == 4 ? 4u : 6u) && theirs.size() != 9;
    if (iso_dash || iso_date_dash || c == 'T' || c == ':') continue;
    if (c == '+' || c == '-' || c == 'Z') {
      zone = theirs.substr(i);
      break;
    }
    if (c == '.') {
      auto end = i + 1;
      while (end < theirs.size() && theirs[end] >= '0' && theirs[end] <= '9') ++end;
      fraction = theirs.substr(i + 1, end - i - 1);
      i = end - 1;
      continue;
    }
    if (c < '0' || c > '9' || n == 14) return false;
    compact[n++] = c;
  }
  const std::string_view d(compact, n);
  if (n != 4 && n != 6 && n != 8 && n != 10 && n != 12 && n != 14) return false;
  if (d.substr(0, 4) == "0000" || (n >= 6 && !in(d.substr(4, 2), 1, 12)) || (n >= 8 && !day_exists(d.substr(0, 8)))) return false;
  ours.assign(d.substr(0, 4));
  if (n >= 6) ours.append("-").append(d.substr(4, 2));
  if (n >= 8) ours.append("-").append(d.substr(6, 2));
  if (n <= 8) return precision != Precision::instant;
  if (!in(d.substr(8, 2), 0, 23) || (n >= 12 && !in(d.substr(10, 2), 0, 59)) || (n >= 14 && !in(d.substr(12, 2), 0, 60))) return false;
  if (precision == Precision::date) return true;
  std::string offset;
  if (!zone_from_cda(zone, offset)) {
    zoneless = true;
    return precision != Precision::instant;
  }
  ours.append("T").append(d.substr(8, 2)).append(":").append(n >= 12 ? d.substr(10, 2) : "00").append(":").append(n >= 14 ? d.substr(12, 2) : "00");
  if (!fraction.empty() && n == 14) ours.append(".").append(fraction);
  ours.append(offset);
  return true;
}

bool time_to_cda(std::string_view ours, std::string& theirs) {
  theirs.clear();
  const auto date = ours.substr(0, ours.find('T'));
  for (const char c : date)
    if (c != '-') theirs += c;
  if (!digits(theirs)) return false;
  if (date.size() == ours.size()) return true;
  auto time = ours.substr(date.size() + 1);
  const auto zone_at = time.find_first_of("Z+-");
  const auto zone = zone_at == std::string_view::npos ? std::string_view() : time.substr(zone_at);
  time = time.substr(0, zone_at);
  for (const char c : time)
    if (c != ':') theirs += c;
  if (zone == "Z") {
    theirs += "+0000";
  } else {
    for (const char c : zone)
      if (c != ':') theirs += c;
  }
  return true;
}

}  // namespace caseway::mapping
